"""The email that a dip sample asks for: that there is an outcome, and no casework."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dipsamples.models import DipSample
from iqa.notifications.actions import cancel_email, write_email
from iqa.permissions import Permission, has_permission


def write_outcome(dip_sample: DipSample) -> None:
    """Tell the DCP that their IQA was sampled; not one who has moved, and can no longer read it."""
    half_day = dip_sample.assessment.half_day
    if not has_permission(half_day.assessor, Permission.VIEW_IQAS, half_day.place):
        return
    page = reverse("dipsamples:dip_sample_detail", args=[dip_sample.pk])
    context = {
        "dip_sample": dip_sample,
        "link": settings.SITE_URL + page,
        "help": settings.SITE_URL + reverse("accounts:help"),
    }
    write_email(
        key=email_key(dip_sample),
        recipient=half_day.assessor,
        subject="IQA: a dip sample of your IQA has an outcome",
        body=render_to_string("dipsamples/email_outcome.txt", context),
        due_at=timezone.now(),
    )


def cancel_outcome(dip_sample: DipSample) -> None:
    """The IQA was withdrawn: nothing is to be said."""
    cancel_email(key=email_key(dip_sample))


def email_key(dip_sample: DipSample) -> str:
    return f"dip-sample-{dip_sample.pk}-outcome"
