"""The timeline of an IQA: everything that happened to it, newest first, told from the audit record."""

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from assessments.actions import drafts, recording
from assessments.actions.feedback import FeedbackData, record_feedback, take_action
from assessments.models import Assessment
from assessments.presenters.timeline import timeline
from iqa.audit.actions import log_event
from iqa.audit.models import Event
from iqa.notifications.actions import send_due_emails
from tests.factories import answers_to, draft, recorded

THURSDAY = datetime(2017, 10, 12, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def at_work(place):
    return {"prosecutor": place.prosecutor, "assessor": place.dcp, "unit": place.unit}


@pytest.fixture
def told(client):
    """The timeline on the page: for each day its date and its entries."""

    def read(person, assessment):
        client.force_login(person)
        soup = BeautifulSoup(
            client.get(reverse("assessments:assessment_detail", args=[assessment.pk])).content, "html.parser"
        )
        return [
            (
                day.find_previous("h3").get_text(),
                [" ".join(item.get_text(" ").split()) for item in day.select("li")],
            )
            for day in soup.select(".iqa-timeline")
        ]

    return read


def test_a_whole_life_newest_first_by_day(told, place, at_work):
    with time_machine.travel(THURSDAY, tick=False) as now:
        assessment = draft(not_met={14: []}, **at_work)
        drafts.discard(assessment=assessment, by=place.dcp)
        now.shift(timedelta(minutes=1))
        drafts.restore(assessment=assessment, by=place.dcp)
        now.shift(timedelta(minutes=1))
        recording.record(assessment=assessment, by=place.dcp)
        now.shift(timedelta(days=1))
        given = FeedbackData(given_on=timezone.localdate(), mode="phone", kind="both")
        record_feedback(assessments=[assessment], feedback=given, by=place.sdcp)
        now.shift(timedelta(hours=3))
        recording.reopen(assessment=assessment, reason="A complaint came in", by=place.sdcp)
        now.shift(timedelta(minutes=5))
        correct(assessment, place.dcp)
        now.shift(timedelta(minutes=5))
        recording.withdraw(assessment=assessment, reason="Wrong case", by=place.dccp)
        assert told(place.dcp, assessment) == [
            (
                "13 October 2017",
                [
                    "Withdrawn by Dev Deputy, 1:12pm Wrong case",
                    "Closed by itself: nothing outstanding, 1:07pm",
                    "Corrected: version 2 by Dana Marker, 1:07pm Wrong box",
                    "Reopened by Sam Senior, 1:02pm A complaint came in",
                    "Closed by itself: nothing outstanding, 10:02am",
                    "Feedback recorded by Sam Senior, 10:02am",
                ],
            ),
            (
                "12 October 2017",
                [
                    "Recorded by Dana Marker, 10:02am",
                    "Draft restored by Dana Marker, 10:01am",
                    "Draft discarded by Dana Marker, 10:00am",
                    "Begun by Dana Marker, 10:00am",
                ],
            ),
        ]


def test_closing_by_hand_names_who_did(told, place, at_work):
    assessment = recorded(**at_work)
    recording.reopen(assessment=assessment, reason="To look again", by=place.dcp)
    recording.close(assessment=assessment, by=place.sdcp)
    [(_, entries)] = told(place.dcp, assessment)
    assert entries[0].startswith("Closed by Sam Senior")
    assert entries[2].startswith("Closed by itself: nothing outstanding")


def test_the_action_and_why_it_was_late_are_told(told, place, at_work):
    before = timezone.localdate() - timedelta(days=3)
    assessment = recorded(assessed_on=before, late_reason="The file was away", action=True, **at_work)
    take_action(assessment=assessment, note="", by=place.sdcp)
    [(_, entries)] = told(place.dcp, assessment)
    assert any(entry.startswith("Action marked as taken by Sam Senior") for entry in entries)
    assert any(entry.startswith("Recorded by") and entry.endswith("The file was away") for entry in entries)


def test_the_email_is_told_once_it_was_sent(told, place, at_work):
    with time_machine.travel(THURSDAY, tick=False) as now:
        assessment = recorded(action=True, **at_work)
        assert len(told(place.dcp, assessment)) == 1
        now.shift(timedelta(hours=25))
        send_due_emails()
        newest = told(place.dcp, assessment)[0]
    assert newest == ("13 October 2017", ["Email sent to Priya Prosecutor, 11:00am"])


def test_the_day_is_londons(place, at_work):
    """Half past midnight in summer is still the day before in UTC."""
    with time_machine.travel(datetime(2017, 7, 4, 0, 30, tzinfo=timezone.get_default_timezone())):
        assessment = recorded(**at_work)
    events = Event.objects.of(assessment).select_related("by")
    [day] = timeline(assessment, events=events, markings={}, emails=[])
    assert day.day.isoformat() == "2017-07-04"


def test_what_a_later_app_logs_is_told_in_the_words_of_its_verb(told, place, at_work):
    assessment = recorded(**at_work)
    log_event(verb="second_look_asked_for", subject=assessment, by=place.dcp, reason="Question 14")
    [(_, entries)] = told(place.dcp, assessment)
    assert entries[0].startswith("Second look asked for by Dana Marker")
    assert entries[0].endswith("Question 14")


def correct(assessment, by):
    current = Assessment.objects.with_facts().get(pk=assessment.pk)
    recording.correct(
        assessment=current, answers=answers_to(current), number=1, key=uuid.uuid4(), reason="Wrong box", by=by
    )
