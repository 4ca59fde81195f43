"""What comes in after its IQA, or says of it something else than the files before."""

import pytest

from assessments.models import Answer, Assessment
from dipsamples.models import DipSample, SecondMarking
from reporting.actions.checking import check_tallies
from tests.reporting.imports.importing import run
from tests.reporting.imports.records import in_turn

pytestmark = pytest.mark.django_db


def test_files_may_come_one_at_a_time_and_answers_by_themselves(records, folder):
    run(records.write(folder))
    name = next(in_turn(records))
    line = dict(records.line("answers.csv", iqa_id=name, marker=""), comment="Said later")
    records.files = {"answers.csv": [line, {**line, "iqa_id": "unknown"}]}
    (folder / "iqas.csv").unlink()
    for other in ("units.csv", "people.csv", "cases.csv", "dip_samples.csv", "targets.csv", "performance_measures.csv"):
        (folder / other).unlink()
    told = run(records.write(folder))
    assert told.errors == [
        f"answers.csv:{records.number_of('answers.csv', records.files['answers.csv'][1])}: iqa_id: "
        "“unknown” is no IQA of iqas.csv, nor one that came in before"
    ]
    assert Answer.objects.filter(comment="Said later", marking__assessment__imported_id=name).exists()


@pytest.mark.parametrize("later", [("markings", "samples"), ("samples", "markings")], ids=["markings", "samples"])
def test_second_markings_and_dip_samples_may_come_after_their_iqas(records, folder, later):
    whole = {name: list(lines) for name, lines in records.files.items()}
    parts = {
        "markings": ("answers.csv", [line for line in whole["answers.csv"] if not line.get("marker")]),
        "samples": ("dip_samples.csv", []),
    }
    for name, lines in parts.values():
        records.files[name] = lines
    assert run(records.write(folder)).status == 0
    for part in later:
        name, _ = parts[part]
        records.files[name] = whole[name]
        assert run(records.write(folder)).errors == []
    assert DipSample.objects.count() == SecondMarking.objects.count() == len(whole["dip_samples.csv"])
    assert not DipSample.objects.filter(second_marking__isnull=True).exists()
    assert check_tallies() == 0


def test_an_iqa_of_another_activity_by_then_answers_its_questions(records, folder):
    assert run(records.write(folder)).status == 0
    line = next(line for line in records.files["iqas.csv"] if line["activity"] == "advice" and line["recorded_at"])
    iqa = line["iqa_id"]
    line["activity"] = "charging_and_review"
    for name in ("answers.csv", "dip_samples.csv"):
        records.files[name] = [each for each in records.files[name] if each["iqa_id"] != iqa]
    answers = [{"iqa_id": iqa, "question": str(number), "outcome": "fully_met"} for number in range(3, 9)]
    records.files["answers.csv"] += answers
    assert run(records.write(folder)).errors == []
    marking = Assessment.objects.get(imported_id=iqa).marking
    assert marking.activity.code == "charging_and_review"
    assert marking.answers.count() == len(answers)
    assert check_tallies() == 0


def test_a_draft_that_is_recorded_by_then_copies_its_case(records, folder):
    recorded = [line for line in records.files["iqas.csv"] if line["recorded_at"]]
    was = [dict(line) for line in recorded]
    after = ("recorded_at", "closed_on", "withdrawn", "feedback_on", "feedback_mode", "action_taken_on")
    for line in recorded:
        line |= dict.fromkeys(after, "")
    whole = records.files["dip_samples.csv"], records.files["answers.csv"]
    records.files["dip_samples.csv"] = []
    records.files["answers.csv"] = [line for line in whole[1] if not line.get("marker")]
    assert run(records.write(folder)).errors == []
    for line, then in zip(recorded, was, strict=True):
        line |= then
    records.files["dip_samples.csv"], records.files["answers.csv"] = whole
    assert run(records.write(folder)).errors == []
    for line in recorded:
        row = Assessment.objects.get(imported_id=line["iqa_id"])
        assert row.court_level == row.case.court_level
        assert {*row.sensitive.all()} == {*row.case.sensitive.all()}
    assert check_tallies() == 0


def test_feedback_given_on_another_day_by_then_is_given_on_that_day(records, folder):
    assert run(records.write(folder)).status == 0
    line = next(line for line in records.files["iqas.csv"] if line["feedback_on"])
    line["feedback_mode"] = "phone" if line["feedback_mode"] != "phone" else "email"
    assert run(records.write(folder)).errors == []
    assert Assessment.objects.get(imported_id=line["iqa_id"]).feedback.mode == line["feedback_mode"]


def test_an_answer_and_a_dip_sample_that_change_together_stay_in_the_tallies(records, folder):
    """Of few IQAs the tallies are brought in step one by one, and a dip sample saved is tallied by itself."""
    assert run(records.write(folder)).status == 0
    for sample in records.files["dip_samples.csv"]:
        line = records.line("answers.csv", iqa_id=sample["iqa_id"], marker="")
        said = {"outcome": "not_met_other", "lies_with": "police", "comment": "Late", "reasons": "", "other_reason": ""}
        line |= {name: value for name, value in said.items() if name in line}
        sample["work_comment"] = "Not so sound"
    assert run(records.write(folder)).status == 0
    assert DipSample.objects.filter(work_comment="Not so sound").exists()
    assert check_tallies() == 0
