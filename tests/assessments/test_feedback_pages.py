"""Recording feedback, on one IQA or on a half day's; marking an action as taken."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions import recording
from assessments.models import Assessment, Feedback
from iqa.audit.models import Event, Read
from iqa.calendar import today
from iqa.notifications.models import OutboxEmail
from tests.assessments.pages import main, problems
from tests.factories import begun, recorded, started

THURSDAY = datetime(2017, 10, 12, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def at_work(place):
    return {"prosecutor": place.prosecutor, "assessor": place.dcp, "unit": place.unit}


def address(name, thing):
    return reverse(f"assessments:{name}", args=[thing.pk])


def given(day=None, **said):
    day = day or today()
    return {
        "given_on_day": day.day,
        "given_on_month": day.month,
        "given_on_year": day.year,
        "mode": "phone",
        "kind": "both",
        "note": "",
        **said,
    }


def banners(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def state_of(assessment):
    return Assessment.objects.get(pk=assessment.pk).state


def test_feedback_is_asked_for_with_today_filled_in_and_nothing_chosen(client, place, at_work):
    assessment = recorded(not_met={14: []}, **at_work)
    client.force_login(place.dcp)
    page = main(client.get(address("feedback_record", assessment)))
    assert page.h1.get_text() == "Record feedback"
    assert page.select_one("#id_given_on_year")["value"] == str(today().year)
    assert page.select("input[checked]") == []
    assert page.select_one("form .govuk-button").get_text(strip=True) == "Record feedback"


def test_feedback_closes_what_waited_for_nothing_else(client, place, at_work):
    assessment = recorded(not_met={14: []}, **at_work)
    client.force_login(place.sdcp)
    response = client.post(address("feedback_record", assessment), given(note="Spoke\r\nlong"))
    assert response.url == address("assessment_detail", assessment)
    assert banners(response) == ["Feedback recorded, IQA closed."]
    feedback = Feedback.objects.get(assessment=assessment)
    assert (feedback.given_on, feedback.mode, feedback.kind, feedback.note, feedback.by) == (
        today(),
        "phone",
        "both",
        "Spoke\nlong",
        place.sdcp,
    )
    assert state_of(assessment) == "closed"


@pytest.mark.parametrize("drafted", [{"not_met": {14: []}, "action": True}, {}])
def test_feedback_that_closes_nothing_says_only_that(client, place, at_work, drafted):
    """An action is still open; or it was closed already, and feedback is given all the same."""
    assessment = recorded(**drafted, **at_work)
    client.force_login(place.dcp)
    assert banners(client.post(address("feedback_record", assessment), given())) == ["Feedback recorded."]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"given_on_day": "", "given_on_month": "", "given_on_year": ""}, "Enter the date feedback was given"),
        ({"given_on_day": "32"}, "Date feedback was given must be a real date"),
        ({"given_on_month": ""}, "Date feedback was given must include a month"),
        ({"given_on_day": "14"}, "Date feedback was given must be today or in the past"),
        (
            {"given_on_day": "11"},
            "Date feedback was given must be on or after the date assessed, 12 October 2017",
        ),
        ({"mode": ""}, "Select how feedback was given"),
        ({"mode": "pigeon"}, "Select how feedback was given"),
        ({"kind": ""}, "Select whether feedback was positive, developmental or both"),
        ({"note": "x" * 100_000}, "Note must be 5,000 characters or fewer"),
        ({"note": "\x07"}, "Note must not include characters that cannot be printed"),
    ],
)
def test_what_will_not_do_is_said_and_nothing_is_written(client, place, at_work, said, expected):
    assessment = recorded(at=THURSDAY, not_met={14: []}, **at_work)
    with time_machine.travel(THURSDAY + timedelta(days=1)):
        client.force_login(place.dcp)
        response = client.post(address("feedback_record", assessment), given(**said))
    [(words, anchor)] = problems(response)
    assert words == expected
    assert main(response).select_one(anchor)
    assert not Feedback.objects.exists()


def test_feedback_is_recorded_once(client, place, at_work):
    assessment = recorded(not_met={14: []}, **at_work)
    client.force_login(place.dcp)
    client.post(address("feedback_record", assessment), given())
    words = "Feedback has already been recorded on this IQA."
    assert words in main(client.get(address("feedback_record", assessment))).get_text()
    response = client.post(address("feedback_record", assessment), given(mode="email"))
    assert problems(response) == [(words, None)]
    assert Feedback.objects.get().mode == "phone"
    assert Event.objects.filter(verb="feedback_recorded").count() == 1


@pytest.mark.parametrize("name", ["feedback_record", "action_take"])
def test_a_draft_or_a_withdrawn_one_takes_nothing(client, place, at_work, name):
    client.force_login(place.dcp)
    unfinished = begun(**at_work)
    assert problems(client.post(address(name, unfinished), given())) == [
        ("This IQA is a draft, so nothing more can be recorded on it.", None)
    ]
    assessment = recorded(not_met={14: []}, action=True, **at_work)
    recording.withdraw(assessment=assessment, reason="Wrong case", by=place.dcp)
    words = "This IQA is withdrawn, so nothing more can be recorded on it."
    assert words in main(client.get(address(name, assessment))).get_text()


@pytest.fixture
def half_day(at_work):
    return started(**at_work)


def test_a_half_days_feedback_is_recorded_at_once(client, place, half_day):
    first, second = (recorded(half_day=half_day, not_met={14: []}) for _ in range(2))
    third = recorded(half_day=half_day)
    begun(half_day=half_day)
    client.force_login(place.dcp)
    page = main(client.get(address("half_day_feedback_record", half_day)))
    assert page.h1.get_text() == "Record feedback"
    assert "Case progression" in page.select_one(".govuk-caption-l").get_text()
    boxes = page.select("input[name=assessments]")
    assert [int(box["value"]) for box in boxes if box.has_attr("checked")] == [first.pk, second.pk, third.pk]
    assert [label.get_text() for label in page.select(".govuk-checkboxes__label")] == [
        one.case.urn for one in (first, second, third)
    ]

    response = client.post(
        address("half_day_feedback_record", half_day), given(assessments=[first.pk, second.pk, third.pk])
    )
    assert response.url == address("half_day_detail", half_day)
    assert banners(response) == ["Feedback recorded for 3 IQAs."]
    assert Feedback.objects.count() == 3
    assert [state_of(one) for one in (first, second, third)] == ["closed"] * 3


def test_of_a_half_day_some_may_be_left_out(client, place, half_day):
    first, second = (recorded(half_day=half_day, not_met={14: []}) for _ in range(2))
    client.force_login(place.dcp)
    response = client.post(address("half_day_feedback_record", half_day), given(assessments=[second.pk]))
    assert banners(response) == ["Feedback recorded, IQA closed."]
    assert state_of(first) == "recorded"
    boxes = main(client.get(address("half_day_feedback_record", half_day))).select("input[name=assessments]")
    assert [int(box["value"]) for box in boxes] == [first.pk]


@pytest.mark.parametrize("chosen", ["none", "of another half day", "no number", "too long", "null"])
def test_of_a_half_day_only_its_own_can_be_chosen(client, place, at_work, half_day, chosen):
    recorded(half_day=half_day, not_met={14: []})
    other = recorded(not_met={14: []}, half="pm", **at_work)
    choices = {"none": [], "of another half day": [other.pk], "no number": ["x"]}
    choices |= {"too long": ["9" * 20], "null": ["\0"]}
    client.force_login(place.dcp)
    response = client.post(address("half_day_feedback_record", half_day), given(assessments=choices[chosen]))
    assert problems(response) == [("Select which IQAs feedback was given on", "#id_assessments")]
    assert not Feedback.objects.exists()


def test_a_half_day_with_nothing_to_give_feedback_on_says_so(client, place, half_day):
    begun(half_day=half_day)
    client.force_login(place.dcp)
    said = main(client.get(address("half_day_feedback_record", half_day))).get_text()
    assert "No IQA of this half day is waiting for feedback" in said


@time_machine.travel(timezone.now(), tick=False)  # a session notes now and then when it was last seen
def test_a_half_days_queries_do_not_grow(client, place, half_day):
    client.force_login(place.dcp)
    counts = []
    for more in (1, 9):
        for _ in range(more):
            recorded(half_day=half_day, not_met={14: []})
        with CaptureQueriesContext(connection) as queries:
            client.get(address("half_day_feedback_record", half_day))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_action_is_shown_and_marked_as_taken(client, place, at_work):
    assessment = recorded(not_met={14: []}, action=True, **at_work)
    client.force_login(place.dcp)
    page = main(client.get(address("action_take", assessment)))
    assert page.h1.get_text() == "Mark the action as taken"
    for words in ("Talk through the disclosure schedules", "Priya Prosecutor, the prosecutor", str(today().year)):
        assert words in page.get_text()
    assert page.select_one("form .govuk-button").get_text(strip=True) == "Mark the action as taken"
    assert Read.objects.of(assessment).get().by == place.dcp

    response = client.post(address("action_take", assessment), {"note": "Done"})
    assert response.url == address("assessment_detail", assessment)
    assert banners(response) == ["Action marked as taken."]
    assessment.action.refresh_from_db()
    assert (assessment.action.taken_by, assessment.action.taken_note) == (place.dcp, "Done")
    assert OutboxEmail.objects.get().cancelled_at


def test_the_action_closes_what_waited_for_nothing_else(client, place, at_work):
    assessment = recorded(action=True, **at_work)
    client.force_login(place.dcp)
    response = client.post(address("action_take", assessment))
    assert banners(response) == ["Action marked as taken, IQA closed."]
    assert state_of(assessment) == "closed"


def test_an_action_is_taken_once(client, place, at_work):
    assessment = recorded(action=True, **at_work)
    client.force_login(place.dcp)
    client.post(address("action_take", assessment), {"note": "First"})
    words = "The action on this IQA has already been marked as taken."
    assert words in main(client.get(address("action_take", assessment))).get_text()
    response = client.post(address("action_take", assessment), {"note": "Second"})
    assert problems(response) == [(words, None)]
    assert "Second" in main(response).textarea.get_text()
    assessment.action.refresh_from_db()
    assert assessment.action.taken_note == "First"


def test_where_no_action_is_required_there_is_none_to_take(client, place, at_work):
    client.force_login(place.dcp)
    said = main(client.get(address("action_take", recorded(**at_work)))).get_text()
    assert "No action is required on this IQA." in said


def test_a_note_that_is_too_long_is_kept(client, place, at_work):
    assessment = recorded(action=True, **at_work)
    client.force_login(place.dcp)
    response = client.post(address("action_take", assessment), {"note": "x" * 2001})
    assert problems(response) == [("Note must be 2,000 characters or fewer", "#id_note")]
    assert "x" * 2001 in main(response).textarea.get_text()
    assert state_of(assessment) == "recorded"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["feedback_record", "action_take"])
def test_who_may_not(client, place, at_work, name, method):
    assessment = recorded(not_met={14: []}, action=True, **at_work)
    expected = {"dcp2": 404, "apm2": 404, "prosecutor": 404, "ccp": 403, "apm": 403, "cat": 403, "pmu": 403}
    found = {}
    for person in expected:
        client.force_login(place.people[person])
        found[person] = getattr(client, method)(address(name, assessment), given()).status_code
    assert found == expected
    Assessment.objects.filter(pk=assessment.pk).update(readable_from=timezone.now())
    client.force_login(place.prosecutor)
    assert getattr(client, method)(address(name, assessment), given()).status_code == 403
    assert state_of(assessment) == "recorded"


def test_who_may_not_of_a_half_day(client, place, half_day):
    recorded(half_day=half_day, not_met={14: []})
    expected = {"dcp2": 404, "prosecutor": 404, "ccp": 403, "apm": 403, "cat": 403, "pmu": 403, "sdcp": 200}
    found = {}
    for person in expected:
        client.force_login(place.people[person])
        found[person] = client.get(address("half_day_feedback_record", half_day)).status_code
    assert found == expected
