"""A new IQA becomes rows."""

import uuid
from datetime import date
from typing import Any

from reporting.actions.records.context import Context, KnownCase
from reporting.actions.records.rows import NewRows
from reporting.actions.records.states import columns_of
from reporting.actions.records.there import IMPORTED
from reporting.imports.cells import start_of
from reporting.imports.judging import Facts, Record, Sample


class Adder:
    """Adds IQAs to `rows`."""

    def __init__(self, context: Context, rows: NewRows) -> None:
        self.context, self.rows = context, rows

    def add(self, record: Record, facts: Facts, *, half_day: int, case: KnownCase) -> int:
        """The key of the new IQA."""
        assessor, area = self.context.keys.people[facts.assessor], self.context.keys.areas[facts.area]
        columns = columns_of(facts, assessor=assessor, area=area, deadlines=self.context.deadlines)
        at = facts.recorded_at or start_of(facts.assessed_on)
        assessment, marking = self.rows.assessments.next_key(), self.rows.markings.next_key()
        copied = (case.court_level, case.finalised) if facts.recorded_at else ("", "")
        imported = (record.iqa, self.context.now)
        draft = (0, at, assessor, "", "", "")
        self.rows.assessments.add(
            assessment, uuid.uuid4(), half_day, case.pk, marking, *draft, *imported, *copied, *columns
        )
        if facts.recorded_at:
            for category in case.categories:
                self.rows.sensitive.add(assessment, category)
        self._add_marking(record, marking, assessment, by=assessor, at=at)
        self.rows.add_answers(marking, record.own.values())
        self.add_after(facts, assessment, assessor)
        markings = {who: self.add_second(record, who, assessment, marking, at) for who in record.second}
        for sampler, sample in record.samples.items():
            self.add_sample(sampler, sample, assessment, markings.get((sampler, "dip_sample")))
        self.context.log(self.rows, IMPORTED, assessment)
        return assessment

    def add_after(self, facts: Facts, assessment: int, assessor: int) -> None:
        """Its action and its feedback."""
        if has_action(facts):
            self.rows.actions.add(assessment, facts.action, "", "", None, *taken_of(facts, assessor), "")
        if facts.feedback_on:
            at = start_of(facts.feedback_on)
            self.rows.feedback.add(assessment, facts.feedback_on, facts.feedback_mode, "", "", assessor, at)

    def add_second(self, record: Record, who: tuple[str, str], assessment: int, compared_with: int, at: Any) -> int:
        """The key of a second marking; it was finished when the sample was taken, where there is one."""
        marker, kind = who
        by = self.context.keys.people[marker]
        sample = record.samples.get(marker) if kind == "dip_sample" else None
        at = start_of(sample.sampled_on) if sample else at
        marking, second = self.rows.markings.next_key(), self.rows.second.next_key()
        self._add_marking(record, marking, None, by=by, at=at)
        self.rows.add_answers(marking, record.second[who].values())
        times = (at, at, at)
        self.rows.second.add(second, kind, marking, assessment, by, False, 0, *times, compared_with, self.context.now)
        return second

    def add_sample(self, sampler: str, sample: Sample, assessment: int, second: int | None) -> None:
        at = start_of(sample.sampled_on)
        comments = (sample.iqa_comment, sample.work_comment)
        times = (at, at, sample.sampled_on, at)
        person = self.context.keys.people[sampler]
        self.rows.samples.add(
            assessment, person, sample.targeted, "", second, *comments, 0, *times, "", self.context.now
        )

    def _add_marking(self, record: Record, pk: int, assessment: int | None, *, by: int, at: Any) -> None:
        self.rows.markings.add(pk, uuid.uuid4(), assessment, 1, record.question_set.pk, record.activity, by, at, "")


def has_action(facts: Facts) -> bool:
    return facts.action_required or bool(facts.action) or facts.action_taken_on is not None


def taken_of(facts: Facts, assessor: int) -> tuple[Any, int | None]:
    """When its action was taken, and by whom as far as is known."""
    day: date | None = facts.action_taken_on
    return (start_of(day), assessor) if day else (None, None)
