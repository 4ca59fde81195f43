"""The reference marking of each case, written in the discussion after closing, and agreed."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from assessments.actions.markings import Incomplete
from assessments.policies.answers import AnswerData
from dipsamples.actions import second_markings
from dipsamples.actions.exercises import emails
from dipsamples.actions.exercises.locking import locked
from dipsamples.models import Exercise, ExerciseCase, SecondMarking
from dipsamples.policies.exercises import check_may_run, check_to_be_agreed, end_of
from dipsamples.querysets.exercise_markings import finished_in, reference_of
from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.organisation.models import Person


class Unfinished(Exception):
    """The reference marking of a case lacks something; its text says what, for the person who asked."""


@transaction.atomic
def begin_reference(*, exercise_case: ExerciseCase, by: Person) -> SecondMarking:
    """Begin the reference marking of a case, or go on with it, whoever began it. Raises `NotAllowed` before the
    exercise has closed, where nobody marked, and once it is agreed."""
    _to_be_agreed(exercise_case.exercise, by)
    return second_markings.begin_in_exercise(exercise_case=exercise_case, kind=SecondMarking.Kind.REFERENCE, by=by)


@transaction.atomic
def save_reference(*, second: SecondMarking, answers: Mapping[int, AnswerData], version: int, by: Person) -> int:
    """Save its answers, as `second_markings.save_answers`."""
    exercise_case = ExerciseCase.objects.select_related("exercise").get(markings=second)
    _to_be_agreed(exercise_case.exercise, by)
    return second_markings.save_answers(second=second, answers=answers, version=version, by=by)


@transaction.atomic
def agree(*, exercise: Exercise, notes: str, unclear_guidance: str, by: Person) -> None:
    """Lock the reference marking of every case, with why it is what it is, and tell those who marked, and of unclear
    guidance those who publish question sets. Agreed before, nothing changes.

    Raises `NotAllowed` where it may not be agreed yet, `Unfinished` where a case's reference lacks something.
    """
    if locked(exercise).agreed_at:
        return  # pressed twice
    current = _to_be_agreed(exercise, by)
    for exercise_case in current.cases.select_related("case"):
        _lock_reference(exercise_case, by)
    now = timezone.now()
    # One whose day was over closed by itself then; only now somebody writes it down.
    current.closed_at = current.closed_at or end_of(current.closes_on)
    current.agreed_at, current.agreed_by = now, by
    current.notes, current.unclear_guidance = notes, unclear_guidance
    current.save(update_fields=["closed_at", "agreed_at", "agreed_by", "notes", "unclear_guidance"])
    log_event(verb="agreed", subject=current, by=by)
    marked = finished_in(current).values("by")
    emails.was_agreed(current, Person.objects.filter(pk__in=marked))


def _to_be_agreed(exercise: Exercise, by: Person) -> Exercise:
    current = locked(exercise)
    check_may_run(by, current)
    check_to_be_agreed(current, on=today(), marked=finished_in(current).exists())
    return current


def _lock_reference(exercise_case: ExerciseCase, by: Person) -> None:
    urn = exercise_case.case.urn
    reference = reference_of(exercise_case)
    if reference is None:
        raise Unfinished(f"Enter the reference marking of {urn} first.")
    try:
        second_markings.finish(second=reference, by=by)
    except Incomplete as lacks:
        raise Unfinished(f"Finish the reference marking of {urn} first: {lacks.problems[0].message}.") from lacks
