"""Dates and times as people read them, in London's time."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def in_london(value: date) -> date:
    """A moment as London's clock has it; a date, or a time without a zone, as it is."""
    return value.astimezone(LONDON) if isinstance(value, datetime) and value.tzinfo else value


def date_long(value: date | None) -> str:
    """19 October 2017"""
    if not isinstance(value, date):
        return ""
    day = in_london(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def deadline(value: date | None) -> str:
    """Thursday 19 October 2017"""
    return f"{WEEKDAYS[in_london(value).weekday()]} {date_long(value)}" if isinstance(value, date) else ""


def date_short(value: date | None) -> str:
    """19 Oct 2017"""
    if not isinstance(value, date):
        return ""
    day = in_london(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def clock_time(value: datetime | time | None) -> str:
    """2:05pm"""
    moment = in_london(value) if isinstance(value, datetime) else value
    if not isinstance(moment, datetime | time):
        return ""
    return f"{moment.hour % 12 or 12}:{moment.minute:02}{'am' if moment.hour < 12 else 'pm'}"
