"""What was done in the service to records that came in outlasts the same files, or others, coming in again."""

import uuid
from datetime import date

import pytest
from django.db.models import Max

from assessments.actions import cases, drafts, feedback, recording
from assessments.models import Assessment, Case, CourtLevel, Feedback, FeedbackAction, HalfDay, State
from dipsamples.actions import dip_samples, draws
from dipsamples.models import DipSample, DrawnIQA
from iqa.audit.models import Event
from iqa.permissions import Role
from reporting.actions.checking import check_tallies
from tests.dipsamples.factories import picked
from tests.factories import PostingFactory, answers_to
from tests.reporting.imports.importing import everything, run
from tests.reporting.imports.records import make_records

pytestmark = pytest.mark.django_db
# What an IQA of the file says of what came after it: nothing, so that all of it is done in the service.
NOTHING_AFTER = {
    "action_required": "yes",
    "action": "Talk it through",
    **dict.fromkeys(("action_taken_on", "feedback_on", "feedback_mode", "closed_on", "withdrawn"), ""),
}


@pytest.fixture
def records(scheme):
    return make_records(iqas=20)


@pytest.fixture
def iqa(records, folder):
    """One that came in recorded, with an action to be taken and nothing done yet."""
    return brought_in(records, folder, is_recorded=True)


@pytest.fixture
def draft(records, folder):
    return brought_in(records, folder, is_recorded=False)


def brought_in(records, folder, *, is_recorded):
    sampled = {line["iqa_id"] for line in records.files["dip_samples.csv"]}
    line = next(line for line in records.files["iqas.csv"] if line["iqa_id"] not in sampled and line["recorded_at"])
    line |= NOTHING_AFTER | ({} if is_recorded else {"recorded_at": ""})
    assert run(records.write(folder)).status == 0
    return Assessment.objects.get(imported_id=line["iqa_id"])


def by(assessment):
    return assessment.half_day.assessor


def told():
    return feedback.FeedbackData(given_on=date(2026, 1, 5), mode=Feedback.Mode.PHONE, kind=Feedback.Kind.POSITIVE)


def give_feedback(iqa):
    feedback.record_feedback(assessments=[iqa], feedback=told(), by=by(iqa))


def take_action(iqa):
    feedback.take_action(assessment=iqa, note="Done", by=by(iqa))


def close(iqa):
    """By itself, with its feedback given and its action taken."""
    give_feedback(iqa)
    take_action(iqa)
    assert Assessment.objects.get(pk=iqa.pk).state == State.CLOSED


def reopen(iqa):
    close(iqa)
    recording.reopen(assessment=iqa, reason="Too early", by=by(iqa))


def correct(iqa):
    recording.correct(
        assessment=iqa, answers=answers_to(iqa), number=1, key=uuid.uuid4(), reason="All were met", by=by(iqa)
    )


def withdraw(iqa):
    recording.withdraw(assessment=iqa, reason="Of another case", by=by(iqa))


OF_RECORDED = (give_feedback, take_action, close, reopen, correct, withdraw)


@pytest.mark.parametrize("do", OF_RECORDED)
def test_the_same_files_again_write_nothing(iqa, folder, do):
    do(iqa)
    before = everything()
    assert run(folder).status == 0
    assert everything() == before


@pytest.mark.parametrize("do", OF_RECORDED)
def test_other_files_leave_it_as_it_was_done(records, iqa, folder, do):
    do(iqa)
    before = done_to(iqa)
    line = records.line("iqas.csv", iqa_id=iqa.imported_id)
    line |= {"action_required": "no", "action": ""} if do in (take_action, close, reopen) else {}
    line |= {"closed_on": "2018-06-01"} if do in (reopen, correct, withdraw) else {}
    line["half"] = "pm" if line["half"] == "am" else "am"
    assert run(records.write(folder)).status == 0
    assert done_to(iqa) == before
    assert Assessment.objects.get(pk=iqa.pk).half_day.half == line["half"]
    assert check_tallies() == 0


@pytest.mark.parametrize("do", OF_RECORDED)
def test_one_worked_with_here_does_not_become_a_draft_and_the_file_is_told(records, iqa, folder, do):
    do(iqa)
    line = records.line("iqas.csv", iqa_id=iqa.imported_id)
    before = everything()
    for recorded_at in ("", "then"):
        line["recorded_at"] = recorded_at
        told = run(records.write(folder))
        place = f"iqas.csv:{records.number_of('iqas.csv', line)}: recorded_at: "
        assert [error.startswith(place) for error in told.errors] == [True]
        assert everything() == before


def sample(iqa):
    picked(iqa, by=PostingFactory(role=Role.SDCP, unit=iqa.half_day.unit).person)


def draw(iqa):
    """The only one of its Area and quarter."""
    half_day = HalfDay.objects.filter(pk=iqa.half_day_id)
    half_day.update(assessed_on=date(2025, 5, 1), worked_on=date(2025, 5, 1))
    draws.make(area=iqa.half_day.unit.area, quarter="2025-26 Q1", by=None)
    assert DrawnIQA.objects.get().assessment == iqa


@pytest.mark.parametrize("do", [sample, draw])
def test_nor_does_one_that_is_dip_sampled_or_drawn_here(records, iqa, folder, do):
    do(iqa)
    records.line("iqas.csv", iqa_id=iqa.imported_id)["recorded_at"] = ""
    (error,) = run(records.write(folder)).errors
    assert "has been worked with here since" in error


def test_nor_does_one_whose_imported_sample_is_acknowledged_here(records, folder):
    of_sample = records.files["dip_samples.csv"][0]
    line = records.line("iqas.csv", iqa_id=of_sample["iqa_id"])
    line |= NOTHING_AFTER
    assert run(records.write(folder)).status == 0
    dip_sample = DipSample.objects.get(
        assessment__imported_id=line["iqa_id"], sampler__email__iexact=of_sample["sampler"]
    )
    dip_samples.acknowledge(dip_sample=dip_sample, reply="Please look again", by=by(dip_sample.assessment))
    line["recorded_at"] = ""
    (error,) = run(records.write(folder)).errors
    assert "has been worked with here since" in error


def done_to(iqa):
    row = Assessment.objects.get(pk=iqa.pk)
    answers = row.marking.answers.order_by("question")
    return (
        (row.state, row.marking_id, row.withdrawn_at, row.withdrawn_reason, row.closed_at),
        list(answers.values_list("question", "outcome", "comment")),
        list(Feedback.objects.filter(assessment=row).values()),
        list(FeedbackAction.objects.filter(assessment=row).values_list("taken_at", "taken_note")),
    )


def test_a_corrected_iqa_stays_under_the_activity_it_was_corrected_under(records, iqa, folder):
    correct(iqa)
    line = records.line("iqas.csv", iqa_id=iqa.imported_id)
    line["activity"] = "advice" if line["activity"] != "advice" else "case_progression"
    asked = (1, 2) if line["activity"] == "advice" else range(9, 18)
    own = {"iqa_id": iqa.imported_id, "outcome": "fully_met"}
    kept = [answer for answer in records.files["answers.csv"] if answer["iqa_id"] != iqa.imported_id]
    records.files["answers.csv"] = kept + [{**own, "question": str(number)} for number in asked]
    records.files["dip_samples.csv"] = []
    before = everything()
    assert run(records.write(folder)).status == 0
    assert everything() == before


def save_answers(draft):
    answers = answers_to(draft)
    drafts.save_answers(assessment=draft, answers=answers, version=draft.draft_version, by=by(draft))


def say_action(draft):
    """That there is none; nothing else of the draft is saved."""
    drafts.save_action(assessment=draft, action=drafts.ActionData(required=False), by=by(draft))


def discard(draft):
    drafts.discard(assessment=draft, by=by(draft))


def record(draft):
    save_answers(draft)
    finalised = "complaint" if draft.case.is_finalised else ""
    recording.record(assessment=draft, late_reason="Away", finalised_reason=finalised, by=by(draft))


@pytest.mark.parametrize("do", [save_answers, say_action, discard, record])
@pytest.mark.parametrize("is_recorded", [False, True])
def test_a_draft_gone_on_with_here_is_no_files_to_change(records, draft, folder, do, is_recorded):
    do(draft)
    before = everything()
    assert run(folder).status == 0
    assert everything() == before
    if is_recorded:
        line = records.line("iqas.csv", iqa_id=draft.imported_id)
        line |= {"recorded_at": f"{line['assessed_on']}T15:00:00", "action": "Other words", "half": "pm"}
        answered = {answer["question"] for answer in records.files["answers.csv"] if answer["iqa_id"] == line["iqa_id"]}
        own = {"iqa_id": line["iqa_id"], "outcome": "not_met_other", "comment": "Not as it was said here"}
        numbers = draft.marking.question_set.wordings.filter(activity=draft.marking.activity)
        lacking = {str(number) for number in numbers.values_list("number", flat=True)} - answered
        records.files["answers.csv"] += [{**own, "question": number} for number in sorted(lacking)]
        assert run(records.write(folder)).status == 0
        assert everything() == before


def test_a_case_edited_here_stands_and_one_that_was_not_follows_its_file(records, iqa, folder):
    edited, other = Case.objects.order_by("pk")[:2]
    facts = cases.CaseFacts(court_level=CourtLevel.YOUTH, finalised="Stopped here")
    cases.edit(case=edited, facts=facts, by=by(iqa))
    before = everything()
    assert run(folder).status == 0
    assert everything() == before
    for case in (edited, other):
        records.line("cases.csv", urn=case.urn)["finalised"] = "Stopped there"
    assert run(records.write(folder)).status == 0
    found = Case.objects.filter(pk__in=[edited.pk, other.pk]).order_by("pk")
    assert list(found.values_list("finalised", flat=True)) == ["Stopped here", "Stopped there"]


def test_what_a_draft_knew_of_its_case_when_it_was_recorded_here_stays(records, draft, folder):
    record(draft)
    known = Assessment.objects.get(pk=draft.pk).finalised
    records.line("cases.csv", urn=draft.case.urn)["finalised"] = "Stopped later"
    last = Event.objects.aggregate(last=Max("pk"))["last"]
    assert run(records.write(folder)).status == 0
    assert Event.objects.filter(pk__gt=last, subject_kind="case", verb="edited").count() == 1
    assert Assessment.objects.get(pk=draft.pk).finalised == known
    assert check_tallies() == 0
