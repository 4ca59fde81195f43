"""The databases that reports are timed on: made where there is none, and kept, for a million IQAs take a while."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

ROOT = Path(__file__).parent.parent.parent.parent
ADDRESS = "postgres://postgres@127.0.0.1:5432/iqa_bench_reports"


def address(*, ending: str = "") -> str:
    """Of DATABASE_URL, else of PostgreSQL at 127.0.0.1:5432."""
    given = urlsplit(os.environ.get("BENCH_DATABASE_URL") or ADDRESS)
    if not given.scheme.startswith("postgres"):
        sys.exit("Reports are timed on PostgreSQL: BENCH_DATABASE_URL must name a database of it.")
    return given._replace(path=given.path + ending).geturl()


def make_nation(database: str, *, iqas: int, years: int) -> None:
    """A database with `iqas` IQAs of `years`, where it is not there; brought up to date where it is."""
    with _cursor(urlsplit(database)._replace(path="/postgres").geturl()) as cursor:
        name = urlsplit(database).path.removeprefix("/")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')
    _manage(database, "migrate", "--noinput", "--verbosity=0")
    with _cursor(database) as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM organisation_unit)")
        if cursor.fetchone() == (False,):
            _manage(database, "seed_demo", f"--years={years}", f"--iqas={iqas}")
        cursor.execute("SELECT email FROM organisation_person WHERE email NOT LIKE '%@example.test' LIMIT 1")
        if cursor.fetchone():
            sys.exit("There are real people in this database, and IQAs are recorded in it: nothing is timed there.")
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _cursor(database: str) -> Iterator["psycopg2.extensions.cursor"]:
    connection = psycopg2.connect(database)
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


def _manage(database: str, *command: str) -> None:
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "iqa.settings", "DEMO": "1"}
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
