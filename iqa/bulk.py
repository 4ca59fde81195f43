"""Very many rows into a table at once: by COPY on PostgreSQL, by one prepared INSERT elsewhere."""

import csv
import io
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models

# How many keys are asked for, and characters handed over, at a time.
KEYS_AT_ONCE = 1_000
CHARACTERS_AT_ONCE = 1 << 20


class Rows:
    """Rows of a model on their way to its table. `columns` are named as the model's attributes; one left out takes the
    database's default. JSON is given as text. Call it in a transaction: keys count as handed out once that ends."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model, self.columns = model, columns
        self._rows: list[tuple[Any, ...]] = []
        self._keys: Iterator[int] = iter(())

    def next_key(self) -> int:
        """A primary key that no row has or will be given."""
        key = next(self._keys, None)
        if key is None:
            self._keys = iter(_new_keys(self.model._meta.db_table))
            key = next(self._keys)
        return key

    def add(self, *row: Any) -> None:
        self._rows.append(row)

    def write(self) -> None:
        """Write what has been added since the last time."""
        if self._rows:
            write = _copy if connection.vendor == "postgresql" else _insert
            columns_of = {field.attname: field for field in self.model._meta.concrete_fields}
            write(self.model._meta.db_table, [columns_of[name] for name in self.columns], self._rows)
        self._rows = []


def _new_keys(table: str) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, KEYS_AT_ONCE]
            )
            return [key for (key,) in cursor.fetchall()]
        # The transaction holds SQLite's one lock for writing.
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [KEYS_AT_ONCE, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, KEYS_AT_ONCE])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
    return list(range(last - KEYS_AT_ONCE + 1, last + 1))


def _copy(table: str, fields: list[models.Field], rows: list[tuple[Any, ...]]) -> None:
    """Nothing between two commas is no value, or an empty text where the column must have a value."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    filled = ", ".join(_quoted(field) for field in fields if not field.null)
    options = f"FORMAT csv, FORCE_NOT_NULL ({filled})"
    names = ", ".join(map(_quoted, fields))
    with connection.cursor() as cursor:
        statement = f'COPY "{table}" ({names}) FROM STDIN WITH ({options})'
        cursor.cursor.copy_expert(statement, text, CHARACTERS_AT_ONCE)


def _insert(table: str, fields: list[models.Field], rows: list[tuple[Any, ...]]) -> None:
    names, values = ", ".join(map(_quoted, fields)), ", ".join("?" * len(fields))
    with connection.cursor() as cursor:
        # The wrapper would put each of many million statements in a log.
        cursor.cursor.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({values})',  # noqa: S608
            (tuple(map(_as_stored, row)) for row in rows),
        )


def _quoted(field: models.Field) -> str:
    return f'"{field.column}"'


def _as_stored(value: Any) -> Any:
    """As Django stores it in SQLite: a UUID without hyphens, a time in UTC without an offset."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return str(value) if isinstance(value, date) else value
