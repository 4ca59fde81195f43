"""Scheme health: what counts as recorded late, of IQAs that were carried out on 10 February 2026 unless a test says."""

from datetime import date, timedelta

import pytest
import time_machine

from assessments.actions import recording
from assessments.models import Assessment
from iqa.terms.models import Term, TermName
from reporting.choices import Choices
from reporting.measures import REPORTS
from tests.factories import draft
from tests.reporting.tallies import assert_in_step

DAY = date(2026, 2, 10)


@pytest.fixture
def recorded_after(place):
    """Record an IQA so many days after it was carried out."""

    def record(days):
        with time_machine.travel(f"{DAY} 10:00+00:00"):
            iqa = draft(assessor=place.dcp, prosecutor=place.prosecutor)
        with time_machine.travel(f"{DAY + timedelta(days)} 10:00+00:00"):
            recording.record(
                assessment=Assessment.objects.with_facts().get(pk=iqa.pk), by=place.dcp, late_reason="On leave"
            )
        return Assessment.objects.with_facts().get(pk=iqa.pk)

    return record


def allow(days, starts_on):
    Term.objects.create(name=TermName.RECORDING_DAYS, value=days, starts_on=starts_on, reason="As agreed")


def late():
    [row] = REPORTS["health"].figures(Choices.parse({}), person=None).rows
    return row["recorded_late"]


def test_late_is_later_than_the_day_after(recorded_after):
    for days, so_far in ((0, 0), (1, 0), (2, 1)):
        recorded_after(days)
        assert late() == so_far


@pytest.mark.parametrize(("allowed", "took", "count"), [(3, 3, 0), (3, 4, 1), (0, 1, 1), (0, 0, 0)])
def test_as_many_days_are_allowed_as_the_scheme_allowed_on_the_day_assessed(recorded_after, allowed, took, count):
    allow(allowed, DAY)
    allow(1, DAY + timedelta(1))
    iqa = recorded_after(took)
    assert late() == count == recording.is_late(iqa, iqa.recorded_at) == bool(iqa.late_reason)
    assert_in_step(folded=True)


def test_of_work_from_before_the_first_rule_that_one_holds(recorded_after):
    for days in (1, 2):
        recorded_after(days)
    Term.objects.filter(name=TermName.RECORDING_DAYS).update(starts_on=DAY + timedelta(30))
    assert Assessment.objects.counted_as("recorded_late").count() == 1
