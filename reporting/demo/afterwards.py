"""What becomes of an IQA once it is recorded: feedback, an action, a dip sample, closing, withdrawal."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from django.utils import timezone

from iqa.calendar import add_working_days
from reporting.demo.tables import Tables

# Of a thousand IQAs.
_WITHDRAWN, _ACTION, _ACTION_IF_NOT_MET = 12, 240, 540


class Outlook(NamedTuple):
    """The columns of an assessment that recording and what came after it set; as they stand here, those of a draft."""

    state: str = "draft"
    action_required: bool | None = None
    recorded_at: datetime | None = None
    recorded_by: int | None = None
    late_reason: str = ""
    feedback_due_on: date | None = None
    readable_from: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = None
    withdrawn_reason: str = ""


class Afterwards:
    """Decides what becomes of an IQA up to today, and leaves the rows that tell of it."""

    def __init__(self, tables: Tables, *, today: date, random: Random) -> None:
        self.tables, self.today, self.random = tables, today, random

    def of(self, key: int, *, by: int, day: date, recorded_at: datetime, late: bool, not_met: bool) -> Outlook:
        """Of the IQA of this key, assessed by `by` on `day`; a draft still, where it is not recorded yet today."""
        if recorded_at.date() >= self.today:
            return Outlook()
        self._event(recorded_at, by, key, "recorded")
        recorded = Outlook(
            state="recorded",
            recorded_at=recorded_at,
            recorded_by=by,
            late_reason="On leave the day after the assessment." if late else "",
            feedback_due_on=_feedback_due(day),
            readable_from=recorded_at + timedelta(hours=24),
        )
        withdrawn_at = recorded_at + timedelta(days=1)
        if self.random.randrange(1000) < _WITHDRAWN and withdrawn_at.date() < self.today:
            self._event(withdrawn_at, by, key, "withdrawn")
            return recorded._replace(
                state="withdrawn",
                action_required=False,
                withdrawn_at=withdrawn_at,
                withdrawn_by=by,
                withdrawn_reason="Recorded on the wrong case.",
            )
        return self._settled(recorded, key, by, recorded_at, not_met=not_met)

    def _settled(self, recorded: Outlook, key: int, by: int, recorded_at: datetime, *, not_met: bool) -> Outlook:
        """Closed where nothing is outstanding, as `assessments.policies.outstanding` has it."""
        random = self.random
        action = random.randrange(1000) < (_ACTION_IF_NOT_MET if not_met else _ACTION)
        told = self._feedback(key, by, recorded_at) if random.random() < (0.92 if not_met else 0.5) else None
        taken = self._action(key, by, recorded_at) if action else None
        if (action and not taken) or (not_met and not told):
            return recorded._replace(action_required=action)
        closed_at = max(filter(None, (recorded_at, told if not_met else None, taken)))
        self._event(closed_at, None, key, "closed")
        return recorded._replace(state="closed", action_required=action, closed_at=closed_at)

    def _feedback(self, key: int, by: int, recorded_at: datetime) -> datetime | None:
        """When feedback was recorded; None where it is still to come."""
        random, rows = self.random, self.tables.feedback
        told_at = recorded_at + timedelta(days=int(random.expovariate(0.3)), hours=1)
        if told_at.date() >= self.today:
            return None
        mode = random.choice(("meeting", "meeting", "appraisal", "phone", "email", "combination"))
        kind = random.choice(("positive", "developmental", "both"))
        rows.add(rows.next_key(), key, timezone.localdate(told_at), mode, kind, "", by, told_at)
        self._event(told_at, by, key, "feedback_recorded")
        return told_at

    def _action(self, key: int, by: int, recorded_at: datetime) -> datetime | None:
        """When the action was marked as taken; None where it is open."""
        rows, due_on = self.tables.actions, timezone.localdate(recorded_at) + timedelta(days=14)
        taken_at = recorded_at + timedelta(days=int(self.random.expovariate(0.12)), hours=2)
        taken = taken_at if taken_at.date() < self.today else None
        said = ("Talk the review through.", "prosecutor", "", due_on)
        rows.add(rows.next_key(), key, *said, taken, by if taken else None, "Done." if taken else "")
        if taken:
            self._event(taken, by, key, "action_taken")
        return taken

    def _event(self, at: datetime, by: int | None, assessment: int, verb: str) -> None:
        rows = self.tables.events
        rows.add(rows.next_key(), at, by, "assessment", assessment, verb, "{}")


def at_hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


@cache
def _feedback_due(day: date) -> date:
    return add_working_days(day, 5)
