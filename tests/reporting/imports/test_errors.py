"""What is wrong in a line is named by file, line and column, and leaves its IQA out whole."""

import pytest

from assessments.models import Assessment
from reporting.choices import Choices
from reporting.imports.files import COLUMNS, NAMES
from reporting.measures import REPORTS
from tests.reporting.imports.importing import run
from tests.reporting.imports.records import in_turn

pytestmark = pytest.mark.django_db


def found(records, folder):
    return run(records.write(folder)).errors


BAD = [
    ("iqas.csv", {"half": "noon"}, "half"),
    ("iqas.csv", {"urn": "01AB9999999"}, "urn"),
    ("iqas.csv", {"urn": ""}, "urn"),
    ("iqas.csv", {"area": "Wales"}, "area"),
    ("iqas.csv", {"unit": "Nowhere"}, "unit"),
    ("iqas.csv", {"area": "West Midlands"}, "unit"),
    ("iqas.csv", {"prosecutor": "nobody@example.test"}, "prosecutor"),
    ("iqas.csv", {"assessor": ""}, "assessor"),
    ("iqas.csv", {"activity": "lunch"}, "activity"),
    ("iqas.csv", {"work_date": "2017-02-30"}, "work_date"),
    ("iqas.csv", {"work_date": "30/09/2017"}, "work_date"),
    ("iqas.csv", {"assessed_on": ""}, "assessed_on"),
    ("iqas.csv", {"assessed_on": "2015-01-01"}, "assessed_on"),
    ("iqas.csv", {"assessed_on": "9999-12-31"}, "assessed_on"),
    ("iqas.csv", {"recorded_at": "2017-09-30"}, "recorded_at"),
    ("iqas.csv", {"recorded_at": "2017-09-30T25:00:00"}, "recorded_at"),
    ("iqas.csv", {"recorded_at": "2018-03-25T01:30:00"}, "recorded_at"),
    ("iqas.csv", {"additional": ""}, "additional"),
    ("iqas.csv", {"action_required": "maybe"}, "action_required"),
    ("iqas.csv", {"action_taken_on": "soon"}, "action_taken_on"),
    ("iqas.csv", {"feedback_on": "soon"}, "feedback_on"),
    ("iqas.csv", {"feedback_mode": "pigeon"}, "feedback_mode"),
    ("iqas.csv", {"closed_on": "=1+1"}, "closed_on"),
    ("iqas.csv", {"iqa_id": "x" * 201}, "iqa_id"),
    ("iqas.csv", {"withdrawn": "a\0b"}, "withdrawn"),
    ("answers.csv", {"question": "29"}, "question"),
    ("answers.csv", {"question": "one"}, "question"),
    ("answers.csv", {"question": ""}, "question"),
    ("answers.csv", {"outcome": "met"}, "outcome"),
    ("answers.csv", {"outcome": ""}, "outcome"),
    ("answers.csv", {"reasons": "other|no-such-reason"}, "reasons"),
    ("answers.csv", {"comment": "x" * 100_001}, "comment"),
    ("answers.csv", {"comment": "x" + " " * 100_000}, "comment"),
    ("answers.csv", {"comment": "a\0b"}, "comment"),
    ("answers.csv", {"marker": "nobody@example.test", "marking_kind": "reference"}, "marker"),
    ("answers.csv", {"marker": "inspector.x@example.test"}, "marking_kind"),
    ("answers.csv", {"marker": "inspector.x@example.test", "marking_kind": "exercise"}, "marking_kind"),
    ("answers.csv", {"marking_kind": "reference"}, "marker"),
    ("dip_samples.csv", {"sampler": "nobody@example.test"}, "sampler"),
    ("dip_samples.csv", {"sampler": ""}, "sampler"),
    ("dip_samples.csv", {"sampled_on": ""}, "sampled_on"),
    ("dip_samples.csv", {"targeted": ""}, "targeted"),
    ("dip_samples.csv", {"sampled_on": "2098-01-01"}, "sampled_on"),
    ("iqas.csv", {"assessed_on": "2098-01-01"}, "assessed_on"),
    ("iqas.csv", {"work_date": "2098-01-01"}, "work_date"),
]


@pytest.mark.parametrize(("name", "values", "column"), BAD, ids=range(len(BAD)))
def test_a_bad_line_leaves_its_iqa_out_whole_and_no_other(records, folder, name, values, column):
    line = next(
        line for line in records.files[name] if line["iqa_id"] in set(in_turn(records)) and not line.get("marker")
    )
    iqa = line["iqa_id"]
    line |= values
    told = run(records.write(folder))
    number = records.number_of(name, line)
    assert told.status == 1
    assert f"{name}:{number}: {column}: " in "\n".join(told.errors)
    assert {error.split(":")[0] for error in told.errors} <= {name, "iqas.csv", "answers.csv"}
    assert not Assessment.objects.filter(imported_id=iqa).exists()
    assert Assessment.objects.count() == 39


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("units.csv", "area"),
        ("people.csv", "email"),
        ("cases.csv", "urn"),
        ("iqas.csv", "iqa_id"),
        ("answers.csv", "iqa_id"),
        ("dip_samples.csv", "iqa_id"),
        ("targets.csv", "area"),
        ("performance_measures.csv", "measure"),
    ],
)
def test_a_line_of_empty_cells_is_a_bad_line_and_one_with_nothing_on_it_is_none(records, folder, name, column):
    lines = len(records.write(folder).joinpath(name).read_bytes().splitlines())
    with (folder / name).open("ab") as stream:
        stream.write(b"\r\n   \r\n" + b"," * (len(COLUMNS[name]) - 1) + b"\r\n")
    told = run(folder)
    assert told.status == 1
    assert f"{name}:{lines + 3}: {column}: is empty" in told.errors
    assert {error.split(":")[1] for error in told.errors} == {str(lines + 3)}
    assert Assessment.objects.count() == 40


def test_every_error_is_told_at_once_in_the_order_of_the_files_and_again_the_same(records, folder):
    iqas = records.files["iqas.csv"]
    iqas[0] |= {"half": "noon", "additional": "perhaps"}
    iqas[5] |= {"assessor": iqas[5]["prosecutor"]}
    records.files["cases.csv"][3]["plea"] = "guilty"
    records.files["targets.csv"][1]["proxy_target"] = "-1"
    records.files["performance_measures.csv"][0]["value"] = "many"
    records.files["people.csv"][2]["name"] = ""
    told = run(records.write(folder), "--errors", str(folder / "errors.txt"))
    assert told.status == 1
    assert (folder / "errors.txt").read_text().splitlines() == told.errors
    order = [error.split(":")[0] for error in told.errors]
    assert order == sorted(order, key=NAMES.index)
    assert {"people.csv", "cases.csv", "iqas.csv", "targets.csv", "performance_measures.csv"} <= {*order}
    assert "iqas.csv:2: half: “noon” is none of am, pm" in told.errors
    assert "iqas.csv:2: additional: “perhaps” is neither yes nor no" in told.errors
    assert run(folder).errors == told.errors


def test_a_bad_case_person_or_unit_leaves_out_the_iqas_that_need_it(records, folder):
    records.files["cases.csv"][0]["court_level"] = ""
    records.files["units.csv"][1]["kind"] = "moot"
    records.files["people.csv"].append({**records.files["people.csv"][0], "name": "Someone Else", "from": "2015-01-01"})
    needing = {
        line["iqa_id"]
        for line in records.files["iqas.csv"]
        if line["urn"] == records.files["cases.csv"][0]["urn"]
        or line["unit"] == records.files["units.csv"][1]["unit"]
        or line["prosecutor"].lower() == records.files["people.csv"][0]["email"]
    }
    told = run(records.write(folder))
    assert "cases.csv:2: court_level: is empty" in told.errors
    assert "units.csv:3: kind: “moot” is none of magistrates, crown, rasso, ccu, central, cps_direct" in told.errors
    assert any(error.startswith("people.csv:15: name: differs from line 2") for error in told.errors)
    came = set(Assessment.objects.values_list("imported_id", flat=True))
    assert came == {line["iqa_id"] for line in records.files["iqas.csv"]} - needing


def test_second_lines_leave_out_the_first_too(records, folder):
    one, two, three, four = list(in_turn(records))[:4]
    files = records.files
    files["iqas.csv"].append(dict(records.line("iqas.csv", iqa_id=one)))
    files["answers.csv"].append(dict(records.line("answers.csv", iqa_id=two)))
    files["dip_samples.csv"] += [
        {"iqa_id": three, "sampler": "inspector.x@example.test", "sampled_on": "2018-01-01", "targeted": "no"}
    ] * 2
    files["answers.csv"].append({"iqa_id": "unknown", "question": "1", "outcome": "fully_met"})
    files["dip_samples.csv"].append(
        {"iqa_id": "unknown", "sampler": "inspector.x@example.test", "sampled_on": "2018-01-01", "targeted": "no"}
    )
    told = run(records.write(folder))
    columns = sorted(tuple(error.split(":")[::2][:2]) for error in told.errors)
    assert columns == [
        ("answers.csv", " iqa_id"),
        ("answers.csv", " question"),
        ("dip_samples.csv", " iqa_id"),
        ("dip_samples.csv", " iqa_id"),
        ("iqas.csv", " iqa_id"),
    ]
    assert not Assessment.objects.filter(imported_id__in=[one, two, three]).exists()
    assert Assessment.objects.filter(imported_id=four).exists()


def test_a_recorded_iqa_needs_every_answer_and_a_draft_none(records, folder):
    recorded = next(in_turn(records))
    draft = next(line["iqa_id"] for line in records.files["iqas.csv"] if not line["recorded_at"])
    records.files["answers.csv"] = [
        line for line in records.files["answers.csv"] if line["iqa_id"] not in (recorded, draft) or line.get("marker")
    ]
    told = run(records.write(folder))
    number = records.number_of("iqas.csv", records.line("iqas.csv", iqa_id=recorded))
    (error,) = told.errors
    assert error.startswith(f"iqas.csv:{number}: iqa_id: is recorded, and lacks answers to questions ")
    assert Assessment.objects.get(imported_id=draft).marking.answers.count() == 0


def test_nobody_samples_or_marks_again_what_is_their_own(records, folder):
    line = records.line("iqas.csv", iqa_id=next(in_turn(records)))
    own = {"iqa_id": line["iqa_id"], "sampler": line["assessor"], "sampled_on": "2018-01-01", "targeted": "no"}
    records.files["dip_samples.csv"].append(own)
    marked = dict(
        records.line("answers.csv", iqa_id=line["iqa_id"]), marker=line["prosecutor"], marking_kind="reference"
    )
    records.files["answers.csv"].append(marked)
    told = run(records.write(folder))
    assert any("sampler: is the assessor of this IQA" in error for error in told.errors)
    assert any("marker: is the prosecutor of this IQA" in error for error in told.errors)
    assert not Assessment.objects.filter(imported_id=line["iqa_id"]).exists()


@pytest.mark.parametrize("period", ["0000-01 Q1", "1899-00 Q2", "9999-00 Q4"])
def test_a_quarter_of_no_likely_year_is_told_and_breaks_no_report(records, folder, period):
    line = records.files["targets.csv"][1]
    line["period"] = period
    told = run(records.write(folder))
    assert told.errors == [
        f"targets.csv:{records.number_of('targets.csv', line)}: period: “{period}” is not between 1950 and 2099"
    ]
    assert REPORTS["volumes"].figures(Choices.parse({}), person=None).rows


def test_what_became_of_people_units_and_targets_is_counted_by_each(records, folder):
    """A person with two postings is one, and a line that says not of what is left out too."""
    people = {line["email"] for line in records.files["people.csv"]}
    records.files["people.csv"] += [records.files["people.csv"][0] | {"email": "", "name": "Nobody"}]
    records.files["targets.csv"][0]["area"] = "Wesex"
    records.files["targets.csv"][1]["proxy_target"] = "many"
    told = run(records.write(folder)).told
    assert f"people.csv: {len(people)} added, 1 left out" in told
    assert f"targets.csv: {len(records.files['targets.csv']) - 2} added, 2 left out" in told
    records.files["people.csv"].pop()
    records.files["people.csv"][0]["name"] = "Renamed"
    for line in records.files["people.csv"]:
        if line["email"] == records.files["people.csv"][0]["email"]:
            line["name"] = "Renamed"
    assert "people.csv: 1 changed" in run(records.write(folder)).told
