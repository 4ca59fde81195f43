"""The proxy targets that a row is measured against."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Self

from iqa.permissions import NATIONAL
from reporting.models import Target
from reporting.periods import quarter_period
from reporting.querysets.selection import Selection

# What a target stands for, and adds up to.
_TOLD_APART = {"area", "quarter"}
_MAY_NARROW = {"year", "quarter", "area", "compare"}


class _Target(NamedTuple):
    area: int
    quarter: date
    base: str
    number: int


@dataclass(frozen=True)
class ProxyTargets:
    """Those of the Areas and quarters of a selection; none where it is finer than that, or is not of whole Areas."""

    targets: tuple[_Target, ...] = ()

    @classmethod
    def within(cls, selection: Selection) -> Self:
        choices, scope = selection.choices, selection.scope
        in_parts = scope.own or any(place.unit_id is not None for place in scope.places)
        if in_parts or set(choices.as_strings()) - _MAY_NARROW or set(choices.compare) - _TOLD_APART:
            return cls()
        found = Target.objects.all()
        if choices.area:
            found = found.filter(area=choices.area)
        if NATIONAL not in scope.places:
            found = found.filter(area__in=[place.area_id for place in scope.places])
        targets = (
            _Target(area, _first_day(quarter), base, number)
            for area, quarter, base, number in found.values_list("area", "quarter", "base", "proxy_target")
        )
        period = choices.period
        return cls(
            tuple(
                target
                for target in targets
                if (not period.first or target.quarter >= period.first)
                and (not period.last or target.quarter <= period.last)
            )
        )

    def of(self, base: str, *, area: int | None = None, quarter: date | None = None, **others: Any) -> int | None:
        """The sum for an Area and quarter (None: all) of a base, "office" or "court" ("": both); None where none was
        set."""
        numbers = [
            target.number
            for target in self.targets
            if area in (None, target.area) and quarter in (None, target.quarter) and base in ("", target.base)
        ]
        return sum(numbers) if numbers else None


def _first_day(quarter: str) -> date:
    """2017-18 Q2: 1 July 2017."""
    first = quarter_period(*quarter.split(" ")).first
    return first or date.min
