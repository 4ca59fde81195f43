"""The emails that an IQA asks for: what and by when, and no casework."""

from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from iqa.govuk.formats import deadline
from iqa.notifications.actions import cancel_email, write_email
from iqa.organisation.models import Person
from iqa.terms.models import Term, TermName

OCCASIONS = ("action-open", "ready", "feedback-due")


def write_emails(assessment: Assessment, *, every_iqa: bool) -> None:
    """Write, for when the scheme's hours after recording are over, to the prosecutor that there is action (§3.10); and
    where `every_iqa` is the policy, that there is something to read, and to the assessor that feedback is due (§6.5).
    """
    due_at = cast(datetime, assessment.readable_from)  # set at recording
    if assessment.action_required:
        said = f"an action is open on your {_activity(assessment)} work"
        _write(assessment, "action-open", said, recipient=assessment.half_day.prosecutor, due_at=due_at)
    elif every_iqa:
        _write_ready(assessment, due_at)
    if every_iqa:
        said = _feedback_subject(assessment.feedback_due_on, timezone.localdate(due_at))
        _write(assessment, "feedback-due", said, recipient=assessment.half_day.assessor, due_at=due_at)


def action_was_taken(assessment: Assessment) -> None:
    """The email that an action is open is no longer wanted; where every IQA has one, that it is ready to read is."""
    cancel_email(key=email_key(assessment))
    due_at = assessment.readable_from
    if due_at and timezone.now() < due_at and _every_iqa_has_one(assessment):
        _write_ready(assessment, due_at)


def feedback_was_given(assessment: Assessment) -> None:
    """Nobody is to be reminded of it."""
    cancel_email(key=email_key(assessment, "feedback-due"))


def cancel_emails(assessment: Assessment) -> None:
    """The IQA was withdrawn: nothing is to be said."""
    for key in email_keys(assessment):
        cancel_email(key=key)


def email_key(assessment: Assessment, occasion: str = "action-open") -> str:
    """The outbox key of an IQA's email."""
    return f"assessment-{assessment.pk}-{occasion}"


def email_keys(assessment: Assessment) -> list[str]:
    """The outbox keys of all emails that there may be about an IQA."""
    return [email_key(assessment, occasion) for occasion in OCCASIONS]


def _write_ready(assessment: Assessment, due_at: datetime) -> None:
    said = f"an assessment of your {_activity(assessment)} work is ready to read"
    _write(assessment, "ready", said, recipient=assessment.half_day.prosecutor, due_at=due_at)


def _write(assessment: Assessment, occasion: str, said: str, *, recipient: Person, due_at: datetime) -> None:
    page = reverse("assessments:assessment_detail", args=[assessment.pk])
    context = {
        "assessment": assessment,
        "link": settings.SITE_URL + page,
        "help": settings.SITE_URL + reverse("accounts:help"),
    }
    write_email(
        key=email_key(assessment, occasion),
        recipient=recipient,
        subject=f"IQA: {said}",
        body=render_to_string(f"assessments/email_{occasion.replace('-', '_')}.txt", context),
        due_at=due_at,
    )


def _feedback_subject(due_on: date | None, on: date) -> str:
    if due_on and due_on < on:
        return "1 IQA has feedback overdue"
    return f"feedback is due by {deadline(due_on)} on 1 IQA"


def _every_iqa_has_one(assessment: Assessment) -> bool:
    """By the policy in force on the day it was recorded, which stays known."""
    recorded_on, area_id = timezone.localdate(assessment.recorded_at), assessment.half_day.unit.area_id
    return bool(Term.objects.value_on(recorded_on, name=TermName.EMAIL_EVERY_IQA, area_id=area_id))


def _activity(assessment: Assessment) -> str:
    return assessment.half_day.activity.name.lower()
