"""Drafts saved, put away and brought back; never overwritten by somebody who had not seen them."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from assessments.actions import drafts, recording
from assessments.actions.markings import answers_of
from assessments.models import Assessment, FeedbackAction, State
from assessments.policies.answers import NOT_ANSWERED, AnswerData, NotAsked
from assessments.policies.lifecycle import NotAllowed
from iqa.audit.models import Event
from iqa.questions.loading import load_published_set, read
from iqa.questions.models import Outcome, Reason, Wording
from tests.at_once import at_once
from tests.factories import action_data, answers_to, begun, draft, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(place):
    return begun(assessor=place.dcp, prosecutor=place.prosecutor)


@pytest.fixture
def answers(assessment):
    return answers_to(assessment, not_met={14: ["q14-other"]}, not_met_other={15: "court"})


def save(assessment, answers, version, by=None):
    by = by or assessment.half_day.assessor
    return drafts.save_answers(assessment=assessment, answers=answers, version=version, by=by)


def stored(assessment):
    return answers_of(Assessment.objects.get(pk=assessment.pk).marking)


def question(number):
    return Wording.objects.get(question_set__title="Annex F", number=number).question_id


def test_answers_are_stored_as_given(assessment, answers):
    assert save(assessment, answers, 0) == 1
    assert stored(assessment) == answers
    assessment.refresh_from_db()
    assert (assessment.draft_version, assessment.draft_saved_by) == (1, assessment.half_day.assessor)


def test_an_incomplete_draft_is_stored(assessment):
    partly = {
        question(9): AnswerData(comment="To be checked"),
        question(10): AnswerData(outcome_id=Outcome.objects.get(code="not_met").pk),
        question(11): NOT_ANSWERED,
    }
    save(assessment, partly, 0)
    assert stored(assessment) == {q: answer for q, answer in partly.items() if answer != NOT_ANSWERED}


def test_each_save_moves_the_version_on(assessment, answers):
    first = save(assessment, answers, 0)
    changed = {**answers, question(9): replace(answers[question(9)], comment="Good")}
    assert save(assessment, changed, first) == first + 1
    assert stored(assessment) == changed


def test_an_answer_is_cleared_by_saving_it_empty_and_kept_by_leaving_it_out(assessment, answers):
    save(assessment, answers, 0)
    assert save(assessment, {question(14): NOT_ANSWERED}, 1) == 2
    left = {q: answer for q, answer in answers.items() if q != question(14)}
    assert stored(assessment) == left


def test_somebody_behind_overwrites_nothing(assessment, answers):
    save(assessment, answers, 0)
    mine = {**answers, question(9): replace(answers[question(9)], comment="Written in another tab")}
    with pytest.raises(drafts.Behind):
        save(assessment, mine, 0)
    assert stored(assessment) == answers


def test_saying_the_same_is_not_behind(assessment, answers):
    save(assessment, answers, 0)
    assert save(assessment, answers, 0) == 1
    assert save(assessment, {q: answers[q] for q in list(answers)[:3]}, 0) == 1
    assert Assessment.objects.get(pk=assessment.pk).draft_version == 1


def test_an_outcome_of_another_set_is_not_stored(assessment, answers):
    load_published_set({**read("question_set_annex_f.yaml"), "title": "Next", "in_force_from": date(2030, 4, 1)})
    strange = Outcome.objects.get(question_set__title="Next", code="fully_met")
    with pytest.raises(NotAsked):
        save(assessment, {q: replace(answer, outcome_id=strange.pk) for q, answer in answers.items()}, 0)
    assert stored(assessment) == {}


def test_a_question_of_another_activity_is_not_stored(assessment, answers):
    advice = question(1)
    with pytest.raises(NotAsked):
        save(assessment, {**answers, advice: answers[question(9)]}, 0)
    assert stored(assessment) == {}


def test_a_reason_of_another_question_is_not_stored(assessment, answers):
    other = Reason.objects.get(code="q9-other")
    with pytest.raises(NotAsked):
        save(assessment, {**answers, question(14): replace(answers[question(14)], reason_ids=frozenset({other.pk}))}, 0)
    assert stored(assessment) == {}


def test_only_the_assessor_saves_a_draft(assessment, answers, place):
    for act in (
        lambda: save(assessment, answers, 0, by=place.sdcp),
        lambda: drafts.save_action(assessment=assessment, action=action_data(True), by=place.sdcp),
        lambda: drafts.discard(assessment=assessment, by=place.sdcp),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert stored(assessment) == {}


def test_what_is_recorded_is_no_draft_any_more(place):
    assessment = recorded(assessor=place.dcp, action=True)
    with pytest.raises(NotAllowed, match=r"^This IQA is recorded: its draft can no longer be changed\.$"):
        save(assessment, {}, 1)
    with pytest.raises(NotAllowed, match="no longer be changed"):
        drafts.save_action(assessment=assessment, action=action_data(False), by=place.dcp)
    with pytest.raises(NotAllowed, match=r"^This IQA is recorded, so you cannot discard it\.$"):
        drafts.discard(assessment=assessment, by=place.dcp)


# The action


def test_an_action_is_saved_and_taken_back(assessment):
    by = assessment.half_day.assessor
    drafts.save_action(assessment=assessment, action=action_data(True), by=by)
    action = FeedbackAction.objects.get(assessment=assessment)
    assert (action.what, action.owner, action.taken_at) == ("Talk through the disclosure schedules", "prosecutor", None)
    assert str(action) == f"Action of IQA {assessment.pk}"
    drafts.save_action(assessment=assessment, action=replace(action_data(True), what="Read the guidance"), by=by)
    assert FeedbackAction.objects.get(assessment=assessment).what == "Read the guidance"
    drafts.save_action(assessment=assessment, action=action_data(False), by=by)
    assert not FeedbackAction.objects.exists()
    assert Assessment.objects.get(pk=assessment.pk).action_required is False


def test_an_action_saved_again_as_it_is_tells_nothing_new(assessment):
    by = assessment.half_day.assessor
    drafts.save_action(assessment=assessment, action=action_data(True), by=by)
    saved_at, events = Assessment.objects.get(pk=assessment.pk).draft_saved_at, Event.objects.count()
    drafts.save_action(assessment=assessment, action=action_data(True), by=by)
    assert (Assessment.objects.get(pk=assessment.pk).draft_saved_at, Event.objects.count()) == (saved_at, events)


# Discard and restore


def test_a_draft_is_put_away_and_brought_back_with_its_answers(assessment, answers):
    by = assessment.half_day.assessor
    save(assessment, answers, 0)
    drafts.discard(assessment=assessment, by=by)
    assert Assessment.objects.get(pk=assessment.pk).state == State.DISCARDED
    with pytest.raises(NotAllowed, match="This IQA is discarded"):
        save(assessment, answers, 1)
    drafts.restore(assessment=assessment, by=by)
    assert Assessment.objects.get(pk=assessment.pk).state == State.DRAFT
    assert stored(assessment) == answers
    assert [event.verb for event in Event.objects.of(assessment)] == ["restored", "discarded", "begun"]


def test_a_draft_is_not_brought_back_beside_another_of_its_case(assessment):
    half_day, by = assessment.half_day, assessment.half_day.assessor
    drafts.discard(assessment=assessment, by=by)
    begun(half_day=half_day, case=assessment.case)
    with pytest.raises(NotAllowed, match="already has another IQA of this case"):
        drafts.restore(assessment=assessment, by=by)


def test_only_what_was_discarded_is_brought_back(assessment):
    with pytest.raises(NotAllowed, match=r"^This IQA is a draft, so you cannot restore it\.$"):
        drafts.restore(assessment=assessment, by=assessment.half_day.assessor)


# Where this draft stands among the others


def test_drafts_are_found_and_what_is_put_away_is_not(place):
    kept, put_away, done = draft(), begun(), recorded()
    drafts.discard(assessment=put_away, by=put_away.half_day.assessor)
    assert list(Assessment.objects.drafts()) == [kept]
    assert list(Assessment.objects.recorded()) == [done]


@pytest.mark.django_db(transaction=True)
def test_of_ten_tabs_that_say_the_same_at_once_none_is_behind(scheme):
    assessment = begun()
    answers = answers_to(assessment)
    assert at_once(10, lambda: save(assessment, answers, 0)) == [1] * 10


@pytest.mark.django_db(transaction=True)
def test_of_ten_tabs_that_save_at_once_one_wins_and_nine_hear_of_it(scheme):
    assessment = begun()
    answers, tab = answers_to(assessment), count()

    def save_own():
        words = f"Tab {next(tab)}"
        return save(assessment, {q: replace(answer, comment=words) for q, answer in answers.items()}, 0)

    outcomes = at_once(10, save_own)
    assert outcomes.count(1) == 1
    assert sum(isinstance(outcome, drafts.Behind) for outcome in outcomes) == 9
    assert len({answer.comment for answer in stored(assessment).values()}) == 1


def test_the_database_refuses_a_recorded_state_without_its_times(assessment):
    with pytest.raises(IntegrityError):
        Assessment.objects.filter(pk=assessment.pk).update(state=State.RECORDED)


def test_a_draft_is_not_withdrawn_or_closed(assessment):
    by = assessment.half_day.assessor
    with pytest.raises(NotAllowed, match=r"^This IQA is a draft, so you cannot withdraw it\.$"):
        recording.withdraw(assessment=assessment, reason="Wrong case", by=by)
    with pytest.raises(NotAllowed, match="cannot close it"):
        recording.close(assessment=assessment, by=by)
