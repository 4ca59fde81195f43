"""Permissions against the table of the scheme, written out a second time."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from iqa.permissions import (
    NATIONAL,
    ROLE_LEVELS,
    ROLE_PERMISSIONS,
    Holding,
    Permission,
    Place,
    Role,
    check_permission,
    check_permission_anywhere,
    has_permission,
    has_permission_anywhere,
    is_in_place,
    places_with,
    refuse,
)

# One line a role: its place, then what it may do. R record, V see single IQAs, C see comments, D dip sample, d see dip
# samples, S draw samples, X run exercises, E mark for reference (as examiners do), F read and export reports (figures),
# T set targets, I import records, Q draft question sets, P publish them, M people.
TABLE = """
prosecutor            self      --------------
dcp                   unit      RVC-----F-----
sdcp                  unit      RVCDd---F-----
dccp                  area      RVCDdSX-F----M
ccp                   area      -VC-----F-----
apm                   area      -V------F-----
business_centre_head  area      --------F-----
cat                   national  -VC-d-X-F-IQP-
pmu                   national  --------FT----
director              national  -VC-----F-----
question_editor       national  -----------Q--
inspector             area      -VC----EF-----
administrator         national  -------------M
"""
LETTERS = dict(
    zip(
        "RVCDdSXEFTIQPM",
        [
            Permission.RECORD_IQAS,
            Permission.VIEW_IQAS,
            Permission.VIEW_COMMENTS,
            Permission.DIP_SAMPLE,
            Permission.VIEW_DIP_SAMPLES,
            Permission.DRAW_SAMPLES,
            Permission.RUN_EXERCISES,
            Permission.MARK_FOR_REFERENCE,
            Permission.VIEW_REPORTS,
            Permission.SET_TARGETS,
            Permission.IMPORT_RECORDS,
            Permission.DRAFT_QUESTION_SETS,
            Permission.PUBLISH_QUESTION_SETS,
            Permission.MANAGE_PEOPLE,
        ],
        strict=True,
    )
)
ROWS = [line.split() for line in TABLE.split("\n") if line]

WESSEX, WESSEX_UNIT, OTHER_AREA = Place(area_id=1), Place(area_id=1, unit_id=10), Place(area_id=2)


@dataclass
class Someone:
    holdings: list[Holding]


def holding(place: Place, *permissions: Permission) -> Someone:
    return Someone([Holding(frozenset(permissions), place)])


@pytest.mark.parametrize(("role", "level", "letters"), ROWS, ids=[row[0] for row in ROWS])
def test_a_role_may_do_what_the_table_says(role, level, letters):
    assert ROLE_LEVELS[role] == level
    assert ROLE_PERMISSIONS[role] == {LETTERS[letter] for letter in letters if letter != "-"}


def test_the_table_has_every_role_and_every_permission():
    assert {row[0] for row in ROWS} == set(Role) == set(ROLE_PERMISSIONS) == set(ROLE_LEVELS)
    assert set(LETTERS.values()) == set(Permission)


# Units 10 to 13 are in Areas 1 to 2: a place always has the Area of its unit.
areas = st.integers(1, 2).map(lambda area: Place(area_id=area))
units = st.integers(10, 13).map(lambda unit: Place(area_id=1 + unit % 2, unit_id=unit))
places = st.one_of(st.just(NATIONAL), areas, units)


@given(places)
def test_a_place_covers_itself_and_the_nation_covers_it(place):
    assert place.covers(place)
    assert NATIONAL.covers(place)


@given(places, places)
def test_two_places_that_cover_each_other_are_the_same(one, other):
    assert (one.covers(other) and other.covers(one)) == (one == other)


@given(places, places, places)
def test_what_a_covered_place_covers_is_covered(wide, middle, narrow):
    if wide.covers(middle) and middle.covers(narrow):
        assert wide.covers(narrow)


@given(units, areas)
def test_an_area_covers_its_units_and_no_others(unit, area):
    assert area.covers(unit) == (area.area_id == unit.area_id)
    assert not unit.covers(area)


def test_a_permission_counts_in_its_place_alone():
    person = holding(WESSEX, Permission.VIEW_IQAS)
    assert has_permission(person, Permission.VIEW_IQAS, WESSEX_UNIT)
    assert not has_permission(person, Permission.VIEW_IQAS, OTHER_AREA)
    assert not has_permission(person, Permission.VIEW_IQAS, NATIONAL)
    assert not has_permission(person, Permission.RECORD_IQAS, WESSEX_UNIT)
    assert has_permission_anywhere(person, Permission.VIEW_IQAS)
    assert not has_permission_anywhere(person, Permission.RECORD_IQAS)
    assert places_with(person, Permission.VIEW_IQAS) == [WESSEX]


def test_two_permissions_in_two_places_do_not_add_up():
    person = Someone(
        [
            Holding(frozenset({Permission.VIEW_IQAS}), OTHER_AREA),
            Holding(frozenset({Permission.VIEW_REPORTS}), WESSEX),
        ]
    )
    assert is_in_place(person, WESSEX)
    assert not has_permission(person, Permission.VIEW_IQAS, WESSEX)


def test_in_ones_place_what_is_not_ones_own_to_do_is_forbidden():
    with pytest.raises(PermissionDenied):
        check_permission(holding(WESSEX, Permission.VIEW_REPORTS), Permission.VIEW_IQAS, WESSEX_UNIT)


def test_outside_ones_place_there_is_nothing():
    with pytest.raises(Http404):
        check_permission(holding(OTHER_AREA, Permission.VIEW_REPORTS), Permission.VIEW_IQAS, WESSEX_UNIT)
    with pytest.raises(Http404):
        check_permission(Someone([]), Permission.VIEW_IQAS, WESSEX_UNIT)


def test_with_the_permission_nothing_is_raised():
    check_permission(holding(WESSEX, Permission.VIEW_IQAS), Permission.VIEW_IQAS, WESSEX_UNIT)
    check_permission_anywhere(holding(WESSEX, Permission.VIEW_IQAS), Permission.VIEW_IQAS)


def test_a_permission_held_nowhere_is_forbidden():
    with pytest.raises(PermissionDenied):
        check_permission_anywhere(holding(WESSEX, Permission.VIEW_REPORTS), Permission.VIEW_IQAS)


def test_a_refusal_says_no_more_than_the_person_may_know():
    assert isinstance(refuse(holding(WESSEX, Permission.VIEW_REPORTS), WESSEX_UNIT), PermissionDenied)
    assert isinstance(refuse(holding(OTHER_AREA, Permission.VIEW_REPORTS), WESSEX_UNIT), Http404)
