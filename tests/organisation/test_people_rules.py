"""Who may do what to whom, and what holds when two do it at once."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from iqa.audit.models import Event
from iqa.calendar import today
from iqa.organisation.actions import absences, people, postings, units
from iqa.organisation.actions.postings import PostingData
from iqa.organisation.models import Person, Posting, Unit, UnitKind
from iqa.organisation.policies.postings import roles_given_by
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, Role
from tests.at_once import at_once
from tests.factories import GrantFactory, PersonFactory, PostingFactory, UnitFactory
from tests.places import make_organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def key():
    return uuid.uuid4()


def data(role=Role.DCP, starts_on=None, **said):
    return PostingData(role=role, starts_on=starts_on or today(), **said)


def give(person, by, **said):
    return postings.give(key=key(), person=person, data=data(**said), by=by)


def test_an_areas_manager_gives_no_role_that_manages_people_and_none_of_the_nation(place):
    given = roles_given_by(place.dccp)
    assert Role.DCCP not in given
    assert not set(given) & {Role.CAT, Role.PMU, Role.DIRECTOR, Role.ADMINISTRATOR, Role.QUESTION_EDITOR}
    assert {Role.PROSECUTOR, Role.DCP, Role.SDCP, Role.CCP, Role.APM, Role.INSPECTOR} <= set(given)
    assert roles_given_by(place.administrator) == list(Role)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"role": Role.DCCP, "area": "area"}, PermissionDenied),
        ({"role": Role.CAT}, Http404),
        ({"role": Role.APM, "area": "area2"}, Http404),
        ({"role": Role.DCP, "unit": "unit3"}, Http404),
    ],
    ids=str,
)
def test_what_an_areas_manager_does_not_give(place, said, refusal):
    said = {name: getattr(place, value) if name != "role" else value for name, value in said.items()}
    with pytest.raises(refusal):
        give(place.prosecutor, place.dccp, **said)
    with pytest.raises(PermissionDenied):
        give(place.prosecutor, place.dcp, role=Role.DCP, unit=place.unit)


def test_a_key_used_for_something_else_makes_nothing(place):
    once = key()
    made = postings.give(key=once, person=place.prosecutor, data=data(unit=place.unit2), by=place.dccp)
    assert postings.give(key=once, person=place.prosecutor, data=data(unit=place.unit2), by=place.dccp) == made
    with pytest.raises(NotAllowed, match="sent already"):
        postings.give(key=once, person=place.prosecutor, data=data(unit=place.unit), by=place.dccp)


def test_a_posting_does_not_overlap_itself_but_may_stand_beside_others(place):
    person = PersonFactory()
    first = give(person, place.dccp, unit=place.unit, ends_on=today() + 10 * DAY)
    give(person, place.dccp, unit=place.unit, starts_on=today() + 11 * DAY)
    give(person, place.dccp, unit=place.unit2)
    give(person, place.dccp, unit=place.unit, role=Role.PROSECUTOR)
    with pytest.raises(NotAllowed, match="would overlap") as refused:
        give(person, place.dccp, unit=place.unit, starts_on=today() - DAY, ends_on=today())
    assert refused.value.field == "starts_on"
    with pytest.raises(NotAllowed, match="would overlap"):
        postings.end(posting=first, ends_on=today() + 11 * DAY, by=place.dccp)
    postings.end(posting=first, ends_on=today(), by=place.dccp)
    postings.end(posting=first, ends_on=today(), by=place.dccp)
    assert Event.objects.of(person).filter(verb="ended").count() == 1


def test_a_posting_lies_within_its_units_days(place):
    unit = UnitFactory(area=place.area, opened_on=today() - 10 * DAY, closed_on=today() + 10 * DAY)
    for days, words in (
        ({"starts_on": today() - 11 * DAY, "ends_on": today()}, "opened on"),
        ({"starts_on": today() + 11 * DAY}, "choose another unit"),
        ({}, "end then or earlier"),
        ({"ends_on": date(2100, 1, 1)}, "2099 or earlier"),
    ):
        with pytest.raises(NotAllowed, match=words):
            give(place.prosecutor, place.dccp, unit=unit, **days)
    assert give(place.prosecutor, place.dccp, unit=unit, ends_on=today() + 10 * DAY).pk


def test_an_administrator_sees_no_casework(place):
    for person, said in ((place.cat, {"role": Role.ADMINISTRATOR}), (PersonFactory(), {"role": Role.ADMINISTRATOR})):
        if not person.postings.exists():
            GrantFactory(person=person, permission=Permission.VIEW_IQAS, area=place.area)
        with pytest.raises(NotAllowed, match="sees no casework"):
            give(person, place.administrator, **said)
    other = give(PersonFactory(), place.administrator, role=Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="sees no casework"):
        give(other.person, place.administrator, role=Role.DCP, unit=place.unit)
    assert give(other.person, place.administrator, role=Role.PMU).pk


def test_a_move_needs_something_to_move_from(place):
    old = place.prosecutor.postings.get()
    postings.end(posting=old, ends_on=today() - 5 * DAY, by=place.dccp)
    with pytest.raises(NotAllowed, match="Add a posting instead"):
        postings.move(key=key(), posting=old, data=data(unit=place.unit2), by=place.dccp)


def test_the_last_administrator_stays_an_administrator(place):
    other = give(PersonFactory(), place.administrator, role=Role.ADMINISTRATOR, starts_on=today() - DAY)
    own = place.administrator.postings.get()
    own.ends_on = today() + DAY
    own.save()
    for act in (
        lambda: postings.end(posting=other, ends_on=today(), by=place.administrator),
        lambda: people.leave(person=other.person, last_day=today(), by=place.administrator),
        lambda: people.disable(person=other.person, by=place.administrator),
        lambda: postings.move(key=key(), posting=other, data=data(role=Role.PMU), by=place.administrator),
    ):
        with pytest.raises(NotAllowed, match="no administrator left"):
            act()
    other.refresh_from_db()
    assert (other.ends_on, Posting.objects.filter(person=other.person).count()) == (None, 1)


def test_who_leaves_loses_grants_and_postings_to_come(place):
    person = place.prosecutor
    running = GrantFactory(person=person, area=place.area)
    coming = GrantFactory(person=person, area=place.area, starts_on=today() + 5 * DAY)
    PostingFactory(person=person, role=Role.DCP, unit=place.unit, starts_on=today() + 5 * DAY)
    people.leave(person=person, last_day=today(), by=place.dccp)
    running.refresh_from_db()
    coming.refresh_from_db()
    assert running.ends_on == today()
    assert coming.approved_by is None
    assert coming.refused_at is not None
    assert person.postings.get().ends_on == today()


def test_what_is_not_for_ones_manager_to_change(place):
    PostingFactory(person=place.prosecutor, role=Role.PMU)
    with pytest.raises(PermissionDenied):
        people.edit(person=place.prosecutor, name="Changed", email="changed@example.test", by=place.dccp)
    with pytest.raises(NotAllowed, match="your own"):
        people.edit(person=place.dccp, name="Changed", email="changed@example.test", by=place.dccp)
    with pytest.raises(PermissionDenied):
        absences.add(key=key(), person=place.prosecutor3, starts_on=today(), ends_on=None, by=place.dccp)
    person = place.prosecutor2
    people.edit(person=person, name=person.name, email=person.email, by=place.dccp)
    people.enable(person=person, by=place.dccp)
    assert not Event.objects.of(person).exists()


def test_a_unit_opens_closes_and_keeps_its_past(place):
    unit = units.open_unit(
        key=key(), area=place.area, name="Salisbury", kind=UnitKind.CCU, opened_on=today() - DAY, by=place.dccp
    )
    with pytest.raises(NotAllowed, match="unit of this name"):
        units.open_unit(
            key=key(), area=place.area, name="SALISBURY", kind=UnitKind.CCU, opened_on=today(), by=place.dccp
        )
    with pytest.raises(NotAllowed, match="when the unit opened"):
        units.close(unit=unit, last_day=today() - 2 * DAY, by=place.dccp)
    with pytest.raises(NotAllowed, match="between 1950 and 2099"):
        units.close(unit=unit, last_day=date(2100, 1, 1), by=place.dccp)
    assert units.close(unit=unit, last_day=today(), by=place.dccp) == 0
    with pytest.raises(NotAllowed, match="has a last day already"):
        units.close(unit=unit, last_day=today(), by=place.dccp)
    assert unit in Unit.objects.open(on=today())
    assert unit not in Unit.objects.open(on=today() + DAY)
    assert unit in Unit.objects.not_closed(on=today())


def test_postings_end_with_their_unit(place):
    assert units.close(unit=place.unit, last_day=today(), by=place.dccp) == 3
    assert not place.unit.postings.not_ended(on=today() + DAY).exists()
    assert place.unit2.postings.filter(ends_on__isnull=True).exists()


def test_a_posting_to_come_or_of_ones_own_keeps_a_unit_open(place):
    PostingFactory(person=PersonFactory(name="Coming Soon"), role=Role.DCP, unit=place.unit, starts_on=today() + DAY)
    with pytest.raises(NotAllowed, match="Coming Soon has a posting in it that begins"):
        units.close(unit=place.unit, last_day=today(), by=place.dccp)
    PostingFactory(person=place.dccp, role=Role.PROSECUTOR, unit=place.unit2)
    with pytest.raises(NotAllowed, match="Someone else must close"):
        units.close(unit=place.unit2, last_day=today(), by=place.dccp)


def test_a_merged_units_people_go_on_in_the_other(place):
    dcp = place.dcp.postings.get()
    dcp.ends_on, dcp.is_advocate, dcp.full_time_equivalent = today() + 90 * DAY, True, Decimal("0.5")
    dcp.save()
    said = {"unit": place.unit, "into": place.unit2, "last_day": today(), "by": place.dccp}
    assert units.merge(**said, those_in_it="continue") == 3
    place.unit.refresh_from_db()
    assert (place.unit.closed_on, place.unit.merged_into) == (today(), place.unit2)
    new = place.dcp.postings.get(unit=place.unit2)
    assert (new.starts_on, new.ends_on) == (today() + DAY, today() + 90 * DAY)
    assert (new.is_advocate, new.full_time_equivalent) == (True, Decimal("0.5"))
    # She has the same role in the other unit already.
    assert place.sdcp.postings.filter(unit=place.unit2).count() == 1
    assert Event.objects.of(place.unit2).get().verb == "took_in"


def test_a_merge_that_cannot_be(place):
    said = {"unit": place.unit, "last_day": today(), "by": place.dccp, "those_in_it": "continue"}
    with pytest.raises(NotAllowed, match="into itself"):
        units.merge(into=place.unit, **said)
    with pytest.raises(NotAllowed, match="is not open from"):
        units.merge(into=UnitFactory(area=place.area, opened_on=today() + 9 * DAY), **said)
    with pytest.raises(Http404):
        units.merge(into=place.unit3, **said)
    PostingFactory(person=place.dcp, role=Role.DCP, unit=place.unit2, starts_on=today() + 30 * DAY)
    with pytest.raises(NotAllowed, match="on some of these days"):
        units.merge(into=place.unit2, **said)
    assert units.merge(into=place.unit2, **(said | {"those_in_it": "end"})) == 3
    assert not place.prosecutor.postings.filter(unit=place.unit2).exists()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_end_each_other_at_once(scheme):
    place = make_organisation()
    other = PostingFactory(role=Role.ADMINISTRATOR).person
    pairs = [(place.administrator, other), (other, place.administrator)]

    def disable():
        by, person = pairs.pop()
        people.disable(person=Person.objects.get(pk=person.pk), by=Person.objects.get(pk=by.pk))

    done = at_once(2, disable)
    assert sum(isinstance(each, NotAllowed) for each in done) == 1
    assert Posting.objects.administrators_without_end(on=today()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_posting_is_made_of_many_requests_at_once(scheme):
    place = make_organisation()
    once, person = key(), Person.objects.get(pk=place.prosecutor.pk)
    made = at_once(5, lambda: postings.give(key=once, person=person, data=data(unit=place.unit2), by=place.dccp))
    others = at_once(5, lambda: give(person, place.dccp, unit=place.unit2))
    assert len(set(made)) == 1
    assert all(isinstance(each, NotAllowed) for each in others)
    assert person.postings.filter(unit=place.unit2).count() == 1
    added = {"key": key(), "email": "new@example.test", "name": "New", "by": place.dccp}
    assert len(set(at_once(5, lambda: people.add(data=data(unit=place.unit2), **added)))) == 1
