"""The database as each test finds it: kept once a run, and brought back after a test that commits.

Django would empty every table, one by one, and the scheme would have to be loaded again.
"""

import sqlite3

from django.db import connection, transaction


def vacuum() -> None:
    """Clear out what tests wrote and took back: it stays in PostgreSQL's files, and in what it believes of its tables,
    and a server may leave that to whoever uses it. Not within a transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")


def analyze() -> None:
    """Have what has just been written by the thousand counted: PostgreSQL goes on planning as for empty tables, and by
    itself counts what has been committed alone."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class KeptDatabase:
    """What is in the database now. On PostgreSQL whoever runs the tests is a superuser: triggers that refuse changes
    and foreign keys stand back while it is brought back."""

    def __init__(self) -> None:
        if connection.vendor == "sqlite":
            self._copy = sqlite3.connect(":memory:")
            connection.ensure_connection()
            connection.connection.backup(self._copy)
        else:
            self._keep_tables()

    def bring_back(self) -> None:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            self._copy.backup(connection.connection)
        else:
            self._bring_tables_back()
            vacuum()

    def _keep_tables(self) -> None:
        with connection.cursor() as cursor:
            self._tables = connection.introspection.table_names(cursor)
            cursor.execute("CREATE SCHEMA kept")
            for table in self._tables:
                cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")

    def _bring_tables_back(self) -> None:
        emptied = [f"DELETE FROM {table}" for table in self._tables]
        filled = [f"INSERT INTO {table} TABLE kept.{table}" for table in self._tables]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(";".join(["SET LOCAL session_replication_role = replica", *emptied, *filled]))
