"""The question sets that records can come in under, by the numbers and codes that the files call things. Pure once
loaded."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from iqa.questions.models import Outcome, QuestionSet, Reason, Wording

# Taken for every question, whatever a set calls it.
OTHER = "other"
OUTCOMES = [str(code) for code in Outcome.CountsAs]


@dataclass
class Asked:
    """A question as a set asks it: its reasons' keys by their codes."""

    question: int
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass
class SetOfQuestions:
    """A published set: by activity and number what it asks, and the keys of its outcomes by the files' codes."""

    pk: int
    in_force_from: date
    asked: dict[int, dict[int, Asked]] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)


@dataclass
class Scheme:
    """`sets` from the earliest on; `activities` are the keys of those that are work of their own, by their codes."""

    sets: list[SetOfQuestions]
    activities: dict[str, int]

    def __post_init__(self) -> None:
        self.numbers = {number for one in self.sets for asked in one.asked.values() for number in asked}
        self.by_pk = {one.pk: one for one in self.sets}

    def under(
        self, activity: int, numbers: Collection[int], on: date, *, kept: int | None = None
    ) -> SetOfQuestions | None:
        """The set under which answers to these questions of an activity come in: the one that the IQA has (`kept`),
        else the one in force on the day assessed, else the earliest that asks them all. Where none does, the one in
        force, for what it lacks is at fault. None where no set asks about the activity at all."""
        about = [one for one in self.sets if activity in one.asked]
        in_force = [one for one in about if one.in_force_from <= on][-1:]
        first = [one for one in about if one.pk == kept] + in_force + about
        fitting = (one for one in first if all(number in one.asked[activity] for number in numbers))
        return next(fitting, first[0] if first else None)


def load() -> Scheme:
    """Five queries."""
    sets = {
        pk: SetOfQuestions(pk, day)
        for pk, day in QuestionSet.objects.published().order_by("in_force_from").values_list("pk", "in_force_from")
    }
    wordings = {}
    activities = {}
    for wording in Wording.objects.filter(question_set__in=sets).select_related("activity"):
        if wording.activity.is_optional:
            continue
        asked = Asked(wording.question_id)
        wordings[wording.pk] = asked
        sets[wording.question_set_id].asked.setdefault(wording.activity_id, {})[wording.number] = asked
        activities[wording.activity.code] = wording.activity_id
    _load_reasons(wordings)
    for outcome in Outcome.objects.filter(question_set__in=sets).order_by("-order"):
        # One that is called as the files call it, else the first that counts as it.
        sets[outcome.question_set_id].outcomes[outcome.counts_as] = outcome.pk
    for outcome in Outcome.objects.filter(question_set__in=sets, code__in=OUTCOMES):
        sets[outcome.question_set_id].outcomes[outcome.code] = outcome.pk
    return Scheme(list(sets.values()), activities)


def _load_reasons(wordings: dict[int, Asked]) -> None:
    """Where a wording offers no "other", that of the same question in another set stands in for it."""
    others: dict[int, int] = {}
    for reason in Reason.objects.filter(wording__in=wordings).order_by("-wording__question_set__in_force_from"):
        asked = wordings[reason.wording_id]
        asked.reasons[reason.code] = reason.pk
        if reason.is_other:
            asked.reasons[OTHER] = reason.pk
            others[asked.question] = reason.pk
    for asked in wordings.values():
        if OTHER not in asked.reasons and asked.question in others:
            asked.reasons[OTHER] = others[asked.question]
