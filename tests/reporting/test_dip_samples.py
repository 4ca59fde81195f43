"""How many dip samples the report says are required: as many as the draws of the same quarters ask for."""

from datetime import date

import pytest
import time_machine

from iqa.terms.models import Term, TermName
from reporting.actions.rebuilding import rebuild_tallies
from reporting.choices import Choices
from reporting.measures import REPORTS
from tests.assessments.bulk import recorded_in_bulk
from tests.factories import started


@pytest.fixture
def ten_in_each_area(place):
    """Of case progression, in the last quarter of 2025-26."""
    with time_machine.travel("2026-02-10 10:00+00:00"):
        recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 10)
        recorded_in_bulk(started(assessor=place.dcp3, prosecutor=place.prosecutor3), 10)
        rebuild_tallies()


def set_rate(value, starts_on, area=None):
    Term.objects.create(
        name=TermName.DIP_SAMPLE_PERCENT, value=value, starts_on=starts_on, area=area, reason="To see more"
    )


def required(on="2026-05-10", **said):
    with time_machine.travel(f"{on} 10:00+00:00"):
        choices = Choices.parse({"activity": "case_progression"} | said)
        rows = REPORTS["dip-samples"].figures(choices, person=None).rows
    return {row.get("area", ""): (row["required"], row["shortfall"]) for row in rows if row["iqas"]}


def test_a_tenth_is_required_where_nobody_set_anything_else(ten_in_each_area):
    assert required() == {"": (2, 2)}


def test_an_area_that_asks_for_more_owes_more(place, ten_in_each_area):
    set_rate(25, date(2026, 1, 1), place.area)
    assert required(compare="area") == {place.area.name: (3, 3), place.area2.name: (1, 1)}
    assert required() == {"": (4, 4)}


def test_the_rate_is_that_of_the_quarters_last_day(ten_in_each_area):
    set_rate(30, date(2026, 3, 31))
    set_rate(80, date(2026, 4, 1))
    assert required() == {"": (6, 6)}


def test_while_a_quarter_runs_it_is_todays(ten_in_each_area):
    set_rate(50, date(2026, 3, 1))
    assert required(on="2026-02-11") == {"": (2, 2)}
    assert required(on="2026-03-01") == {"": (10, 10)}


def test_of_work_from_before_the_first_rate_that_one_is_required(place):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    recorded_in_bulk(half_day, 11)
    half_day.assessed_on = half_day.worked_on = date(2014, 5, 10)
    half_day.save()
    rebuild_tallies()
    assert required() == {"": (2, 2)}
