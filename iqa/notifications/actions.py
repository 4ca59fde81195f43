"""Writing, cancelling and sending emails. Whoever writes one decides then when it is due and what it says, so that the
sweep asks nobody."""

from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from iqa.notifications.models import OutboxEmail
from iqa.notifications.policies import pause_after

logger = structlog.get_logger(__name__)


def write_email(*, key: str, recipient: Any, subject: str, body: str, due_at: datetime) -> None:
    """Put an email in the outbox. One cancelled under the same key waits again; one that was sent stays sent."""
    OutboxEmail.objects.put(OutboxEmail(key=key, recipient=recipient, subject=subject, body=body, due_at=due_at))


def cancel_email(*, key: str) -> None:
    """Take an email out of the outbox, in the caller's transaction. Waits for a sweep that is sending it."""
    OutboxEmail.objects.waiting().filter(key=key).update(cancelled_at=timezone.now())


def send_due_emails() -> int:
    """Send what is due now, one after another; how many were sent."""
    sent = 0
    while (outcome := _send_next()) is not None:
        sent += outcome
    return sent


def _send_next() -> bool | None:
    """Send the next email that is due; whether that went well, None where nothing is due.

    The row stays locked while the email goes out, so that no other sweep takes it and nobody can cancel it half way.
    Killed in between, the lock is gone and the next sweep sends it again, under the same Message-ID and Date.
    """
    now = timezone.now()
    with transaction.atomic():
        email = (
            OutboxEmail.objects.due(at=now)
            .select_related("recipient")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if email is None:
            return None
        try:
            _message(email).send()
        except Exception as error:  # an address that cannot be written to must not hold up the others
            email.failures += 1
            email.retry_at = now + pause_after(email.failures)
            logger.warning("email_failed", email=email.pk, failures=email.failures, error=type(error).__name__)
        else:
            email.sent_at = timezone.now()
        email.save(update_fields=["failures", "retry_at", "sent_at"])
        return email.sent_at is not None


def _message(email: OutboxEmail) -> EmailMessage:
    headers = {
        "Message-ID": f"<{email.key}@{urlsplit(settings.SITE_URL).hostname}>",
        "Date": format_datetime(email.due_at),
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(email.subject, email.body, to=[email.recipient.email], headers=headers)
