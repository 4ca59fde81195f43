"""What an imported IQA's line makes of its row: state, times, deadlines. Of a time of which the file has only the day,
the first moment stands for it, so that what came in can be told from what was done here."""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any

from assessments.models import State
from assessments.policies.deadlines import feedback_due_on, readable_from
from iqa.terms.models import Term, TermName
from iqa.terms.querysets import in_force
from reporting.imports.cells import LONDON, start_of
from reporting.imports.judging import Facts

# The columns of an assessment that a line decides; those of `NewRows.assessments`, from `state` on.
COLUMNS = (
    *("state", "action_required", "recorded_at", "recorded_by_id", "feedback_due_on", "readable_from", "closed_at"),
    *("withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
)


class Deadlines:
    """By the terms that were in force; before the first, that."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = sorted(terms, key=lambda term: term.starts_on)
        self.feedback_day = cache(self._feedback_day)
        self._hours = cache(self._hours_before_email)

    def readable_from(self, recorded_at: datetime, area: int) -> datetime:
        return readable_from(recorded_at=recorded_at, hours=self._hours(recorded_at.astimezone(LONDON).date(), area))

    def _feedback_day(self, assessed_on: date, area: int) -> date:
        days = self._value(TermName.FEEDBACK_WORKING_DAYS, assessed_on, area)
        return feedback_due_on(assessed_on=assessed_on, working_days=days)

    def _hours_before_email(self, on: date, area: int) -> int:
        return self._value(TermName.HOURS_BEFORE_EMAIL, on, area)

    def _value(self, name: str, on: date, area: int) -> int:
        terms = [term for term in self._terms if term.name == name and term.area_id in (None, area)]
        nations = [term for term in terms if term.area_id is None]
        return int((in_force(terms, on) or nations[0]).value)


def columns_of(facts: Facts, *, assessor: int, area: int, deadlines: Deadlines) -> tuple[Any, ...]:
    """The values of `COLUMNS`."""
    if facts.recorded_at is None:
        # A draft cannot be withdrawn, only discarded.
        state = State.DISCARDED if facts.withdrawn else State.DRAFT
        times: tuple[Any, ...] = (None, None, None, None, None)
    else:
        state = State.WITHDRAWN if facts.withdrawn else State.CLOSED if facts.closed_on else State.RECORDED
        closed_at = start_of(facts.closed_on) if facts.closed_on and state == State.CLOSED else None
        due_on = deadlines.feedback_day(facts.assessed_on, area)
        readable = deadlines.readable_from(facts.recorded_at, area)
        times = (facts.recorded_at, assessor, due_on, readable, closed_at)
    # The file does not say when it was withdrawn.
    withdrawn_at = (facts.recorded_at or start_of(facts.assessed_on)) if facts.withdrawn else None
    withdrawn = (withdrawn_at, assessor if facts.withdrawn else None, facts.withdrawn)
    return (state, facts.action_required, *times, *withdrawn)


def is_a_day(at: datetime) -> bool:
    """Whether a time stands for its day: only one that came in does."""
    return at.astimezone(LONDON).time() == time.min
