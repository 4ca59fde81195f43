"""Second markings begun, saved, finished and locked; never overwritten by a tab that had not seen them."""

from dataclasses import replace
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.actions import drafts, recording
from assessments.actions.markings import Behind, Incomplete, answers_of
from assessments.models import Assessment, Marking
from assessments.policies.answers import NotAsked
from assessments.policies.lifecycle import NotAllowed
from dipsamples.actions import second_markings
from dipsamples.models import Exercise, SecondMarking
from iqa.audit.models import Event
from iqa.questions.models import Activity
from tests.at_once import at_once
from tests.dipsamples.factories import answered_as, begun_on, exercise_case, finished
from tests.factories import answers_to, draft, recorded
from tests.who_may_what.things import OPTIONAL, load_set_with_optional_questions

pytestmark = pytest.mark.django_db
EXERCISE, REFERENCE = SecondMarking.Kind.EXERCISE, SecondMarking.Kind.REFERENCE


@pytest.fixture
def assessment(place) -> Assessment:
    return recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})


@pytest.fixture
def second(place, assessment) -> SecondMarking:
    return begun_on(assessment, by=place.inspector)


def save(second, answers, version=0, by=None):
    return second_markings.save_answers(second=second, answers=answers, version=version, by=by or second.by)


def again(second) -> SecondMarking:
    return SecondMarking.objects.with_facts().get(pk=second.pk)


def test_it_asks_the_questions_of_the_iqa_and_has_none_of_its_answers(second, assessment):
    of, its = second.marking, assessment.marking
    assert (of.question_set, of.activity, of.by, of.assessment) == (
        its.question_set, its.activity, second.by, None,
    )  # fmt: skip
    assert answers_of(of) == {}
    assert str(second) == "Reference by Ines Spector"


def test_begun_again_it_is_the_same(second, assessment, place):
    assert begun_on(assessment, by=place.inspector) == second
    assert begun_on(assessment, by=place.cat) != second


def test_a_draft_cannot_be_marked_a_second_time(place):
    with pytest.raises(NotAllowed, match=r"^This IQA is a draft, so it cannot be marked a second time\.$"):
        begun_on(draft(assessor=place.dcp), by=place.inspector)


def test_answers_are_stored_and_each_save_moves_the_version_on(second):
    answers = answered_as(second, {14: "not_met"})
    assert save(second, answers) == 1
    question = next(iter(answers))
    assert save(second, {question: replace(answers[question], comment="Better")}, 1) == 2
    assert answers_of(second.marking) == answers | {question: replace(answers[question], comment="Better")}
    assert again(second).draft_version == 2


def test_who_is_behind_overwrites_nothing_and_saying_the_same_is_not_behind(second):
    answers = answered_as(second)
    save(second, answers)
    assert save(second, answers, 0) == 1
    question = next(iter(answers))
    with pytest.raises(Behind):
        save(second, {question: replace(answers[question], comment="From another tab")}, 0)
    assert answers_of(second.marking) == answers


def test_a_question_of_another_activity_is_not_stored(second, place):
    elsewhere = draft(assessor=place.dcp, activity="advice")
    with pytest.raises(NotAsked):
        save(second, answers_to(elsewhere))


def test_nobody_else_saves_or_finishes_it(second, place):
    for act in (
        lambda: save(second, answered_as(second), by=place.cat),
        lambda: second_markings.finish(second=second, by=place.cat),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert answers_of(second.marking) == {}


def test_finishing_asks_for_every_answer(second):
    with pytest.raises(Incomplete) as refused:
        second_markings.finish(second=second, by=second.by)
    assert [problem.number for problem in refused.value.problems] == list(range(9, 18))
    assert not SecondMarking.objects.filter(finished_at__isnull=False).exists()


def test_finishing_locks_the_answers_and_notes_what_they_are_compared_with(second, assessment):
    done = finished(second, {14: "not_met_other"})
    assert done.finished_at
    assert done.compared_with == assessment.marking
    assert Marking.objects.get(pk=done.marking_id).made_at == done.finished_at
    with pytest.raises(NotAllowed, match="You have finished marking"):
        save(second, answered_as(second), 1)
    assert second_markings.finish(second=second, by=second.by).finished_at == done.finished_at
    assert [event.verb for event in Event.objects.of(second)] == ["finished", "begun"]


def test_what_an_outcome_does_not_ask_for_stays_out_of_the_record(second):
    answers = answered_as(second, {14: "not_met"})
    save(second, answers)
    fully_met = next(answer.outcome_id for answer in answers.values() if not answer.reason_ids)
    changed = {q: replace(answer, outcome_id=fully_met) for q, answer in answers.items() if answer.reason_ids}
    save(second, changed, 1)
    second_markings.finish(second=second, by=second.by)
    assert not any(answer.reason_ids for answer in answers_of(second.marking).values())


def test_it_is_compared_with_the_iqa_as_it_stands_at_the_finish(second, assessment, place):
    corrected = recording.correct(
        assessment=assessment,
        answers=answers_to(assessment),
        number=1,
        key="5d4d4a0c-8b1e-4a4e-9f7e-1d7f3f7f0a11",
        reason="A slip",
        by=place.dcp,
    )
    assert finished(second).compared_with == corrected.marking


def test_of_an_iqa_withdrawn_meanwhile_nothing_is_marked(second, assessment, place):
    recording.withdraw(assessment=assessment, reason="The wrong case", by=place.dcp)
    with pytest.raises(NotAllowed, match=r"^This IQA is withdrawn, so it cannot be marked a second time\.$"):
        save(second, answered_as(second))


def test_optional_questions_of_the_iqa_are_asked_too(place):
    load_set_with_optional_questions()
    assessment = draft(assessor=place.dcp)
    optional = Activity.objects.get(code=OPTIONAL["code"])
    assessment.marking.added.add(optional)
    Assessment.objects.filter(pk=assessment.pk).update(state="recorded", recorded_at=timezone.now(),
        recorded_by=place.dcp, feedback_due_on="2030-01-01", readable_from=timezone.now())  # fmt: skip
    assert list(begun_on(assessment, by=place.inspector).marking.added.all()) == [optional]


# Exercises


def test_each_marks_a_case_of_an_exercise_once_and_of_the_reference_there_is_one(place):
    case = exercise_case(by=place.dccp)

    def begin(kind, by):
        return second_markings.begin_in_exercise(exercise_case=case, kind=kind, by=by)

    mine, yours = begin(EXERCISE, place.dcp), begin(EXERCISE, place.sdcp)
    assert mine != yours
    assert begin(EXERCISE, place.dcp) == mine
    assert mine.blind
    reference = begin(REFERENCE, place.dccp)
    assert begin(REFERENCE, place.cat) == reference
    assert not reference.blind
    assert finished(mine).compared_with is None


def test_in_a_closed_exercise_nothing_is_marked(place):
    case = exercise_case(by=place.dccp)
    second = second_markings.begin_in_exercise(exercise_case=case, kind=EXERCISE, by=place.dcp)
    Exercise.objects.update(closed_at=timezone.now())
    closed = r"^This exercise is closed, so nothing more can be marked in it\.$"
    with pytest.raises(NotAllowed, match=closed):
        save(second, answered_as(second))
    with pytest.raises(NotAllowed, match=closed):
        second_markings.begin_in_exercise(exercise_case=case, kind=EXERCISE, by=place.sdcp)
    # The reference is agreed afterwards.
    assert second_markings.begin_in_exercise(exercise_case=case, kind=REFERENCE, by=place.dccp)


def test_second_markings_are_found_by_whose_they_are_and_how_far(place, assessment):
    mine, yours = begun_on(assessment, by=place.inspector), finished(begun_on(assessment, by=place.cat))
    assert list(SecondMarking.objects.visible_to(place.inspector)) == [mine]
    assert list(SecondMarking.objects.filter(finished_at__isnull=True)) == [mine]
    assert list(SecondMarking.objects.filter(finished_at__isnull=False, kind=REFERENCE)) == [yours]


# All at once


@pytest.mark.django_db(transaction=True)
def test_begun_ten_times_at_once_it_is_one(place):
    assessment = recorded(assessor=place.dcp)
    begun = at_once(10, lambda: begun_on(assessment, by=place.inspector))
    assert len(set(begun)) == SecondMarking.objects.count() == 1
    assert Marking.objects.filter(assessment=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_tabs_that_save_at_once_one_wins_and_the_others_hear_of_it(place):
    second = begun_on(recorded(assessor=place.dcp), by=place.inspector)
    answers, tab = answered_as(second), count()

    def save_own():
        words = f"Tab {next(tab)}"
        return save(second, {q: replace(answer, comment=words) for q, answer in answers.items()})

    outcomes = at_once(5, save_own)
    assert outcomes.count(1) == 1
    assert sum(isinstance(outcome, drafts.Behind) for outcome in outcomes) == 4
    assert len({answer.comment for answer in answers_of(second.marking).values()}) == 1


@pytest.mark.django_db(transaction=True)
def test_saving_and_finishing_at_once_loses_nothing_that_was_acknowledged(place):
    second = begun_on(recorded(assessor=place.dcp), by=place.inspector)
    answers = answered_as(second)
    save(second, answers)
    question, turn = next(iter(answers)), count()

    def save_or_finish():
        if next(turn) % 2:
            return second_markings.finish(second=second, by=second.by)
        return save(second, {question: replace(answers[question], comment="Late")}, 1)

    outcomes = at_once(4, save_or_finish)
    assert again(second).finished_at
    acknowledged = 2 in outcomes
    assert (answers_of(second.marking)[question].comment == "Late") == acknowledged
