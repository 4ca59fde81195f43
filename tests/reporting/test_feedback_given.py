"""How feedback was given: every way has a row, what records do not say has one of its own."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from assessments.actions.feedback import FeedbackData, record_feedback
from assessments.actions.recording import withdraw
from assessments.models import Feedback
from iqa.calendar import today
from reporting.choices import Choices
from reporting.links import Links
from reporting.measures import REPORTS
from tests.factories import recorded
from tests.reporting.test_report_pages import words

WAYS = ["meeting", "appraisal", "phone", "email", "combination"]


def rows(person=None, **said):
    return REPORTS["feedback-given"].figures(Choices.parse(said), person=person).rows


def counts(person=None, **said):
    return {row["method"]: row["count"] for row in rows(person, **said) if row["count"]}


@pytest.fixture
def told(place):
    """An IQA of Portsmouth whose prosecutor was told of it."""

    def told(mode, kind="both", **people):
        people = {"assessor": place.dcp, "prosecutor": place.prosecutor, **people}
        iqa = recorded(**people, not_met={14: []})
        given = FeedbackData(given_on=today(), mode=mode, kind=kind)
        record_feedback(assessments=[iqa], feedback=given, by=people["assessor"])
        return iqa

    return told


def test_every_way_is_listed_with_its_kinds(place, told):
    for mode, kind in (("meeting", "both"), ("meeting", "positive"), ("meeting", "both"), ("email", "developmental")):
        told(mode, kind)
    recorded(assessor=place.dcp, prosecutor=place.prosecutor)  # nobody has told of it yet
    meeting, _, phone, email, _ = rows()
    assert [row["method"] for row in rows()] == WAYS
    assert meeting == {
        "method": "meeting", "count": 3, "share_pct": 75,
        "positive": 1, "developmental": 0, "both": 2, "kind_not_said": 0,
    }  # fmt: skip
    assert (email["count"], email["share_pct"], email["developmental"]) == (1, 25, 1)
    assert (phone["count"], phone["share_pct"], phone["both"]) == (0, 0, 0)


def test_of_nothing_there_are_counts_and_no_shares(place):
    assert [(row["method"], row["count"], row["share_pct"]) for row in rows()] == [(way, 0, None) for way in WAYS]


def test_what_records_do_not_say_counts_all_the_same(told):
    told("meeting")
    told("phone")
    Feedback.objects.filter(mode="phone").update(mode="", kind="")
    assert counts() == {"meeting": 1, "not_said": 1}
    assert [(row["share_pct"], row["kind_not_said"]) for row in rows() if row["count"]] == [(50, 0), (50, 1)]


def test_withdrawn_iqas_do_not_count(place, told):
    withdraw(assessment=told("phone"), reason="Another case", by=place.dcp)
    assert counts() == {}


def test_each_reads_of_their_place_and_a_prosecutor_of_own_released_work(place, told):
    told("phone")
    told("email", assessor=place.dcp2, prosecutor=place.prosecutor2)
    assert counts(place.prosecutor) == counts(place.dcp) == {"phone": 1}
    assert counts(place.apm) == counts(place.cat) == {"phone": 1, "email": 1}
    assert counts(place.apm2) == {}
    assert rows(place.apm2, compare="assessor") == ()


def test_the_page_says_it_in_words(client, place, told):
    for mode in ("meeting", "appraisal", "phone"):
        told(mode)
    Feedback.objects.filter(mode="phone").update(mode="")
    client.force_login(place.dccp)
    text = client.get(reverse("reporting:report_detail", args=["feedback-given"])).content.decode()
    page = BeautifulSoup(text, "html.parser")
    assert [words(row.th) for row in page.table.select("tbody tr")] == [
        "Face to face or video meeting",
        "Part of a wider meeting",
        "Phone",
        "Email",
        "A combination of these",
        "Not said",
    ]
    assert "33.3% (1 of 3) rests on fewer than 10" in words(page.table).replace("\N{NO-BREAK SPACE}", " ")
    assert "3 IQAs with feedback." in words(page.select_one("#figures p"))


@pytest.mark.parametrize("compare", ["unit", "month", "prosecutor", "activity"])
def test_what_is_compared_leads_to_the_iqas_with_feedback_and_a_way_nowhere(compare, client, place, told):
    """The list has a filter of feedback given, and none of how."""
    told("phone")
    told("email")
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor)
    client.force_login(place.cat)
    text = client.get(reverse("reporting:report_detail", args=["feedback-given"]), {"compare": compare, "year": ""})
    together, every = BeautifulSoup(text.content.decode(), "html.parser").select("table")
    [link] = together.select("tbody td a")
    assert words(link).startswith("2 ")
    assert "IQAs (2)" in client.get(link["href"]).content.decode()
    assert not every.select("tbody a")
    assert not Links(Choices(), place.cat).to("count", rows()[0])
