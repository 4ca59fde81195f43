"""What is awaited, overdue and counted, as things stand now."""

import uuid
from datetime import timedelta

import pytest

from assessments.actions import feedback, recording
from assessments.models import Answer, Assessment
from iqa.calendar import today
from iqa.questions.models import Outcome
from tests.factories import answers_to, recorded

pytestmark = pytest.mark.django_db

TOLD = feedback.FeedbackData(given_on=today(), mode="meeting", kind="both")


def test_what_is_awaited_and_overdue(place):
    half = {"assessor": place.dcp, "prosecutor": place.prosecutor}
    action, not_met = recorded(**half, action=True), recorded(**half, not_met={14: []})
    closed, theirs = recorded(**half), recorded(**half, not_met_other={14: "police"})
    found = Assessment.objects
    assert list(found.awaiting_action()) == [action]
    assert list(found.awaiting_feedback()) == [not_met]
    assert not found.feedback_overdue(on=not_met.feedback_due_on).exists()
    assert list(found.feedback_overdue(on=not_met.feedback_due_on + timedelta(days=1))) == [not_met]
    assert list(found.with_answer(Outcome.CountsAs.NOT_MET_OTHER)) == [theirs]
    assert set(found.recorded()) == {action, not_met, closed, theirs}
    feedback.record_feedback(assessments=[not_met], feedback=TOLD, by=place.dcp)
    feedback.take_action(assessment=action, note="", by=place.dcp)
    assert not found.awaiting_feedback().exists()
    assert not found.awaiting_action().exists()


def test_a_corrected_answer_counts_and_the_earlier_one_does_not(place):
    assessment = recorded(assessor=place.dcp, not_met={14: []}, action=True)
    answers = answers_to(assessment)
    recording.correct(assessment=assessment, answers=answers, number=1, key=uuid.uuid4(), reason="It was", by=place.dcp)
    assert Answer.objects.filter(outcome__code="not_met").exists()
    assert not Assessment.objects.with_answer(Outcome.CountsAs.NOT_MET).exists()
    assert not Assessment.objects.awaiting_feedback().exists()


def test_an_answer_is_named_by_its_question(scheme):
    recorded(not_met={14: []})
    answer = Answer.objects.get(question__wordings__number=14)
    assert str(answer) == f"{answer.question}: Not met"
