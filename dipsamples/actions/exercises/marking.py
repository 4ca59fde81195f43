"""Marking in an exercise: blind, by those invited, until it closes. Every write waits for the exercise's row, so that
none comes after its closing."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assessments.policies.answers import AnswerData
from dipsamples.actions import second_markings
from dipsamples.actions.exercises import emails
from dipsamples.actions.exercises.locking import locked
from dipsamples.actions.exercises.making import close_now
from dipsamples.models import Exercise, ExerciseCase, SecondMarking
from dipsamples.policies.exercises import check_open
from dipsamples.querysets.exercise_markings import finished_by_person
from iqa.calendar import today
from iqa.organisation.models import Person


@transaction.atomic
def begin(*, exercise_case: ExerciseCase, by: Person) -> SecondMarking:
    """Begin marking a case, or go on with it. Raises `PermissionDenied` for who is not invited, `NotAllowed` once it
    has closed."""
    _open(exercise_case, by)
    return second_markings.begin_in_exercise(exercise_case=exercise_case, kind=SecondMarking.Kind.EXERCISE, by=by)


@transaction.atomic
def save(*, second: SecondMarking, answers: Mapping[int, AnswerData], version: int, by: Person) -> int:
    """Save answers, as `second_markings.save_answers`. Raises `NotAllowed` once it has closed."""
    _open(_case_of(second), by)
    return second_markings.save_answers(second=second, answers=answers, version=version, by=by)


@transaction.atomic
def finish(*, second: SecondMarking, by: Person) -> None:
    """Lock somebody's answers on a case; who has finished every case is reminded no more, and with the last of those
    invited the exercise closes. Raises as `second_markings.finish`, and `NotAllowed` once it has closed."""
    exercise = _open(_case_of(second), by)
    second_markings.finish(second=second, by=by)
    cases, done = exercise.cases.count(), finished_by_person(exercise)
    if done[by.pk] == cases:
        emails.has_finished(exercise, by)
    if all(done.get(person) == cases for person in exercise.invitations.values_list("person", flat=True)):
        close_now(exercise, by=None)


def _open(exercise_case: ExerciseCase, by: Person) -> Exercise:
    exercise = locked(exercise_case.exercise)
    if not exercise.invitations.filter(person=by).exists():
        raise PermissionDenied
    check_open(exercise, on=today())
    return exercise


def _case_of(second: SecondMarking) -> ExerciseCase:
    return ExerciseCase.objects.select_related("exercise").get(markings=second)
