"""From a count to exactly what it counts: the list of IQAs, or of dip samples, says the same number."""

import re
from copy import deepcopy
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from assessments.actions.feedback import FeedbackData, record_feedback, take_action
from assessments.actions.recording import withdraw
from assessments.models import Assessment
from dipsamples.models import DipSample
from iqa.calendar import business_year, today
from iqa.organisation.models import UnitKind
from reporting.actions.rebuilding import rebuild_tallies
from reporting.choices import Choices
from reporting.links import Links
from reporting.measures import REPORTS
from tests.dipsamples.factories import picked, sampled
from tests.factories import CaseFactory, PostingFactory, UnitFactory, draft, recorded, started
from tests.places import make_organisation

THIS_YEAR = business_year(today())


@pytest.fixture(scope="module")
def made(once):
    return make_organisation()


@pytest.fixture
def place(db, made):
    return deepcopy(made)


@pytest.fixture(scope="module")
def followed_up(made):
    """IQAs each of which some figure of feedback or of the scheme's health counts, in two units, over two months."""
    place, people = made, {"assessor": made.dcp, "prosecutor": made.prosecutor}
    long_ago = today() - timedelta(days=40)
    recorded(**people, worked_on=long_ago, assessed_on=long_ago, not_met={14: []})
    # Nothing is outstanding, so it has closed without feedback: not overdue.
    recorded(**people, worked_on=long_ago, assessed_on=long_ago)
    # Nothing to give feedback on, but an action that is open: without feedback all the same.
    recorded(**people, worked_on=long_ago, assessed_on=long_ago, action=True)
    recorded(**people, case=CaseFactory(finalised="Guilty plea"))
    draft(**people, case=CaseFactory(finalised="Guilty plea"), action=True)
    recorded(**people, activity="advice")
    for days in (28, 29):
        day = today() - timedelta(days=days)
        recorded(**people, activity="case_presentation", worked_on=day, assessed_on=day, not_met={18: []})
    rasso = UnitFactory(area=place.area, kind=UnitKind.RASSO)
    dcp = PostingFactory(unit=rasso).person
    recorded(assessor=dcp, unit=rasso, activity="advice", action=True)
    taken = recorded(assessor=place.dcp2, prosecutor=place.prosecutor2, action=True, not_met={14: []})
    take_action(assessment=taken, note="", by=place.dcp2)
    for days in (0, 30):
        told = recorded(assessor=place.dcp2, prosecutor=place.prosecutor2, not_met={9: []})
        given = FeedbackData(given_on=today() + timedelta(days=days), mode="phone", kind="both")
        record_feedback(assessments=[told], feedback=given, by=place.dcp2)
    gone = recorded(**people, worked_on=long_ago, assessed_on=long_ago, action=True)
    withdraw(assessment=gone, reason="A mistake", by=place.dcp)


FOLLOWED_UP = {
    "volumes": ["iqas", "office_iqas", "court_iqas"],
    "open": ["open", "draft", "awaiting_action", "awaiting_feedback", "older_than_28_days"],
    "feedback": ["iqas", "action_required", "taken", "overdue", "feedback_given", "within_5_working_days"],
    "health": ["iqas", "recorded_late", "finalised", "advice", "advice_specialist"],
    "marking-habits": ["iqas", "all_met"],
}


@pytest.mark.parametrize("name", FOLLOWED_UP)
@pytest.mark.parametrize("compare", [(), ("assessor",), ("month",), ("unit_kind",), ("activity",)])
def test_every_count_of_what_followed_leads_to_exactly_its_iqas(name, compare, place, followed_up, client):
    client.force_login(place.cat)
    choices = Choices(compare=compare, year=THIS_YEAR, area=place.area)
    links, table = Links(choices, place.cat), REPORTS[name].figures(choices, person=place.cat)
    for column in FOLLOWED_UP[name]:
        rows = [row for row in table.rows if row[column]]
        assert rows, column
        for row in rows:
            page = client.get(links.to(column, row)).content.decode()
            assert f"IQAs ({row[column]:,})</h1>" in page, (column, row)


@pytest.fixture(scope="module")
def checked(made):
    """Dip samples: one picked, one under way, one of an IQA withdrawn since, one of Portsmouth and one of Bristol."""
    place, people = made, {"assessor": made.dcp, "prosecutor": made.prosecutor}
    sampled(picked(recorded(**people), by=place.sdcp))
    picked(recorded(**people), by=place.sdcp)
    drawn = [recorded(**people, additional=True), recorded(**people)]
    drawn += [recorded(assessor=place.dcp3, prosecutor=place.prosecutor3)]
    for iqa in drawn:
        DipSample.objects.create(
            assessment=iqa, sampler=place.dccp, sampled_on=today() - timedelta(days=1), recorded_at=timezone.now(),
            iqa_comment="Marked with care", work_comment="A sound review",
        )  # fmt: skip
    withdraw(assessment=drawn[1], reason="A mistake", by=place.dcp)
    rebuild_tallies()


@pytest.mark.parametrize(
    "compare", [(), ("area",), ("assessor",), ("prosecutor",), ("month",), ("unit",), ("additional",), ("sensitive",)]
)
def test_dip_samples_counted_are_found_in_their_list(compare, place, checked, client):
    client.force_login(place.cat)
    choices = Choices(compare=compare, year=THIS_YEAR)
    links, table = Links(choices, place.cat), REPORTS["dip-samples"].figures(choices, person=place.cat)
    assert sum(row["sampled"] for row in table.rows) == 2
    assert sum(row["targeted"] for row in table.rows) == 1
    for column in ("sampled", "targeted"):
        for row in (row for row in table.rows if row[column]):
            page = client.get(links.to(column, row)).content.decode()
            assert f"Dip samples ({row[column]:,})</h1>" in page, (column, row)


@pytest.mark.parametrize(("who", "leads"), [("dccp", True), ("cat", True), ("apm", False), ("prosecutor", False)])
def test_a_count_of_dip_samples_leads_where_they_may_be_seen(who, leads, place, checked):
    links = Links(Choices(), getattr(place, who))
    assert bool(links.to("sampled", {"activity": "case_progression"})) == leads


@pytest.mark.parametrize("number", [9, 14])
def test_an_other_reason_leads_to_the_iqas_that_give_it(number, place, client):
    """Each question has an "other" of its own; the report has one name for all."""
    for question in (9, 14):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={question: [f"q{question}-other"]})
    choices = Choices.parse({})
    rows = REPORTS["reasons"].figures(choices, person=place.cat).rows
    [row] = [row for row in rows if (row["question"], row["reason"]) == (number, "other")]
    client.force_login(place.cat)
    found = client.get(Links(choices, place.cat).to("count", row)).content.decode()
    assert "IQAs (1)" in found


def test_a_cell_of_a_quarter_and_an_activity_leads_to_the_iqas_of_both(place, client):
    for activity in ("advice", "case_progression"):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, activity=activity)
    client.force_login(place.cat)
    page = client.get("/reports/fully-met/", {"compare": "quarter"}).content.decode()
    links = [link["href"] for link in BeautifulSoup(page, "html.parser").find("table").select("td a")]
    for link in links:
        said = {name: values[-1] for name, values in parse_qs(link.split("?")[1]).items()}
        counted = Assessment.objects.recorded().filter(half_day__activity__code=said["activity"])
        of_both = counted.filter(half_day__assessed_on__month__gte=int(said["assessed_from_month"]))
        of_both = of_both.filter(half_day__assessed_on__month__lte=int(said["assessed_to_month"]))
        assert f"IQAs ({of_both.count()})" in client.get(link).content.decode()
    assert links


def test_a_cell_of_a_question_leads_to_the_iqas_that_it_is_a_share_of(place, client):
    half_day = started()
    recorded(half_day=half_day, not_applicable=[14])
    recorded(half_day=half_day, not_met={14: []})
    client.force_login(place.cat)
    page = client.get("/reports/fully-met/", {"area": half_day.unit.area.name, "compare": "area"}).content.decode()
    rows = BeautifulSoup(page, "html.parser").select("table tr")
    of_question = [row for row in rows if row.th.get_text(strip=True).startswith("14.")]
    [link] = [link["href"] for row in of_question for link in row.select("td a")]
    found = client.get(link).content.decode()
    assert "IQAs (1)" in found
    assert re.search(r"Answer: [a-z ]+, judged", found)
