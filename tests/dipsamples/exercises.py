"""Consistency exercises made for a test, by the real actions."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from assessments.models import Case, LiesWith
from assessments.policies.answers import AnswerData
from dipsamples.actions.exercises import agreeing, making, marking
from dipsamples.models import Exercise, ExerciseCase, SecondMarking
from iqa.calendar import today
from iqa.organisation.models import Area, Person
from iqa.questions.models import Activity, Outcome, Reason, Wording
from tests.factories import CaseFactory


def made(
    *,
    by: Person,
    people: Sequence[Person],
    area: Area | None = None,
    cases: Sequence[Case] | int = 1,
    activity: str = "case_progression",
    **said: Any,
) -> Exercise:
    """An exercise that closes in a week; `cases`, where it is a number, are new ones."""
    known = [CaseFactory() for _ in range(cases)] if isinstance(cases, int) else cases
    return making.make(
        **{
            "key": uuid.uuid4(),
            "title": "First hearings",
            "area": area,
            "activity": Activity.objects.get(code=activity),
            "material": "The review of 3 March",
            "closes_on": today() + timedelta(days=7),
            "urns": [case.urn for case in known],
            "facts": {},
            "people": people,
            "by": by,
            **said,
        }
    )


def answers(
    exercise: Exercise,
    *,
    not_met: Collection[int] = (),
    not_met_other: Collection[int] = (),
    not_applicable: Collection[int] = (),
    comments: Mapping[int, str] | None = None,
) -> dict[int, AnswerData]:
    """Complete answers to an exercise's questions, by question id: "fully met" but for these numbers."""
    outcomes = {each.counts_as: each.pk for each in Outcome.objects.filter(question_set=exercise.question_set)}
    found = {}
    for wording in Wording.objects.asked(question_set=exercise.question_set, activity=exercise.activity):
        n, said = wording.number, dict[str, Any](comment=(comments or {}).get(wording.number, ""))
        if n in not_met:
            reason = Reason.objects.filter(wording=wording, is_other=False).order_by("order")[0]
            said |= {"outcome_id": outcomes["not_met"], "reason_ids": frozenset([reason.pk])}
        elif n in not_met_other:
            said |= {"outcome_id": outcomes["not_met_other"], "lies_with": LiesWith.POLICE}
        else:
            said["outcome_id"] = outcomes["not_applicable" if n in not_applicable else "fully_met"]
        if n in (*not_met, *not_met_other):
            said["comment"] = said["comment"] or f"Why question {n} was not met"
        found[wording.question_id] = AnswerData(**said)
    return found


def case_of(exercise: Exercise, number: int = 1) -> ExerciseCase:
    return exercise.cases.get(order=number)


def begun(exercise: Exercise, person: Person, *, number: int = 1, **marks: Any) -> SecondMarking:
    """A marking with every question answered, not finished."""
    second = marking.begin(exercise_case=case_of(exercise, number), by=person)
    marking.save(second=second, answers=answers(exercise, **marks), version=0, by=person)
    return second


def marked(exercise: Exercise, person: Person, *, number: int = 1, **marks: Any) -> SecondMarking:
    second = begun(exercise, person, number=number, **marks)
    marking.finish(second=second, by=person)
    return second


def referred(exercise: Exercise, by: Person, *, number: int = 1, **marks: Any) -> SecondMarking:
    """The reference marking of a case, every question answered."""
    second = agreeing.begin_reference(exercise_case=case_of(exercise, number), by=by)
    agreeing.save_reference(second=second, answers=answers(exercise, **marks), version=0, by=by)
    return second


def agreed(exercise: Exercise, by: Person, *, notes: str = "We talked", unclear: str = "", **marks: Any) -> None:
    """Each case with the same reference, and that agreed."""
    for exercise_case in exercise.cases.all():
        referred(exercise, by, number=exercise_case.order, **marks)
    agreeing.agree(exercise=exercise, notes=notes, unclear_guidance=unclear, by=by)
