"""What a person holds today: postings and grants, from their first day to their last."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from iqa.organisation.models import Person, Posting, Unit
from iqa.organisation.querysets import in_places
from iqa.permissions import NATIONAL, Permission, Place, Role, has_permission, has_permission_anywhere
from tests.factories import AreaFactory, GrantFactory, PersonFactory, PostingFactory, UnitFactory

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2018, 4, 1), date(2018, 9, 30)
DAY = timedelta(days=1)


def on(day):
    return time_machine.travel(timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12)))


def again(person):
    """The person as the next request has them."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("day", "held"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)], ids=str
)
def test_a_posting_counts_from_its_first_day_to_its_last(day, held):
    posting = PostingFactory(role=Role.DCP, starts_on=FIRST, ends_on=LAST)
    with on(day):
        assert has_permission(again(posting.person), Permission.RECORD_IQAS, posting.unit.place) == held


@pytest.mark.parametrize(
    ("day", "held"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)], ids=str
)
def test_a_grant_lapses_by_itself(day, held):
    area = AreaFactory()
    grant = GrantFactory(permission=Permission.VIEW_COMMENTS, area=area, starts_on=FIRST, ends_on=LAST)
    with on(day):
        assert has_permission(again(grant.person), Permission.VIEW_COMMENTS, area.place) == held
        assert not has_permission_anywhere(again(grant.person), Permission.VIEW_IQAS)


def test_an_open_posting_goes_on():
    posting = PostingFactory(role=Role.CAT, starts_on=FIRST)
    with on(date(2030, 1, 1)):
        assert has_permission(again(posting.person), Permission.VIEW_IQAS, NATIONAL)


def test_a_prosecutor_holds_nothing_in_the_unit_that_they_work_in():
    posting = PostingFactory(role=Role.PROSECUTOR)
    assert again(posting.person).holdings == []
    assert again(posting.person).postings_today == [posting]


def test_postings_in_two_units_open_both_and_no_third():
    sdcp = PostingFactory(role=Role.SDCP)
    other = PostingFactory(role=Role.SDCP, person=sdcp.person)
    third = UnitFactory(area=sdcp.unit.area)
    assert set(Unit.objects.where(sdcp.person, Permission.DIP_SAMPLE)) == {sdcp.unit, other.unit}
    assert not has_permission(sdcp.person, Permission.DIP_SAMPLE, third.place)


def test_an_area_opens_its_units_and_the_nation_all():
    unit, elsewhere = UnitFactory(), UnitFactory()
    dccp = PostingFactory(role=Role.DCCP, area=unit.area).person
    assert list(Unit.objects.where(dccp, Permission.RECORD_IQAS)) == [unit]
    assert {unit, elsewhere} <= set(Unit.objects.where(PostingFactory(role=Role.CAT).person, Permission.VIEW_IQAS))
    assert not Unit.objects.where(PersonFactory(), Permission.VIEW_IQAS).exists()


def test_in_no_place_there_is_no_row():
    UnitFactory()
    assert not Unit.objects.filter(in_places([], unit="pk")).exists()
    assert Unit.objects.filter(in_places([NATIONAL], unit="pk")).exists()


def test_a_place_of_each_kind():
    unit = UnitFactory()
    assert unit.place == Place(area_id=unit.area_id, unit_id=unit.pk)
    assert unit.area.place == Place(area_id=unit.area_id)
    assert PostingFactory(role=Role.DCP, unit=unit).place == unit.place
    assert GrantFactory(area=unit.area).place == unit.area.place
    assert GrantFactory(unit=unit).holding.place == unit.place
    assert GrantFactory().place == NATIONAL


@pytest.mark.parametrize(
    ("role", "wrong"),
    [
        (Role.PROSECUTOR, {"unit": None}),
        (Role.DCP, {"unit": None, "area": "area"}),
        (Role.DCP, {"area": "area"}),
        (Role.DCCP, {"area": None}),
        (Role.DCCP, {"unit": "unit"}),
        (Role.CAT, {"area": "area"}),
    ],
)
def test_the_database_refuses_a_place_that_does_not_fit_the_role(role, wrong):
    unit = UnitFactory()
    made = {"unit": unit, "area": unit.area, None: None}
    with pytest.raises(IntegrityError):
        PostingFactory(role=role, **{name: made[value] for name, value in wrong.items()})


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": LAST, "ends_on": FIRST},
        {"ends_on": None},
        {"area": "area", "unit": "unit"},
        {"approved_by": "own"},
    ],
    ids=str,
)
def test_the_database_refuses_a_grant_that_cannot_be(wrong):
    unit, person = UnitFactory(), PersonFactory()
    made = {"unit": unit, "area": unit.area, "own": person}
    with pytest.raises(IntegrityError):
        GrantFactory(person=person, **{name: made.get(value, value) for name, value in wrong.items()})


def test_the_database_refuses_a_posting_that_ends_before_it_begins():
    with pytest.raises(IntegrityError):
        PostingFactory(starts_on=LAST, ends_on=FIRST)


def test_people_are_found_by_their_address_in_any_case():
    person = Person.objects.create_person(email=" Dana@Example.TEST ", name="Dana Marker", password="secret words")
    assert person.email == "dana@example.test"
    assert Person.objects.get_by_natural_key("DANA@example.test ") == person
    assert person.check_password("secret words")
    assert not PersonFactory(password=None).has_usable_password()
    assert not PersonFactory(is_active=False).is_active


def test_the_database_refuses_an_address_in_capitals():
    person = PersonFactory()
    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=person.pk).update(email="Dana@example.test")


def test_what_things_are_called():
    unit = UnitFactory(name="Crown Court", area__name="Wessex")
    posting = PostingFactory(role=Role.DCP, person__name="Dana Marker", unit=unit)
    assert str(posting.unit) == "Crown Court, Wessex"
    assert str(posting) == "Dana Marker, District Crown Prosecutor"
    assert str(GrantFactory(person=posting.person)) == "Dana Marker, See single IQAs"
    assert Posting.objects.in_force(on=FIRST).get() == posting
