"""Late, overdue, readable: computed from times, never stored."""

from datetime import date, datetime, timedelta

from iqa.calendar import add_working_days


def is_recorded_late(*, recorded_on: date, assessed_on: date, days: int) -> bool:
    """Whether an IQA was recorded more than `days` days after it was carried out (HMCPSI 2018 §3.5)."""
    return recorded_on > assessed_on + timedelta(days=days)


def feedback_due_on(*, assessed_on: date, working_days: int) -> date:
    """The last day for feedback: the `working_days`th working day after the assessment (HMCPSI 2018 §3.10)."""
    return add_working_days(assessed_on, working_days)


def readable_from(*, recorded_at: datetime, hours: int) -> datetime:
    """When the prosecutor may read it and is written to, unless the manager has dealt with it by then (§3.10)."""
    return recorded_at + timedelta(hours=hours)
