"""The sums that a tally keeps: for how long a time and how wide a place, and how a row belongs to each, in SQL."""

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.models.tally import AgreementTally, AnswerTally, Extent, IQATally, ReasonTally, Span, TallyModel

TALLIES: tuple[type[TallyModel], ...] = (IQATally, AnswerTally, ReasonTally, AgreementTally)

# The month that the span of a month starts with; January of year 0 is 0, and a business year begins in April.
_STARTS = {
    Span.MONTH: "starts",
    Span.QUARTER: "starts - starts % 3",
    Span.YEAR: "starts - (starts + 9) % 12",
    Span.EVER: "starts * 0",
}
# Which of area, unit kind and unit a place tells apart.
_TOLD_APART = {
    Extent.UNIT: {"area", "unit_kind", "unit"},
    Extent.AREA: {"area"},
    Extent.KIND: {"unit_kind"},
    Extent.NATION: set(),
}
# Not plain 0 and empty: a number on its own in GROUP BY is that of a column.
_NONE = {"area": "area * 0", "unit_kind": "SUBSTR(unit_kind, 1, 0)", "unit": "unit * 0"}


@dataclass(frozen=True)
class Level:
    span: Span
    extent: Extent

    def keys_of(self, model: type[TallyModel]) -> list[str]:
        """The keys, in SQL, of the sum of this level to which a row of a unit and month belongs."""
        values = {"starts": _STARTS[self.span]}
        values |= {name: none for name, none in _NONE.items() if name not in _TOLD_APART[self.extent]}
        return [values.get(key, key) for key in model.KEYS]


def levels() -> Iterator[Level]:
    return (Level(span, extent) for span in _STARTS for extent in Extent)
