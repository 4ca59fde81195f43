"""The first question set, as a file: its words are Annex F's, and its reasons are as the report says they were.

Nothing here needs Django or a database: the file must be right before anything loads it.
"""

import csv
import datetime
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "fixtures" / "question_set_annex_f.yaml"
ANNEX_F = ROOT / "tests" / "data" / "annex_f_questions.csv"

# A slug that fits Django's SlugField as it comes.
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_MAX = 50

# The paragraphs that guidance may cite, or the table of disagreements.
CITED = re.compile(r"\(HMCPSI 2018 (§[3-6]\.\d{1,2}(, §[3-6]\.\d{1,2})*|annex B)\)")


@pytest.fixture(scope="module")
def question_set():
    return yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def questions(question_set):
    return [question for activity in question_set["activities"] for question in activity["questions"]]


@pytest.fixture(scope="module")
def annex_f():
    with ANNEX_F.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reason_codes(question):
    return [reason["code"] for reason in question["reasons"]]


def repeated(values):
    values = list(values)
    return sorted({value for value in values if values.count(value) > 1})


def test_the_set_has_its_title_and_date(question_set):
    assert set(question_set) == {"title", "in_force_from", "outcomes", "activities"}
    assert question_set["title"] == "Annex F"
    assert question_set["in_force_from"] == datetime.date(2014, 10, 1)


def test_outcomes_are_the_four_in_order_with_what_each_requires(question_set):
    names = ["code", "label", "counts_as", "requires_reason", "requires_comment", "requires_whom"]
    assert [[outcome[name] for name in names] for outcome in question_set["outcomes"]] == [
        ["fully_met", "Fully met", "fully_met", False, False, False],
        ["not_met", "Not met", "not_met", True, True, False],
        ["not_met_other", "Not met other", "not_met_other", False, True, True],
        ["not_applicable", "Not applicable", "not_applicable", False, False, False],
    ]


def test_activities_are_the_four_in_order_and_only_presentation_is_at_court(question_set):
    assert [(activity["code"], activity["name"], activity["base"]) for activity in question_set["activities"]] == [
        ("advice", "Advice", "office"),
        ("charging_and_review", "Charging and review", "office"),
        ("case_progression", "Case progression", "office"),
        ("case_presentation", "Case presentation", "court"),
    ]


def test_questions_are_numbered_1_to_28_in_order(questions):
    assert [question["number"] for question in questions] == list(range(1, 29))


def test_texts_are_annex_f_word_for_word(questions, annex_f):
    assert {q["number"]: q["text"] for q in questions} == {int(row["number"]): row["text"] for row in annex_f}


def test_each_question_is_in_the_activity_annex_f_puts_it_in(question_set, annex_f):
    placed = {q["number"]: activity["code"] for activity in question_set["activities"] for q in activity["questions"]}
    assert placed == {int(row["number"]): row["activity"] for row in annex_f}


def test_questions_have_these_fields_and_no_others(questions):
    fields = {"number", "key", "label", "text", "guidance", "reasons"}
    assert [q["number"] for q in questions if set(q) != fields] == []


def test_labels_are_short_in_sentence_case_without_a_full_stop_and_unique(questions):
    labels = [question["label"] for question in questions]
    assert [label for label in labels if len(label) > 45] == []
    assert [label for label in labels if not label[0].isupper() or label.endswith(".")] == []
    assert repeated(labels) == []


def test_keys_are_unique_slugs(questions):
    keys = [question["key"] for question in questions]
    assert [key for key in keys if not SLUG.fullmatch(key) or len(key) > SLUG_MAX] == []
    assert repeated(keys) == []


def test_each_question_has_guidance_of_three_to_six_points(questions):
    assert [q["number"] for q in questions if not 3 <= len(q["guidance"]) <= 6] == []


def test_guidance_is_plain_sentences(questions):
    # A point with a colon in it would be read by YAML as a name and a value, not as words.
    points = [point for question in questions for point in question["guidance"]]
    assert [point for point in points if not isinstance(point, str)] == []
    assert [point for point in points if not point.endswith(".")] == []
    assert repeated(points) == []


def test_guidance_cites_the_report_in_one_form(questions):
    points = [point for question in questions for point in question["guidance"]]
    cites = [point for point in points if "§" in point or "HMCPSI" in point or "annex" in point]
    assert cites
    assert [point for point in cites if re.search("§|HMCPSI|annex", CITED.sub("", point))] == []


def test_each_question_has_three_to_seven_reasons(questions):
    assert [q["number"] for q in questions if not 3 <= len(q["reasons"]) <= 7] == []


def test_other_is_the_last_reason_of_every_question_and_only_the_last(questions):
    for question in questions:
        other = {"code": f"q{question['number']}-other", "text": "Other"}
        assert question["reasons"][-1] == other
        assert [reason for reason in question["reasons"] if reason["text"].startswith("Other")] == [other]


def test_reasons_are_a_code_and_a_text(questions):
    # A comma in an unquoted text would cut it short and leave the rest behind as another name.
    reasons = [reason for question in questions for reason in question["reasons"]]
    assert [reason for reason in reasons if set(reason) != {"code", "text"}] == []
    assert [reason["text"] for reason in reasons if not reason["text"][0].isupper()] == []
    assert [reason["text"] for reason in reasons if reason["text"].endswith(".")] == []


def test_reason_codes_are_unique_slugs_that_begin_with_their_question(questions):
    codes = [code for question in questions for code in reason_codes(question)]
    assert [code for code in codes if not SLUG.fullmatch(code) or len(code) > SLUG_MAX] == []
    assert repeated(codes) == []
    for question in questions:
        start = f"q{question['number']}-"
        assert [code for code in reason_codes(question) if not code.startswith(start)] == []


def test_reasons_of_one_question_are_all_different(questions):
    assert [q["number"] for q in questions if repeated(reason["text"].lower() for reason in q["reasons"])] == []


def test_question_14_has_seven_reasons_four_of_them_on_disclosure(questions):
    codes = reason_codes(questions[13])
    assert len(codes) == 7
    assert len([code for code in codes if code.startswith("q14-disclosure-")]) == 4


def test_question_9_has_one_reason_on_disclosure(questions):
    assert len([code for code in reason_codes(questions[8]) if code.startswith("q9-disclosure-")]) == 1


def test_no_other_question_has_a_reason_on_disclosure(questions):
    assert [
        code for q in questions if q["number"] not in (9, 14) for code in reason_codes(q) if "disclosure" in code
    ] == []


def test_the_file_says_whose_words_are_whose():
    opening = FIXTURE.read_text(encoding="utf-8").split("title:")[0]
    assert re.search(r"# +guidance +OURS, DRAFTED\. Not the scheme's\.", opening)
    assert re.search(r"# +reasons +OURS, DRAFTED\. Not the scheme's\.", opening)
    assert "Open Government Licence v3.0" in opening
