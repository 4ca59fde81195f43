"""A table on a page: rows with a header each, columns to sort by, cells that may lead to what is behind them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict

# So many columns fit on an upright sheet of paper.
MOST_UPRIGHT = 8
# Characters of a column's head: up to so many it may be as narrow as it will, and beyond so many it needs much room.
SHORT, LONG = 12, 24


@dataclass(frozen=True)
class Cell:
    """`order` is what it is sorted by; None comes last. A `faint` one rests on too little; `shade` is 1 to 5."""

    text: str
    order: Any = None
    href: str = ""
    faint: bool = False
    shade: int = 0
    is_number: bool = True
    # What is added for those who hear the link alone: "Wessex, IQAs".
    about: str = ""


@dataclass(frozen=True)
class Header:
    text: str
    key: str
    is_number: bool = True
    href: str = ""
    sorted: str = "none"

    @property
    def length(self) -> str:
        """How much room it asks for, so that it breaks into four lines at most; empty where any will do."""
        if len(self.text) > LONG:
            return "long"
        return "middling" if len(self.text) > SHORT else ""


@dataclass(frozen=True)
class Row:
    head: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """`headers` are of the row heads and then of the cells; `left_out` names columns in which there is no figure."""

    caption: str
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    is_heat: bool = False
    left_out: tuple[str, ...] = ()
    # Where several tables stand on a page, each is sorted by its own name in the address; without one it is not.
    param: str = "sort"

    @property
    def left_out_words(self) -> str:
        return "1 column has no figure" if len(self.left_out) == 1 else f"{len(self.left_out)} columns have no figure"

    @property
    def has_few(self) -> bool:
        return any(cell.faint for row in self.rows for cell in row.cells)

    @property
    def has_shades(self) -> bool:
        return any(cell.shade > 1 for row in self.rows for cell in row.cells)

    @property
    def is_wide(self) -> bool:
        return len(self.headers) > MOST_UPRIGHT

    def sorted_by(self, address: QueryDict) -> "Grid":
        """In the order that the address says, with the links to sort otherwise. Rows come in the order that they have
        where the address says nothing that can be done."""
        if not self.param:
            return self
        said = address.get(self.param, "")
        key, descending = said.removeprefix("-"), said.startswith("-")
        keys = [header.key for header in self.headers]
        rows = self.rows
        if key in keys:
            rows = tuple(_sorted(rows, keys.index(key), descending))
        headers = tuple(self._header(header, address, said) for header in self.headers)
        return replace(self, rows=rows, headers=headers)

    def _header(self, header: Header, address: QueryDict, said: str) -> Header:
        turned = address.copy()
        turned[self.param] = f"-{header.key}" if said == header.key else header.key
        now = {header.key: "ascending", f"-{header.key}": "descending"}.get(said, "none")
        return replace(header, href=f"?{turned.urlencode()}", sorted=now)


def _sorted(rows: Iterable[Row], column: int, descending: bool) -> list[Row]:
    def order(row: Row) -> Any:
        return row.head.order if column == 0 else row.cells[column - 1].order

    rows = list(rows)
    known = [row for row in rows if order(row) is not None]
    known.sort(key=lambda row: _comparable(order(row)), reverse=descending)
    return known + [row for row in rows if order(row) is None]


def _comparable(value: Any) -> Any:
    if isinstance(value, int | Decimal):
        return (0, Decimal(value), "")
    return (1, Decimal(0), str(value).casefold())
