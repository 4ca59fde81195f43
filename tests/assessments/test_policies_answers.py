"""What an answer lacks, in the words of the pages; what of it is kept; and how two sets of answers differ."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.policies.answers import (
    NOT_ANSWERED,
    AnswerData,
    NotAsked,
    check_asked,
    chose_other,
    differing,
    for_the_record,
    problems_with,
)
from iqa.questions.models import Activity, Outcome, Wording


@pytest.fixture
def wordings(scheme):
    activity = Activity.objects.get(code="case_progression")
    return {wording.number: wording for wording in Wording.objects.asked(question_set=scheme, activity=activity)}


@pytest.fixture
def outcomes(scheme):
    return {outcome.code: outcome for outcome in Outcome.objects.allowed(question_set=scheme)}


@pytest.fixture
def q14(wordings):
    return wordings[14]


@pytest.fixture
def reason(q14):
    return {reason.code: reason.pk for reason in q14.reasons.all()}


@pytest.fixture
def not_met(outcomes, reason):
    """A complete answer that is not met, for one reason."""
    late = next(iter(reason.values()))
    return AnswerData(outcome_id=outcomes["not_met"].pk, reason_ids=frozenset({late}), comment="The schedule was late")


@pytest.fixture
def not_met_other(outcomes):
    return AnswerData(outcome_id=outcomes["not_met_other"].pk, lies_with="police", comment="Served late by the police")


@pytest.fixture
def problems(q14, outcomes):
    by_id = {outcome.pk: outcome for outcome in outcomes.values()}
    return lambda answer: problems_with({q14.question_id: answer}, [q14], by_id)


def test_complete_answers_lack_nothing(problems, not_met, not_met_other, outcomes):
    for answer in (
        not_met,
        not_met_other,
        AnswerData(outcome_id=outcomes["fully_met"].pk),
        AnswerData(outcome_id=outcomes["not_applicable"].pk),
    ):
        assert problems(answer) == []


@pytest.mark.parametrize(
    ("kind", "lacks", "field", "message"),
    [
        ("not_met", {"outcome_id": None}, "outcome", "Select an outcome for question 14"),
        ("not_met", {"outcome_id": 0}, "outcome", "Select an outcome for question 14"),
        ("not_met", {"reason_ids": frozenset()}, "reasons", "Select a reason why question 14 was not met"),
        ("not_met", {"comment": ""}, "comment", "Enter a comment on question 14"),
        ("not_met_other", {"lies_with": ""}, "lies_with", "Select who question 14 lies with"),
        ("not_met_other", {"comment": ""}, "comment", "Enter a comment on question 14"),
    ],
)
def test_what_is_missing_is_named(kind, lacks, field, message, problems, not_met, not_met_other):
    answer = replace({"not_met": not_met, "not_met_other": not_met_other}[kind], **lacks)
    assert problems(answer) == [(14, field, message)]


def test_another_reason_needs_words(problems, not_met, reason):
    other = replace(not_met, reason_ids=frozenset({reason["q14-other"]}))
    assert problems(other) == [(14, "other_reason", "Enter the other reason for question 14")]
    assert problems(replace(other, other_reason="The index was missing")) == []


def test_an_outcome_of_another_set_is_none(problems):
    assert problems(AnswerData(outcome_id=10**6)) == [(14, "outcome", "Select an outcome for question 14")]


def test_everything_missing_is_named_at_once_and_in_order(wordings, outcomes):
    by_id = {outcome.pk: outcome for outcome in outcomes.values()}
    answers = {
        wordings[9].question_id: AnswerData(outcome_id=outcomes["not_met"].pk),
        wordings[10].question_id: AnswerData(outcome_id=outcomes["not_met_other"].pk),
    }
    asked = [wordings[number] for number in (9, 10, 11)]
    assert [(problem.number, problem.field) for problem in problems_with(answers, asked, by_id)] == [
        (9, "reasons"),
        (9, "comment"),
        (10, "lies_with"),
        (10, "comment"),
        (11, "outcome"),
    ]


def test_an_outcome_asks_for_what_its_row_says(q14):
    whole = Outcome(pk=77, requires_reason=True, requires_comment=True, requires_whom=True)
    found = problems_with({q14.question_id: AnswerData(outcome_id=77)}, [q14], {77: whole})
    assert [problem.field for problem in found] == ["reasons", "lies_with", "comment"]
    nothing = Outcome(pk=77, counts_as="not_met")
    assert problems_with({q14.question_id: AnswerData(outcome_id=77)}, [q14], {77: nothing}) == []


def test_the_record_keeps_only_what_the_outcome_asks_for(q14, outcomes, reason):
    everything = AnswerData(
        reason_ids=frozenset(reason.values()), other_reason="The index", lies_with="police", comment="Kept"
    )
    kept = {
        code: for_the_record(q14, replace(everything, outcome_id=outcome.pk), outcome)
        for code, outcome in outcomes.items()
    }
    for code in ("fully_met", "not_applicable"):
        assert kept[code] == AnswerData(outcome_id=outcomes[code].pk, comment="Kept")
    assert kept["not_met"] == replace(everything, outcome_id=outcomes["not_met"].pk, lies_with="")
    assert kept["not_met_other"] == AnswerData(
        outcome_id=outcomes["not_met_other"].pk, lies_with="police", comment="Kept"
    )


def test_words_for_another_reason_go_where_it_is_not_chosen(q14, outcomes, not_met):
    answer = replace(not_met, other_reason="No longer chosen")
    assert not chose_other(q14, answer)
    assert for_the_record(q14, answer, outcomes["not_met"]) == not_met


def test_what_is_asked_may_be_answered(wordings, outcomes, q14, not_met):
    by_id = {outcome.pk: outcome for outcome in outcomes.values()}
    check_asked({q14.question_id: not_met, wordings[9].question_id: NOT_ANSWERED}, wordings.values(), by_id)


@pytest.mark.parametrize("strange", ["question", "outcome", "reason"])
def test_what_is_not_asked_is_refused(strange, wordings, outcomes, q14, not_met):
    by_id = {outcome.pk: outcome for outcome in outcomes.values()}
    question, answer, words = {
        "question": (10**6, not_met, "is not among those"),
        "outcome": (q14.question_id, replace(not_met, outcome_id=10**6), "not one of the question set's"),
        "reason": (wordings[9].question_id, not_met, "not those of question"),
    }[strange]
    with pytest.raises(NotAsked, match=words):
        check_asked({question: answer}, wordings.values(), by_id)


words = st.text(max_size=3)
data = st.builds(
    AnswerData,
    outcome_id=st.none() | st.integers(1, 3),
    reason_ids=st.frozensets(st.integers(1, 3), max_size=2),
    other_reason=words,
    lies_with=words,
    comment=words,
)
answers = st.dictionaries(st.integers(1, 5), data, max_size=5)


@given(answers)
def test_the_same_answers_do_not_differ(ours):
    assert differing(ours, dict(ours)) == []
    assert differing(ours, {**ours, 6: NOT_ANSWERED}) == []


@given(answers, answers)
def test_answers_differ_alike_from_either_side(ours, theirs):
    assert differing(ours, theirs) == differing(theirs, ours) == sorted(differing(ours, theirs))


@given(answers, answers)
def test_taking_over_what_differs_leaves_no_difference(ours, theirs):
    merged = {**ours, **{question: theirs.get(question, NOT_ANSWERED) for question in differing(ours, theirs)}}
    assert differing(merged, theirs) == []


@given(data, st.sampled_from([field.name for field in fields(AnswerData)]))
def test_one_thing_changed_is_a_difference(answer, name):
    changed = {"outcome_id": 99, "reason_ids": frozenset({99})}.get(name, "something longer")
    assert differing({1: answer}, {1: replace(answer, **{name: changed})}) == [1]
