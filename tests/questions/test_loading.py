"""Loading the scheme, again and again; and a question set of quite another shape."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from assessments.actions import drafts, markings, recording
from assessments.loading import load_scheme
from assessments.models import Answer, SensitiveCategory, State
from assessments.policies.answers import AnswerData
from iqa.organisation.models import Area
from iqa.questions.models import Activity, Outcome, Question, QuestionSet, Reason, Wording
from iqa.terms.models import Term
from tests.another_set import load_another
from tests.factories import action_data, begun, started

pytestmark = pytest.mark.django_db

MODELS = [Area, Term, Activity, QuestionSet, Question, Wording, Reason, Outcome, SensitiveCategory]


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_is_filled():
    call_command("flush", interactive=False, verbosity=0)  # PostgreSQL refuses to delete a published set row by row
    assert load_scheme() is True
    counts = {model.__name__: model.objects.count() for model in MODELS}
    assert counts == {
        "Area": 15,
        "Term": 14,
        "Activity": 4,
        "QuestionSet": 1,
        "Question": 28,
        "Wording": 28,
        "Reason": counts["Reason"],
        "Outcome": 4,
        "SensitiveCategory": 8,
    }


def test_loading_twice_changes_nothing(scheme):
    before = rows()
    assert load_scheme() is False
    assert rows() == before


def test_the_activities_have_their_questions(scheme):
    numbers = {
        activity.code: list(
            Wording.objects.asked(question_set=scheme, activity=activity).values_list("number", flat=True)
        )
        for activity in Activity.objects.all()
    }
    assert numbers == {
        "advice": [1, 2],
        "charging_and_review": list(range(3, 9)),
        "case_progression": list(range(9, 18)),
        "case_presentation": list(range(18, 29)),
    }
    assert [str(activity) for activity in Activity.objects.all() if activity.is_court_based] == ["Case presentation"]


def test_the_outcomes_require_what_the_scheme_says(scheme):
    flags = ["code", "counts_as", "requires_reason", "requires_comment", "requires_whom"]
    assert list(Outcome.objects.allowed(question_set=scheme).values_list(*flags)) == [
        ("fully_met", "fully_met", False, False, False),
        ("not_met", "not_met", True, True, False),
        ("not_met_other", "not_met_other", False, True, True),
        ("not_applicable", "not_applicable", False, False, False),
    ]


def test_every_question_has_other_last_and_once(scheme):
    for wording in Wording.objects.filter(question_set=scheme).prefetch_related("reasons"):
        reasons = list(wording.reasons.all())
        assert [reason.is_other for reason in reasons] == [False] * (len(reasons) - 1) + [True]
        assert wording.guidance_points


def test_the_set_in_force_is_the_newest_published_by_the_day(scheme):
    load_another()
    QuestionSet.objects.create(title="A draft", in_force_from=date(2016, 1, 1))
    assert QuestionSet.objects.in_force(on=date(2019, 3, 31)) == scheme
    assert QuestionSet.objects.in_force(on=date(2019, 4, 1)).title == "Another set"
    with pytest.raises(QuestionSet.DoesNotExist, match="run load_question_set"):
        QuestionSet.objects.in_force(on=date(2014, 9, 30))


def test_the_database_refuses_two_published_sets_from_a_day(scheme):
    with pytest.raises(IntegrityError):
        load_another(in_force_from=scheme.in_force_from)


def test_what_things_are_called(scheme):
    assert str(scheme) == "Annex F"
    wording = Wording.objects.get(question_set=scheme, number=14)
    assert str(wording) == "Question 14"
    assert str(wording.question) == wording.question.key
    assert str(wording.reasons.last()) == "Other"
    assert str(scheme.outcomes.first()) == "Fully met"


def begun_under_another_set():
    load_another()
    return begun(half_day=started(activity="unused_material", assessed_on=date(2019, 4, 1)))


def wording_and_outcomes(assessment, number):
    question_set = assessment.marking.question_set
    return (
        Wording.objects.get(question_set=question_set, number=number),
        {outcome.code: outcome.pk for outcome in question_set.outcomes.all()},
    )


def test_an_iqa_is_recorded_under_a_set_with_other_numbers_and_a_fifth_outcome(scheme):
    assessment = begun_under_another_set()
    by = assessment.half_day.assessor
    first, outcome = wording_and_outcomes(assessment, 101)
    second, third = (wording_and_outcomes(assessment, number)[0] for number in (107, 140))
    late = second.reasons.get(code="q107-late").pk
    answers = {
        first.question_id: AnswerData(outcome_id=outcome["partly_met"]),
        second.question_id: AnswerData(outcome_id=outcome["not_met"], reason_ids=frozenset({late})),
        third.question_id: AnswerData(outcome_id=outcome["not_met_other"]),
    }
    drafts.save_answers(assessment=assessment, answers=answers, version=0, by=by)
    drafts.save_action(assessment=assessment, action=action_data(False), by=by)
    with pytest.raises(markings.Incomplete) as refused:
        recording.record(assessment=assessment, by=by, late_reason="A backlog")
    assert [problem.message for problem in refused.value.problems] == [
        "Select who question 101 lies with",
        "Enter a comment on question 140",
    ]
    answers[first.question_id] = AnswerData(outcome_id=outcome["partly_met"], lies_with="police")
    answers[third.question_id] = AnswerData(outcome_id=outcome["not_met_other"], comment="A bank did not answer")
    drafts.save_answers(assessment=assessment, answers=answers, version=1, by=by)
    recorded = recording.record(assessment=assessment, by=by, late_reason="A backlog")
    assert recorded.state == State.RECORDED  # "partly met" counts as not met: feedback is outstanding
    assert Answer.objects.filter(marking=recorded.marking, outcome__counts_as="not_met").count() == 2
