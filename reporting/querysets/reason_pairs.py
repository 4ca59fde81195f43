"""The reasons that a marking and its reference give for the same question, where either gives any."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from iqa.questions.models import Outcome
from reporting.querysets.pairs import entries_of, of_entries, of_iqas, second_markings_of
from reporting.querysets.selection import Selection


class Reason(NamedTuple):
    code: str
    is_other: bool


class ReasonPair(NamedTuple):
    marked: frozenset[Reason]
    reference: frozenset[Reason]


def reason_pairs(selection: Selection) -> dict[tuple[Any, ...], list[ReasonPair]]:
    """By the values of the dimensions. One query of IQAs and one of exercises: a row for each two reasons of a pair."""
    found: dict[tuple[Any, ...], list[ReasonPair]] = defaultdict(list)
    for rows in (_of_iqas(selection), _of_exercises(selection)):
        sides: dict[tuple[Any, ...], tuple[set[Reason], set[Reason]]] = defaultdict(lambda: (set(), set()))
        for *key, marked, marked_other, referred, referred_other in rows:
            mine, theirs = sides[tuple(key)]
            mine.update([Reason(marked, marked_other)] if marked else [])
            theirs.update([Reason(referred, referred_other)] if referred else [])
        for (*values, _second, _question), (mine, theirs) in sides.items():
            found[tuple(values)].append(ReasonPair(frozenset(mine), frozenset(theirs)))
    return found


def _of_iqas(selection: Selection) -> Iterable[tuple[Any, ...]]:
    marked, reference = "second_markings__compared_with__answers", "second_markings__marking__answers"
    return _rows(
        second_markings_of(selection, _either_not_met(marked, reference)),
        [*of_iqas(selection), "second_markings__pk"],
        marked,
        reference,
    )


def _of_exercises(selection: Selection) -> Iterable[tuple[Any, ...]]:
    marked, reference = "marking__answers", "exercise_case__markings__marking__answers"
    return _rows(
        entries_of(selection, _either_not_met(marked, reference)), [*of_entries(selection), "pk"], marked, reference
    )


def _either_not_met(marked: str, reference: str) -> Q:
    not_met = Outcome.CountsAs.NOT_MET
    return Q(**{f"{marked}__outcome__counts_as": not_met}) | Q(**{f"{reference}__outcome__counts_as": not_met})


def _rows(pairs: QuerySet, key: list[Any], marked: str, reference: str) -> QuerySet:
    reasons = [f"{side}__reasons__{column}" for side in (marked, reference) for column in ("code", "is_other")]
    return pairs.values_list(*key, f"{reference}__question", *reasons)
