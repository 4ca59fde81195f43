"""The nation: fourteen Areas and CPS Direct, their people, and years of IQAs."""

from collections.abc import Iterator
from datetime import date
from random import Random

from iqa.calendar import SCHEME_BEGAN, today
from reporting.demo.casework import Casework, make_scheme
from reporting.demo.staff import make_staff


def make_nation(*, years: int, iqas: int, seed: int) -> Iterator[int]:
    """Make `iqas` IQAs assessed in the `years` up to today; yields how many were made with each half day, so that a
    progress bar can follow. The same seed, on the same day, makes the same.

    Needs the question set, and a database that holds no nation yet.
    """
    random, until = Random(seed), today()  # noqa: S311 (nothing is kept secret by it)
    start = max(SCHEME_BEGAN, date(until.year - years, until.month, 1))
    casework = Casework(
        make_staff(start=start, end=until, random=random),
        make_scheme(random, start=start),
        start=start,
        today=until,
        random=random,
    )
    months = _months(start, until)
    for number, month in enumerate(months):
        yield from casework.make_month(month, iqas * (number + 1) // len(months) - iqas * number // len(months))


def _months(start: date, until: date) -> list[date]:
    """The first days of the months from `start` on that have a day before `until`."""
    first_days = (date(year, month, 1) for year in range(start.year, until.year + 1) for month in range(1, 13))
    return [day for day in first_days if start <= day < until]
