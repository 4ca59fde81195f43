"""Whose task it is: the assessor's, the prosecutor's, or that of whoever may where the assessor may no longer."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from assessments.actions import drafts, feedback, recording
from assessments.actions.drafts import ActionData
from assessments.actions.feedback import FeedbackData
from iqa.permissions import Permission, Role
from iqa.worklist import worklists
from tests.factories import CaseFactory, GrantFactory, PostingFactory, begun, draft, recorded, started

WEDNESDAY = datetime(2026, 10, 14, 10, tzinfo=ZoneInfo("Europe/London"))
TODAY = date(2026, 10, 14)
EARLIER = WEDNESDAY - timedelta(days=5)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def work(place):
    return {"assessor": place.dcp, "prosecutor": place.prosecutor, "case": CaseFactory(urn="01AB1234518")}


def tasks(person):
    """What someone is to do, asked as at their next request."""
    fresh = type(person).objects.get(pk=person.pk)
    return [task for listed in worklists(fresh, on=TODAY) for task in listed.tasks]


def texts(person):
    return [task.text for task in tasks(person)]


def test_feedback_is_due_from_the_assessor_alone(place, work):
    assessment = recorded(**work, not_met={14: []}, at=EARLIER)

    [task] = tasks(place.dcp)
    assert task.text == "Give feedback: 01AB1234518, case progression"
    assert task.url == f"/assessments/{assessment.pk}/feedback/record/"
    assert task.due_on == assessment.feedback_due_on
    for who in (place.sdcp, place.dccp, place.ccp, place.prosecutor, place.dcp2, place.cat):
        assert not tasks(who)


def test_feedback_given_is_no_task(place, work):
    assessment = recorded(**work, not_met={14: []}, action=True, at=EARLIER)
    given = FeedbackData(given_on=TODAY, mode="meeting", kind="both")
    feedback.record_feedback(assessments=[assessment], feedback=given, by=place.dcp)

    assert texts(place.dcp) == ["Take the action: 01AB1234518, case progression"]


def test_without_anything_not_met_no_feedback_is_asked_for(place, work):
    recorded(**work, not_met_other={14: "police"}, at=EARLIER)

    assert not tasks(place.dcp)


def test_an_open_action_is_the_assessors_to_mark(place, work):
    assessment = recorded(**work, action=True, at=EARLIER)

    [task] = tasks(place.dcp)
    assert task.text == "Take the action: 01AB1234518, case progression"
    assert task.url == f"/assessments/{assessment.pk}/action/take/"
    assert task.due_on == assessment.action.due_on
    assert [tuple(line) for line in task.lines] == [
        ("Prosecutor", "Priya Prosecutor"),
        ("Who does it", "Priya Prosecutor, the prosecutor"),
    ]


def test_a_prosecutors_own_action_is_theirs_once_they_may_read_of_it(place, work, now):
    assessment = recorded(**work, action=True)
    assert not tasks(place.prosecutor)

    now.shift(timedelta(hours=24))

    [task] = tasks(place.prosecutor)
    assert task.text == "Take the action: 01AB1234518, case progression"
    assert task.url == f"/assessments/{assessment.pk}/"


def test_an_action_of_somebody_else_is_not_the_prosecutors(place, work):
    assessment = draft(**work, action=None)
    police = ActionData(required=True, what="Ask for the schedule", owner="police_liaison", due_on=TODAY)
    drafts.save_action(assessment=assessment, action=police, by=place.dcp)
    recording.record(assessment=assessment, by=place.dcp)
    assessment.__class__.objects.update(readable_from=EARLIER)

    assert not tasks(place.prosecutor)
    assert "Take the action: 01AB1234518, case progression" in texts(place.dcp)


@pytest.mark.parametrize("who", ["dcp", "prosecutor"])
def test_an_action_taken_or_an_iqa_withdrawn_is_no_task(place, work, who):
    taken = recorded(**work, action=True, at=EARLIER)
    feedback.take_action(assessment=taken, note="", by=place.dcp)
    withdrawn = recorded(**(work | {"case": CaseFactory()}), action=True, not_met={14: []}, at=EARLIER)
    recording.withdraw(assessment=withdrawn, reason="Wrong case", by=place.dcp)

    assert not tasks(getattr(place, who))


class TestHalfDays:
    def test_one_assessed_today_leads_back_to_itself(self, place, work):
        case = work.pop("case")
        half_day = started(**work, half="pm")
        recorded(half_day=half_day, case=case)
        begun(half_day=half_day)
        begun(half_day=half_day)

        task = tasks(place.dcp)[0]
        assert task.text == "Continue the half day: case progression, afternoon"
        assert task.url == f"/half-days/{half_day.pk}/"
        assert [tuple(line) for line in task.lines] == [
            ("Prosecutor", "Priya Prosecutor"),
            ("IQAs", "1 recorded, 2 in draft"),
        ]

    def test_one_without_iqas_says_so(self, place, work):
        del work["case"]
        started(**work)

        [task] = tasks(place.dcp)
        assert ("IQAs", "none yet") in [tuple(line) for line in task.lines]

    def test_one_assessed_another_day_or_by_somebody_else_is_no_task(self, place, work):
        del work["case"]
        started(**work, assessed_on=date(2026, 10, 13))
        started(**(work | {"assessor": place.sdcp}))

        assert not tasks(place.dcp)


class TestDrafts:
    def test_how_far_it_is(self, place, work):
        assessment = draft(**work, activity="case_presentation", assessed_on=date(2026, 10, 13))

        [task] = tasks(place.dcp)
        assert task.text == "Mark the questions: 01AB1234518, case presentation (11 of 11 answered)"
        assert task.url == f"/assessments/{assessment.pk}/mark/"

    def test_the_last_saved_comes_first(self, place, work, now):
        begun(**work, assessed_on=date(2026, 10, 13))
        now.shift(timedelta(minutes=5))
        begun(**(work | {"case": CaseFactory(urn="01AB7777718")}), assessed_on=date(2026, 10, 13))

        assert [text[20:31] for text in texts(place.dcp)] == ["01AB7777718", "01AB1234518"]

    def test_it_is_the_assessors_alone(self, place, work):
        begun(**work, assessed_on=date(2026, 10, 13))

        for who in (place.sdcp, place.dccp, place.cat, place.prosecutor):
            assert not tasks(who)

    def test_a_discarded_one_is_no_task(self, place, work):
        drafts.discard(assessment=begun(**work, assessed_on=date(2026, 10, 13)), by=place.dcp)

        assert not tasks(place.dcp)


class TestAnAssessorWhoMoved:
    @pytest.fixture
    def left(self, place, work):
        """What Dana left in the unit when she moved."""
        recorded(**work, not_met={14: []}, action=True, at=EARLIER)
        begun(**(work | {"case": CaseFactory(urn="01AB7777718")}), assessed_on=date(2026, 10, 13))
        place.dcp.postings.update(ends_on=date(2026, 10, 12))
        PostingFactory(person=place.dcp, role=Role.DCP, unit=place.unit3, starts_on=date(2026, 10, 13))
        return [
            "Give feedback: 01AB1234518, case progression",
            "Take the action: 01AB1234518, case progression",
            "Mark the questions: 01AB7777718, case progression (0 of 9 answered)",
        ]

    @pytest.mark.parametrize("who", ["sdcp", "dccp"])
    def test_whoever_may_record_there_finishes_it(self, place, left, who):
        found = tasks(getattr(place, who))

        assert sorted(task.text for task in found) == sorted(left)
        assert all(("Assessor", "Dana Marker") in [tuple(line) for line in task.lines] for task in found)

    @pytest.mark.parametrize("who", ["dcp", "dcp2", "ccp", "cat", "prosecutor2"])
    def test_nobody_else_does(self, place, left, who):
        assert not tasks(getattr(place, who))

    @pytest.mark.parametrize("back", ["unit", "area", "nation"])
    def test_with_a_grant_to_record_there_it_is_still_theirs(self, place, left, back):
        where = {"unit": {"unit": place.unit}, "area": {"area": place.area}, "nation": {}}[back]
        for permission in (Permission.RECORD_IQAS, Permission.VIEW_IQAS):
            GrantFactory(person=place.dcp, permission=permission, **where)

        assert sorted(texts(place.dcp)) == sorted(left)
        assert not tasks(place.sdcp)

    def test_promoted_over_the_whole_area_it_is_still_theirs(self, place, left):
        PostingFactory(person=place.dcp, role=Role.DCCP, area=place.area, starts_on=date(2026, 10, 13))

        assert sorted(texts(place.dcp)) == sorted(left)
        assert not tasks(place.sdcp)


def test_nobodys_own_work_falls_to_them(place, work):
    """A prosecutor who became a manager where they were assessed, by someone who left."""
    assessment = recorded(**work, not_met={14: []}, action=True, at=EARLIER)
    place.dcp.postings.update(ends_on=date(2026, 10, 13))
    PostingFactory(person=place.prosecutor, role=Role.DCP, unit=place.unit)

    [task] = tasks(place.prosecutor)
    assert task.url == f"/assessments/{assessment.pk}/"
    assert len(tasks(place.sdcp)) == 2
