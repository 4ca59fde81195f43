"""Where tallies and records disagree: each tally compared with a recount, in one statement, so that what is recorded
meanwhile is in both or in neither."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from reporting.models.split_half_day import SplitHalfDay
from reporting.models.tally import Extent, Span, TalliedIQA, TallyModel
from reporting.querysets.facts import COLUMNS, all_facts
from reporting.querysets.recount import RECOUNTS, SPLIT_COLUMNS, SPLIT_HALF_DAYS
from reporting.querysets.spans import TALLIES, Level, levels

# How many of the rows that differ are shown; all are counted.
SHOWN = 5
_UNIT_MONTH = Level(Span.MONTH, Extent.UNIT)


@dataclass(frozen=True)
class Difference:
    """`rows` are examples of the `count` rows that the tallies lack (`missing`), or have and should not."""

    what: str
    missing: bool
    count: int
    rows: tuple[tuple[Any, ...], ...]

    def __str__(self) -> str:
        how = "should be there and are not" if self.missing else "are there and should not be"
        return f"{self.what}: {self.count} rows {how}, such as {'; '.join(str(list(row)) for row in self.rows)}"


def differences() -> list[Difference]:
    """All that there are."""
    found = [*_of_iqas(), *_of_half_days()]
    for model in TALLIES:
        found += _of_tally(model)
    return found


def _of_iqas() -> Iterator[Difference]:
    select, params = all_facts()
    stored = f"SELECT {', '.join(COLUMNS)} FROM {TalliedIQA._meta.db_table}"  # noqa: S608 (our own names alone)
    yield from _both_ways("IQAs", stored, select, params)


def _of_half_days() -> Iterator[Difference]:
    stored = f"SELECT {SPLIT_COLUMNS} FROM {SplitHalfDay._meta.db_table}"  # noqa: S608
    yield from _both_ways("split half days", stored, SPLIT_HALF_DAYS)


def _of_tally(model: type[TallyModel]) -> Iterator[Difference]:
    """The sums of units by month, with what is fresh, against a recount; then all wider sums against these."""
    name, table = str(model._meta.verbose_name), model._meta.db_table
    columns = ", ".join([*model.KEYS, *model.COUNTERS])
    recounted = " UNION ALL ".join(select for of, select in RECOUNTS if of is model)
    recount = f"WITH counted ({columns}) AS ({recounted}) {_summed(model, list(model.KEYS), 'counted')}"
    in_month = f"span = {Span.MONTH:d} AND extent = {Extent.UNIT:d}"
    with_fresh = f"{table} WHERE ({in_month}) OR span = {Span.FRESH:d}"
    yield from _both_ways(f"{name} by month", _summed(model, list(model.KEYS), with_fresh), recount)
    for level in levels():
        if level != _UNIT_MONTH:
            here = f"{table} WHERE span = {level.span:d} AND extent = {level.extent:d}"
            folded = _summed(model, level.keys_of(model), f"{table} WHERE {in_month}")
            yield from _both_ways(
                f"{name} by {level.span.label.lower()} and {level.extent.label.lower()}",
                _summed(model, list(model.KEYS), here),
                folded,
            )


def _summed(model: type[TallyModel], keys: list[str], source: str) -> str:
    """Sums by keys, without those that come to nothing."""
    sums = ", ".join(f"SUM({name})" for name in model.COUNTERS)
    anything = " OR ".join(f"SUM({name}) <> 0" for name in model.COUNTERS)
    groups = ", ".join(keys)
    return f"SELECT {groups}, {sums} FROM {source} GROUP BY {groups} HAVING {anything}"  # noqa: S608


def _both_ways(what: str, stored: str, counted: str, params: tuple[Any, ...] = ()) -> Iterator[Difference]:
    for missing, first, second in ((True, counted, stored), (False, stored, counted)):
        statement = f"SELECT * FROM ({first}) one EXCEPT SELECT * FROM ({second}) other"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, params or None)
            rows = cursor.fetchall()
        if rows:
            yield Difference(what, missing, len(rows), tuple(rows[:SHOWN]))
