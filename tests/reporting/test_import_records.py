"""`import_records`: what the contract says of identity, errors, order, exit status and what comes in."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from assessments.models import Answer, Assessment, Case, HalfDay, State
from dipsamples.models import DipSample, SecondMarking
from iqa.audit.models import Event
from iqa.calendar import add_working_days
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Area, Person, Posting, Unit
from iqa.permissions import Role
from reporting.actions.checking import check_tallies
from reporting.actions.records import importing, stepping
from reporting.imports.files import NAMES
from reporting.models import PerformanceMeasure, TalliesDue, Target
from tests.factories import PersonFactory, PostingFactory
from tests.reporting.importing import everything, run
from tests.reporting.records import in_turn, make_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "in"


@pytest.fixture
def records(scheme):
    return make_records(iqas=40)


def test_records_come_in_whole(records, folder):
    told = run(records.write(folder))
    assert (told.status, told.errors) == (0, [])
    assert Assessment.objects.count() == 40
    assert Answer.objects.count() == len(records.files["answers.csv"])
    assert DipSample.objects.count() == len(records.files["dip_samples.csv"])
    assert SecondMarking.objects.count() == len(records.files["dip_samples.csv"])
    assert Case.objects.count() == 20
    assert Target.objects.count() == 4
    assert PerformanceMeasure.objects.count() == 2
    assert not OutboxEmail.objects.exists()
    assert check_tallies() == 0


def test_every_line_is_what_the_row_says(records, folder):
    run(records.write(folder))
    for line in records.files["iqas.csv"]:
        row = Assessment.objects.get(imported_id=line["iqa_id"])
        half_day = row.half_day
        assert row.case.urn == line["urn"]
        assert (half_day.unit.area.name, half_day.unit.name) == (line["area"], line["unit"])
        assert half_day.prosecutor.email == line["prosecutor"].lower()
        assert half_day.assessor.email == line["assessor"]
        assert (str(half_day.worked_on), half_day.half) == (line["work_date"], line["half"])
        assert str(half_day.assessed_on) == line["assessed_on"]
        assert half_day.additional == (line["additional"] == "yes")
        assert row.action_required == (line["action_required"] == "yes")
        assert row.imported_at is not None
        if not line["recorded_at"]:
            assert row.state == (State.DISCARDED if line.get("withdrawn") else State.DRAFT)
            continue
        assert row.recorded_at.isoformat()[:10] == line["assessed_on"]
        assert row.feedback_due_on == add_working_days(half_day.assessed_on, 5)
        assert (row.readable_from - row.recorded_at).total_seconds() == 24 * 3600
        assert (row.court_level, row.finalised) == (row.case.court_level, row.case.finalised)
        assert set(row.sensitive.all()) == set(row.case.sensitive.all())
        given = getattr(row, "feedback", None)
        assert str(given.given_on if given else "") == line.get("feedback_on", "")
        closed = line.get("closed_on") and not line.get("withdrawn")
        assert row.state == (State.WITHDRAWN if line.get("withdrawn") else State.CLOSED if closed else State.RECORDED)
        if line["action"]:
            assert row.action.what == line["action"]
            assert bool(row.action.taken_at) == bool(line["action_taken_on"])
    for line in records.files["answers.csv"]:
        found = Answer.objects.filter(question__wordings__number=line["question"], comment=line["comment"])
        of_iqa = {"marking__assessment__imported_id": line["iqa_id"]}
        if line.get("marker"):
            of_iqa = {
                "marking__second__assessment__imported_id": line["iqa_id"],
                "marking__by__email": line["marker"].lower(),
                "marking__second__kind": line["marking_kind"],
            }
        answer = found.get(outcome__code=line["outcome"], other_reason=line["other_reason"], **of_iqa)
        assert answer.reasons.count() == bool(line["reasons"])


def test_its_page_says_that_it_was_imported_and_every_imported_one_can_be_read(records, folder, client):
    run(records.write(folder))
    reader = PersonFactory()
    PostingFactory(person=reader, role=Role.CAT)
    client.force_login(reader)
    for row in Assessment.objects.all():
        page = client.get(reverse("assessments:assessment_detail", args=[row.pk])).content.decode()
        assert f"from other records, in which it is IQA {row.imported_id}." in page
        assert ("Imported from other records" in page) == bool(row.recorded_at)


def test_again_writes_nothing(records, folder):
    run(records.write(folder))
    before = everything()
    for lines in records.files.values():
        random.Random(5).shuffle(lines)
    assert run(records.write(folder)).status == 0
    assert everything() == before


def test_a_dry_run_reports_and_exits_alike_and_writes_nothing(records, folder):
    records.line("iqas.csv")["half"] = "noon"
    records.line("answers.csv", iqa_id=records.files["iqas.csv"][3]["iqa_id"])["outcome"] = "met"
    records.files["people.csv"][4]["role"] = "king"
    before = everything()
    dry = run(records.write(folder), "--dry-run")
    assert everything() == before
    wet = run(folder)
    assert (dry.status, dry.errors) == (wet.status, wet.errors)
    assert dry.status == 1
    assert everything() != before


def test_what_changed_is_brought_up_and_nothing_else(records, folder):
    run(records.write(folder))
    name = next(in_turn(records))
    line, answer = records.line("iqas.csv", iqa_id=name), records.line("answers.csv", iqa_id=name, marker="")
    before = dict(Assessment.objects.exclude(imported_id=name).values_list("pk", "imported_at"))
    line |= {"half": "pm" if line["half"] == "am" else "am", "action_required": "yes", "action": "Other words"}
    line |= {"feedback_on": "2018-05-01", "feedback_mode": "email", "closed_on": "2018-06-01", "withdrawn": ""}
    answer |= {"outcome": "not_met", "reasons": "other", "other_reason": "Late", "comment": "New"}
    records.files["cases.csv"][0]["court_level"] = "youth"
    records.files["targets.csv"][0]["proxy_target"] = "999"
    records.files["people.csv"][0]["name"] = "Renamed Person"
    assert run(records.write(folder)).status == 0
    row = Assessment.objects.get(imported_id=name)
    assert (row.half_day.half, row.action.what, row.state) == (line["half"], "Other words", State.CLOSED)
    assert (str(row.feedback.given_on), row.feedback.mode) == ("2018-05-01", "email")
    changed = Answer.objects.get(marking=row.marking, question__wordings__number=answer["question"])
    assert (changed.outcome.code, changed.comment, changed.reasons.count()) == ("not_met", "New", 1)
    assert Target.objects.filter(proxy_target=999).count() == 1
    assert Person.objects.filter(name="Renamed Person").exists()
    after = dict(Assessment.objects.exclude(imported_id=name).values_list("pk", "imported_at"))
    assert after == before
    assert not HalfDay.objects.filter(assessments=None).exists()
    assert Event.objects.of(row).filter(verb="imported_again").count() == 1
    assert check_tallies() == 0
    for column in ("feedback_on", "feedback_mode", "closed_on", "action", "action_taken_on"):
        line[column] = ""
    line["action_required"] = "no"
    run(records.write(folder))
    row = Assessment.objects.get(imported_id=name)
    assert row.state == State.RECORDED
    assert not hasattr(row, "feedback")
    assert not hasattr(row, "action")


def test_tallies_are_made_anew_where_many_came_in(records, folder, monkeypatch):
    monkeypatch.setattr(stepping, "FEW", 0)
    run(records.write(folder))
    assert check_tallies() == 0
    assert not TalliesDue.objects.exists()
    records.line("answers.csv", marker="")["outcome"] = "not_met_other"
    records.files["cases.csv"][0]["finalised"] = "otherwise"
    run(records.write(folder))
    assert check_tallies() == 0


@pytest.mark.parametrize("batch", [1, 2])
def test_interrupted_and_run_again_it_ends_the_same(records, folder, monkeypatch, batch):
    monkeypatch.setattr(importing, "IQAS_AT_ONCE", 15)
    monkeypatch.setattr(stepping, "FEW", 0)
    take_in, calls = importing.batches.take_in, []

    def killed(*args):
        calls.append(args)
        if len(calls) > batch:
            raise KeyboardInterrupt
        return take_in(*args)

    monkeypatch.setattr(importing.batches, "take_in", killed)
    with pytest.raises(KeyboardInterrupt):
        run(records.write(folder))
    assert Assessment.objects.count() == 15 * batch
    assert TalliesDue.objects.exists()
    monkeypatch.setattr(importing.batches, "take_in", take_in)
    assert run(folder).status == 0
    assert Assessment.objects.count() == 40
    assert check_tallies() == 0
    assert not TalliesDue.objects.exists()


# Errors


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
    ("answers.csv", {"comment": "a\0b"}, "comment"),
    ("answers.csv", {"marker": "nobody@example.test", "marking_kind": "reference"}, "marker"),
    ("answers.csv", {"marker": "inspector.x@example.test"}, "marking_kind"),
    ("answers.csv", {"marker": "inspector.x@example.test", "marking_kind": "exercise"}, "marking_kind"),
    ("answers.csv", {"marking_kind": "reference"}, "marker"),
    ("dip_samples.csv", {"sampler": "nobody@example.test"}, "sampler"),
    ("dip_samples.csv", {"sampler": ""}, "sampler"),
    ("dip_samples.csv", {"sampled_on": ""}, "sampled_on"),
    ("dip_samples.csv", {"targeted": ""}, "targeted"),
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


# Files that come alone


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


def test_an_empty_folder_is_nothing_to_do_and_none_is_status_2(scheme, folder):
    folder.mkdir()
    assert run(folder).status == 0
    assert run(folder / "none").status == 2


# Hostile files


HEADER = "area,unit,kind\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEADER.encode() + "Wessex,Zoë,crown\n".encode("latin-1"), "units.csv: is not in UTF-8"),
        (HEADER.encode("utf-16"), "is not in UTF-8"),
        (b"", "units.csv:1: lacks the columns area, unit, kind"),
        (b"area,kind\nWessex,crown\n", "units.csv:1: lacks the column unit"),
        ((HEADER + 'Wessex,"Never closed,crown\n').encode(), "quotes open on this line that are never closed"),
        (b",".join([b"x"] * 1_000_000), "lacks the columns"),
    ],
    ids=range(6),
)
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_cannot_be_read_stops_it_before_anything_is_written(records, folder, content, words, options):
    records.write(folder)
    (folder / "units.csv").write_bytes(content)
    before = everything()
    told = run(folder, *options)
    assert (told.status, told.errors) == (2, [])
    assert words in told.told
    assert everything() == before


def test_the_last_file_stops_it_too(records, folder):
    records.write(folder)
    (folder / "performance_measures.csv").write_bytes(b"area,measure,period,value\nWessex,m,2017-18 Q2,1\n,\xff,x,1")
    before = everything()
    assert run(folder).status == 2
    assert everything() == before


def test_a_mark_of_byte_order_other_line_ends_more_columns_and_addresses_in_capitals(records, folder):
    records.write(folder)
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    many = ",".join(f"extra{n}" for n in range(100_000))
    units = (folder / "units.csv").read_text(encoding="utf-8-sig").splitlines()
    filled = [f"{units[0]},{many}", *(line + "," * 100_000 for line in units[1:])]
    (folder / "units.csv").write_text("\r\n".join(filled))
    assert run(folder).status == 0
    assert Assessment.objects.count() == 40
    assert Person.objects.filter(email="prosecutor.0@example.test").exists()


def test_times_are_londons_unless_they_say_otherwise(records, folder):
    names = list(in_turn(records))[:4]
    times = ["2017-10-29T01:30:00", "2017-10-29T01:30:00+00:00", "2017-07-01T00:30:00", "2017-07-01T23:30:00Z"]
    for name, time in zip(names, times, strict=True):
        records.line("iqas.csv", iqa_id=name)["recorded_at"] = time
    assert run(records.write(folder)).status == 0
    there = [Assessment.objects.get(imported_id=name).recorded_at for name in names]
    assert there == [
        datetime(2017, 10, 29, 0, 30, tzinfo=UTC),
        datetime(2017, 10, 29, 1, 30, tzinfo=UTC),
        datetime(2017, 6, 30, 23, 30, tzinfo=UTC),
        datetime(2017, 7, 1, 23, 30, tzinfo=UTC),
    ]


def test_two_iqas_of_a_case_in_one_half_day_get_half_days_of_their_own(records, folder):
    one = records.line("iqas.csv", iqa_id=next(in_turn(records)))
    answers = [
        line for line in records.files["answers.csv"] if line["iqa_id"] == one["iqa_id"] and not line.get("marker")
    ]
    case = {**records.files["cases.csv"][0], "urn": "99ZZ0000001"}
    records.files["cases.csv"].append(case)
    for name, urn in (("twin", one["urn"]), ("triplet", one["urn"]), ("beside", case["urn"])):
        records.files["iqas.csv"].append({**one, "iqa_id": name, "urn": urn})
        records.files["answers.csv"] += [{**line, "iqa_id": name} for line in answers]
    assert run(records.write(folder)).status == 0
    names = (one["iqa_id"], "twin", "triplet", "beside")
    half_days = [Assessment.objects.get(imported_id=name).half_day_id for name in names]
    assert len(set(half_days[:3])) == 3
    assert half_days[3] in half_days[:3]
    before = everything()
    assert run(folder).status == 0
    assert everything() == before


def test_an_iqa_of_a_case_that_came_in_before_gets_a_half_day_of_its_own(records, folder):
    assert run(records.write(folder)).status == 0
    one = records.line("iqas.csv", iqa_id=next(in_turn(records)))
    records.files["iqas.csv"].append({**one, "iqa_id": "twin"})
    answers = [line for line in records.files["answers.csv"] if line["iqa_id"] == one["iqa_id"]]
    records.files["answers.csv"] += [{**line, "iqa_id": "twin"} for line in answers if not line.get("marker")]
    assert run(records.write(folder)).status == 0
    half_days = Assessment.objects.filter(imported_id__in=[one["iqa_id"], "twin"]).values_list("half_day", flat=True)
    assert len(set(half_days)) == 2


def test_recorded_once_it_stays_recorded(records, folder):
    assert run(records.write(folder)).status == 0
    line = next(line for line in records.files["iqas.csv"] if line["recorded_at"] and not line.get("withdrawn"))
    before = Assessment.objects.values().get(imported_id=line["iqa_id"])
    later = ("recorded_at", "action_taken_on", "feedback_on", "feedback_mode", "closed_on")
    line |= dict.fromkeys(later, "")
    run(records.write(folder))
    after = Assessment.objects.values().get(imported_id=line["iqa_id"])
    assert (after["state"], after["recorded_at"]) == (before["state"], before["recorded_at"])
    assert check_tallies() == 0


def test_a_measure_that_changed_is_brought_up(records, folder):
    run(records.write(folder))
    records.files["performance_measures.csv"][0]["value"] = "13.25"
    run(records.write(folder))
    values = PerformanceMeasure.objects.order_by("value").values_list("area__name", "value")
    assert list(values) == [("Wessex", -3), (None, Decimal("13.25"))]


def test_rows_that_somebody_wrote_meanwhile_are_tried_again(records, folder, monkeypatch):
    take_in, tries = importing.batches.take_in, []

    def twice_late(*args):
        tries.append(args)
        if len(tries) < importing.TRIES:
            raise IntegrityError
        return take_in(*args)

    monkeypatch.setattr(importing.batches, "take_in", twice_late)
    assert run(records.write(folder)).status == 0
    assert Assessment.objects.count() == 40


def test_rows_that_cannot_be_written_are_not_tried_for_ever(records, folder, monkeypatch):
    def late(*args):
        raise IntegrityError

    monkeypatch.setattr(importing.batches, "take_in", late)
    with pytest.raises(IntegrityError):
        run(records.write(folder))
    assert not Assessment.objects.exists()


def test_without_a_question_set_nothing_comes_in(records, folder, monkeypatch):
    nothing = importing.schemes.Scheme([], {})
    monkeypatch.setattr(importing.schemes, "load", lambda: nothing)
    before = everything()
    assert run(records.write(folder)).status == 2
    assert everything() == before


def test_records_come_in_under_the_set_that_has_their_numbers(records, folder):
    assert run(records.write(folder)).status == 0
    assert set(HalfDay.objects.values_list("question_set__title", flat=True)) == {"Annex F"}


# What the staff list says of people holds here too


def test_a_person_may_have_had_the_same_posting_twice_at_once(records, folder):
    records.files["people.csv"].append({**records.files["people.csv"][0], "from": "2016-01-01"})
    assert run(records.write(folder)).status == 0
    assert Posting.objects.filter(person__email=records.files["people.csv"][0]["email"]).count() == 2


def test_an_administrator_never_sees_casework(records, folder):
    said = {"email": "prosecutor.0@example.test", "name": "Person prosecutor.0", "role": "cat", "from": "2015-01-01"}
    records.files["people.csv"] += [said, {**said, "role": "administrator"}]
    told = run(records.write(folder))
    assert [error.split(":")[2] for error in told.errors if error.startswith("people.csv")] == [" role", " role"]
    assert not Posting.objects.filter(role=Role.ADMINISTRATOR).exists()


def test_a_file_makes_no_area(records, folder):
    records.files["units.csv"].append({"area": "Atlantis", "unit": "Deep", "kind": "crown"})
    assert run(records.write(folder)).errors == ["units.csv:6: area: is not one of the Areas"]
    assert Area.objects.count() == 15
    assert not Unit.objects.filter(name="Deep").exists()


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


def test_tallies_that_an_import_left_due_are_made_anew_once_it_is_given_up(scheme):
    now = timezone.now()
    TalliesDue.objects.create(heard_at=now)
    assert not stepping.rebuild_if_given_up()
    TalliesDue.objects.update(heard_at=now - stepping.GIVEN_UP_AFTER - timedelta(seconds=1))
    assert stepping.rebuild_if_given_up()
    assert not TalliesDue.objects.exists()
