"""Whether a second `make run` may leave out what the first has done."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from deploy import prepared

SAID = "Everyone's password is …\n  someone@example.test"


def tell(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project in a folder of its own, prepared for port 8000."""
    for folder in (*prepared.FOLDERS, "var"):
        (tmp_path / folder).mkdir()
    (tmp_path / "iqa" / "models.py").write_text("one = 1")
    monkeypatch.setattr(prepared, "ROOT", tmp_path)
    monkeypatch.setattr(prepared, "DATABASE", tmp_path / "var" / "iqa.sqlite3")
    monkeypatch.setattr(prepared, "STAMP", tmp_path / "var" / "prepared")
    tell(
        prepared.DATABASE,
        "CREATE TABLE django_migrations (id INTEGER, app TEXT, name TEXT)",
        "CREATE TABLE organisation_person (id INTEGER, email TEXT, name TEXT)",
        "INSERT INTO django_migrations VALUES (1, 'terms', '0001_initial')",
        "INSERT INTO organisation_person VALUES (1, 'someone@example.test', 'Someone')",
    )
    prepared.note_prepared(8000, SAID)
    return tmp_path


def test_what_was_said_is_said_again_where_nothing_changed(project):
    assert prepared.said_when_prepared(8000) == SAID


def test_nothing_is_said_for_another_port(project):
    assert prepared.said_when_prepared(8001) == ""


def test_nothing_is_said_where_it_was_never_prepared(project):
    prepared.STAMP.unlink()

    assert prepared.said_when_prepared(8000) == ""


def without_the_database(project: Path) -> None:
    prepared.DATABASE.unlink()


def with_a_folder_in_its_place(project: Path) -> None:
    prepared.DATABASE.unlink()
    prepared.DATABASE.mkdir()


def with_what_is_no_database(project: Path) -> None:
    prepared.DATABASE.write_text("no database " * 1000)


def with_other_code(project: Path) -> None:
    (project / "iqa" / "models.py").write_text("two = 2222")


def with_code_added(project: Path) -> None:
    (project / "fixtures" / "questions.yaml").write_text("")


def with_a_migration_undone(project: Path) -> None:
    tell(prepared.DATABASE, "DELETE FROM django_migrations")


def with_people_gone(project: Path) -> None:
    tell(prepared.DATABASE, "DELETE FROM organisation_person")


@pytest.mark.parametrize(
    "change",
    [
        without_the_database,
        with_a_folder_in_its_place,
        with_what_is_no_database,
        with_other_code,
        with_code_added,
        with_a_migration_undone,
        with_people_gone,
    ],
)
def test_it_is_prepared_anew_when_something_changed(project, change: Callable[[Path], None]):
    change(project)

    assert prepared.said_when_prepared(8000) == ""
