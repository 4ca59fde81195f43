"""`python -m tests.benchmarks.importing`: records imported, beside PostgreSQL's own COPY of the same rows.

On PostgreSQL alone, in a database of its own. The import is a process by itself, so that its memory is its own too; a
tenth as many records beside it show whether that grows. COPY fills the same tables, emptied, with the same indexes and
constraints, in one transaction. It says how long, and asserts nothing.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import django

from tests.benchmarks.__main__ import _database, _own_database

ANSWERS = int(os.environ.get("BENCH_ANSWERS", "1000000"))
ROOT = Path(__file__).parent.parent.parent
UNITS, FIRST = 60, date(2015, 4, 1)
ASKED = (("advice", 1, 2), ("charging_and_review", 3, 8), ("case_progression", 9, 17), ("case_presentation", 18, 28))
OUTCOMES = ("fully_met",) * 7 + ("not_met", "not_met_other", "not_applicable")
# Of each four IQAs, one of every activity: so many answers.
OF_FOUR = sum(last - first + 1 for _, first, last in ASKED)


def main() -> None:
    os.environ["DATABASE_URL"] = _database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        sys.exit("The import is timed beside PostgreSQL's COPY: DATABASE_URL must name a PostgreSQL database.")
    for answers in (ANSWERS,):
        with _own_database(), tempfile.TemporaryDirectory(prefix="iqa-bench-") as folder:
            write_records(Path(folder), iqas=answers * 4 // OF_FOUR)
            took, memory = _import(Path(folder))
            rows, copied = _copy(Path(folder))
            print(
                f"{answers:>9,} answers, {rows:,} rows: import {took:.1f} s, COPY {copied:.1f} s, "
                f"ratio {took / copied:.1f}; {memory:.0f} MB at most",
                flush=True,
            )


def write_records(folder: Path, *, iqas: int) -> None:
    """An IQA's answers are scattered over all of answers.csv."""
    places = [("Wessex" if n % 2 else "South West", f"Unit {n}") for n in range(UNITS)]
    _write(folder, "units.csv", "area,unit,kind", ((*place, "crown") for place in places))
    people = (
        (f"{role}.{n}@example.test", f"{role.title()} {n} Someone", role, *place, "2014-10-01")
        for role in ("prosecutor", "dcp")
        for n, place in enumerate(places)
    )
    _write(folder, "people.csv", "email,name,role,area,unit,from", people)
    cases = ((_urn(n), "crown", "gap", "rape" if n % 9 == 0 else "") for n in range(iqas // 2 + 1))
    _write(folder, "cases.csv", "urn,court_level,plea,sensitive", cases)
    header = (
        "iqa_id,urn,area,unit,prosecutor,assessor,activity,work_date,half,assessed_on,recorded_at,additional,"
        "action_required,action,feedback_on,feedback_mode"
    )
    _write(folder, "iqas.csv", header, (_iqa(n, places[n // 4 % UNITS], n // 4 % UNITS) for n in range(iqas)))
    _write(folder, "answers.csv", "iqa_id,question,outcome,reasons,other_reason,comment", _answers(iqas))


def _iqa(n: int, place: tuple[str, str], unit: int) -> tuple:
    day = FIRST + timedelta(days=n // 40 % 1000)
    people = (f"prosecutor.{unit}@example.test", f"dcp.{unit}@example.test")
    work = (ASKED[n % 4][0], day, "am", day, f"{day}T14:05:00+01:00", "no")
    after = ("yes", "Talk it through") if n % 5 == 0 else ("no", "")
    return (f"IQA-{n}", _urn(n // 2), *place, *people, *work, *after, *((day, "phone") if n % 3 else ("", "")))


def _answers(iqas: int) -> Iterator[tuple]:
    for nth in range(11):
        for n in range(iqas):
            _, first, last = ASKED[n % 4]
            if first + nth <= last:
                outcome = OUTCOMES[(n + nth * 3) % 10]
                why = ("other", "Something else") if outcome == "not_met" else ("", "")
                comment = "Done in good time, and well." if (n + nth) % 3 else ""
                yield (f"IQA-{n}", first + nth, outcome, *why, comment)


def _urn(n: int) -> str:
    return f"01AB{n:07}"


def _write(folder: Path, name: str, header: str, rows: Iterator[tuple]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"{header}\n")
        csv.writer(stream).writerows(rows)


def _import(folder: Path) -> tuple[float, float]:
    """How many seconds the command took, and how many megabytes at most."""
    from django.db import connection

    address = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + connection.settings_dict["NAME"]
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "iqa.settings", "DEMO": "1"}
    command = [sys.executable, "manage.py", "import_records", str(folder)]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _copy(folder: Path) -> tuple[int, float]:
    """How many rows the import wrote to tables of casework and its audit, and how many seconds COPY takes for them."""
    from django.db import connection, transaction

    from assessments.models import Answer, Assessment, Case, Feedback, FeedbackAction, HalfDay, Marking
    from iqa.audit.models import Event

    models = (Case, Case.sensitive.through, HalfDay, Assessment, Assessment.sensitive.through, Marking, Answer)
    tables = [model._meta.db_table for model in (*models, Answer.reasons.through, FeedbackAction, Feedback, Event)]
    with connection.cursor() as cursor:
        for table in tables:
            with (folder / table).open("wb") as stream:
                cursor.copy_expert(f"COPY {table} TO STDOUT", stream)
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")
        rows, began = 0, time.perf_counter()
        with transaction.atomic():
            for table in tables:
                with (folder / table).open("rb") as stream:
                    cursor.copy_expert(f"COPY {table} FROM STDIN", stream)
                rows += cursor.rowcount
    return rows, time.perf_counter() - began


if __name__ == "__main__":
    main()
