"""Emails over SMTP, to a server that really listens."""

import socket
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from assessments.actions.emails import email_key
from iqa.notifications.actions import send_due_emails, write_email
from iqa.notifications.models import OutboxEmail
from tests.factories import PersonFactory, recorded

pytestmark = pytest.mark.django_db


class Postbox:
    """Takes what comes, but nothing for an address that begins with "unknown"."""

    def __init__(self) -> None:
        self.messages = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("unknown"):
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", _free_port(), False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    controller = Controller(Postbox(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    yield controller
    if controller.loop.is_running():
        controller.stop()


@pytest.fixture
def postbox(server):
    server.start()
    return server.handler.messages


def write(key, email, minutes_ago=1):
    write_email(
        key=key,
        recipient=PersonFactory(email=email),
        subject="IQA: a subject",
        body="A body",
        due_at=timezone.now() - timedelta(minutes=minutes_ago),
    )


def try_again_now(key):
    """As if the pause were over."""
    OutboxEmail.objects.filter(key=key).update(retry_at=timezone.now())


def pause_of(email):
    return round((email.retry_at - timezone.now()) / timedelta(minutes=1))


def test_the_server_receives_the_email_of_an_iqa(place, postbox, settings):
    settings.SITE_URL = "https://iqa.example.test"
    assessment = recorded(
        assessor=place.dcp, prosecutor=place.prosecutor, action=True, at=timezone.now() - timedelta(hours=25)
    )
    assert send_due_emails() == 1
    [(to, message)] = postbox
    assert to == [place.prosecutor.email]
    assert message["Message-ID"] == f"<{email_key(assessment)}@iqa.example.test>"
    assert message["Subject"] == "IQA: an action is open on your case progression work"
    raw = message.as_string()
    assert f"https://iqa.example.test/assessments/{assessment.pk}/" in raw
    assert assessment.case.urn not in raw
    assert place.prosecutor.name not in raw


def test_an_address_that_is_refused_is_tried_again_later_and_holds_up_nobody(postbox):
    write("refused", "unknown@example.test", minutes_ago=2)
    write("accepted", "known@example.test", minutes_ago=1)
    assert send_due_emails() == 1
    assert [to for to, _ in postbox] == [["known@example.test"]]
    refused = OutboxEmail.objects.get(key="refused")
    assert (refused.failures, refused.sent_at, pause_of(refused)) == (1, None, 1)
    assert send_due_emails() == 0
    for failures, minutes in [(2, 2), (3, 4), (4, 8)]:
        try_again_now("refused")
        assert send_due_emails() == 0
        refused.refresh_from_db()
        assert (refused.failures, pause_of(refused)) == (failures, minutes)


def test_a_server_that_is_down_gets_the_email_when_it_is_back(server):
    write("one", "known@example.test")
    assert send_due_emails() == 0
    assert OutboxEmail.objects.get().failures == 1
    server.start()
    assert send_due_emails() == 0  # the pause is not over
    try_again_now("one")
    assert send_due_emails() == 1
    assert len(server.handler.messages) == 1


@pytest.mark.parametrize("address", ["ünï@example.test", "@", "no-at-sign", "\N{SNOWMAN}@\N{SNOWMAN}.test"])
def test_odd_addresses_hold_up_nobody(address, postbox):
    write("odd", address, minutes_ago=2)
    write("even", "known@example.test", minutes_ago=1)
    send_due_emails()
    assert ["known@example.test"] in [to for to, _ in postbox]
