"""The dashboard: what a manager answers for, in a quarter."""

from copy import deepcopy

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from iqa.calendar import quarter, today
from iqa.permissions import Role
from reporting.models import Target
from reporting.periods import month_after, quarter_began
from tests.factories import AreaFactory, PostingFactory, recorded
from tests.places import make_organisation
from tests.reporting.test_report_pages import words

NOW = quarter(today())


@pytest.fixture
def show(client):
    def show(person, *, status=200, **choices):
        client.force_login(person)
        page = client.get(reverse("reporting:dashboard"), choices)
        assert page.status_code == status
        return BeautifulSoup(page.content.decode(), "html.parser")

    return show


def quarters_ago(number):
    """The first day of a quarter."""
    return month_after(quarter_began(today()), -3 * number)


@pytest.fixture(scope="module")
def made(once):
    place = make_organisation()
    before = quarters_ago(1)
    for number in range(6):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, worked_on=before, assessed_on=before)
        not_met = {each: [] for each in range(9, 18)} if number else {14: []}
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met=not_met)
    recorded(assessor=place.dcp3, prosecutor=place.prosecutor3)
    return place


@pytest.fixture
def place(db, made):
    return deepcopy(made)


def figure(page, heading):
    return words(next(section for section in page.select(".iqa-dashboard__figure") if words(section.h2) == heading))


@pytest.mark.parametrize(
    ("who", "place_name"),
    [
        ("dcp", "Portsmouth magistrates' courts, Wessex"),
        ("sdcp", "All that you may see"),
        ("dccp", "Wessex"),
        ("ccp", "Wessex"),
        ("apm", "Wessex"),
        ("cat", "England and Wales"),
        ("pmu", "England and Wales"),
    ],
)
def test_each_role_sees_first_what_it_answers_for(who, place_name, place, show):
    page = show(getattr(place, who))
    assert words(page.h1) == f"{place_name}: {NOW}"
    assert [words(heading) for heading in page.select(".iqa-dashboard__figure h2")] == [
        "IQAs against target", "Fully met", "Dip samples", "Feedback by the day due", "Open IQAs",
    ]  # fmt: skip
    assert "6 assessed in the quarter" in figure(page, "IQAs against target") or who in ("cat", "pmu")


def test_figures_with_count_target_and_change(place, show):
    for base, target in (("office", 10), ("court", 2)):
        Target.objects.create(area=place.area, quarter=NOW, base=base, proxy_target=target)
    page = show(place.apm)
    assert "50.0% of the proxy target of 12" in figure(page, "IQAs against target")
    # The quarter is not over, and what is counted still comes in; of answers a part says what the whole will.
    assert "So far; 6 in the quarter before" in figure(page, "IQAs against target")
    fully_met = figure(page, "Fully met")
    assert "14.8% 8 of 54 answers Down from 100.0%, more than chance" in fully_met
    assert "1 required: 1 still to take" in figure(page, "Dip samples")
    assert "6 of them" not in figure(page, "Open IQAs")


def test_a_large_figure_on_few_is_grey(place, show):
    page = show(place.apm2, period=NOW)
    grey = [words(number.find_parent("section").h2) for number in page.select(".iqa-dashboard__number.iqa-faint")]
    assert grey == ["Fully met", "Dip samples"]


def test_no_share_of_a_target_that_leaves_iqas_out(place, show):
    for area, base in ((place.area, "court"), (place.area2, "office"), (place.area, "office")):
        against = figure(show(place.cat), "IQAs against target")
        assert "%" not in against
        Target.objects.create(area=area, quarter=NOW, base=base, proxy_target=4)
    assert "The proxy target of 8 leaves out 6 of them: none is set for those" in against
    assert "58.3% of the proxy target of 12" in figure(show(place.cat), "IQAs against target")


def test_a_quarter_that_is_over_is_compared_with_the_one_before(place, show):
    over = show(place.apm, period=quarter(quarters_ago(1)))
    assert "so far" not in words(over).lower()
    recorded(assessor=place.dcp, prosecutor=place.prosecutor, worked_on=quarters_ago(2), assessed_on=quarters_ago(2))
    assert "Up from 1" in figure(show(place.apm, period=quarter(quarters_ago(1))), "IQAs against target")
    assert "So far" in figure(show(place.apm), "Dip samples")


def test_no_target_pretends(place, show):
    assert "No proxy target is set" in figure(show(place.apm), "IQAs against target")


def test_the_trend_begins_where_there_is_something_to_show(place, show):
    page = show(place.dccp)
    assert len(page.select(".iqa-figures tbody tr")) == 2


def test_the_trend_goes_back_eight_quarters(place, show):
    long_ago = quarters_ago(12)
    recorded(assessor=place.dcp, prosecutor=place.prosecutor, worked_on=long_ago, assessed_on=long_ago)
    quarters = [words(head) for head in show(place.dccp).select(".iqa-figures tbody th")]
    assert len(quarters) == 2

    in_between = quarters_ago(4)
    recorded(assessor=place.dcp, prosecutor=place.prosecutor, worked_on=in_between, assessed_on=in_between)
    assert len(show(place.dccp).select(".iqa-figures tbody tr")) == 5


def test_what_fell_beyond_chance(place, show):
    page = show(place.dccp)
    fell = page.find("h2", string="What fell").find_next("ul")
    # The other eight were not met in five of six: each by itself more than chance, and not among nine.
    [item] = fell.find_all("li")
    assert "14. " in words(item)
    assert "down from 100.0%, more than chance" in words(fell)
    assert "No question rose" in words(page)


def test_every_link_opens_its_report(client, place, show):
    for link in show(place.dccp).select(".iqa-dashboard a, .govuk-list--bullet a"):
        page = client.get(link["href"])
        assert page.status_code == 200, link["href"]
        assert "govuk-error-summary" not in page.content.decode()


def test_an_empty_quarter_says_when_the_last_were(place, show):
    assert f"No IQAs in this quarter. The last were in {NOW}." in words(show(place.dccp, period="2015-16 Q1"))


def test_a_place_that_never_had_any(place, show):
    deputy = PostingFactory(role=Role.DCCP, unit=None, area=AreaFactory()).person
    page = words(show(deputy))
    assert "No IQAs in this quarter." in page
    assert "The last were" not in page


def test_another_areas_apm_sees_none_of_it(place, show):
    page = show(place.apm2)
    assert words(page.h1) == f"South West: {NOW}"
    assert "1 assessed in the quarter" in figure(page, "IQAs against target")
    assert "Portsmouth" not in words(page)
    show(place.apm2, place="Wessex", status=404)


def test_a_quarter_that_is_none_is_said(place, show):
    assert "Quarter must be one of the list" in words(show(place.dccp, period="2017-18"))


def test_a_prosecutor_has_none(place, show):
    show(place.prosecutor, status=403)
