"""Fresh rows of the tallies, folded into sums."""

from django.db import connection, transaction

from reporting.models.tally import Span, TallyModel
from reporting.querysets.spans import TALLIES, Level, levels

# Any number, the same for all who fold.
_LOCK = 7_315_001


@transaction.atomic
def fold() -> None:
    """Fold what is fresh into the sums. Two at once do it one after the other."""
    hold_folding()
    for model in TALLIES:
        model._default_manager.filter(span=Span.FRESH).update(span=Span.CLAIMED)
        add_claimed(model)


def hold_folding() -> None:
    """Let nobody else fold until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def add_claimed(model: type[TallyModel]) -> None:
    """Add the rows claimed to every sum that they belong to. Call it with folding held."""
    claimed = model._default_manager.filter(span=Span.CLAIMED)
    if not claimed.exists():
        return
    with connection.cursor() as cursor:
        for level in levels():
            cursor.execute(_adding(model, level))
    claimed.delete()


def _adding(model: type[TallyModel], level: Level) -> str:
    table, keys = model._meta.db_table, ", ".join(model.KEYS)
    groups = ", ".join(level.keys_of(model))
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in model.COUNTERS)
    return (
        f"INSERT INTO {table} (span, extent, {keys}, {', '.join(model.COUNTERS)})"  # noqa: S608 (our own names alone)
        f" SELECT {level.span:d}, {level.extent:d}, {groups}, {', '.join(f'SUM({name})' for name in model.COUNTERS)}"
        f" FROM {table} WHERE span = {Span.CLAIMED:d} GROUP BY {groups}"
        f" ON CONFLICT (span, extent, {keys}) WHERE span > 0 DO UPDATE SET {added}"
    )
