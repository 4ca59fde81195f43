"""What may still be recorded after an assessment. Each check raises `NotAllowed` with words for the person."""

from collections.abc import Callable, Collection

from assessments.models import Assessment, State
from assessments.policies.lifecycle import NotAllowed, in_words


def check_recorded(assessment: Assessment) -> None:
    if assessment.state not in (State.RECORDED, State.CLOSED):
        raise NotAllowed(f"This IQA is {in_words(assessment.state)}, so nothing more can be recorded on it.")


def check_feedback_not_given(assessment: Assessment) -> None:
    check_recorded(assessment)
    if hasattr(assessment, "feedback"):
        raise NotAllowed("Feedback has already been recorded on this IQA.")


def check_any_without_feedback(assessments: Collection[Assessment]) -> None:
    """For those of a half day that are recorded or closed and have no feedback."""
    if not assessments:
        raise NotAllowed("No IQA of this half day is waiting for feedback: each has it already, or is not recorded.")


def check_action_open(assessment: Assessment) -> None:
    check_recorded(assessment)
    if not assessment.action_required:
        raise NotAllowed("No action is required on this IQA.")
    if assessment.action.taken_at:
        raise NotAllowed("The action on this IQA has already been marked as taken.")


def may_have_feedback(assessment: Assessment) -> bool:
    return _passes(check_feedback_not_given, assessment)


def has_open_action(assessment: Assessment) -> bool:
    return _passes(check_action_open, assessment)


def _passes(check: Callable[[Assessment], None], assessment: Assessment) -> bool:
    try:
        check(assessment)
    except NotAllowed:
        return False
    return True
