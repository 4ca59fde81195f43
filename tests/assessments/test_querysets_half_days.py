"""Half days found, who may look for IQAs at all, and the last day for feedback before anything is recorded."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from assessments.actions.recording import feedback_day
from assessments.models import HalfDay
from assessments.policies import access
from iqa.calendar import today
from tests.factories import HalfDayFactory, PersonFactory, started

pytestmark = pytest.mark.django_db

LOOK_FOR_NO_IQAS = {"businesscentre", "editor", "pmu", "administrator"}


def test_half_days_by_their_assessor_and_day(place):
    mine = started(assessor=place.dcp, prosecutor=place.prosecutor)
    started(assessor=place.sdcp, prosecutor=place.prosecutor)
    started(assessor=place.dcp, prosecutor=place.prosecutor, assessed_on=today() - timedelta(days=1))
    assert list(HalfDay.objects.assessed_by(place.dcp, on=today()).with_people()) == [mine]


def test_a_half_day_of_the_same_work_is_found(place):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    names = ("assessor", "prosecutor", "unit", "activity", "worked_on", "half")
    same = {name: getattr(half_day, name) for name in names}
    assert list(HalfDay.objects.same_as(**same)) == [half_day]
    assert not HalfDay.objects.same_as(**{**same, "half": "pm"}).exists()


def test_who_may_look_for_iqas(place):
    assert {name for name, person in place.people.items() if not access.may_find(person)} == LOOK_FOR_NO_IQAS
    access.check_may_find(place.prosecutor)
    for person in (place.pmu, PersonFactory()):
        with pytest.raises(PermissionDenied):
            access.check_may_find(person)


def test_the_last_day_for_feedback_is_known_before_recording(scheme):
    assert feedback_day(HalfDayFactory(assessed_on=date(2017, 12, 21))) == date(2018, 1, 2)
