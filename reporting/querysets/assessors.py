"""Who could have recorded IQAs, where and when: people posted in a unit, in a role that records them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple, Self

from iqa.organisation.models import Posting
from iqa.permissions import Permission, roles_with
from reporting.choices import EVER
from reporting.periods import Period, month_after
from reporting.querysets.selection import Selection

# What a posting tells apart of the dimensions, and how many months one of a period lasts.
_OF_POSTING = ("assessor", "unit", "area", "unit_kind")
_MONTHS = {"month": 1, "quarter": 3}


class Posted(NamedTuple):
    """`assessor`, `unit` and `area` are keys."""

    assessor: int
    unit: int
    area: int
    unit_kind: str
    starts_on: date
    ends_on: date | None

    def is_on_any_of(self, days: Period) -> bool:
        first, last = days.first or date.min, days.last or date.max
        return first <= last and self.starts_on <= last and (self.ends_on is None or self.ends_on >= first)


@dataclass(frozen=True)
class Assessors:
    """Those of a selection, by their postings on any of `days`; `compared` is what a posting tells apart of what is
    compared."""

    postings: tuple[Posted, ...]
    days: Period
    compared: tuple[str, ...]

    @classmethod
    def of(cls, selection: Selection) -> Self:
        """One query. Who has an Area and no unit (a DCCP) may record there, and is not expected to."""
        posted = Posting.objects.filter(
            selection.in_its_units(), unit__isnull=False, role__in=roles_with(Permission.RECORD_IQAS)
        )
        found = posted.order_by().values_list("person", "unit", "unit__area", "unit__kind", "starts_on", "ends_on")
        days = _days(selection)
        return cls(
            postings=tuple(each for each in (Posted(*row) for row in found) if each.is_on_any_of(days)),
            days=days,
            compared=tuple(name for name in _OF_POSTING if name in selection.choices.compare),
        )

    def everyone(self) -> set[int]:
        """Their keys."""
        return {posted.assessor for posted in self.postings}

    def under(self, of: Mapping[str, Any]) -> set[int]:
        """The keys of those posted under these values of the dimensions."""
        days = self.days.within(_days_of(of))
        there = self._by_compared[tuple(of[name] for name in self.compared)]
        return {posted.assessor for posted in there if posted.is_on_any_of(days)}

    @cached_property
    def _by_compared(self) -> dict[tuple[Any, ...], list[Posted]]:
        found: dict[tuple[Any, ...], list[Posted]] = defaultdict(list)
        for posted in self.postings:
            found[tuple(getattr(posted, name) for name in self.compared)].append(posted)
        return found


def _days(selection: Selection) -> Period:
    """Of the period chosen, those that have come; where none was chosen, and no periods are compared, today."""
    choices, today = selection.choices, selection.on
    if choices.period == EVER and not set(_MONTHS) & set(choices.compare):
        return Period(today, today)
    return choices.period.within(Period(last=today))


def _days_of(of: Mapping[str, Any]) -> Period:
    """Of the month or quarter among these values, each by its first day."""
    days = EVER
    for name, months in _MONTHS.items():
        if name in of:
            days = days.within(Period(of[name], month_after(of[name], months) - timedelta(days=1)))
    return days
