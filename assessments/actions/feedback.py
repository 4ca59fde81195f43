"""What follows an assessment: feedback given, an action taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from assessments.actions.emails import action_was_taken, feedback_was_given
from assessments.actions.locking import locked
from assessments.actions.recording import settle
from assessments.changes import changed
from assessments.models import Assessment, Feedback, FeedbackAction
from assessments.policies.access import check_may_change
from assessments.policies.feedback import check_recorded
from iqa.audit.actions import log_event
from iqa.organisation.models import Person


@dataclass(frozen=True, kw_only=True)
class FeedbackData:
    """When and how feedback was given; `mode` and `kind` are codes of `Feedback.Mode` and `Feedback.Kind`."""

    given_on: date
    mode: str
    kind: str
    note: str = ""


@transaction.atomic
def record_feedback(*, assessments: Iterable[Assessment], feedback: FeedbackData, by: Person) -> list[Assessment]:
    """Record feedback on each of these that has none yet; they are returned, closed where nothing is outstanding."""
    # In the order of their keys, so that two people at once cannot hold each other up for ever.
    ordered = sorted(assessments, key=lambda assessment: assessment.pk)
    return [current for assessment in ordered if (current := _record_feedback(assessment, feedback, by))]


def _record_feedback(assessment: Assessment, feedback: FeedbackData, by: Person) -> Assessment | None:
    current = locked(assessment)
    check_may_change(by, current)
    check_recorded(current)
    _, created = Feedback.objects.get_or_create(
        assessment=current,
        defaults={
            "given_on": feedback.given_on,
            "mode": feedback.mode,
            "kind": feedback.kind,
            "note": feedback.note,
            "by": by,
        },
    )
    if not created:
        return None
    log_event(verb="feedback_recorded", subject=current, by=by)
    feedback_was_given(current)
    settle(current)
    changed.send(Assessment, assessment=current)
    return current


@transaction.atomic
def take_action(*, assessment: Assessment, note: str, by: Person) -> Assessment:
    """Mark the action as taken: no email goes any more, and the IQA closes when nothing else is outstanding."""
    current = locked(assessment)
    check_may_change(by, current)
    check_recorded(current)
    taken = FeedbackAction.objects.filter(assessment=current, taken_at__isnull=True).update(
        taken_at=timezone.now(), taken_by=by, taken_note=note
    )
    if taken:
        log_event(verb="action_taken", subject=current, by=by)
        action_was_taken(current)
        settle(current)
        changed.send(Assessment, assessment=current)
    return current
