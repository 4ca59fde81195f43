"""Pages by key: one begins where the last ended, so that records that arrive meanwhile neither repeat nor hide a row.

django-cursor-pagination does the like, but compares keys as text, which on SQLite puts moments in the wrong order, and
hands a key that was tampered with to PostgreSQL, which refuses it with an error.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Combinable

PER_PAGE = 25

M = TypeVar("M", bound=Model)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A moment has a time zone.")
    return moment.astimezone(UTC)


@dataclass(frozen=True)
class Order:
    """What rows are sorted by: an expression that is never null; then, among equals, their primary key."""

    by: Combinable
    read: Callable[[str], date]
    descending: bool = True


def by_date(expression: Combinable, *, descending: bool = True) -> Order:
    return Order(expression, date.fromisoformat, descending)


def by_moment(expression: Combinable, *, descending: bool = True) -> Order:
    return Order(expression, _moment, descending)


class Key(NamedTuple):
    """Where a row stands in an order. In an address: 2017-10-19_43"""

    value: date
    pk: int

    def __str__(self) -> str:
        return f"{self.value.isoformat()}_{self.pk}"


@dataclass(frozen=True)
class Page(Generic[M]):
    """Rows, and where they stand among all of them."""

    rows: list[M]
    skipped: int
    total: int
    first: Key | None = None
    last: Key | None = None

    @property
    def has_previous(self) -> bool:
        return self.skipped > 0

    @property
    def has_next(self) -> bool:
        return self.skipped + len(self.rows) < self.total

    @property
    def span(self) -> str:
        """26 to 50"""
        return f"{self.skipped + 1:,} to {self.skipped + len(self.rows):,}"


def page_of(
    rows: QuerySet[M], *, order: Order, address: Mapping[str, Any], total: int, per_page: int = PER_PAGE
) -> Page[M]:
    """The page that follows the key `after` in the address, or comes before the key `before`; the first where neither
    can be read. `total` is how many rows there are."""
    rows = rows.annotate(sort_key=order.by)  # type: ignore[assignment]
    after, before = _read(address.get("after"), order), _read(address.get("before"), order)
    found: list[M] = []
    if after:
        found = list(_sorted(rows.filter(_beyond(after, order.descending)), order.descending)[:per_page])
    elif before:
        backwards = not order.descending
        found = list(_sorted(rows.filter(_beyond(before, backwards)), backwards)[:per_page])[::-1]
    # A page before that is not full is the first, and begins at the beginning.
    if not found or (before and not after and len(found) < per_page):
        found = list(_sorted(rows, order.descending)[:per_page])
        return Page(found, 0, total, *_ends(found))
    skipped = rows.filter(_beyond(_key(found[0]), not order.descending)).count()
    return Page(found, skipped, total, *_ends(found))


def _sorted(rows: QuerySet[M], descending: bool) -> QuerySet[M]:
    return rows.order_by("-sort_key", "-pk") if descending else rows.order_by("sort_key", "pk")


def _beyond(key: Key, descending: bool) -> Q:
    """A condition that holds for what comes after `key`."""
    than = "lt" if descending else "gt"
    return Q(**{f"sort_key__{than}": key.value}) | Q(**{"sort_key": key.value, f"pk__{than}": key.pk})


def _ends(rows: list[M]) -> tuple[Key, Key] | tuple[None, None]:
    return (_key(rows[0]), _key(rows[-1])) if rows else (None, None)


def _key(row: Any) -> Key:
    return Key(row.sort_key, row.pk)


def _read(text: str | None, order: Order) -> Key | None:
    """The key in an address; None for what is none."""
    value, _, pk = (text or "").rpartition("_")
    if not re.fullmatch(r"[0-9]{1,18}", pk):
        return None
    try:
        return Key(order.read(value), int(pk))
    except (ValueError, OverflowError):
        return None
