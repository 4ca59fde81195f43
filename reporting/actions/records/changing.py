"""An IQA that came in before is brought up to what the files say now. What was done to it in the service stands: a
draft gone on with, feedback given, an action taken, a closing, a withdrawal, a correction."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from assessments.models import Answer, Assessment, Feedback, FeedbackAction, Marking
from dipsamples.models import DipSample
from reporting.actions.records.adding import Adder, has_action, taken_of
from reporting.actions.records.context import KnownCase
from reporting.actions.records.half_days import HalfDays, facts_of
from reporting.actions.records.states import COLUMNS, columns_of
from reporting.actions.records.there import IMPORTED_AGAIN, Stands, Stored
from reporting.imports.cells import start_of
from reporting.imports.judging import Facts, Given, Record

Write = Callable[[], object]


class Changer:
    """Finds what to write, before any of it is written: figures that hold an IQA are told first."""

    def __init__(self, adder: Adder, half_days: HalfDays) -> None:
        self.adder, self.context, self.rows = adder, adder.context, adder.rows
        self.half_days = half_days
        self._added: dict[tuple[int, str, str], int] = {}

    def writes(self, record: Record, stands: Stands, case: KnownCase | None) -> list[Write]:
        """What to call so that the IQA is as the files say; nothing where it is so already."""
        found: list[Write] = []
        if not (stands.went_on_here or _is_other_work(record, stands)):
            if record.facts and case:
                found += self._of_row(record, record.facts, stands, case)
                found += self._of_action(record.facts, stands)
                found += self._of_feedback(record.facts, stands)
            found += self._of_marking(record, stands)
        found += self._of_second(record, stands)
        found += self._of_samples(record, stands)
        if found:
            pk = stands.assessment.pk
            found.append(lambda: Assessment.objects.filter(pk=pk).update(imported_at=self.context.now))
            found.append(lambda: self.context.log(self.rows, IMPORTED_AGAIN, pk))
        return found

    def _of_row(self, record: Record, facts: Facts, stands: Stands, case: KnownCase) -> Iterator[Write]:
        assessment = stands.assessment
        assessor = self.context.keys.people[facts.assessor]
        area = self.context.keys.areas[facts.area]
        wanted = columns_of(facts, assessor=assessor, area=area, deadlines=self.context.deadlines)
        columns = dict(zip(COLUMNS, wanted, strict=True)) | _kept(stands, facts)
        half_day = self.context.half_day_of(record, facts)
        was_recorded, is_of_case = assessment.recorded_at is not None, assessment.case_id == case.pk
        if facts_of(assessment.half_day) != half_day or not is_of_case:
            columns |= {"half_day_id": self.half_days.place(half_day, case.pk), "case_id": case.pk}
        copies = columns["recorded_at"] is not None and not (was_recorded and is_of_case)
        becomes_draft = was_recorded and columns["recorded_at"] is None
        if copies:
            columns |= {"court_level": case.court_level, "finalised": case.finalised}
        elif becomes_draft:
            columns |= _of_draft(facts, assessor)
        changed = {name: value for name, value in columns.items() if getattr(assessment, name) != value}
        if changed:
            yield lambda: Assessment.objects.filter(pk=assessment.pk).update(**changed)
        if copies or becomes_draft:
            yield lambda: assessment.sensitive.set(case.categories if copies else [])

    def _of_action(self, facts: Facts, stands: Stands) -> Iterator[Write]:
        action, assessor = stands.action, self.context.keys.people[facts.assessor]
        taken_at, taken_by = taken_of(facts, assessor)
        if not has_action(facts):
            if action and "action_taken" not in stands.done_here:
                yield action.delete
        elif action is None:
            new = FeedbackAction(assessment=stands.assessment, what=facts.action, taken_at=taken_at)
            new.taken_by_id = taken_by
            yield new.save
        else:
            wanted: dict[str, Any] = {"what": facts.action}
            if "action_taken" not in stands.done_here:
                wanted |= {"taken_at": taken_at, "taken_by_id": taken_by}
            yield from _updates(action, wanted)

    def _of_feedback(self, facts: Facts, stands: Stands) -> Iterator[Write]:
        feedback = stands.feedback
        if feedback and feedback.kind:
            return  # given in the service, which asks of what kind it was
        if not facts.feedback_on:
            if feedback:
                yield feedback.delete
            return
        wanted = {
            "given_on": facts.feedback_on,
            "mode": facts.feedback_mode,
            "by_id": self.context.keys.people[facts.assessor],
            "recorded_at": start_of(facts.feedback_on),
        }
        if feedback:
            yield from _updates(feedback, wanted)
        else:
            yield Feedback(assessment=stands.assessment, kind="", **wanted).save

    def _of_marking(self, record: Record, stands: Stands) -> Iterator[Write]:
        """Its own marking as it came in; where set or activity changed, its answers begin anew."""
        marking, stored = stands.marking, stands.answers
        wanted: dict[str, Any] = {"question_set_id": record.question_set.pk, "activity_id": record.activity}
        if (marking.question_set_id, marking.activity_id) != (record.question_set.pk, record.activity):
            yield marking.answers.all().delete
            stored = {}
        if record.facts:
            wanted["by_id"] = self.context.keys.people[record.facts.assessor]
            wanted["made_at"] = record.facts.recorded_at or start_of(record.facts.assessed_on)
        yield from _updates(marking, wanted)
        yield from self._of_answers(marking.pk, record.own, stored)

    def _of_answers(self, marking: int, answers: dict[int, Given], stored: Stored) -> Iterator[Write]:
        """Those that a file has; others stay."""
        differing = [given for given in answers.values() if given != stored.get(given.question, (0, None))[1]]
        if differing:
            there = Answer.objects.filter(marking=marking, question__in=[given.question for given in differing])
            yield there.delete
            yield lambda: self.rows.add_answers(marking, differing)

    def _of_second(self, record: Record, stands: Stands) -> Iterator[Write]:
        for who, answers in record.second.items():
            if second := stands.second.get(who):
                yield from self._of_answers(second.marking_id, answers, stands.second_answers[second.pk])
            else:
                yield partial(self._add_second, record, stands, who)

    def _add_second(self, record: Record, stands: Stands, who: tuple[str, str]) -> None:
        """A sample that came in before its marking gets it."""
        at = stands.assessment.recorded_at or start_of(stands.assessment.half_day.assessed_on)
        key = self.adder.add_second(record, who, stands.assessment.pk, stands.marking.pk, at)
        sampler, kind = who
        if kind == "dip_sample" and sampler in stands.samples:
            DipSample.objects.filter(pk=stands.samples[sampler].pk).update(second_marking=key)
        self._added[stands.assessment.pk, sampler, kind] = key

    def _of_samples(self, record: Record, stands: Stands) -> Iterator[Write]:
        for sampler, sample in record.samples.items():
            if there := stands.samples.get(sampler):
                at = start_of(sample.sampled_on)
                yield from _updates(there, sample._asdict() | {"recorded_at": at, "begun_at": at, "saved_at": at})
            else:
                yield partial(self._add_sample, record, stands, sampler)

    def _add_sample(self, record: Record, stands: Stands, sampler: str) -> None:
        second = stands.second.get((sampler, "dip_sample"))
        added = self._added.get((stands.assessment.pk, sampler, "dip_sample"))
        key = second.pk if second else added
        self.adder.add_sample(sampler, record.samples[sampler], stands.assessment.pk, key)


def _is_other_work(record: Record, stands: Stands) -> bool:
    """Whether the file has it under an activity or set other than the one that it was corrected under."""
    asked = (stands.marking.activity_id, stands.marking.question_set_id)
    return "corrected" in stands.done_here and asked != (record.activity, record.question_set.pk)


def _kept(stands: Stands, facts: Facts) -> dict[str, Any]:
    """The columns that say what was done in the service, which stands."""
    assessment = stands.assessment
    columns: tuple[str, ...] = ()
    if "withdrawn" in stands.done_here:
        columns = ("state", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason", "closed_at")
    elif stands.done_here & {"closed", "reopened", "corrected"} and not (assessment.withdrawn_at or facts.withdrawn):
        columns = ("state", "closed_at")
    return {column: getattr(assessment, column) for column in columns}


def _of_draft(facts: Facts, assessor: int) -> dict[str, Any]:
    """The columns, beside those of its line, in which one that was recorded is a draft as one comes in: it has copied
    nothing of its case, and nobody has gone on with it."""
    saved = {"draft_saved_at": start_of(facts.assessed_on), "draft_saved_by_id": assessor}
    return {"court_level": "", "finalised": "", **saved}


def _updates(row: Marking | Feedback | FeedbackAction | DipSample, wanted: dict[str, Any]) -> Iterator[Write]:
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if changed:
        # Not by saving the row, which would bring the tallies in step with an IQA whose answers are half changed.
        yield partial(type(row)._default_manager.filter(pk=row.pk).update, **changed)
