"""Many who record in one unit at once: none is lost, and nobody waits for ever."""

import itertools
import threading

import pytest

from assessments.actions import feedback, recording
from assessments.models import Assessment
from reporting.actions.folding import fold
from reporting.models import IQATally
from tests.at_once import at_once
from tests.factories import draft, started
from tests.places import make_organisation
from tests.reporting.tallies import assert_in_step

TIMES = 8


@pytest.mark.django_db(transaction=True)
def test_recorded_at_once_in_one_unit_none_is_lost(scheme):
    place = make_organisation()
    # One half day for all, so that each would count it as new.
    half_day = started(unit=place.unit, assessor=place.dcp, prosecutor=place.prosecutor)
    drafts = [draft(half_day=half_day, not_met={14: []}) for _ in range(TIMES)]
    waiting, lock = iter(drafts), threading.Lock()

    def record_one():
        with lock:
            iqa = next(waiting)
        recording.record(assessment=iqa, by=place.dcp)
        fold()

    assert at_once(TIMES, record_one) == [None] * TIMES
    assert_in_step(folded=True)
    nation = IQATally.objects.get(span=4, extent=3)
    assert (nation.iqas, nation.half_days) == (TIMES, 1)


@pytest.mark.django_db(transaction=True)
def test_feedback_on_several_each_at_once_holds_nobody_up_for_ever(scheme):
    place = make_organisation()
    half_day = started(unit=place.unit, assessor=place.dcp, prosecutor=place.prosecutor)
    iqas = [draft(half_day=half_day, not_met={14: []}, action=True) for _ in range(4)]
    for iqa in iqas:
        recording.record(assessment=iqa, by=place.dcp)
    orders, lock = itertools.cycle([iqas, iqas[::-1]]), threading.Lock()
    given = feedback.FeedbackData(given_on=half_day.assessed_on, mode="meeting", kind="both")

    def all_of_them():
        with lock:
            order = next(orders)
        feedback.record_feedback(assessments=order, feedback=given, by=place.dcp)
        for iqa in order:
            feedback.take_action(assessment=iqa, note="", by=place.dcp)

    assert at_once(4, all_of_them) == [None] * 4
    assert Assessment.objects.filter(state="closed").count() == 4
    assert_in_step(folded=True)
