"""Business years, quarters and months as they are written, and the days they hold. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from iqa.calendar import quarter as quarter_of

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


@dataclass(frozen=True)
class Period:
    """From a first day to a last one, both included; either may be open. Holds no day where the last is the earlier."""

    first: date | None = None
    last: date | None = None

    def within(self, other: "Period") -> "Period":
        """The days of both."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        return Period(max(firsts, default=None), min(lasts, default=None))


def year_period(year: str) -> Period:
    """Of a business year: "2017-18" is 1 April 2017 to 31 March 2018. Raises `ValueError`."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", year, re.ASCII)
    if not found or int(found[1]) < 1900 or int(found[2]) != (int(found[1]) + 1) % 100:
        raise ValueError(year)
    began = int(found[1])
    return Period(date(began, 4, 1), date(began + 1, 3, 31))


def quarter_period(year: str, quarter: str) -> Period:
    """Of a quarter of a business year: ("2017-18", "Q1") is April to June 2017. Raises `ValueError`."""
    year_period(year)  # raises
    began, months = date(int(year[:4]), 4, 1), 3 * QUARTERS.index(quarter)
    return Period(month_after(began, months), month_after(began, months + 3) - timedelta(days=1))


def month_period(month: str) -> Period:
    """Of a month: "2017-09". Raises `ValueError`."""
    if not re.fullmatch(r"\d{4}-\d{2}", month, re.ASCII) or int(month[:4]) < 1900:
        raise ValueError(month)
    first = date(int(month[:4]), int(month[5:]), 1)
    return Period(first, first.replace(day=monthrange(first.year, first.month)[1]))


def month_began(day: date) -> date:
    return day.replace(day=1)


def quarter_began(day: date) -> date:
    """The first day of its quarter: those of business and calendar years are the same."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def month_after(first: date, months: int) -> date:
    """The first day of the month that many after that of `first`."""
    return month_numbered(month_number(first) + months)


def months_between(first: date, last: date, *, step: int = 1) -> list[date]:
    """The first days of each month (`step` 3: quarter) from that of one day to that of another."""
    began = quarter_began(first) if step == 3 else month_began(first)
    found = []
    while began <= last:
        found.append(began)
        began = month_after(began, step)
    return found


def month_number(day: date) -> int:
    """Its month as months since year 0: January 2017 is 24204."""
    return day.year * 12 + day.month - 1


def month_numbered(number: int) -> date:
    """The first day of the month that `month_number` numbers."""
    return date(number // 12, number % 12 + 1, 1)


def month_text(first: date) -> str:
    """2017-09"""
    return f"{first:%Y-%m}"


def quarter_text(first: date) -> str:
    """2017-18 Q2"""
    return quarter_of(first)
