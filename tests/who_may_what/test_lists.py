"""What one may not see leaks nowhere: lists of IQAs, grants and people, the home page, and deciding a grant."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.who_may_what.pages import ABOUT_RECORDS
from tests.who_may_what.reading import lines, names
from tests.who_may_what.table import staff
from tests.who_may_what.world import NOWHERE

pytestmark = pytest.mark.django_db

# The list of all IQAs.

FIND = "assessments:assessment_list"
# Who may look for what, and sees nothing of it.
OUT_OF_SIGHT = [
    (record, person)
    for record, people in {
        "released": ["prosecutor2", "dcp2", "dcp3", "apm2", "moved_dcp", "moved_inspector"],
        "not released": ["prosecutor"],
        "draft": ["prosecutor"],
        "dcp's, not released": ["assessed_dcp"],
        "dcp's draft": ["assessed_dcp"],
        "Winchester": ["dcp", "granted"],
        "Bristol": ["dcp", "sdcp", "dccp", "ccp", "apm", "inspector", "granted"],
    }.items()
    for person in people
]


def count(text: str) -> int:
    [title] = re.findall(r"<h1[^>]*>\s*IQAs \(([\d,]+)\)", text)
    return int(title.replace(",", ""))


@pytest.mark.parametrize(("record", "person"), OUT_OF_SIGHT, ids=[f"{person}: {name}" for name, person in OUT_OF_SIGHT])
def test_what_is_out_of_sight_is_found_by_nothing(record, person, world, visitor):
    sought = world.records[record]
    half_day = sought.half_day
    searches = [
        {"q": sought.case.urn},
        {"q": str(sought.assessment.pk)},
        {"q": f"IQA {sought.assessment.pk}"},
        {"q": sought.case.urn, "state": sought.assessment.state},
        {"q": sought.case.urn, "marks": "not_met"},
        {"q": sought.case.urn, "only": "action_open"},
        {"q": sought.case.urn, "unit": str(half_day.unit_id)},
        {"q": sought.case.urn, "person": half_day.prosecutor.name},
        {"q": sought.case.urn, "assessor": half_day.assessor.name},
    ]
    for search in searches:
        text = visitor.text(reverse(FIND), person, **search)
        assert count(text) == 0, search
        assert not re.findall(r"\((?!0\))[\d,]+\)", states_of(text)), search
        assert sought.words not in text
        assert reverse("assessments:assessment_detail", args=[sought.assessment.pk]) not in text


def states_of(text: str) -> str:
    """The labels of the filter by state, which say how many there are in each."""
    return " ".join(re.findall(r"(?:Draft|Recorded|Closed|Withdrawn|Discarded) \([\d,]+\)", text))


@pytest.mark.parametrize("person", ["dcp", "dcp2", "dcp3", "sdcp", "apm", "apm2", "inspector", "granted", "cat"])
def test_the_list_offers_the_units_of_ones_place_alone(person, world, visitor):
    text = visitor.text(reverse(FIND), person)
    units = {"Portsmouth": world.place.unit, "Winchester": world.place.unit2, "Bristol": world.place.unit3}
    for place, unit in units.items():
        is_offered = f">{escape(str(unit))}</option>" in text
        assert is_offered == (person in names("recorders readers", place)), place


def test_a_unit_out_of_place_is_not_named_by_the_error_either(world, visitor):
    for unit in (world.place.unit3.pk, NOWHERE):
        text = visitor.text(reverse(FIND), "dcp", unit=str(unit))
        assert "Select a unit from the list" in text
        assert world.place.unit3.name not in text


@pytest.mark.parametrize("person", ["dcp", "prosecutor", "granted", "cat"])
def test_the_count_is_of_what_the_table_lets_one_see(person, world, visitor):
    seen = {
        record_name
        for record_name, may, _ in lines(ABOUT_RECORDS["assessments:assessment_detail"].who)
        if person in names(may, world.records[record_name].place)
    }
    text = visitor.text(reverse(FIND), person)
    assert count(text) == len(seen)
    for record in world.records.values():
        assert (f"{record.case.urn}," in text) == (record.name in seen), record.name


def test_a_draft_is_found_but_not_by_its_answers(world, visitor):
    """That it exists is known in its place; what it says is its assessor's."""
    urn = world.records["draft"].case.urn
    assert count(visitor.text(reverse(FIND), "sdcp", q=urn)) == 1
    for search in ({"marks": "not_met"}, {"only": "action_open"}, {"feedback": "due"}):
        assert count(visitor.text(reverse(FIND), "sdcp", q=urn, **search)) == 0


@pytest.mark.parametrize("person", ["prosecutor2", "dcp2", "dcp3", "apm2", "lapsed", "pmu", "administrator", "editor"])
def test_home_tells_nothing_of_another_place(person, world, visitor):
    text = visitor.text(reverse("assessments:home"), person)
    for record in world.records.values():
        if record.place == "Portsmouth":
            assert record.case.urn not in text


# People and places, grants.

GRANTS = lines(staff.GRANTS)


@pytest.mark.parametrize("grant", [line[0] for line in GRANTS])
def test_who_may_decide_a_grant(grant, world, visitor):
    """Whoever manages the people of its place; but not who asked for it, nor who gets it."""
    thing = world.things[grant]
    path = reverse("organisation:grant_approve", args=thing.of["grant"])
    [who] = [line[-1] for line in GRANTS if line[0] == grant]
    for decision in ("approve", "refuse"):
        decided = {
            name for name in world.people if visitor.ask("post", path, name, decision=decision).status_code == 302
        }
        assert decided == names(who, thing.place), decision


def test_the_list_of_grants_is_of_those_that_concern_one(world, visitor):
    for person in world.people:
        text = visitor.text(reverse("organisation:grant_list"), person)
        for name, place, to, asked, _ in GRANTS:
            address_of_it = reverse("organisation:grant_approve", args=world.things[name].of["grant"])
            manages = person in names("managers", place)
            is_told = world.things[name].names[-1] in text or address_of_it in text
            assert is_told == (manages or person in (to, asked)), (person, name)


@pytest.mark.parametrize("person", ["dccp", "administrator"])
def test_the_list_of_people_is_of_those_whom_one_manages(person, world, visitor):
    for name, may, _ in lines(staff.MANAGES_THE_PERSON):
        found = visitor.text(reverse("organisation:person_list"), person, q=world.people[name].email, when="ever")
        link = reverse("organisation:person_detail", args=world.things[name].of["person"])
        assert (f'href="{link}"' in found) == (person in names(may, world.things[name].place)), name
