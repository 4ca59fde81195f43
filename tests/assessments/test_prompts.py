"""Suggestions while marking: each appears when its paragraph of the report says so, and not otherwise."""

from datetime import date

import pytest

from assessments.policies.prompts import Circumstances, Given, best_from, prompts


def around(**changes):
    usual = {
        "activity": "charging_and_review",
        "questions": 6,
        "worked_on": date(2017, 10, 2),
        "court_level": "crown",
        "trial_date": None,
        "action_required": None,
        "seconds": 600.0,
    }
    return Circumstances(**(usual | changes))


def given(number=4, outcome="fully_met", comment="", question="timely-decision"):
    return Given(number, question, outcome, comment)


def sections(answers, **changes):
    return [(prompt.number, prompt.section) for prompt in prompts(answers, around(**changes))]


def test_an_ordinary_answer_prompts_nothing():
    assert sections([given(comment="Decided within two days")]) == []


def test_advice_is_for_early_advice_alone():
    assert sections([given()], activity="advice") == [(None, "§5.44")]


class TestBlamingSomeoneElse:
    @pytest.mark.parametrize("outcome", ["fully_met", "not_met"])
    @pytest.mark.parametrize(
        "comment",
        [
            "The police were late with the statement",
            "Delay, but no fault of the prosecutor",
            "The court did not list it",
            "POLICE FILE WAS MISSING THE SCHEDULE",
            "The defence statement was not served",
        ],
    )
    def test_suggests_not_met_other(self, outcome, comment):
        assert sections([given(outcome=outcome, comment=comment)]) == [(4, "§5.26")]

    @pytest.mark.parametrize(
        ("outcome", "comment"),
        [
            ("not_met_other", "The police were late with the statement"),
            ("not_applicable", "The police were late with the statement"),
            ("fully_met", "The officer was told at once"),
            ("not_met", "The prosecutor missed the court's direction"),
        ],
    )
    def test_not_where_it_is_said_already_or_nobody_is_blamed(self, outcome, comment):
        assert sections([given(outcome=outcome, comment=comment)]) == []


class TestTheCodeAlone:
    def test_choice_of_charge_belongs_elsewhere(self):
        answer = given(3, "not_met", "Wrong charge, though the Code was met", "code-compliance")
        assert sections([answer]) == [(3, "§5.45")]

    @pytest.mark.parametrize(
        ("question", "outcome"), [("timely-decision", "not_met"), ("code-compliance", "fully_met")]
    )
    def test_other_questions_and_outcomes_say_nothing(self, question, outcome):
        assert sections([given(3, outcome, "Wrong charge", question)]) == []


class TestBeforeTrial:
    @pytest.mark.parametrize(
        ("court_level", "first"),
        [("crown", date(2017, 11, 1)), ("magistrates", date(2017, 11, 17)), ("youth", date(2017, 11, 17))],
    )
    def test_the_month_or_the_fortnight_before_trial_is_proposed(self, court_level, first):
        trial = date(2017, 12, 1)
        assert best_from(trial, court_level) == first
        early = prompts([given(9)], around(activity="case_progression", court_level=court_level, trial_date=trial))
        assert [prompt.section for prompt in early] == ["§5.31"]
        assert f"{first:%-d %B %Y}" in early[0].text

    @pytest.mark.parametrize(
        "changes",
        [
            {"trial_date": None},
            {"worked_on": date(2017, 11, 1)},
            {"activity": "charging_and_review"},
        ],
    )
    def test_not_otherwise(self, changes):
        usual = {"activity": "case_progression", "trial_date": date(2017, 12, 1)}
        assert sections([given(9)], **(usual | changes)) == []


class TestNoAction:
    def test_not_met_with_no_action(self):
        found = prompts([given(3, "not_met"), given(4), given(8, "not_met")], around(action_required=False))
        assert [(prompt.number, prompt.section) for prompt in found] == [(None, "§6.7")]
        assert found[0].text.startswith("Questions 3 and 8 are not met")

    def test_one_question_is_named_alone(self):
        found = prompts([given(3, "not_met"), given(4)], around(action_required=False))
        assert found[0].text == "Question 3 is not met, and no action is required. Is nothing to be done?"

    @pytest.mark.parametrize("required", [True, None])
    def test_not_where_there_is_action_or_nothing_was_said(self, required):
        assert sections([given(3, "not_met")], action_required=required) == []

    def test_not_met_other_alone_needs_none(self):
        assert sections([given(3, "not_met_other")], action_required=False) == []


class TestHaste:
    ALL_MET = [given(number) for number in range(3, 9)]

    def test_all_fully_met_within_moments(self):
        assert sections(self.ALL_MET, seconds=59) == [(None, "§5.21")]

    def test_not_with_time_taken_or_questions_left(self):
        assert sections(self.ALL_MET, seconds=60) == []
        assert sections(self.ALL_MET[:-1], seconds=5) == []


class TestCopies:
    def test_the_same_comment_at_two_questions(self):
        answers = [
            given(n, comment=words)
            for n, words in [(4, "Well recorded, and in time."), (5, "well  recorded, and in time.")]
        ]
        assert sections(answers) == [(4, "§5.26"), (5, "§5.26")]

    def test_short_words_may_recur(self):
        assert sections([given(4, comment="Good work"), given(5, comment="Good work")]) == []
