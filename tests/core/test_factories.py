"""The records that tests are made of are what they say, and the scheme is there after a test that commits, too."""

import pytest

from assessments.models import Assessment, State
from iqa.questions.models import QuestionSet
from tests.factories import GrantFactory, HalfDayFactory, draft, recorded


def test_an_assessment_recorded_with_nothing_to_do_is_closed(scheme):
    assert recorded().state == State.CLOSED


@pytest.mark.parametrize("kind", [{"action": True}, {"not_met": {14: []}}])
def test_an_assessment_recorded_with_something_to_do_is_open(scheme, kind):
    assert recorded(**kind).state == State.RECORDED


def test_a_draft_takes_the_people_it_is_given(place):
    assessment = draft(assessor=place.dcp, prosecutor=place.prosecutor, activity="advice", action=None)
    half_day = assessment.half_day
    assert (half_day.assessor, half_day.prosecutor, half_day.unit) == (place.dcp, place.prosecutor, place.unit)
    assert assessment.action_required is None
    assert assessment.marking.answers.count() == 2


def test_a_senior_manager_records_in_the_unit_of_the_prosecutor(place):
    assert draft(assessor=place.dccp, prosecutor=place.prosecutor2).half_day.unit == place.unit2


def test_a_half_day_and_a_grant_of_their_own(scheme):
    assert HalfDayFactory(code="advice").activity.code == "advice"
    assert GrantFactory().place.area_id is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_scheme_alone_is_there_after_a_test_that_commits(turn, scheme):
    assert QuestionSet.objects.get() == scheme
    assert not Assessment.objects.exists()
    assert recorded(not_met={14: ["q14-other"]}).marking.answers.count() == 9
