"""Records of a question set with other numbers, outcomes, reasons and activities than Annex F."""

import pytest

from assessments.models import Answer, Assessment
from reporting.actions.checking import check_tallies
from tests.another_set import load_another
from tests.reporting.imports.importing import everything, run
from tests.reporting.imports.records import make_records

pytestmark = pytest.mark.django_db
ANSWERS = [
    {"question": "101", "outcome": "fully_met"},
    {"question": "107", "outcome": "not_met", "reasons": "q107-late|other", "other_reason": "Lost"},
    {"question": "140", "outcome": "not_met_other"},
]


@pytest.fixture
def another(scheme):
    return load_another()


@pytest.fixture
def records(another):
    """One IQA: of another activity, assessed under another set."""
    made = make_records(iqas=1)
    day = {"work_date": "2019-05-01", "assessed_on": "2019-05-01", "recorded_at": "2019-05-01T14:05:00"}
    after = dict.fromkeys(("action_taken_on", "feedback_on", "feedback_mode", "closed_on", "withdrawn"), "")
    made.files["iqas.csv"][0] |= {"activity": "unused_material", **day, **after}
    made.files["answers.csv"] = [{"iqa_id": "IQA-0", **answer} for answer in ANSWERS]
    made.files["dip_samples.csv"] = []
    return made


def test_they_come_in_under_it(records, folder, another):
    assert run(records.write(folder)).errors == []
    iqa = Assessment.objects.get()
    assert iqa.marking.question_set == iqa.half_day.question_set == another
    said = {
        (number, answer.outcome.code, frozenset(answer.reasons.values_list("code", flat=True)))
        for answer in Answer.objects.select_related("outcome")
        for number in answer.question.wordings.values_list("number", flat=True)
    }
    assert said == {
        (101, "met", frozenset()),
        (107, "not_met", frozenset({"q107-late", "q107-other"})),
        (140, "not_met_other", frozenset()),
    }
    assert check_tallies() == 0
    before = everything()
    assert run(folder).status == 0
    assert everything() == before


@pytest.mark.parametrize(("number", "words"), [("1", "is not a question of this IQA's"), ("50", "is not the number")])
def test_it_has_no_numbers_of_annex_f_nor_of_what_may_be_added(records, folder, number, words):
    records.files["answers.csv"][1]["question"] = number
    told = run(records.write(folder))
    assert any(error.startswith("answers.csv:3: question: ") and words in error for error in told.errors)
    assert not Assessment.objects.exists()


def test_records_of_annex_f_assessed_while_it_is_in_force_come_in_under_annex_f(records, folder):
    records.files["iqas.csv"][0]["activity"] = "advice"
    records.files["answers.csv"] = [
        {"iqa_id": "IQA-0", "question": str(number), "outcome": "fully_met"} for number in (1, 2)
    ]
    assert run(records.write(folder)).errors == []
    assert Assessment.objects.get().half_day.question_set.title == "Annex F"
