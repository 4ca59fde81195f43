"""Business years, quarters and working days. Pure: no database, no clock of its own but `today()`."""

import re
from datetime import date, timedelta
from functools import cache

from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays

# Individual Quality Assessments were introduced in October 2014 (HMCPSI 2018 §2.3): no record is older.
SCHEME_BEGAN = date(2014, 10, 1)


_QUARTER = re.compile(r"[0-9]{4}-[0-9]{2} Q[1-4]")


def today() -> date:
    """The date in London."""
    return timezone.localdate()


def business_year(day: date) -> str:
    """The business year of `day`, 1 April to 31 March: "2017-18" (HMCPSI 2018 §4.8)."""
    first = business_year_began(day).year
    return f"{first}-{(first + 1) % 100:02d}"


def business_year_began(day: date) -> date:
    """The first day of the business year of `day`."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def quarter(day: date) -> str:
    """The quarter of the business year of `day`: "2017-18 Q1" for April to June 2017."""
    return f"{business_year(day)} Q{(day.month - 4) % 12 // 3 + 1}"


def quarter_days(name: str) -> tuple[date, date]:
    """The first and the last day of a quarter: of "2017-18 Q1", 1 April and 30 June 2017. Raises `ValueError` for what
    is no quarter's name."""
    year, number = (int(name[:4]), int(name[9:])) if _QUARTER.fullmatch(name) else (0, 0)
    if not 1 <= year < 9999:
        raise ValueError(f"{name!r} is no quarter of a business year, like 2017-18 Q1.")
    begins = [date(year, 4, 1), date(year, 7, 1), date(year, 10, 1), date(year + 1, 1, 1), date(year + 1, 4, 1)]
    first, after = begins[number - 1], begins[number]
    if quarter(first) != name:
        raise ValueError(f"{name!r} is no quarter of a business year, like 2017-18 Q1.")
    return first, after - timedelta(days=1)


def add_working_days(day: date, days: int) -> date:
    """The `days`th working day after `day`: day 1 is the first working day after it.

    Saturdays, Sundays and the bank holidays of England and Wales are no working days (HMCPSI 2018 §3.10).
    """
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays()


@cache
def _bank_holidays() -> frozenset[date]:
    holidays = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in holidays)
