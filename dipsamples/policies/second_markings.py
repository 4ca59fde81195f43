"""What may still be done with a second marking. Each check raises `NotAllowed` with words for the person."""

from django.core.exceptions import PermissionDenied

from assessments.models import State
from assessments.policies.lifecycle import NotAllowed, in_words
from dipsamples.models import SecondMarking
from iqa.organisation.models import Person


def check_may_go_on(person: Person, second: SecondMarking) -> None:
    """Save its answers or finish it: whose it is, while what it is about may still be marked; the reference of an
    exercise is written by whoever runs it, which its own actions have checked. Raises `PermissionDenied` for anyone
    else's."""
    if second.by_id != person.pk and not _is_of_an_exercise(second):
        raise PermissionDenied
    if second.finished_at:
        raise NotAllowed("You have finished marking: these answers can no longer be changed.")
    check_open(second)


def check_open(second: SecondMarking) -> None:
    """Whether what it is about may still be marked."""
    exercise = second.exercise_case.exercise if second.exercise_case else None
    if exercise and exercise.closed_at and second.kind == SecondMarking.Kind.EXERCISE:
        raise NotAllowed("This exercise is closed, so nothing more can be marked in it.")
    dip_sample = getattr(second, "dip_sample", None)
    if dip_sample and dip_sample.stopped_at:
        raise NotAllowed("You stopped marking this IQA, so these answers can no longer be changed.")
    if second.assessment and second.assessment.state not in (State.RECORDED, State.CLOSED):
        raise NotAllowed(f"This IQA is {in_words(second.assessment.state)}, so it cannot be marked a second time.")


def _is_of_an_exercise(second: SecondMarking) -> bool:
    return second.kind == SecondMarking.Kind.REFERENCE and second.exercise_case_id is not None
