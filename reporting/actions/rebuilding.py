"""The tallies, made anew from the records."""

from django.db import connection, transaction

from reporting.actions.folding import add_claimed, hold_folding
from reporting.models.split_half_day import SplitHalfDay
from reporting.models.tally import Extent, Span, TalliedIQA, TallyModel
from reporting.querysets.facts import COLUMNS, all_facts
from reporting.querysets.recount import RECOUNTS, SPLIT_COLUMNS, SPLIT_HALF_DAYS
from reporting.querysets.spans import TALLIES


@transaction.atomic
def rebuild_tallies() -> int:
    """Make all tallies anew; how many IQAs they count, drafts among them. Who changes an IQA meanwhile waits."""
    hold_folding()
    _hold_iqas()
    for table in (*(model._meta.db_table for model in TALLIES), SplitHalfDay._meta.db_table, TalliedIQA._meta.db_table):
        _empty(table)
    counted = _insert_facts()
    _insert(f"INSERT INTO {SplitHalfDay._meta.db_table} ({SPLIT_COLUMNS}) {SPLIT_HALF_DAYS}")
    for model, select in RECOUNTS:
        _insert(f"INSERT INTO {model._meta.db_table} ({_columns(model)}) {_claimed(select)}")
    for model in TALLIES:
        add_claimed(model)
    return counted


def _hold_iqas() -> None:
    """On PostgreSQL, let nobody bring an IQA into the tallies until the transaction ends; SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {TalliedIQA._meta.db_table} IN EXCLUSIVE MODE")


def _empty(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 (our own names alone)


def _insert_facts() -> int:
    select, params = all_facts()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TalliedIQA._meta.db_table} ({', '.join(COLUMNS)}) {select}", params)
        return cursor.rowcount


def _insert(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _columns(model: type[TallyModel]) -> str:
    return ", ".join(["span", "extent", *model.KEYS, *model.COUNTERS])


def _claimed(select: str) -> str:
    return select.replace("SELECT ", f"SELECT {Span.CLAIMED:d}, {Extent.UNIT:d}, ", 1)
