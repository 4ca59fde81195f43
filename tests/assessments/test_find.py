"""The list of IQAs, and a prosecutor's own."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import drafts, feedback, recording
from assessments.actions.feedback import FeedbackData
from assessments.presenters.rows import due_words
from tests.assessments.bulk import recorded_in_bulk
from tests.factories import CaseFactory, begun, draft, recorded, started

WEDNESDAY = datetime(2026, 10, 14, 10, tzinfo=ZoneInfo("Europe/London"))
LIST = reverse("assessments:assessment_list")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def listing(client, place):
    """The list as someone sees it, by default Compliance and Assurance."""

    def look(address="", who=place.cat):
        client.force_login(who)
        return BeautifulSoup(client.get(LIST + address).content, "html.parser")

    return look


def texts(soup, selector):
    return [" ".join(each.get_text().split()) for each in soup.select(selector)]


def rows(soup):
    return texts(soup, ".iqa-worklist__item")


class TestWhoMayFind:
    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("prosecutor", 200),
            ("dcp", 200),
            ("sdcp", 200),
            ("dccp", 200),
            ("ccp", 200),
            ("apm", 200),
            ("cat", 200),
            ("director", 200),
            ("inspector", 200),
            ("businesscentre", 403),
            ("pmu", 403),
            ("editor", 403),
            ("administrator", 403),
        ],
    )
    def test_whoever_may_see_iqas_somewhere(self, client, place, who, status):
        client.force_login(getattr(place, who))

        assert client.get(LIST).status_code == status

    def test_nothing_is_posted_to_it(self, client, place):
        client.force_login(place.dcp)

        assert client.post(LIST).status_code == 405


class TestRows:
    def test_a_recorded_one_is_told_in_a_few_lines(self, listing, place):
        assessment = recorded(
            case=CaseFactory(urn="01AB1234518"),
            assessor=place.dcp,
            prosecutor=place.prosecutor,
            not_met={14: []},
            not_applicable=[9],
            action=True,
        )

        assert rows(listing()) == [
            f"01AB1234518, case progression, IQA {assessment.pk} Recorded "
            "Prosecutor: Priya Prosecutor, Portsmouth magistrates' courts, Wessex "
            "Assessed: 14 October 2026 by Dana Marker "
            "Marks: 7 fully met, 1 not met, 1 not applicable "
            "Feedback due: Wednesday 21 October 2026 (5 working days) "
            f"Action due: {_deadline(assessment)}"
        ]

    def test_one_that_is_overdue_says_so(self, listing, now):
        recorded(not_met={14: []})
        now.shift(timedelta(days=9))

        [row] = rows(listing())

        assert "Recorded Overdue" in row
        assert "Feedback due: Wednesday 21 October 2026 (overdue by 2 working days)" in row

    def test_a_closed_one_has_nothing_due(self, listing):
        recorded()

        [row] = rows(listing())

        assert "9 fully met" in row
        assert "due" not in row

    def test_feedback_given_is_due_no_more(self, listing):
        assessment = recorded(not_met={14: []}, action=True)
        given = FeedbackData(given_on=date(2026, 10, 14), mode="meeting", kind="both")
        feedback.record_feedback(assessments=[assessment], feedback=given, by=assessment.half_day.assessor)

        [row] = rows(listing())

        assert "Feedback due" not in row
        assert "Action due" in row

    def test_a_draft_tells_its_facts_and_no_marks(self, listing, place):
        draft(not_met={14: []}, action=True, assessor=place.dcp, prosecutor=place.prosecutor)

        for who in (place.cat, place.dcp, place.sdcp):
            [row] = rows(listing(who=who))
            assert "Draft" in row
            assert "met" not in row
            assert "due" not in row

    def test_the_link_leads_to_its_page(self, listing):
        assessment = begun()

        assert listing().select_one(".iqa-worklist__item a")["href"] == f"/assessments/{assessment.pk}/"

    def test_link_texts_are_unique_though_urn_and_activity_are_the_same(self, listing):
        case = CaseFactory()
        begun(case=case)
        begun(case=case)

        first, second = texts(listing(), ".iqa-worklist__item a")

        assert first != second

    def test_a_prosecutor_is_not_told_their_own_name(self, listing, place):
        recorded(prosecutor=place.prosecutor, at=WEDNESDAY - timedelta(days=3))

        [row] = rows(listing(who=place.prosecutor))

        assert "Priya" not in row
        assert "Unit: Portsmouth magistrates' courts, Wessex" in row


def test_a_record_is_found_as_soon_as_it_is_saved_in_every_state(listing, place):
    def states():
        return texts(listing(f"?q={urn}", place.dcp), ".iqa-worklist__item .govuk-tag")

    urn = "01AB7654318"
    assessment = draft(
        case=CaseFactory(urn=urn), action=True, not_met={14: []}, assessor=place.dcp, prosecutor=place.prosecutor
    )
    assert states() == ["Draft"]
    drafts.discard(assessment=assessment, by=place.dcp)
    assert states() == ["Discarded"]
    drafts.restore(assessment=assessment, by=place.dcp)
    assert states() == ["Draft"]
    recording.record(assessment=assessment, by=place.dcp)
    assert states() == ["Recorded"]
    feedback.take_action(assessment=assessment, note="", by=place.dcp)
    given = FeedbackData(given_on=date(2026, 10, 14), mode="meeting", kind="both")
    feedback.record_feedback(assessments=[assessment], feedback=given, by=place.dcp)
    assert states() == ["Closed"]
    recording.withdraw(assessment=assessment, reason="Wrong case", by=place.dcp)
    assert states() == ["Withdrawn"]


class TestThePage:
    def test_heading_title_and_skip_link_count(self, listing):
        recorded_in_bulk(started(), 30)
        found = listing()

        assert texts(found, "h1") == ["IQAs (30)"]
        assert found.title.get_text() == "IQAs (30) – IQA"
        assert texts(found, ".iqa-skip-to-results") == ["Skip to 30 results"]
        assert texts(found, "#results-heading") == ["30 results, 1 to 25 shown"]
        assert found.select_one(found.select_one(".iqa-skip-to-results")["href"])

    def test_one_result(self, listing):
        begun()

        assert texts(listing(), "#results-heading") == ["1 result"]

    def test_nothing_found(self, listing):
        found = listing("?q=zz")

        assert texts(found, "#results p") == ["No IQAs match. Remove a filter or check the URN."]
        assert texts(found, "h1") == ["IQAs (0)"]

    def test_what_was_chosen_can_be_removed_singly(self, listing, place):
        begun()
        found = listing(
            f"?state=draft&state=closed&activity=advice&unit={place.unit.pk}&person=Dana&marks=not_met&only=late"
            "&assessed_from_day=1&assessed_from_month=10&assessed_from_year=2024&sort=oldest&q=01AB&after=2026-10-05_1"
        )
        chosen = {
            " ".join(each.find_all(string=True)[1].split()): each["href"]
            for each in found.select(".iqa-filter__remove")
        }

        assert list(chosen) == [
            "URN or IQA number: 01AB",
            "Draft",
            "Closed",
            "Advice",
            "Unit: Portsmouth magistrates' courts, Wessex",
            "Prosecutor or assessor: Dana",
            "Assessed from 1 October 2024",
            "Marks: Any not met",
            "Recorded late",
        ]
        assert "state=draft" not in chosen["Draft"]
        assert "state=closed" in chosen["Draft"]
        assert "assessed_from" not in chosen["Assessed from 1 October 2024"]
        assert all("sort=oldest" in href and "after" not in href for href in chosen.values())

    def test_removing_the_only_one_leads_to_the_whole_list(self, listing):
        assert listing("?q=zz").select_one(".iqa-filter__remove")["href"] == LIST

    def test_choices_stay_in_the_form(self, listing):
        found = listing("?state=draft&activity=advice&q=zz&sort=oldest&assessed_to_day=40")

        assert [box["value"] for box in found.select("input[checked]")] == ["draft", "advice"]
        assert found.select_one("#id_q")["value"] == "zz"
        assert found.select_one("#id_assessed_to_day")["value"] == "40"
        assert found.select_one("#id_sort option[selected]")["value"] == "oldest"

    def test_a_choice_that_cannot_be_is_in_the_error_summary(self, listing):
        found = listing("?assessed_to_day=40&state=bogus")

        assert texts(found, ".govuk-error-summary li") == [
            "Select a state from the list",
            "Assessed to must include a month and year",
        ]
        assert all(found.select_one(link["href"]) for link in found.select(".govuk-error-summary a"))
        assert found.title.get_text().startswith("Error: ")

    def test_counts_stand_beside_the_states(self, listing):
        begun()

        assert "Draft (1)" in texts(listing(), "#filters label")

    def test_the_sort_belongs_to_the_form_it_stands_outside_of(self, listing):
        begun()
        found = listing()

        assert found.select_one("#results #id_sort")["form"] == "filters"
        assert found.select_one("#results .iqa-sort button")["form"] == "filters"


class TestTurning:
    @pytest.mark.parametrize("sort", ["newest", "oldest", "saved"])
    def test_previous_and_next_lead_through_every_page_and_keep_the_filters(self, listing, sort):
        recorded_in_bulk(started(), 60)
        address, seen = f"?state=recorded&sort={sort}", []
        for _ in range(3):
            found = listing(address)
            seen += rows(found)
            following = found.select_one("a[rel=next]")
            address = following["href"] if following else ""

        assert len(set(seen)) == 60
        assert not following
        assert texts(found, "h1") == ["IQAs (60)"]
        assert found.title.get_text() == "IQAs (60), 51 to 60 – IQA"
        previous = found.select_one("a[rel=prev]")
        assert "state=recorded" in previous["href"]
        assert "26 to 50" in previous.get_text()
        assert rows(listing(previous["href"])) == seen[25:50]

    def test_one_page_has_no_pagination(self, listing):
        begun()

        assert not listing().select(".govuk-pagination")


def test_queries_do_not_grow_with_rows(client, place):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    recorded_in_bulk(half_day, 10)
    client.force_login(place.dcp)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    recorded_in_bulk(half_day, 990)
    with CaptureQueriesContext(connection) as many:
        response = client.get(LIST)

    assert "IQAs (1,000)" in response.content.decode()
    assert len(many) == len(few)
    assert len(few) <= 15


class TestYourIqas:
    @pytest.fixture
    def yours(self, client, place):
        def yours(who=place.prosecutor, address=""):
            client.force_login(who)
            response = client.get(reverse("assessments:person_assessments", args=[who.pk]) + address)
            return BeautifulSoup(response.content, "html.parser")

        return yours

    def test_only_oneself(self, client, place):
        for who in (place.dcp, place.cat, place.administrator, place.prosecutor2):
            client.force_login(who)
            url = reverse("assessments:person_assessments", args=[place.prosecutor.pk])
            assert client.get(url).status_code == 404

    def test_what_was_released_and_what_came_of_it(self, yours, place, now):
        early = WEDNESDAY - timedelta(days=20)
        own = {"assessor": place.dcp, "prosecutor": place.prosecutor, "at": early}
        recorded(**own)
        recorded(**own, not_met={14: []})
        told = recorded(**own, not_met={14: []}, action=True)
        given = FeedbackData(given_on=date(2026, 9, 25), mode="meeting", kind="both")
        feedback.record_feedback(assessments=[told], feedback=given, by=place.dcp)
        wrong = recorded(**own)
        recording.withdraw(assessment=wrong, reason="Wrong case", by=place.dcp)
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, at=datetime(2026, 3, 31, 10, tzinfo=WEDNESDAY.tzinfo))
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})
        begun(assessor=place.dcp, prosecutor=place.prosecutor)

        found = yours()

        assert texts(found, "h1") == ["Your IQAs"]
        assert len(rows(found)) == 5
        assert texts(found, "h1 + p") == [
            "3 IQAs were done on your work in 2026-27: 1 was fully met throughout, 2 had something not met, "
            "feedback was given on 1 and 1 is waiting for an action to be taken."
        ]

    def test_a_single_one(self, yours, place):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, at=WEDNESDAY - timedelta(days=3))

        assert texts(yours(), "h1 + p") == [
            "1 IQA was done on your work in 2026-27: 1 was fully met throughout and no feedback was given yet."
        ]

    def test_none(self, yours, place):
        found = yours(place.prosecutor2)

        assert texts(found, "h1 + p") == ["No IQAs on your work in 2026-27 can be read yet."]

    def test_pages_by_key(self, yours, place, now):
        half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
        recorded_in_bulk(half_day, 30)

        found = yours()
        following = yours(address=found.select_one("a[rel=next]")["href"])

        assert len(set(rows(found) + rows(following))) == 30
        assert following.title.get_text() == "Your IQAs (30), 26 to 30 – IQA"


def _deadline(assessment):
    return due_words(assessment.action.due_on, on=date(2026, 10, 14))
