"""Which exercises a person finds, and whom they may invite."""

from datetime import datetime, timedelta

import pytest
import time_machine

from dipsamples.models import Exercise
from dipsamples.querysets.exercise_markings import side_by_side
from dipsamples.querysets.invitable import invitable, places_to_run_in, unregistered
from iqa.calendar import today
from iqa.organisation.models import Person
from iqa.permissions import Permission, Role
from tests.dipsamples.exercises import agreed, begun, case_of, made, marked
from tests.factories import CaseFactory, GrantFactory, PersonFactory, PostingFactory, draft


@pytest.fixture
def exercise(place) -> Exercise:
    return made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2])


def seen_by(person: Person) -> list[Exercise]:
    return list(Exercise.objects.visible_to(Person.objects.get(pk=person.pk)))


def test_who_sees_an_areas_exercise(place, exercise):
    seeing = {name for name, person in place.people.items() if exercise in seen_by(person)}
    assert seeing == {"dcp", "dcp2", "dccp", "cat"}


def test_who_sees_the_nations_exercise(place):
    exercise = made(by=place.cat, people=[place.dcp3])
    seeing = {name for name, person in place.people.items() if exercise in seen_by(person)}
    assert seeing == {"cat", "dcp3"}


def test_a_grant_to_run_exercises_opens_its_place_alone(place, exercise):
    GrantFactory(person=place.pmu, permission=Permission.RUN_EXERCISES, area=place.area2)
    assert seen_by(place.pmu) == []
    GrantFactory(person=place.pmu, permission=Permission.RUN_EXERCISES, unit=place.unit)
    assert seen_by(place.pmu) == []
    GrantFactory(person=place.pmu, permission=Permission.RUN_EXERCISES, area=place.area)
    assert seen_by(place.pmu) == [exercise]


def test_a_national_grant_to_record_keeps_an_invitation_open(place, exercise):
    place.dcp.postings.update(ends_on=today() - timedelta(days=1))
    PostingFactory(person=place.dcp, role=Role.PMU)
    assert seen_by(place.dcp) == []
    GrantFactory(person=place.dcp, permission=Permission.RECORD_IQAS)
    assert seen_by(place.dcp) == [exercise]


def test_work_of_ones_own_hides_an_exercise_but_not_a_draft_put_away(place):
    case = CaseFactory()
    PostingFactory(person=place.dcp, role=Role.PROSECUTOR, unit=place.unit)
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp], cases=[case])
    work = draft(case=case, assessor=place.sdcp, prosecutor=place.dcp, unit=place.unit)
    assert seen_by(place.dcp) == []
    work.state = "discarded"
    work.save()
    assert seen_by(place.dcp) == [exercise]


def test_run_by(place, exercise):
    national = made(by=place.cat, people=[place.dcp3])
    assert list(Exercise.objects.run_by(place.dccp)) == [exercise]
    assert list(Exercise.objects.run_by(place.cat)) == [national]
    assert not Exercise.objects.run_by(place.dcp)
    assert places_to_run_in(place.cat) == [None]
    assert places_to_run_in(place.dccp) == [place.area]


def test_open_closed_to_mark_and_to_agree(place, exercise):
    def now(person: Person) -> tuple[int, int, int, int]:
        found = Exercise.objects.all()
        counted = (found.open(on=today()), found.closed(on=today()), found.to_mark_by(person, on=today()),
                   found.to_agree(on=today()))  # fmt: skip
        return tuple(each.count() for each in counted)  # type: ignore[return-value]

    assert now(place.dcp) == (1, 0, 1, 0)
    begun(exercise, place.dcp2)
    marked(exercise, place.dcp)
    assert now(place.dcp) == (1, 0, 0, 0)
    assert now(place.dcp2) == (1, 0, 1, 0)
    assert now(place.sdcp) == (1, 0, 0, 0)
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=8)):
        assert now(place.dcp2) == (0, 1, 0, 1)
        agreed(exercise, place.dccp)
        assert now(place.dcp2) == (0, 1, 0, 0)


def test_guidance_is_listed_once_it_was_agreed_and_said(place):
    first, second, third = (made(by=place.dccp, area=place.area, people=[place.dcp]) for _ in range(3))
    for exercise, unclear in ((first, "Question 14"), (second, ""), (third, "Question 9")):
        marked(exercise, place.dcp)
        agreed(exercise, place.dccp, unclear=unclear)
    assert list(Exercise.objects.with_unclear_guidance()) == [third, first]


def test_those_who_may_be_invited_are_those_who_may_record_there(place):
    gone, away = PersonFactory(is_active=False), PersonFactory()
    PostingFactory(person=gone, unit=place.unit)
    PostingFactory(person=away, unit=place.unit, ends_on=today() - timedelta(days=1))
    found = invitable([place.area], on=today())
    assert set(found) == {place.dcp, place.dcp2, place.sdcp, place.dccp}
    assert found[place.sdcp] == f"{place.unit}; {place.unit2}"
    assert place.dcp3 in invitable([None], on=today())
    assert invitable([], on=today()) == {}


def test_urns_that_nobody_registered(place):
    known = CaseFactory()
    assert unregistered(["09ZZ1234518", known.urn, "01ZZ1234518"]) == ["09ZZ1234518", "01ZZ1234518"]


def test_nobody_finished_nothing_stands_side_by_side(place, exercise):
    begun(exercise, place.dcp)
    assert side_by_side(case_of(exercise), reference=None) is None
