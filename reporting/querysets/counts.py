"""What a report counts, by the dimensions compared: from the tallies, where they tell apart what was chosen, else from
the IQAs one by one. Either says the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from iqa.questions.models import Outcome
from reporting.models.tally import (
    OPEN_COUNTERS,
    AgreementTally,
    AnswerTally,
    IQATally,
    ReasonTally,
    TalliedIQA,
)
from reporting.periods import month_numbered
from reporting.querysets.answers import feedback, not_met, not_met_other, other_reasons, outcomes, reasons
from reporting.querysets.habits import habits
from reporting.querysets.selection import Selection
from reporting.querysets.sums import can_tell, summed

# What one row counts, by the name of the counter.
Counts = Mapping[str, int]
# Counts by what distinguishes the rows under one value of the dimensions.
Rows = Mapping[tuple[Any, ...], Counts]
# Rows by the values of the dimensions compared.
Counted = Mapping[tuple[Any, ...], Rows]
_Found = Iterable[tuple[Sequence[Any], Counts]]

# Days after which an IQA has been open for long.
LONG_OPEN = timedelta(days=28)

# Where an IQA has a dimension, as it is tallied.
_OF_IQA: dict[str, Combinable] = {
    "area": F("unit__area"),
    "unit": F("unit"),
    "unit_kind": F("unit__kind"),
    "assessor": F("assessor"),
    "prosecutor": F("prosecutor"),
    "activity": F("activity"),
    "quarter": F("month") - F("month") % 3,
    "month": F("month"),
    "court_level": F("assessment__court_level"),
    "sensitive": F("assessment__sensitive"),
    "additional": F("additional"),
}
# Nothing is copied to a draft yet: it has its case's.
_OF_DRAFT = _OF_IQA | {
    "court_level": F("assessment__case__court_level"),
    "sensitive": F("assessment__case__sensitive"),
}
# What is late is all that is open less what is recent: of a million IQAs, those of a few days are read.
_LESS_OPEN, _LESS_WAITING = -Sum("open", default=0), -Sum("without_feedback", default=0)
_PERIODS = ("quarter", "month")

# What makes a half day one (HMCPSI 2018 §3.4), and the same as one value.
_HALF_DAY_KEYS = ("assessor", "prosecutor", "activity", "worked_on", "half")
_HALF_DAY = Concat(
    *chain.from_iterable((Cast(name, CharField()), Value(" ")) for name in _HALF_DAY_KEYS), output_field=CharField()
)
_HALF_DAYS = Count(_HALF_DAY, distinct=True)


def iqas_counted(selection: Selection, *also: str, counters: Sequence[str]) -> Counted:
    """These counters of IQAs, `iqas` among them, and `half_days` if asked for, under each value of the dimensions also
    by others."""
    dimensions = _dimensions(selection, also)
    if can_tell(selection, *also):
        tallied = summed(IQATally, selection, dimensions, counters=counters)
        split = _split(selection, dimensions) if "half_days" in counters else ()
        return _gathered(selection, also, chain(tallied, split))
    sums = {name: _HALF_DAYS if name == "half_days" else Sum(name, default=0) for name in counters}
    return _gathered(selection, also, _grouped(selection.iqas().filter(iqas=1), dimensions, sums))


def answers_counted(selection: Selection) -> Counted:
    """How many of the IQAs' own answers count as which outcome, under each value of the dimensions by question."""
    also = ("question",)
    if can_tell(selection):
        tallied = summed(AnswerTally, selection, selection.choices.compare, *also, counters=Outcome.CountsAs.values)
        return _gathered(selection, also, tallied)
    counts_as = dict(Outcome.objects.values_list("pk", "counts_as"))
    found = outcomes(selection.iqas().filter(iqas=1), _groups(selection))
    counted = ((values, {counts_as[outcome]: number}) for *values, outcome, number in found if outcome)
    return _gathered(selection, also, counted)


def not_met_counted(selection: Selection) -> Counted:
    """How many answers are `not_met`, and how many of these gave "other" (`other_reason`), in the same way."""
    also = ("question",)
    if can_tell(selection):
        counters = (Outcome.CountsAs.NOT_MET.value, "other_reason")
        tallied = summed(AnswerTally, selection, selection.choices.compare, *also, counters=counters)
        return _gathered(selection, also, tallied)
    iqas, groups = selection.iqas().filter(iqas=1), _groups(selection)
    counted = ((values, {"not_met": number}) for *values, number in not_met(iqas, groups))
    other = ((values, {"other_reason": number}) for *values, number in other_reasons(iqas, groups))
    return _gathered(selection, also, chain(counted, other))


def reasons_counted(selection: Selection) -> Counted:
    """How many times (`times`) a not met answer gave a reason, under each value of the dimensions by question and
    reason."""
    also = ("question", "reason")
    if can_tell(selection):
        return _gathered(selection, also, summed(ReasonTally, selection, selection.choices.compare, *also))
    found = reasons(selection.iqas().filter(iqas=1), _groups(selection))
    return _gathered(selection, also, ((values, {"times": number}) for *values, number in found))


def not_met_other_counted(selection: Selection) -> Counted:
    """How many answers (`times`) are not met other, under each value of the dimensions by question and whom it lies
    with: a code, or nothing where the record does not say. No tally tells these apart."""
    found = not_met_other(selection.iqas().filter(iqas=1), _groups(selection))
    return _gathered(selection, ("question", "lies_with"), ((values, {"times": number}) for *values, number in found))


def agreement_tallied(selection: Selection) -> Counted:
    """How answers of IQAs' own markings compare with those of second ones (`AgreementTally`), under each value of the
    dimensions by question. For a selection that tallies tell apart (`can_tell`)."""
    also = ("question",)
    return _gathered(selection, also, summed(AgreementTally, selection, selection.choices.compare, *also))


def open_counted(selection: Selection) -> Counted:
    """The counters of what is open now, drafts among them; `older` are those assessed long ago."""
    dimensions = selection.choices.compare
    long_ago = selection.on - LONG_OPEN
    if can_tell(selection):
        recent = _grouped(selection.iqas().filter(open=1, assessed_on__gte=long_ago), dimensions, {"older": _LESS_OPEN})
        tallied = summed(IQATally, selection, dimensions, counters=OPEN_COUNTERS)
        return _gathered(selection, (), chain(_as_well(tallied, "open", "older"), recent))
    older = Sum("open", filter=Q(assessed_on__lt=long_ago), default=0)
    sums = {name: Sum(name, default=0) for name in OPEN_COUNTERS} | {"older": older}
    found = selection.iqas().filter(open=1)
    if not {"court_level", "sensitive"} & set(dimensions):
        return _gathered(selection, (), _grouped(found, dimensions, sums))
    drafts = _grouped(found.filter(draft=1), dimensions, sums, of=_OF_DRAFT)
    return _gathered(selection, (), chain(drafts, _grouped(found.filter(draft=0), dimensions, sums)))


def overdue_counted(selection: Selection) -> Counted:
    """How many wait for feedback (`overdue`) whose last day for it is over."""
    found = selection.iqas().filter(without_feedback=1)
    if can_tell(selection):
        in_time = found.filter(feedback_due_on__gte=selection.on)
        due = _grouped(in_time, selection.choices.compare, {"overdue": _LESS_WAITING})
        tallied = summed(IQATally, selection, selection.choices.compare, counters=("without_feedback",))
        waiting = _gathered(selection, (), chain(_as_well(tallied, "without_feedback", "overdue"), due))
        return {values: rows for values, rows in waiting.items() if rows[()]["overdue"]}
    late = found.filter(feedback_due_on__lt=selection.on)
    sums = {"overdue": Sum("without_feedback", default=0)}
    return _gathered(selection, (), _grouped(late, selection.choices.compare, sums))


def habits_counted(selection: Selection) -> Counted:
    """How many IQAs (`iqas`), in how many every answer judged is fully met (`all_met`), and how many have a comment
    that another of the same assessor in the selection has (`copied`)."""
    groups: dict[str, Combinable] = {"by_all": Value(0), **_groups(selection)}
    found = habits(selection.iqas().filter(iqas=1), groups)
    counted = (
        (values, {"iqas": iqas, "all_met": all_met, "copied": copied}) for _, *values, iqas, all_met, copied in found
    )
    return _gathered(selection, (), counted)


def feedback_given_counted(selection: Selection) -> Counted:
    """How many IQAs (`iqas`) have feedback, under each value of the dimensions by its mode and kind: codes, or nothing
    where the record does not say. No tally tells these apart."""
    found = feedback(selection.iqas().filter(iqas=1), _groups(selection))
    return _gathered(selection, ("mode", "kind"), ((values, {"iqas": number}) for *values, number in found))


def _as_well(found: _Found, name: str, other: str) -> _Found:
    """With one counter under another name too."""
    return ((values, {**counts, other: counts[name]}) for values, counts in found)


def _groups(selection: Selection) -> dict[str, Combinable]:
    return {f"by_{name}": _OF_IQA[name] for name in selection.choices.compare}


def _dimensions(selection: Selection, also: Iterable[str]) -> tuple[str, ...]:
    compared = selection.choices.compare
    return (*compared, *(name for name in also if name not in compared))


def _grouped(
    found: QuerySet[TalliedIQA],
    dimensions: tuple[str, ...],
    sums: Mapping[str, Any],
    *,
    of: Mapping[str, Combinable] = _OF_IQA,
) -> _Found:
    """Counts of IQAs one by one, by dimensions."""
    # Grouped by something, even where nothing is compared: no fields at all would be every field.
    groups: dict[str, Combinable] = {"by_all": Value(0)} | {f"by_{name}": of[name] for name in dimensions}
    named = {f"sum_{name}": value for name, value in sums.items()}
    rows = found.order_by().annotate(**groups).values_list(*groups).annotate(**named)
    return ((row[1 : len(groups)], dict(zip(sums, row[len(groups) :], strict=True))) for row in rows)


def _gathered(selection: Selection, also: tuple[str, ...], found: _Found) -> Counted:
    """Added up by the values of the dimensions, and under them by those `also` asked for; what comes to nothing is left
    out."""
    compared = selection.choices.compare
    names = _dimensions(selection, also)
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for values, counts in found:
        sums[tuple(values)].update(counts)
    gathered: dict[tuple[Any, ...], dict[tuple[Any, ...], Counts]] = defaultdict(dict)
    for values, total in sums.items():
        if any(total.values()):
            of = {name: _read(name, value) for name, value in zip(names, values, strict=True)}
            gathered[tuple(of[name] for name in compared)][tuple(of[name] for name in also)] = total
    return gathered


def _read(name: str, value: Any) -> Any:
    """A month is kept as a number."""
    return month_numbered(value) if name in _PERIODS else value


def _split(selection: Selection, dimensions: tuple[str, ...]) -> Iterator[tuple[tuple[Any, ...], Counts]]:
    """The half days of the selection that no sum can have, once under each value of the dimensions."""
    groups = {f"by_{name}": _OF_IQA[name] for name in dimensions}
    found = selection.split_half_days().order_by().annotate(**groups)
    for values in found.values_list(*groups, *_HALF_DAY_KEYS).distinct():
        yield values[: len(groups)], {"half_days": 1}
