"""Whose figures count for whom."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from iqa.permissions import Role
from reporting.choices import Choices
from reporting.measures import REPORTS
from reporting.policies.access import check_may_read_reports, may_read_reports
from tests.factories import PostingFactory, draft, recorded


def volumes(person, **said):
    return REPORTS["volumes"].figures(Choices.parse(said), person=person).rows


def iqas(person, **said):
    return sum(row["iqas"] for row in volumes(person, **said))


@pytest.fixture
def four(place):
    """One in each unit, and a second in the first; long ago enough to be released."""
    at = timezone.now() - timedelta(days=3)
    with time_machine.travel(at):
        found = [recorded(unit=unit) for unit in (place.unit, place.unit2, place.unit3)]
        return [*found, recorded(prosecutor=place.prosecutor, assessor=place.dcp, unit=place.unit, not_met={14: []})]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("dcp", 2),
        ("dcp2", 1),
        ("sdcp", 3),
        ("dccp", 3),
        ("ccp", 3),
        ("apm", 3),
        ("businesscentre", 3),
        ("apm2", 1),
        ("cat", 4),
        ("pmu", 4),
        ("director", 4),
        ("prosecutor", 1),
        ("prosecutor2", 0),
    ],
)
def test_each_role_reads_its_place(place, four, name, count):
    assert iqas(place.people[name]) == count


@pytest.mark.parametrize("name", ["administrator", "editor"])
def test_who_reads_no_reports_is_refused(place, name):
    assert not may_read_reports(place.people[name])
    with pytest.raises(PermissionDenied):
        volumes(place.people[name])


def test_another_area_is_not_there_and_in_no_total(place, four):
    for said in ({"area": "South West"}, {"area": "South West", "unit": place.unit3.name}):
        with pytest.raises(Http404):
            volumes(place.apm, **said)
    assert {row["unit"] for row in volumes(place.apm, compare="unit")} == {
        f"Wessex / {unit.name}" for unit in (place.unit, place.unit2)
    }
    assert [row["area"] for row in volumes(place.apm, compare="area")] == ["Wessex"]
    assert [row["area"] for row in volumes(place.dcp, compare="area")] == ["Wessex"]
    theirs = {four[2].half_day.assessor.email, four[2].half_day.prosecutor.email}
    for dimension in ("assessor", "prosecutor"):
        assert not theirs & {row[dimension] for row in volumes(place.apm, compare=dimension)}


def test_a_unit_beside_ones_own_is_not_there(place, four):
    assert iqas(place.dcp, area="Wessex") == 2
    with pytest.raises(Http404):
        volumes(place.dcp, area="Wessex", unit=place.unit2.name)


def test_rows_by_prosecutor_need_sight_of_single_iqas(place, four):
    for name in ("pmu", "businesscentre"):
        with pytest.raises(PermissionDenied):
            volumes(place.people[name], compare="prosecutor")
    assert iqas(place.dcp, compare="prosecutor") == 2


def test_own_work_counts_once_it_is_released(place):
    PostingFactory(person=place.prosecutor, role=Role.DCP, unit=place.unit)
    iqa = recorded(prosecutor=place.prosecutor, assessor=place.dcp, unit=place.unit, not_met={14: []})
    recorded(unit=place.unit)
    draft(prosecutor=place.prosecutor, assessor=place.dcp, unit=place.unit)
    person = type(place.prosecutor).objects.get(pk=place.prosecutor.pk)
    assert iqas(person) == 1
    assert iqas(place.dcp) == 2
    open_now = Choices.parse({})
    assert REPORTS["open"].figures(open_now, person=person).rows[0]["open"] == 0
    assert REPORTS["open"].figures(open_now, person=place.dcp).rows[0]["open"] == 2
    with time_machine.travel(iqa.readable_from + timedelta(minutes=1)):
        person = type(place.prosecutor).objects.get(pk=place.prosecutor.pk)
        assert iqas(person) == 2


def test_a_prosecutor_reads_of_own_released_work_alone(place):
    recorded(unit=place.unit)
    with time_machine.travel(datetime(2018, 2, 1, 11, tzinfo=UTC)):
        recorded(prosecutor=place.prosecutor, assessor=place.dcp, unit=place.unit)
    recorded(prosecutor=place.prosecutor, assessor=place.dcp, unit=place.unit)
    assert iqas(place.prosecutor) == 1
    assert [row["unit"] for row in volumes(place.prosecutor, compare="unit")] == [f"Wessex / {place.unit.name}"]
    assert [row["prosecutor"] for row in volumes(place.prosecutor, compare="prosecutor")] == [place.prosecutor.email]


def test_totals_of_the_next_wider_place_stand_beside(place, four):
    def beside(person, **said):
        found = REPORTS["volumes"].totals_beside(Choices.parse(said), person=person)
        return {each.name: sum(row["iqas"] for row in each.table.rows) for each in found}

    assert beside(place.dcp) == {"Wessex": 3}
    assert beside(place.sdcp, compare="activity") == {"Wessex": 3}
    assert beside(place.dccp) == {"National": 4}
    assert beside(place.apm) == {}
    assert beside(place.cat) == {}
    # What would tell of another unit, or of a person.
    assert beside(place.dcp, compare="unit") == {}
    assert beside(place.dcp, unit_kind="crown") == {}


def test_who_reads_no_reports_is_refused_in_words(place):
    check_may_read_reports(place.apm)
    with pytest.raises(PermissionDenied, match="may not read reports"):
        check_may_read_reports(place.administrator)
