"""What may happen to an IQA once it is recorded: correct, withdraw, close, reopen, feedback, action."""

import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from assessments.actions import feedback, markings, recording
from assessments.actions.markings import answers_of
from assessments.models import Assessment, Feedback, FeedbackAction, Marking, State
from assessments.policies.answers import NotAsked
from assessments.policies.lifecycle import NotAllowed
from iqa.audit.models import Event
from iqa.calendar import today
from iqa.notifications.models import OutboxEmail
from iqa.questions.models import Reason, Wording
from tests.at_once import at_once
from tests.factories import answers_to, draft, recorded

pytestmark = pytest.mark.django_db

TOLD = feedback.FeedbackData(given_on=today(), mode="meeting", kind="both", note="Went through it together")


def fresh(assessment):
    return Assessment.objects.with_facts().get(pk=assessment.pk)


def verbs(assessment):
    return [event.verb for event in Event.objects.of(assessment).order_by("at", "pk")]


@pytest.fixture
def assessment(place):
    """Open: question 14 is not met, and an action is required."""
    return recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []}, action=True)


def correct(assessment, answers, *, number=1, key=None, reason="Question 14 was met", by=None):
    return recording.correct(
        assessment=assessment,
        answers=answers,
        number=number,
        key=key or uuid.uuid4(),
        reason=reason,
        by=by or assessment.half_day.assessor,
    )


# Correct


def test_a_correction_adds_a_version_and_keeps_the_earlier_one(assessment):
    before = answers_of(assessment.marking)
    corrected = correct(assessment, answers_to(assessment))
    first, second = Marking.objects.filter(assessment=assessment)
    assert (first.number, second.number) == (1, 2)
    assert (second.by, second.reason) == (assessment.half_day.assessor, "Question 14 was met")
    assert answers_of(first) == before
    assert answers_of(second) == answers_to(assessment)
    assert corrected.marking == fresh(assessment).marking == second
    event = Event.objects.of(assessment).first()
    assert (event.verb, event.detail) == ("corrected", {"version": 2})


def test_the_same_key_corrects_once(assessment):
    key, answers = uuid.uuid4(), answers_to(assessment)
    correct(assessment, answers, key=key)
    assert correct(assessment, answers, key=key).marking.number == 2
    assert assessment.markings.count() == 2


@pytest.mark.parametrize("changed", ["reason", "answers", "assessment"])
def test_a_form_gone_back_to_and_changed_is_told_so(assessment, changed, place):
    key, answers = uuid.uuid4(), answers_to(assessment)
    correct(assessment, answers, key=key)
    other = recorded(assessor=place.dcp, prosecutor=place.prosecutor, action=True)
    again = {
        "reason": (assessment, answers, "Something else"),
        "answers": (assessment, answers_to(assessment, not_applicable=[9]), "Question 14 was met"),
        "assessment": (other, answers, "Question 14 was met"),
    }
    whose, what, why = again[changed]
    with pytest.raises(NotAllowed, match="already made a correction"):
        correct(whose, what, reason=why, key=key)
    assert Marking.objects.count() == 3


def test_a_correction_of_an_older_version_is_told_so(assessment):
    correct(assessment, answers_to(assessment))
    with pytest.raises(markings.Behind):
        correct(assessment, answers_to(assessment, not_applicable=[9]), number=1)


def test_an_incomplete_correction_changes_nothing(assessment):
    answers = answers_to(assessment)
    answers.popitem()
    with pytest.raises(markings.Incomplete):
        correct(assessment, answers)
    assert assessment.markings.count() == 1
    assert fresh(assessment).state == State.RECORDED


def test_a_correction_takes_no_outcome_or_reason_from_elsewhere(assessment):
    q14 = Wording.objects.get(number=14).question_id
    answers = answers_to(assessment, not_met={14: []})
    with pytest.raises(markings.Incomplete):
        correct(assessment, {**answers, q14: replace(answers[q14], outcome_id=10**6)})
    elsewhere = frozenset({Reason.objects.get(code="q9-other").pk})
    with pytest.raises(NotAsked):
        correct(assessment, {**answers, q14: replace(answers[q14], reason_ids=elsewhere)})
    assert assessment.markings.count() == 1


def test_a_closed_one_corrected_to_nothing_outstanding_closes_again(scheme):
    assessment = recorded()
    assert correct(assessment, answers_to(assessment, not_applicable=[9]), reason="No hearing").state == State.CLOSED
    assert verbs(assessment) == ["begun", "recorded", "closed", "corrected", "closed"]


def test_a_closed_one_corrected_to_not_met_is_open_again(scheme):
    assessment = recorded()
    corrected = correct(assessment, answers_to(assessment, not_met={14: []}), reason="It was late")
    assert (corrected.state, corrected.closed_at) == (State.RECORDED, None)
    assert verbs(assessment) == ["begun", "recorded", "closed", "corrected"]


@pytest.mark.django_db(transaction=True)
def test_of_ten_corrections_at_once_one_is_made(scheme):
    assessment = recorded(not_met={14: []})
    answers = answers_to(assessment)
    outcomes = at_once(10, lambda: correct(assessment, answers))
    assert sum(isinstance(outcome, markings.Behind) for outcome in outcomes) == 9
    assert assessment.markings.count() == 2


# Withdraw, close, reopen


def test_a_withdrawn_one_is_kept_and_counts_nowhere(assessment):
    by = assessment.half_day.assessor
    recording.withdraw(assessment=assessment, reason="The wrong case", by=by)
    withdrawn = fresh(assessment)
    assert (withdrawn.state, withdrawn.withdrawn_by, withdrawn.withdrawn_reason) == ("withdrawn", by, "The wrong case")
    assert list(Assessment.objects.all()) == [withdrawn]
    assert not Assessment.objects.recorded().exists()
    assert OutboxEmail.objects.get().cancelled_at is not None
    for act in (
        lambda: recording.withdraw(assessment=assessment, reason="Again", by=by),
        lambda: correct(assessment, answers_to(assessment)),
    ):
        with pytest.raises(NotAllowed, match="This IQA is withdrawn"):
            act()


def test_a_closed_one_is_withdrawn(scheme):
    assessment = recorded()
    recording.withdraw(assessment=assessment, reason="The wrong case", by=assessment.half_day.assessor)
    assert fresh(assessment).state == State.WITHDRAWN
    assert fresh(assessment).closed_at is None


def test_it_is_not_closed_while_something_is_outstanding(assessment):
    with pytest.raises(NotAllowed, match="Before you close this IQA, mark the action as taken and record feedback"):
        recording.close(assessment=assessment, by=assessment.half_day.assessor)
    assert fresh(assessment).state == State.RECORDED


def test_a_closed_one_is_reopened_with_a_reason_and_closed_by_hand(scheme):
    assessment = recorded()
    by = assessment.half_day.assessor
    recording.reopen(assessment=assessment, reason="More to be said", by=by)
    reopened = fresh(assessment)
    assert (reopened.state, reopened.closed_at) == (State.RECORDED, None)
    assert Event.objects.of(assessment).first().detail == {"reason": "More to be said"}
    recording.close(assessment=assessment, by=by)
    assert fresh(assessment).state == State.CLOSED
    assert Event.objects.of(assessment).first().by == by
    with pytest.raises(NotAllowed, match="This IQA is closed, so you cannot close it"):
        recording.close(assessment=assessment, by=by)


# Feedback


def test_feedback_is_recorded(assessment):
    by = assessment.half_day.assessor
    assert feedback.record_feedback(assessments=[assessment], feedback=TOLD, by=by) == [assessment]
    given = Feedback.objects.get()
    assert (given.given_on, given.mode, given.kind, given.note, given.by) == (
        today(),
        "meeting",
        "both",
        "Went through it together",
        by,
    )
    assert str(given) == f"Feedback on IQA {assessment.pk}"
    assert fresh(assessment).state == State.RECORDED  # the action is still open
    assert verbs(assessment) == ["begun", "recorded", "feedback_recorded"]


def test_feedback_on_several_at_once_closes_those_with_nothing_outstanding(place):
    half = {"assessor": place.dcp, "prosecutor": place.prosecutor}
    open_action = recorded(**half, not_met={14: []}, action=True)
    told_only = recorded(**half, not_met={14: []})
    closed = recorded(**half)
    done = feedback.record_feedback(assessments=[closed, told_only, open_action], feedback=TOLD, by=place.dcp)
    assert done == [open_action, told_only, closed]
    assert [fresh(one).state for one in done] == ["recorded", "closed", "closed"]
    assert [one.state for one in done] == ["recorded", "closed", "closed"]


def test_feedback_is_recorded_once(assessment):
    by = assessment.half_day.assessor
    feedback.record_feedback(assessments=[assessment], feedback=TOLD, by=by)
    again = replace(TOLD, note="Something else")
    assert feedback.record_feedback(assessments=[assessment], feedback=again, by=by) == []
    assert Feedback.objects.get().note == TOLD.note


def test_a_draft_among_them_leaves_all_without_feedback(assessment, place):
    unfinished = draft(assessor=place.dcp, prosecutor=place.prosecutor)
    with pytest.raises(NotAllowed, match="nothing more can be recorded on it"):
        feedback.record_feedback(assessments=[assessment, unfinished], feedback=TOLD, by=place.dcp)
    assert not Feedback.objects.exists()


# The action


def test_taking_the_action_closes_it_and_no_email_goes(place):
    assessment = recorded(assessor=place.dcp, prosecutor=place.prosecutor, action=True)
    taken = feedback.take_action(assessment=assessment, note="Talked it through", by=place.dcp)
    assert taken.state == fresh(assessment).state == State.CLOSED
    action = FeedbackAction.objects.get()
    assert (action.taken_by, action.taken_note) == (place.dcp, "Talked it through")
    assert OutboxEmail.objects.get().cancelled_at is not None
    assert verbs(assessment) == ["begun", "recorded", "action_taken", "closed"]


def test_taking_the_action_leaves_it_open_while_feedback_is_due(assessment):
    taken = feedback.take_action(assessment=assessment, note="", by=assessment.half_day.assessor)
    assert taken.state == State.RECORDED


def test_an_action_is_taken_once(assessment, place):
    feedback.take_action(assessment=assessment, note="First", by=place.dcp)
    feedback.take_action(assessment=assessment, note="Second", by=place.sdcp)
    assert FeedbackAction.objects.get().taken_note == "First"
    assert verbs(assessment).count("action_taken") == 1


def test_nothing_is_recorded_on_a_withdrawn_one(assessment, place):
    recording.withdraw(assessment=assessment, reason="The wrong case", by=place.dcp)
    with pytest.raises(NotAllowed, match="This IQA is withdrawn"):
        feedback.take_action(assessment=assessment, note="", by=place.dcp)


def test_an_action_and_its_email_change_together(assessment, place, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the machine stopped here")

    monkeypatch.setattr(feedback, "settle", fail)
    with pytest.raises(RuntimeError):
        feedback.take_action(assessment=assessment, note="", by=place.dcp)
    assert FeedbackAction.objects.get().taken_at is None
    assert OutboxEmail.objects.get().cancelled_at is None


def test_whoever_may_not_change_it_changes_nothing(assessment, place):
    acts = [
        lambda by: correct(assessment, answers_to(assessment), by=by),
        lambda by: recording.withdraw(assessment=assessment, reason="x", by=by),
        lambda by: recording.close(assessment=assessment, by=by),
        lambda by: recording.reopen(assessment=assessment, reason="x", by=by),
        lambda by: feedback.record_feedback(assessments=[assessment], feedback=TOLD, by=by),
        lambda by: feedback.take_action(assessment=assessment, note="", by=by),
    ]
    for person in (place.prosecutor, place.ccp, place.apm, place.dcp2, place.cat, place.administrator):
        for act in acts:
            with pytest.raises(PermissionDenied):
                act(person)
    assert verbs(assessment) == ["begun", "recorded"]


def test_the_database_keeps_who_and_when_together(assessment, place):
    with pytest.raises(IntegrityError):
        FeedbackAction.objects.update(taken_at=timezone.now())
