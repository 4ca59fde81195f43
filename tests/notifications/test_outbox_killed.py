"""A sweep killed between each pair of its steps, and one that is still sending when the action is taken."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from email.utils import format_datetime
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections, transaction
from django.utils import timezone

from assessments.actions import feedback
from assessments.models import State
from iqa.notifications.actions import cancel_email, send_due_emails, write_email
from iqa.notifications.models import OutboxEmail
from tests.factories import PersonFactory, recorded
from tests.sweep import STEPS

pytestmark = pytest.mark.django_db(transaction=True)

KEYS = ["first", "second", "third"]


@pytest.fixture
def waiting():
    for number, key in enumerate(KEYS):
        write_email(
            key=key,
            recipient=PersonFactory(),
            subject="IQA: a subject",
            body="A body",
            due_at=timezone.now() - timedelta(hours=3 - number),
        )


def database_url():
    """Where this test's own database is."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


def sweep_and_die(step, folder):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "SITE_URL": "https://iqa.example.test",
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.sweep", step, folder],
        env=environment,
        cwd=django_settings.BASE_DIR,
        timeout=60,
        capture_output=True,
        text=True,
    )


def arrived(folder):
    """The Message-ID and Date of each email in the folder."""
    emails = [
        part for file in Path(folder).glob("*.log") for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
    ]
    messages = [message_from_bytes(email) for email in emails if email.strip()]
    return [(message["Message-ID"], message["Date"]) for message in messages]


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_none_is_missing_nor_doubled_but_under_its_own_key(step, waiting, settings, tmp_path):
    killed = sweep_and_die(step, tmp_path)
    assert killed.returncode == -9, killed.stderr
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.SITE_URL = "https://iqa.example.test"
    before = arrived(tmp_path)
    with transaction.atomic():  # waits until the database has noticed that the process is gone
        list(OutboxEmail.objects.select_for_update())
    send_due_emails()

    times = Counter(arrived(tmp_path))
    # One sent twice has the same Message-ID and the same Date: when it was due, not when it went.
    due = OutboxEmail.objects.values_list("key", "due_at")
    assert set(times) == {(f"<{key}@iqa.example.test>", format_datetime(due_at)) for key, due_at in due}
    assert len(times) == len(KEYS)
    again = {"claimed": 0, "sent": 1, "marked": 1, "committed": 0}[step]
    assert sum(times.values()) == len(KEYS) + again
    assert len(before) == (0 if step == "claimed" else 1)
    assert not OutboxEmail.objects.waiting().exists()
    assert send_due_emails() == 0


class SlowBackend(EmailBackend):
    """Says that it is sending, and goes on when it is told to."""

    sending, go_on = Event(), Event()

    def send_messages(self, messages):
        self.sending.set()
        assert self.go_on.wait(timeout=30)
        return super().send_messages(messages)


@pytest.fixture
def slow(settings, monkeypatch):
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend", SlowBackend)
    SlowBackend.sending.clear()
    SlowBackend.go_on.clear()
    yield SlowBackend
    SlowBackend.go_on.set()


@pytest.fixture
def threads():
    with ThreadPoolExecutor(2) as pool:
        yield pool


def and_hang_up(act):
    """The same, closing its thread's connections."""

    def acted():
        try:
            return act()
        finally:
            connections.close_all()

    return acted


def test_an_action_taken_while_its_email_goes_out_waits_for_it(scheme, slow, threads):
    assessment = recorded(action=True, at=timezone.now() - timedelta(hours=25))
    by = assessment.half_day.assessor
    swept = threads.submit(and_hang_up(send_due_emails))
    assert slow.sending.wait(timeout=30)
    taken = threads.submit(and_hang_up(lambda: feedback.take_action(assessment=assessment, note="", by=by)))
    if connection.vendor == "postgresql":
        wait_until_someone_waits_for_a_lock()
    assert not taken.done()
    slow.go_on.set()
    assert swept.result(timeout=30) == 1
    assert taken.result(timeout=30).state == State.CLOSED
    email = OutboxEmail.objects.get()
    assert (email.sent_at is not None, email.cancelled_at) == (True, None)
    assert send_due_emails() == 0
    assert len(mail.outbox) == 1


def wait_until_someone_waits_for_a_lock():
    deadline = timezone.now() + timedelta(seconds=20)
    while timezone.now() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer: the sweep waits for its turn")
def test_a_sweep_passes_over_an_email_that_is_being_cancelled(waiting, threads):
    with transaction.atomic():
        cancel_email(key="first")
        assert threads.submit(and_hang_up(send_due_emails)).result(timeout=30) == 2
    assert send_due_emails() == 0
    assert len(mail.outbox) == 2
