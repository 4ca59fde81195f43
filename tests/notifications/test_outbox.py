"""The outbox: none early, none late, none twice, none after it is no longer wanted."""

import os
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from assessments.actions import feedback, recording
from iqa.celery import app
from iqa.notifications.actions import cancel_email, send_due_emails, write_email
from iqa.notifications.models import OutboxEmail
from iqa.notifications.policies import pause_after
from iqa.notifications.tasks import send_due
from tests.at_once import at_once
from tests.factories import PersonFactory, recorded

pytestmark = pytest.mark.django_db

NOON = datetime(2018, 3, 29, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
REDIS_URL = os.environ.get("REDIS_URL", "")


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://iqa.example.test"


def write(key="one", recipient=None, due_at=NOON):
    recipient = recipient or PersonFactory()
    write_email(key=key, recipient=recipient, subject="IQA: a subject", body="A body", due_at=due_at)
    return OutboxEmail.objects.get(key=key)


def sweep(at=NOON):
    with time_machine.travel(at, tick=False):
        return send_due_emails()


def test_an_email_goes_when_it_is_due_and_not_before():
    write()
    assert sweep(NOON - timedelta(seconds=1)) == 0
    assert mail.outbox == []
    assert sweep(NOON) == 1
    assert [message.subject for message in mail.outbox] == ["IQA: a subject"]
    assert OutboxEmail.objects.get().sent_at == NOON


def test_an_email_goes_once():
    write()
    assert [sweep(), sweep(NOON + HOUR), sweep(NOON + 1000 * HOUR)] == [1, 0, 0]
    assert len(mail.outbox) == 1


def test_the_key_and_the_time_go_along():
    email = write(key="assessment-7-action-open")
    sweep(NOON + 5 * HOUR)
    sent = mail.outbox[0].message()
    assert sent["Message-ID"] == "<assessment-7-action-open@iqa.example.test>"
    assert parsedate_to_datetime(sent["Date"]) == NOON
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["To"] == email.recipient.email
    assert str(email) == "assessment-7-action-open"


def test_one_sweep_sends_all_that_is_due_the_oldest_first():
    for hours in (3, 1, 2, 9):
        write(key=f"due-{hours}", due_at=NOON + hours * HOUR)
    assert sweep(NOON + 3 * HOUR) == 3
    assert [message.extra_headers["Message-ID"][1:6] for message in mail.outbox] == ["due-1", "due-2", "due-3"]


def test_a_cancelled_email_does_not_go_and_waits_again_when_it_is_written_again():
    person = PersonFactory()
    write(recipient=person)
    cancel_email(key="one")
    assert sweep() == 0
    email = write(recipient=person, due_at=NOON + HOUR)
    assert (email.cancelled_at, email.due_at) == (None, NOON + HOUR)
    assert sweep(NOON + HOUR) == 1


def test_what_was_sent_stays_sent():
    person = PersonFactory()
    write(recipient=person)
    sweep()
    cancel_email(key="one")
    email = write(recipient=person, due_at=NOON + HOUR)
    assert (email.sent_at, email.cancelled_at, email.due_at) == (NOON, None, NOON)
    assert sweep(NOON + HOUR) == 0


def test_cancelling_what_was_never_written_is_nothing():
    cancel_email(key="never")
    assert not OutboxEmail.objects.exists()


def test_the_database_refuses_one_both_sent_and_cancelled():
    write()
    with pytest.raises(IntegrityError):
        OutboxEmail.objects.update(sent_at=NOON, cancelled_at=NOON)


# From the IQA


@pytest.fixture
def open_action(place):
    return recorded(assessor=place.dcp, prosecutor=place.prosecutor, action=True, at=NOON)


def test_the_prosecutor_hears_of_an_open_action_24_hours_after_recording(open_action, place):
    due_at = open_action.readable_from
    assert NOON + 24 * HOUR <= due_at < NOON + 25 * HOUR
    assert sweep(due_at - timedelta(seconds=1)) == 0
    assert sweep(due_at) == 1
    sent = mail.outbox[0]
    assert sent.to == [place.prosecutor.email]
    assert sent.extra_headers["Message-ID"] == f"<assessment-{open_action.pk}-action-open@iqa.example.test>"
    assert f"https://iqa.example.test/assessments/{open_action.pk}/" in sent.body


def test_after_the_action_was_taken_no_email_goes(open_action, place):
    feedback.take_action(assessment=open_action, note="", by=place.dcp)
    assert sweep(open_action.readable_from + HOUR) == 0


def test_after_it_was_withdrawn_no_email_goes(open_action, place):
    recording.withdraw(assessment=open_action, reason="The wrong case", by=place.dcp)
    assert sweep(open_action.readable_from + HOUR) == 0


# What goes wrong


def test_the_pauses_grow_to_an_hour():
    minutes = [pause_after(failures) // timedelta(minutes=1) for failures in (1, 2, 3, 6, 7, 8, 30_000)]
    assert minutes == [1, 2, 4, 32, 60, 60, 60]


@pytest.mark.parametrize("address", ["line\nbreak@example.test", "two@example.test\r\nbcc: others@example.test"])
def test_an_address_that_cannot_be_written_to_holds_up_nobody(address):
    write(key="odd", recipient=PersonFactory(email=address))
    write(key="even", due_at=NOON + HOUR)
    assert sweep(NOON + HOUR) == 1
    assert [message.extra_headers["Message-ID"][1:5] for message in mail.outbox] == ["even"]
    odd = OutboxEmail.objects.get(key="odd")
    assert (odd.failures, odd.retry_at) == (1, NOON + HOUR + timedelta(minutes=1))


def test_a_failure_is_logged_without_saying_to_whom_or_what(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False
    email = write()
    assert sweep() == 0
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "email_failed" in logged
    assert email.recipient.email not in logged
    assert email.subject not in logged


# Many at once, and a bell that is lost


@pytest.mark.django_db(transaction=True)
def test_eight_sweeps_at_once_send_each_email_once():
    for number in range(12):
        write(key=f"email-{number}", due_at=timezone.now() - HOUR)
    assert sum(at_once(8, send_due_emails)) == 12
    assert sorted(message.extra_headers["Message-ID"] for message in mail.outbox) == sorted(
        f"<email-{number}@iqa.example.test>" for number in range(12)
    )


def test_a_bell_rung_three_times_sends_once():
    write(due_at=timezone.now() - HOUR)
    assert [send_due(), send_due(), send_due()] == [1, 0, 0]


@pytest.mark.skipif(not REDIS_URL.startswith("redis"), reason="needs Redis: set REDIS_URL")
def test_redis_emptied_loses_nothing():
    """The bell is all that Redis has: with it gone, the next sweep finds the row."""
    import redis

    address = REDIS_URL.rsplit("/", 1)[0] + "/9"
    broker = redis.Redis.from_url(address)
    write(due_at=timezone.now() - HOUR)
    with app.connection_for_write(address) as connection:
        send_due.apply_async(connection=connection)
    assert broker.dbsize() > 0
    broker.flushdb()
    assert broker.dbsize() == 0
    assert send_due() == 1
