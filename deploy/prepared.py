"""Whether the demonstration was prepared already, by the same code, so that a second `make run` need not ask Django."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASE = ROOT / "var" / "iqa.sqlite3"
STAMP = ROOT / "var" / "prepared"
# What is loaded into the database, and what loads it.
FOLDERS = ("iqa", "assessments", "dipsamples", "reporting", "fixtures")


def said_when_prepared(port: int) -> str:
    """What was said when it was prepared; empty where it was not, or where code, port or database are not the same."""
    try:
        fingerprint, _, said = STAMP.read_text().partition("\n")
    except OSError:
        return ""
    return said if fingerprint == _fingerprint(port) else ""


def note_prepared(port: int, said: str) -> None:
    STAMP.write_text(f"{_fingerprint(port)}\n{said}")


def _fingerprint(port: int) -> str:
    files = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*") if path.suffix != ".pyc")
    stats = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files if path.is_file()]
    return hashlib.sha256(repr((port, stats, _in_database())).encode()).hexdigest()


def _in_database() -> list[tuple]:
    """Which migrations it has and who is in it; nothing where there is none to be read."""
    try:
        with closing(sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)) as database:
            migrations = database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
            people = database.execute("SELECT email, name FROM organisation_person ORDER BY id").fetchall()
    except sqlite3.DatabaseError:
        return []
    return migrations + people
