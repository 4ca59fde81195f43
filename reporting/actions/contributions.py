"""What IQAs add to the tallies and take out of them, as fresh rows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, QuerySet

from assessments.models import Answer
from dipsamples.models import SecondMarking
from iqa.organisation.models import Unit
from iqa.questions.models import Outcome
from reporting.models.tally import (
    IQA_COUNTERS,
    OPEN_COUNTERS,
    AgreementTally,
    AnswerTally,
    Extent,
    IQATally,
    ReasonTally,
    Span,
    TalliedIQA,
    TallyModel,
)
from reporting.policies.agreement import Pair, counts_of

BATCH = 500
_OF_IQA = (*IQA_COUNTERS, *OPEN_COUNTERS)
NOT_MET = Outcome.CountsAs.NOT_MET

# What is counted of a marking: by question, and by question and reason.
Marked = dict[int, dict[tuple[int, ...], Counter[str]]]
# Of an IQA, by question.
Compared = dict[int, dict[tuple[int], Counter[str]]]


class Contributions:
    """Counts by a tally's keys, gathered from IQAs and written at once. `units` are those known already; others are
    read. `with_pairs` is False where it is known that nobody has marked any of the IQAs a second time."""

    def __init__(self, units: Mapping[int, Unit] | None = None, *, with_pairs: bool = True) -> None:
        self.counts: dict[type[TallyModel], dict[tuple[Any, ...], Counter[str]]] = {
            model: defaultdict(Counter) for model in (IQATally, AnswerTally, ReasonTally, AgreementTally)
        }
        self._units = dict(units or {})
        self._with_pairs = with_pairs

    def add(self, facts: Collection[TalliedIQA], *, sign: int) -> None:
        """All that these IQAs count as, in (`sign` 1) or out (-1)."""
        # A draft has no answers that count.
        markings = [fact.marking_id for fact in facts if fact.iqas]
        answers, reasons = _marked(markings)
        marked_again = [fact.pk for fact in facts if fact.iqas and self._with_pairs]
        compared = _compared(SecondMarking.objects.filter(assessment__in=marked_again))
        for fact in facts:
            place = self._place(fact.month, fact.unit_id, fact.activity_id, fact.additional)
            self._count(IQATally, place, {name: getattr(fact, name) for name in _OF_IQA}, sign)
            for key, counts in answers[fact.marking_id].items():
                self._count(AnswerTally, place + key, counts, sign)
            for key, counts in reasons[fact.marking_id].items():
                self._count(ReasonTally, place + key, counts, sign)
            for key, counts in compared[fact.pk].items():
                self._count(AgreementTally, place + key, counts, sign)

    def add_second_marking(self, fact: TalliedIQA, second: SecondMarking) -> None:
        """What one that is finished now adds to an IQA that counts already."""
        place = self._place(fact.month, fact.unit_id, fact.activity_id, fact.additional)
        for key, counts in _compared(SecondMarking.objects.filter(pk=second.pk))[fact.pk].items():
            self._count(AgreementTally, place + key, counts, 1)

    def add_half_days(self, cells: Mapping[tuple[Any, ...], int]) -> None:
        """By how many the half days of (month, unit, additional, activity) changed."""
        for (month, unit, additional, activity), number in cells.items():
            self._count(IQATally, self._place(month, unit, activity, additional), {"half_days": number}, 1)

    def write(self) -> None:
        """A fresh row for each sum that changes."""
        for model, sums in self.counts.items():
            rows = [
                model(span=Span.FRESH, extent=Extent.UNIT, **dict(zip(model.KEYS, keys, strict=True)), **counts)
                for keys, counts in sums.items()
                if any(counts.values())
            ]
            model._default_manager.bulk_create(rows, batch_size=BATCH)

    def _count(self, model: type[TallyModel], keys: tuple[Any, ...], counts: Mapping[str, int], sign: int) -> None:
        found = self.counts[model][keys]
        for name, number in counts.items():
            found[name] += sign * number

    def _place(self, month: int, unit_id: int, activity_id: int, additional: bool) -> tuple[Any, ...]:
        if unit_id not in self._units:
            self._units[unit_id] = Unit.objects.get(pk=unit_id)
        unit = self._units[unit_id]
        return (month, unit.area_id, unit.kind, unit_id, activity_id, additional)


def _marked(markings: Collection[int]) -> tuple[Marked, Marked]:
    """How each question was answered in each of these; and which reasons were given for what is not met."""
    answers: Marked = defaultdict(dict)
    reasons: Marked = defaultdict(dict)
    if not markings:
        return answers, reasons
    given = Answer.objects.filter(marking__in=markings, outcome__isnull=False)
    # A row for each reason of an answer; one where it has none.
    rows = given.values_list("marking", "question", "outcome__counts_as", "reasons", "reasons__is_other")
    for marking, question, counts_as, reason, is_other in rows:
        counts = answers[marking].setdefault((question,), Counter({counts_as: 1}))
        if counts_as == NOT_MET and reason is not None:
            reasons[marking][question, reason] = Counter(times=1)
            if is_other:
                counts["other_reason"] = 1
    return answers, reasons


def _compared(seconds: QuerySet[SecondMarking]) -> Compared:
    """How those of these that are finished compare with their IQAs."""
    compared: Compared = defaultdict(lambda: defaultdict(Counter))
    same_question = {"compared_with__answers__question": F("marking__answers__question")}
    found = seconds.filter(finished_at__isnull=False, **same_question).order_by()
    outcomes = (f"{side}__answers__outcome__counts_as" for side in ("compared_with", "marking"))
    for assessment, question, *pair in found.values_list("assessment", "marking__answers__question", *outcomes):
        compared[assessment][question,].update(counts_of({Pair(*pair): 1}))
    return compared
