"""What a report says: rows of figures under named columns, the same for page, export and command."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

# Words and codes, counts, percentages (one decimal); None is empty.
Value = str | int | Decimal | date | None
# In a column that names rows: of all that the others name one by one.
ALL = "all"
# Of what its record does not say.
NOT_SAID = "not_said"


class Kind(StrEnum):
    """What a column holds: a value that names the row, a count, a percentage, a coefficient (of agreement, at most 1,
    two decimals), or a median of counts (one decimal)."""

    VALUE = "value"
    COUNT = "count"
    PERCENT = "percent"
    COEFFICIENT = "coefficient"
    MEDIAN = "median"


@dataclass(frozen=True, kw_only=True)
class Column:
    """`name` is the contract's, `label` what people read.

    The lower bound of an interval names the column of its `upper` one, and what people call both together. An estimate
    that is no share of counts names the column of how many it `rests_on`.
    """

    name: str
    label: str
    kind: Kind = Kind.COUNT
    upper: str = ""
    interval: str = ""
    rests_on: str = ""


def count_and_share(name: str, label: str) -> tuple[Column, Column]:
    """A count, and beside it its share."""
    return Column(name=name, label=label), Column(name=f"{name}_pct", label=f"{label}, %", kind=Kind.PERCENT)


@dataclass(frozen=True, kw_only=True)
class Table:
    """`rows` are by column name; `dimensions` are the names of the first columns, those compared by."""

    columns: tuple[Column, ...]
    rows: tuple[dict[str, Value], ...]
    dimensions: tuple[str, ...] = ()
