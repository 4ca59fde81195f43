"""From a count to exactly what it counts: the list of IQAs, or of dip samples, says the same number."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions.feedback import FeedbackData, record_feedback, take_action
from assessments.actions.recording import withdraw
from dipsamples.models import DipSample
from iqa.calendar import business_year, today
from iqa.organisation.models import UnitKind
from reporting.actions.rebuilding import rebuild_tallies
from reporting.choices import Choices
from reporting.links import Links
from reporting.measures import REPORTS
from tests.dipsamples.factories import picked, sampled
from tests.factories import CaseFactory, PostingFactory, UnitFactory, draft, recorded
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
    "feedback": ["iqas", "action_required", "taken", "overdue", "feedback_given", "within_5_working_days"],
    "health": ["iqas", "recorded_late", "finalised", "advice", "advice_specialist"],
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
