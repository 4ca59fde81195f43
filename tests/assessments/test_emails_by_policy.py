"""Where the policy is an email for every IQA: one to the prosecutor that there is something to read, one to the
assessor that feedback is due. The policy is the one in force where and when the IQA was recorded."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from assessments.actions import feedback, recording
from assessments.actions.feedback import FeedbackData
from assessments.models import Feedback
from iqa.notifications.actions import send_due_emails
from iqa.notifications.models import OutboxEmail
from iqa.terms.models import Term, TermName
from tests.factories import draft, recorded

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY = NOON.date()

READY = "IQA: an assessment of your case progression work is ready to read"
OPEN = "IQA: an action is open on your case progression work"
DUE = "IQA: feedback is due by Monday 9 March 2026 on 1 IQA"


def set_policy(value, area=None, starts_on=MONDAY):
    Term.objects.create(
        name=TermName.EMAIL_EVERY_IQA, value=value, area=area, starts_on=starts_on, reason="Agreed with the Areas"
    )


@pytest.fixture
def record(place):
    def record(at=NOON, **said):
        return recorded(at=at, assessor=place.dcp, prosecutor=place.prosecutor, **said)

    return record


def sweep(at=NOON + DAY + HOUR):
    with time_machine.travel(at, tick=False):
        send_due_emails()
    return sorted((message.subject, *message.to) for message in mail.outbox)


def give_feedback(assessment, at=NOON + HOUR):
    with time_machine.travel(at):
        given = FeedbackData(given_on=NOON.date(), mode=Feedback.Mode.PHONE, kind=Feedback.Kind.POSITIVE)
        feedback.record_feedback(assessments=[assessment], feedback=given, by=assessment.half_day.assessor)


def take_action(assessment, at=NOON + HOUR):
    with time_machine.travel(at):
        feedback.take_action(assessment=assessment, note="", by=assessment.half_day.assessor)


def test_without_the_policy_there_are_none(record):
    record()
    assert sweep() == []


def test_with_it_both_hear_at_the_time_that_the_prosecutor_may_read_it(record, place):
    set_policy(1)
    assessment = record()
    assert sweep(assessment.readable_from - timedelta(seconds=1)) == []
    assert sweep(assessment.readable_from) == [
        (READY, place.prosecutor.email),
        (DUE, place.dcp.email),
    ]


def test_with_an_open_action_the_prosecutor_has_that_email_and_no_second(record, place):
    set_policy(1)
    record(action=True)
    assert sweep() == [(OPEN, place.prosecutor.email), (DUE, place.dcp.email)]


def test_an_action_taken_in_time_leaves_the_email_that_every_iqa_has(record, place):
    set_policy(1)
    take_action(record(action=True))
    assert sweep() == [(READY, place.prosecutor.email), (DUE, place.dcp.email)]


def test_an_action_taken_after_the_email_brings_no_other(record, place):
    set_policy(1)
    assessment = record(action=True)
    sweep()
    take_action(assessment, at=NOON + DAY + 2 * HOUR)
    assert sweep(NOON + 3 * DAY) == [(OPEN, place.prosecutor.email), (DUE, place.dcp.email)]


def test_feedback_that_was_given_needs_no_reminder(record, place):
    set_policy(1)
    give_feedback(record())
    assert sweep() == [(READY, place.prosecutor.email)]


def test_a_withdrawn_iqa_is_spoken_of_to_nobody(record, place):
    set_policy(1)
    for action in (True, False):
        assessment = record(action=action)
        with time_machine.travel(NOON + HOUR):
            recording.withdraw(assessment=assessment, reason="The wrong case", by=place.dcp)
    assert sweep() == []
    assert OutboxEmail.objects.count() == 4


def test_an_area_may_have_its_own_policy(record, place):
    set_policy(1)
    set_policy(0, area=place.area)
    record()
    recorded(at=NOON, assessor=place.dcp3, prosecutor=place.prosecutor3)
    assert [to for _, to in sweep()] == [place.prosecutor3.email, place.dcp3.email]


def test_the_policy_is_that_in_force_at_recording(record, place):
    set_policy(1, starts_on=(NOON + DAY).date())
    before = record(action=True)
    take_action(before, at=NOON + 23 * HOUR)
    assert sweep() == []
    record(at=NOON + DAY)
    assert len(sweep(NOON + 2 * DAY + HOUR)) == 2


def test_the_reminder_of_feedback_that_is_overdue_already_says_so(record, place):
    set_policy(1)
    record(assessed_on=(NOON - 14 * DAY).date())
    assert ("IQA: 1 IQA has feedback overdue", place.dcp.email) in sweep()


def test_they_hold_no_casework(record, place, settings):
    settings.SITE_URL = "https://iqa.example.test"
    set_policy(1)
    assessment = record(not_met={14: ["q14-other"]})
    sweep()
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert f"https://iqa.example.test/assessments/{assessment.pk}/" in message.body
        said = (message.subject + message.body).lower()
        secrets = (assessment.case.urn, place.prosecutor.name, place.dcp.name, place.unit.name, "not met", "disclosure")
        assert [secret for secret in secrets if secret.lower() in said] == []
    assert "An IQA recorded on 2 March 2026 is ready to read." in mail.outbox[0].body + mail.outbox[1].body


def test_the_timeline_says_what_was_sent(client, record, place):
    set_policy(1)
    assessment = record(not_met={14: []})
    sweep()
    client.force_login(place.dcp)
    page = client.get(f"/assessments/{assessment.pk}/").content.decode()
    assert f"Email sent to {place.prosecutor.name}" in page
    assert f"Email sent to {place.dcp.name}" in page


def test_the_page_of_the_action_says_the_hours_of_the_area(client, place):
    Term.objects.create(name="hours_before_email", value=36, area=place.area, starts_on="2018-04-01", reason="x")
    assessment = draft(assessor=place.dcp, prosecutor=place.prosecutor)
    client.force_login(place.dcp)
    page = client.get(f"/assessments/{assessment.pk}/action/edit/").content.decode()
    assert "is told by email 36 hours after you record it" in page
