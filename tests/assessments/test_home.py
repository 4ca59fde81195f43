"""My work."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments.bulk import recorded_in_bulk
from tests.factories import CaseFactory, begun, draft, recorded, started

WEDNESDAY = datetime(2026, 10, 14, 10, tzinfo=ZoneInfo("Europe/London"))
EARLIER = WEDNESDAY - timedelta(days=13)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def home(client, place):
    """Home as someone sees it, by default the DCP."""

    def look(who=place.dcp):
        client.force_login(who)
        return BeautifulSoup(client.get("/").content, "html.parser")

    return look


def texts(soup, selector):
    return [" ".join(each.get_text().split()) for each in soup.select(selector)]


def listed(soup):
    """The rows under each heading of the page."""
    return {
        heading.get_text(): texts(heading.find_next_sibling("ul"), "li")
        for heading in soup.select("main h2")
        if heading.find_next_sibling("ul")
    }


def test_heading_and_title(home):
    found = home()

    assert texts(found, "h1") == ["My work"]
    assert found.title.get_text() == "My work – IQA"


def test_with_nothing_to_do_it_says_what_will_be_here(home):
    found = home()

    assert texts(found, "h1 + p") == ["Nothing is due. What needs you will be listed here."]
    assert not found.select("main h2")


def test_what_needs_one_stands_most_urgent_first(home, place):
    work = {"assessor": place.dcp, "prosecutor": place.prosecutor}
    overdue = recorded(**work, case=CaseFactory(urn="01AB1111118"), not_met={14: []}, at=EARLIER)
    soon = recorded(**work, case=CaseFactory(urn="01AB2222218"), not_met={14: []}, at=WEDNESDAY - timedelta(days=1))
    half_day = started(**work)
    marking = begun(half_day=half_day, case=CaseFactory(urn="01AB3333318"))
    found = home()

    assert listed(found) == {
        "Overdue": [
            f"Give feedback: 01AB1111118, case progression, IQA {overdue.pk} Prosecutor: Priya Prosecutor "
            "Due: Thursday 8 October 2026 (overdue by 4 working days)"
        ],
        "Today": [
            f"Continue the half day: case progression, morning, half day {half_day.pk} Prosecutor: Priya Prosecutor "
            "IQAs: 1 in draft"
        ],
        "Next five working days": [
            f"Give feedback: 01AB2222218, case progression, IQA {soon.pk} Prosecutor: Priya Prosecutor "
            "Due: Tuesday 20 October 2026 (4 working days)"
        ],
        "Drafts": [
            f"Mark the questions: 01AB3333318, case progression (0 of 9 answered), IQA {marking.pk} "
            "Prosecutor: Priya Prosecutor Saved: at 10:00am"
        ],
    }
    assert texts(found, "h1 + p") == ["2 need you today."]


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [([13], "1 needs you today."), ([1], "Nothing needs you today."), ([13, 14], "2 need you today.")],
)
def test_how_many_need_one_today(home, place, days_ago, words):
    for days in days_ago:
        recorded(assessor=place.dcp, not_met={14: []}, at=WEDNESDAY - timedelta(days=days))

    assert texts(home(), "h1 + p") == [words]


class TestStartAHalfDay:
    @pytest.mark.parametrize("who", ["dcp", "sdcp", "dccp"])
    def test_whoever_may_record_may_start_one(self, home, place, who):
        [button] = home(getattr(place, who)).select("main a.govuk-button")

        assert button.get_text().strip() == "Start a half day"
        assert button["href"] == "/half-days/start/"

    @pytest.mark.parametrize("who", ["prosecutor", "ccp", "apm", "pmu", "cat", "administrator", "editor"])
    def test_nobody_else(self, home, place, who):
        found = home(getattr(place, who))

        assert "Start a half day" not in found.main.get_text()
        assert not found.select("main a[href='/half-days/start/']")


class TestNoWorkOfOnesOwn:
    @pytest.mark.parametrize(
        ("who", "answers_for"),
        [
            ("apm", "Wessex"),
            ("ccp", "Wessex"),
            ("businesscentre", "Wessex"),
            ("inspector", "Wessex"),
            ("cat", "England and Wales"),
            ("director", "England and Wales"),
            ("pmu", "England and Wales"),
        ],
    )
    def test_who_answers_for_others_has_the_dashboard(self, home, place, who, answers_for):
        recorded(prosecutor=place.prosecutor, not_met={14: []}, at=EARLIER)
        found = home(getattr(place, who))

        assert texts(found, "h1") == [f"{answers_for}: 2026-27 Q3"]
        assert texts(found, ".iqa-dashboard__figure h2")[0] == "IQAs against target"
        assert "1 assessed in the quarter" in texts(found, ".iqa-dashboard__figure")[0]

    @pytest.mark.parametrize("who", ["dcp", "sdcp", "dccp", "prosecutor"])
    def test_who_may_have_some_another_day_is_told_so(self, home, place, who):
        found = home(getattr(place, who))

        assert texts(found, "h1") == ["My work"]
        assert texts(found, "h1 + p") == ["Nothing is due. What needs you will be listed here."]
        assert "/assessments/" in [link["href"] for link in found.select("main a")]

    @pytest.mark.parametrize("who", ["editor", "administrator"])
    def test_who_reads_neither_iqas_nor_figures_is_shown_none(self, home, place, who):
        found = home(getattr(place, who))

        assert texts(found, "h1") == ["My work"]
        assert texts(found, "h1 + p") == ["Nothing is due. What needs you will be listed here."]
        assert not found.select("main a")


class TestProsecutor:
    def test_released_iqas_newest_first_and_all_of_them(self, home, place):
        own = [
            recorded(prosecutor=place.prosecutor, assessor=place.dcp, at=EARLIER + timedelta(days=n)) for n in range(6)
        ]
        recorded(prosecutor=place.prosecutor, assessor=place.dcp)
        begun(prosecutor=place.prosecutor, assessor=place.dcp)
        found = home(place.prosecutor)

        links = [link["href"] for link in found.select("main a")]
        newest = [f"/assessments/{each.pk}/" for each in own[::-1][:5]]
        assert links == [*newest, f"/people/{place.prosecutor.pk}/assessments/", "/assessments/"]
        assert listed(found)["Your IQAs"][0].endswith("Closed Assessed: 6 October 2026 by Dana Marker")

    def test_with_none_yet_the_page_of_their_own_is_still_linked(self, home, place):
        found = home(place.prosecutor)

        assert texts(found, "h2 + p a") == ["See your IQAs"]

    def test_others_have_no_such_list(self, home, place):
        recorded(prosecutor=place.prosecutor, assessor=place.dcp, at=EARLIER)

        assert "Your IQAs" not in texts(home(), "h2")


class TestRecentlyViewed:
    def test_the_last_five_the_latest_first(self, home, client, place, now):
        assessments = [recorded(assessor=place.dcp, prosecutor=place.prosecutor) for _ in range(6)]
        client.force_login(place.dcp)
        for n in (0, 1, 2, 3, 4, 5, 1):
            now.shift(1)
            client.get(f"/assessments/{assessments[n].pk}/")
        found = home()

        heading = next(each for each in found.select("h2") if each.get_text() == "Recently viewed")
        hrefs = [link["href"] for link in heading.find_next_sibling("ul").select("a")]
        assert hrefs == [f"/assessments/{assessments[n].pk}/" for n in (1, 5, 4, 3, 2)]

    def test_what_somebody_else_viewed_or_one_may_no_longer_see_is_left_out(self, home, client, place):
        assessment = recorded(assessor=place.dcp, prosecutor=place.prosecutor)
        for who in (place.dcp, place.sdcp):
            client.force_login(who)
            client.get(f"/assessments/{assessment.pk}/")
        place.dcp.postings.update(unit=place.unit2)

        assert "Recently viewed" not in texts(home(place.dcp), "h2")
        assert "Recently viewed" in texts(home(place.sdcp), "h2")
        assert "Recently viewed" not in texts(home(place.dccp), "h2")


class TestVeryManyTasks:
    def test_a_long_list_is_cut_and_says_where_the_others_are(self, home, place):
        recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 30)
        found = home()

        # The half day is due today too, after the feedback.
        assert len(listed(found)["Today"]) == 25
        assert texts(found, "h1 + p") == ["31 need you today."]
        [more] = [each for each in found.select("main p") if "more" in each.get_text()]
        words = " ".join(more.get_text().split())
        assert words == "6 more: see all IQAs waiting for feedback and all IQAs that you assessed."
        assert [link["href"] for link in more.select("a")] == [
            "/assessments/?feedback=due&assessor=Dana+Marker",
            "/assessments/?assessor=Dana+Marker",
        ]

    def test_queries_do_not_grow_with_them(self, client, place):
        half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
        recorded_in_bulk(half_day, 10)
        draft(half_day=half_day)
        recorded(half_day=half_day, action=True)
        client.force_login(place.dcp)
        client.get("/")
        with CaptureQueriesContext(connection) as few:
            client.get("/")
        recorded_in_bulk(half_day, 990)
        for _ in range(3):
            draft(half_day=half_day)
            recorded(half_day=half_day, action=True)
        with CaptureQueriesContext(connection) as many:
            response = client.get("/")

        assert "need you today" in response.content.decode()
        # Fewer, where one kind of task has no place among those shown.
        assert len(many) <= len(few)
        assert len(few) <= 25
