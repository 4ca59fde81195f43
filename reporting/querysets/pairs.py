"""Pairs of answers to one question about the same work: a marking's, and the reference's that it is compared with.

An IQA's own marking, as it stood when a second marking of it was finished, is compared with that one. A marking of a
consistency exercise is compared with the reference that was agreed there; it belongs to the exercise's Area, to who
marked, and to the day it was finished, and to no unit and no prosecutor: where a report is about those, it is left out.
"""

from collections import Counter, defaultdict
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth, TruncQuarter

from assessments.querysets.assessment import NO_CATEGORY
from dipsamples.models import SecondMarking
from iqa.permissions import NATIONAL
from reporting.choices import Choices
from reporting.dimensions import DIMENSIONS
from reporting.policies.agreement import Pair, counts_of
from reporting.querysets.counts import agreement_tallied
from reporting.querysets.selection import Selection
from reporting.querysets.sums import can_tell

_FINISHED_ON = {"output_field": DateField()}
# Where a marking of an exercise has each dimension that it has.
_OF_ENTRY: dict[str, Any] = {
    "area": F("exercise_case__exercise__area"),
    "assessor": F("by"),
    "activity": F("exercise_case__exercise__activity"),
    "quarter": TruncQuarter("finished_at", **_FINISHED_ON),
    "month": TruncMonth("finished_at", **_FINISHED_ON),
    "court_level": F("exercise_case__case__court_level"),
    "sensitive": F("exercise_case__case__sensitive"),
    "additional": Value(False),
}

# The question; what the IQA's own answer counts as, and the second marking's.
_ANSWERS = (
    "second_markings__marking__answers__question",
    "second_markings__compared_with__answers__outcome__counts_as",
    "second_markings__marking__answers__outcome__counts_as",
)

NO_MORE = Q()

# By the values of the dimensions, then by question.
Compared = dict[tuple[Any, ...], dict[tuple[int], Counter[str]]]


def compared(selection: Selection) -> Compared:
    """How pairs compare (`counts_of`): those of IQAs from the tallies, where these tell apart what was chosen."""
    found: Compared = defaultdict(lambda: defaultdict(Counter))
    tallied = can_tell(selection)
    if tallied:
        for values, rows in agreement_tallied(selection).items():
            found[values] |= {question: Counter(counts) for question, counts in rows.items()}
    for *values, question, marked, reference, count in chain(
        () if tallied else _of_iqas(selection), _of_exercises(selection)
    ):
        found[tuple(values)][question,].update(counts_of({Pair(marked, reference): count}))
    return found


class Stratum(NamedTuple):
    """Of which part of the draws an IQA is: IQAs of one DCP, activity, Area and quarter are as likely to be drawn."""

    area: int
    activity: int
    quarter: date
    assessor: int


# The same, by question and stratum: None for what was not sampled at random.
StratifiedPairs = dict[tuple[Any, ...], dict[tuple[int, Stratum | None], Counter[Pair]]]


def stratified_pairs(selection: Selection) -> StratifiedPairs:
    """The same pairs, apart by the stratum of which a random dip sample is."""
    found: StratifiedPairs = defaultdict(lambda: defaultdict(Counter))
    compared = len(selection.choices.compare)
    for row in _by_stratum(selection):
        stratum, (at_random, question, marked, reference, count) = Stratum(*row[compared : compared + 4]), row[-5:]
        found[row[:compared]][question, stratum if at_random else None][Pair(marked, reference)] += count
    for *values, question, marked, reference, count in _of_exercises(selection):
        found[tuple(values)][question, None][Pair(marked, reference)] += count
    return found


def weights_of(selection: Selection) -> dict[Stratum, float]:
    """How many IQAs each one that was sampled at random and marked a second time stands for, by stratum: the IQAs of
    the stratum ÷ those sampled (the weight that design-based sampling gives them)."""
    counted = selection.assessments().recorded().order_by().values_list(*_STRATUM).annotate(Count("pk"))
    sampled = (
        selection.assessments()
        .recorded()
        .filter(_AT_RANDOM, second_markings__finished_at__isnull=False)
        .order_by()
        .values_list(*_STRATUM)
        .annotate(Count("pk", distinct=True))
    )
    iqas = {Stratum(*key): count for *key, count in counted}
    return {Stratum(*key): iqas[Stratum(*key)] / count for *key, count in sampled}


_STRATUM = (
    F("half_day__unit__area"),
    F("half_day__activity"),
    TruncQuarter("half_day__assessed_on"),
    F("half_day__assessor"),
)
_AT_RANDOM = Q(second_markings__kind=SecondMarking.Kind.DIP_SAMPLE) & (
    Q(second_markings__dip_sample__isnull=True) | Q(second_markings__dip_sample__targeted=False)
)


def _by_stratum(selection: Selection) -> QuerySet:
    return (
        second_markings_of(selection)
        .annotate(at_random=Case(When(_AT_RANDOM, then=Value(True)), default=Value(False)))
        .values_list(
            *of_iqas(selection),
            *_STRATUM,
            "at_random",
            *_ANSWERS,
        )
        .annotate(Count("pk"))
    )


def second_markings_of(selection: Selection, also: Q = NO_MORE) -> QuerySet:
    """The IQAs selected, once for each finished second marking and each question that it answers as they do; where
    `also` is so of the same second marking and its answers."""
    return (
        selection.assessments()
        .recorded()
        .filter(
            also,
            second_markings__finished_at__isnull=False,
            second_markings__compared_with__answers__question=F("second_markings__marking__answers__question"),
        )
        .order_by()
    )


def entries_of(selection: Selection, also: Q = NO_MORE) -> QuerySet:
    """Markings of exercises whose reference is agreed, once for each question that both answer; where `also` is so of
    the same marking, its reference and their answers."""
    if not _has_entries(selection):
        return SecondMarking.objects.none()
    return SecondMarking.objects.filter(
        _within(selection),
        also,
        kind=SecondMarking.Kind.EXERCISE,
        finished_at__isnull=False,
        exercise_case__exercise__agreed_at__isnull=False,
        exercise_case__markings__kind=SecondMarking.Kind.REFERENCE,
        exercise_case__markings__finished_at__isnull=False,
        exercise_case__markings__marking__answers__question=F("marking__answers__question"),
    ).order_by()


def of_iqas(selection: Selection) -> list[Any]:
    """Where an IQA has the dimensions compared by."""
    return [DIMENSIONS[name].of_iqa for name in selection.choices.compare]


def of_entries(selection: Selection) -> list[Any]:
    """Where a marking of an exercise has them."""
    return [_OF_ENTRY[name] for name in selection.choices.compare if name in _OF_ENTRY]


def _of_iqas(selection: Selection) -> QuerySet:
    return (
        second_markings_of(selection)
        .values_list(
            *of_iqas(selection),
            *_ANSWERS,
        )
        .annotate(Count("pk"))
    )


def _of_exercises(selection: Selection) -> QuerySet:
    return (
        entries_of(selection)
        .values_list(
            *of_entries(selection),
            "marking__answers__question",
            "marking__answers__outcome__counts_as",
            "exercise_case__markings__marking__answers__outcome__counts_as",
        )
        .annotate(Count("pk"))
    )


def _has_entries(selection: Selection) -> bool:
    """Whether markings of exercises have what the report is about."""
    choices = selection.choices
    narrowed = choices.unit or choices.unit_kind or choices.additional or selection.scope.own
    return not narrowed and set(choices.compare) <= set(_OF_ENTRY)


def _within(selection: Selection) -> Q:
    choices, places = selection.choices, selection.scope.places
    areas = [place.area_id for place in places if place.unit_id is None]
    chosen = Q() if NATIONAL in places else Q(exercise_case__exercise__area__in=areas)
    if choices.area:
        chosen &= Q(exercise_case__exercise__area=choices.area)
    if choices.period.first:
        chosen &= Q(finished_at__date__gte=choices.period.first)
    if choices.period.last:
        chosen &= Q(finished_at__date__lte=choices.period.last)
    return chosen & _kind(choices)


def _kind(choices: Choices) -> Q:
    chosen = Q()
    if choices.activity:
        chosen &= Q(exercise_case__exercise__activity=choices.activity)
    if choices.court_level:
        chosen &= Q(exercise_case__case__court_level=choices.court_level)
    if choices.sensitive == NO_CATEGORY:
        chosen &= Q(exercise_case__case__sensitive__isnull=True)
    elif choices.sensitive:
        chosen &= Q(exercise_case__case__sensitive__code=choices.sensitive)
    return chosen
