"""What comes in, and comes in again: each line as the row says it, once."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Answer, Assessment, Case, HalfDay, State
from dipsamples.models import DipSample, SecondMarking
from iqa.audit.models import Event
from iqa.calendar import add_working_days
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person
from iqa.permissions import Role
from reporting.actions.checking import check_tallies
from reporting.actions.records import importing, stepping
from reporting.choices import Choices
from reporting.measures import REPORTS
from reporting.models import PerformanceMeasure, TalliesDue, Target
from tests.factories import PersonFactory, PostingFactory
from tests.reporting.imports.importing import everything, run
from tests.reporting.imports.records import in_turn

pytestmark = pytest.mark.django_db


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


def test_spaces_are_part_of_what_somebody_wrote_and_of_nothing_else(records, folder):
    sample = records.files["dip_samples.csv"][0]
    iqa = records.line("iqas.csv", iqa_id=sample["iqa_id"])
    answer = records.line("answers.csv", iqa_id=sample["iqa_id"], marker="")
    case = records.line("cases.csv", urn=iqa["urn"])
    words = "  Set out:\n  as a list "
    sample |= {"iqa_comment": words, "work_comment": "  "}
    iqa |= {"action": words, "action_required": "yes", "withdrawn": words, "half": f" {iqa['half']} "}
    answer |= {"comment": words, "other_reason": words}
    case["finalised"] = words
    assert run(records.write(folder)).errors == []
    row = Assessment.objects.get(imported_id=iqa["iqa_id"])
    assert (row.action.what, row.withdrawn_reason, row.case.finalised, row.finalised) == (words,) * 4
    assert (row.dip_samples.get().iqa_comment, row.dip_samples.get().work_comment) == (words, "")
    said = row.marking.answers.get(question__wordings__number=answer["question"])
    assert (said.comment, said.other_reason) == (words, words)
    before = everything()
    assert run(folder).status == 0
    assert everything() == before


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


def test_one_whose_time_of_recording_is_emptied_is_a_draft_again_and_recorded_again_as_it_was(records, folder):
    assert run(records.write(folder)).status == 0
    was = {line["iqa_id"]: dict(line) for line in records.files["iqas.csv"]}
    counted = REPORTS["open"].figures(Choices.parse({}), person=None).rows[0]["draft"]
    before = rows()
    for line in records.files["iqas.csv"]:
        line["recorded_at"] = ""
    assert run(records.write(folder)).errors == []
    changed = [name for name, line in was.items() if line["recorded_at"]]
    for row in Assessment.objects.filter(imported_id__in=changed):
        assert row.state == (State.DISCARDED if was[row.imported_id].get("withdrawn") else State.DRAFT)
        assert (row.recorded_at, row.closed_at, row.court_level, row.finalised) == (None, None, "", "")
        assert not row.sensitive.exists()
    drafts = [line for line in was.values() if not line.get("withdrawn")]
    assert REPORTS["open"].figures(Choices.parse({}), person=None).rows[0]["draft"] == len(drafts) > counted
    assert check_tallies() == 0
    drafted = everything()
    assert run(folder).status == 0
    assert everything() == drafted
    records.files["iqas.csv"] = list(was.values())
    assert run(records.write(folder)).errors == []
    assert rows() == before
    assert check_tallies() == 0


def rows():
    """What the files decide of each IQA; not when it came in, and for a recorded one not when its draft was saved."""
    left_out = {"imported_at", "draft_saved_at", "draft_saved_by"}
    names = [field.name for field in Assessment._meta.fields if field.name not in left_out]
    found = Assessment.objects.order_by("pk").values(*names)
    return [(row, set(Assessment.objects.get(pk=row["id"]).sensitive.all())) for row in found]


def test_a_measure_that_changed_is_brought_up(records, folder):
    run(records.write(folder))
    records.files["performance_measures.csv"][0]["value"] = "13.25"
    run(records.write(folder))
    values = PerformanceMeasure.objects.order_by("value").values_list("area__name", "value")
    assert list(values) == [("Wessex", -3), (None, Decimal("13.25"))]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("84.61538461538461538", "84.6153846154"),
        ("0.00000000005", "0.0000000001"),
        ("0.1234567890499999999", "0.123456789"),
        ("-12345678901234.1234567891", "-12345678901234.1"),
        ("00012.50", "12.5"),
        ("-0", "0"),
    ],
)
def test_a_measure_of_more_digits_than_are_kept_is_rounded_and_the_same_again(records, folder, value, kept):
    records.files["performance_measures.csv"][0]["value"] = value
    assert run(records.write(folder)).errors == []
    assert PerformanceMeasure.objects.get(area=None).value == Decimal(kept)
    before = everything()
    assert "performance_measures.csv: 2 unchanged" in run(folder).told
    assert everything() == before


@pytest.mark.parametrize("value", ["123456789012345", "99999999999999.99", "1e3", "1,5", "."])
def test_a_measure_that_is_no_number_or_too_large_is_told(records, folder, value):
    records.files["performance_measures.csv"][0]["value"] = value
    told = run(records.write(folder))
    assert [error.split(": ")[:2] for error in told.errors] == [["performance_measures.csv:2", "value"]]


def test_records_come_in_under_the_set_that_has_their_numbers(records, folder):
    assert run(records.write(folder)).status == 0
    assert set(HalfDay.objects.values_list("question_set__title", flat=True)) == {"Annex F"}


def test_tallies_that_an_import_left_due_are_made_anew_once_it_is_given_up(scheme):
    now = timezone.now()
    TalliesDue.objects.create(heard_at=now)
    assert not stepping.rebuild_if_given_up()
    TalliesDue.objects.update(heard_at=now - stepping.GIVEN_UP_AFTER - timedelta(seconds=1))
    assert stepping.rebuild_if_given_up()
    assert not TalliesDue.objects.exists()


def test_an_empty_folder_is_nothing_to_do_and_none_is_status_2(scheme, folder):
    folder.mkdir()
    assert run(folder).status == 0
    assert run(folder / "none").status == 2
