"""Half days counted once each, however many IQAs they hold."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q

from reporting.models.split_half_day import SplitHalfDay
from reporting.models.tally import TalliedIQA

# What makes a half day one (HMCPSI 2018 §3.4), and what a sum tells apart of it.
HALF_DAY = ("assessor_id", "worked_on", "prosecutor_id", "activity_id", "half")
CELL = ("month", "unit_id", "additional")

Key = tuple[Any, ...]
Cells = dict[Key, set[Key]]


class HalfDays:
    """The half days whose IQAs came, went or moved. `cells` is by how many each sum of half days changed, by month,
    unit, whether additional, and activity."""

    def __init__(self, before: Mapping[int, TalliedIQA], after: Mapping[int, TalliedIQA]):
        self._before = {pk: place for pk, fact in before.items() if (place := _place(fact))}
        self._after = {pk: place for pk, fact in after.items() if (place := _place(fact))}
        moved = [pk for pk in {*before, *after} if self._before.get(pk) != self._after.get(pk)]
        places = [places[pk] for places in (self._before, self._after) for pk in moved if pk in places]
        # In one order: two who change the same half days wait for each other, and never both ways round.
        self.keys = sorted({key for key, _ in places}, key=str)
        self.cells: Counter[Key] = Counter()

    def write(self) -> None:
        """Count what these half days lie in now in place of what they lay in; before the IQAs' own rows change."""
        if not self.keys:
            return
        self._hold()
        lay_in = self._lie_in()
        counted = {pk: place for pk, place in lay_in.items() if pk not in self._before}
        before, after = _cells_by_key(lay_in), _cells_by_key({**counted, **self._after})
        for key in self.keys:
            self._count(key, before[key], -1)
            self._count(key, after[key], 1)
        self._split(before, after)

    def _split(self, before: Cells, after: Cells) -> None:
        """Keep by themselves those that lie in several cells."""
        if were := [key for key in self.keys if len(before[key]) > 1]:
            SplitHalfDay.objects.filter(_any_of(were)).delete()
        SplitHalfDay.objects.bulk_create(
            SplitHalfDay(**dict(zip(HALF_DAY, key, strict=True)), **dict(zip(CELL, cell, strict=True)))
            for key in self.keys
            if len(after[key]) > 1
            for cell in after[key]
        )

    def _count(self, key: Key, cells: set[Key], number: int) -> None:
        if len(cells) == 1:
            activity = key[HALF_DAY.index("activity_id")]
            self.cells[(*next(iter(cells)), activity)] += number

    def _lie_in(self) -> dict[int, tuple[Key, Key]]:
        """The half day and cell of each IQA that is counted in one of these half days, by its key."""
        counted = TalliedIQA.objects.filter(_any_of(self.keys), iqas=1)
        rows = counted.values_list("pk", *HALF_DAY, *CELL)
        return {pk: (tuple(row[: len(HALF_DAY)]), tuple(row[len(HALF_DAY) :])) for pk, *row in rows}

    def _hold(self) -> None:
        """On PostgreSQL, let nobody else change these half days until the transaction ends, for there is no row to
        lock of one that has no IQA yet. SQLite has one writer."""
        numbers = sorted(_lock_number(key) for key in self.keys)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for number in numbers:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _cells_by_key(places: Mapping[int, tuple[Key, Key]]) -> Cells:
    found: Cells = defaultdict(set)
    for key, cell in places.values():
        found[key].add(cell)
    return found


def _place(fact: TalliedIQA | None) -> tuple[Key, Key] | None:
    """The half day that an IQA counts in and where; None for one that does not count."""
    if not fact or not fact.iqas:
        return None
    return tuple(getattr(fact, name) for name in HALF_DAY), tuple(getattr(fact, name) for name in CELL)


def _any_of(keys: Iterable[Key]) -> Q:
    found = Q()
    for key in keys:
        found |= Q(**dict(zip(HALF_DAY, key, strict=True)))
    return found


def _lock_number(key: Key) -> int:
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest(), signed=True)
