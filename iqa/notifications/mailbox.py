"""The demonstration's mailbox: the folder that Django's file backend writes emails to, read again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

# What the file backend writes after each email.
END_OF_EMAIL = b"\n" + b"-" * 79 + b"\n"
NEWEST_FILES = 200


@dataclass(frozen=True)
class Email:
    """An email as it arrived."""

    message_id: str
    to: str
    subject: str
    sent_at: datetime
    body: str


def read_emails(folder: Path) -> list[Email]:
    """The emails in `folder`, newest first. One that was sent again under the same Message-ID is one email, as mail
    servers have it."""
    if not folder.is_dir():
        return []
    # Their names begin with the time.
    files = sorted(folder.glob("*.log"), reverse=True)[:NEWEST_FILES]
    emails = {email.message_id: email for file in reversed(files) for email in _emails_in(file)}
    return sorted(emails.values(), key=lambda email: email.sent_at, reverse=True)


def _emails_in(file: Path) -> Iterator[Email]:
    for written in file.read_bytes().split(END_OF_EMAIL):
        if written.strip():
            yield _email(message_from_bytes(written, _class=EmailMessage, policy=policy.default))


def _email(message: EmailMessage) -> Email:
    text = message.get_body(("plain",))
    return Email(
        message_id=message["Message-ID"],
        to=message["To"],
        subject=message["Subject"],
        sent_at=parsedate_to_datetime(message["Date"]).astimezone(UTC),
        body=text.get_content().strip() if text else "",
    )
