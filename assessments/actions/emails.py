"""The emails that an IQA asks for: what and by when, and no casework."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.models import Assessment
from iqa.notifications.actions import cancel_email, write_email


def write_emails(assessment: Assessment) -> None:
    """Write to the prosecutor that there is action, for when the scheme's hours after recording are over (§3.10)."""
    due_at = assessment.readable_from
    if due_at is None or not assessment.action_required:
        return  # a draft, or nothing to be said
    activity = assessment.half_day.activity.name.lower()
    page = reverse("assessments:assessment_detail", args=[assessment.pk])
    context = {
        "assessment": assessment,
        "link": settings.SITE_URL + page,
        "help": settings.SITE_URL + reverse("accounts:help"),
    }
    write_email(
        key=email_key(assessment),
        recipient=assessment.half_day.prosecutor,
        subject=f"IQA: an action is open on your {activity} work",
        body=render_to_string("assessments/email_action_open.txt", context),
        due_at=due_at,
    )


def cancel_emails(assessment: Assessment) -> None:
    """The action has been taken, or the IQA withdrawn: nothing is to be said."""
    cancel_email(key=email_key(assessment))


def email_key(assessment: Assessment) -> str:
    """The outbox key of the email that an action is open."""
    return f"assessment-{assessment.pk}-action-open"
