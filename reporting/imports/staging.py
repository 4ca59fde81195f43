"""Where the lines of the files wait to be brought together, whatever their order: an SQLite file of its own, so that
memory holds a part at a time, and nothing is written to the service's database before all has been read."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from iqa.organisation.imports.reading import Problem
from reporting.imports.files import ANSWERS, CASES, COLUMNS, DIP_SAMPLES, IQAS, NAMES

# How many rows are handed to SQLite at a time.
AT_ONCE = 5_000

_SCHEMA = """
CREATE TABLE problems (file INTEGER, line INTEGER, position INTEGER, name TEXT, words TEXT);
CREATE TABLE cases (urn TEXT, line INTEGER, court_level TEXT, plea TEXT, sensitive TEXT, finalised TEXT,
    next_hearing TEXT, trial_date TEXT);
CREATE TABLE bad_cases (urn TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE iqas (iqa TEXT, line INTEGER, urn TEXT, area TEXT, unit TEXT, prosecutor TEXT, assessor TEXT,
    activity TEXT, work_date TEXT, half TEXT, assessed_on TEXT, recorded_at TEXT, additional INTEGER,
    action_required INTEGER, action TEXT, action_taken_on TEXT, feedback_on TEXT, feedback_mode TEXT, closed_on TEXT,
    withdrawn TEXT);
CREATE TABLE answers (iqa TEXT, line INTEGER, marker TEXT, kind TEXT, question INTEGER, outcome TEXT, reasons TEXT,
    other_reason TEXT, comment TEXT);
CREATE TABLE dip_samples (iqa TEXT, line INTEGER, sampler TEXT, sampled_on TEXT, iqa_comment TEXT, work_comment TEXT,
    targeted INTEGER);
-- Lines that cannot be taken, and the IQA that each leaves out; `nameless` where not even its identity could be read.
CREATE TABLE bad_lines (iqa TEXT, file INTEGER, line INTEGER, nameless INTEGER);
-- Each IQA that any file names, in the order in which they are taken in.
CREATE TABLE turns (n INTEGER PRIMARY KEY, iqa TEXT);
"""

# A second line of the same identity is told, then taken out, so that what follows finds each once.
_TWICE = (
    # By the index on the identity alone; only those that are told are looked up.
    "CREATE TEMP TABLE twice AS SELECT id, {iqa} AS iqa, line FROM (SELECT rowid AS id,"
    " row_number() OVER (PARTITION BY {identity} ORDER BY rowid) AS nth FROM {table}) AS each"
    " CROSS JOIN {table} ON {table}.rowid = id WHERE nth > 1",
    "INSERT INTO problems SELECT {file}, line, {position}, '{column}', '{words}' FROM twice",
    "INSERT OR IGNORE INTO {bad} FROM twice",
    "DELETE FROM {table} WHERE rowid IN (SELECT id FROM twice)",
    "DROP TABLE twice",
)


class Staged(NamedTuple):
    """The lines of some IQAs: by the IQA's turn, its line of iqas.csv, its answers, its dip samples, its bad lines."""

    names: dict[int, str]
    iqas: dict[int, tuple]
    answers: dict[int, list[tuple]]
    dip_samples: dict[int, list[tuple]]
    bad_lines: dict[int, list[tuple]]


class Staging:
    """Used as a context, which removes it at the end."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="iqa-import-", ignore_cleanup_errors=True)
        # Without a journal: whatever interrupts an import, this file is thrown away.
        self._db = sqlite3.connect(Path(self._folder.name) / "staging.sqlite3", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-16384;"
        )
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")
        self._waiting: dict[str, list[tuple]] = {}

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()
        self._folder.cleanup()

    def add(self, table: str, row: tuple) -> None:
        waiting = self._waiting.setdefault(table, [])
        waiting.append(row)
        if len(waiting) >= AT_ONCE:
            self._flush(table)

    def add_problem(self, problem: Problem) -> None:
        columns = COLUMNS[problem.file]
        position = columns.index(problem.column) if problem.column in columns else len(columns)
        self.add("problems", (NAMES.index(problem.file), problem.line, position, problem.column, problem.words))

    def add_bad_line(self, file: str, line: int, iqa: str, *, nameless: bool = False) -> None:
        self.add("bad_lines", (iqa, NAMES.index(file), line, nameless))

    def bring_together(self) -> None:
        """Call it when all is read: lines of the same identity are told, IQAs are given their turns."""
        for table in list(self._waiting):
            self._flush(table)
        self._db.execute("CREATE INDEX answer_of ON answers (iqa, marker, kind, question)")
        self._db.execute("CREATE INDEX dip_sample_of ON dip_samples (iqa, sampler)")
        self._db.execute("CREATE INDEX iqa_of ON iqas (iqa)")
        self._db.execute("CREATE INDEX case_of ON cases (urn)")
        self._db.execute("CREATE INDEX bad_line_of ON bad_lines (iqa)")
        self._tell_twice("cases", "urn", CASES.name, CASES.identity, of_iqa=False)
        self._tell_twice("iqas", "iqa", IQAS.name, IQAS.identity)
        self._tell_twice("answers", "iqa, marker, kind, question", ANSWERS.name, ANSWERS.identity)
        self._tell_twice("dip_samples", "iqa, sampler", DIP_SAMPLES.name, DIP_SAMPLES.identity)
        # Those of one unit and month stand together, for the figures are kept by both.
        self._db.execute(
            "INSERT INTO turns (iqa) SELECT iqa FROM iqas ORDER BY area, unit, substr(assessed_on, 1, 7), iqa"
        )
        self._db.execute("CREATE INDEX turn_of ON turns (iqa)")
        for table in ("answers", "dip_samples", "bad_lines"):
            self._db.execute(
                f"INSERT INTO turns (iqa) SELECT DISTINCT iqa FROM {table} AS said"  # noqa: S608
                " WHERE NOT EXISTS (SELECT 1 FROM turns WHERE turns.iqa = said.iqa) ORDER BY iqa"
            )

    def cases(self) -> Iterator[tuple]:
        """The sound cases, in the order of their URNs."""
        return self._db.execute("SELECT * FROM cases WHERE urn NOT IN (SELECT urn FROM bad_cases) ORDER BY urn")

    def count(self, table: str) -> int:
        self._flush(table)
        return self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608

    def sound_cases(self, urns: Iterable[str]) -> set[str]:
        """Those of `urns` that come in with cases.csv."""
        return self._having("cases", urns) - self.bad_cases(urns)

    def bad_cases(self, urns: Iterable[str]) -> set[str]:
        return self._having("bad_cases", urns)

    def turns(self, first: int, last: int) -> Staged:
        """What the files say of the IQAs whose turns these are."""
        turn = (first, last)
        names = dict(self._db.execute("SELECT n, iqa FROM turns WHERE n BETWEEN ? AND ?", turn))
        iqas = {row[0]: row[2:] for row in self._of(turn, "iqas")}
        return Staged(names, iqas, *(self._grouped(turn, name) for name in ("answers", "dip_samples", "bad_lines")))

    def problems(self) -> Iterator[Problem]:
        """In the order of files, lines and columns."""
        self._flush("problems")
        rows = self._db.execute(
            "SELECT DISTINCT file, line, name, words FROM problems ORDER BY file, line, position, words"
        )
        return (Problem(NAMES[file], line, column, words) for file, line, column, words in rows)

    def _flush(self, table: str) -> None:
        if rows := self._waiting.pop(table, None):
            values = ", ".join("?" * len(rows[0]))
            self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({values})", rows)  # noqa: S608

    def _tell_twice(self, table: str, identity: str, file: str, column: str, *, of_iqa: bool = True) -> None:
        number = NAMES.index(file)
        named = {
            "table": table,
            "iqa": "iqa" if of_iqa else "urn",
            "identity": identity,
            "file": number,
            "position": COLUMNS[file].index(column),
            "column": column,
            "words": "is in the file already, on an earlier line",
            "bad": f"bad_lines SELECT iqa, {number}, line, 0" if of_iqa else "bad_cases SELECT DISTINCT iqa",
        }
        for statement in _TWICE:
            self._db.execute(statement.format(**named))

    def _having(self, table: str, urns: Iterable[str]) -> set[str]:
        asked = list(urns)
        marks = ", ".join("?" * len(asked))
        return {row[0] for row in self._db.execute(f"SELECT urn FROM {table} WHERE urn IN ({marks})", asked)}  # noqa: S608

    def _of(self, turn: tuple[int, int], table: str) -> Iterator[tuple]:
        return self._db.execute(
            f"SELECT n, {table}.* FROM turns CROSS JOIN {table} ON {table}.iqa = turns.iqa"  # noqa: S608
            " WHERE n BETWEEN ? AND ?",
            turn,
        )

    def _grouped(self, turn: tuple[int, int], table: str) -> dict[int, list[tuple]]:
        found: dict[int, list[tuple]] = {}
        for n, _, *rest in self._of(turn, table):
            found.setdefault(n, []).append(tuple(rest))
        return found
