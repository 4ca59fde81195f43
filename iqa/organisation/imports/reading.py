"""A CSV file of the contract, read line by line: nothing of what its columns mean. Pure, and in constant memory."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import BinaryIO, NamedTuple, TextIO

# Longer than any name, comment or list of reasons.
LONGEST_CELL = 100_000
# Longer than any record's line, in characters. What goes on for longer, such as what follows quotes that are never
# closed, is no file of this kind, and is not to fill the memory.
LONGEST_LINE = 20_000_000
# The reader's own limit, for the whole process: what is longer is refused cell by cell, with its line and column.
csv.field_size_limit(LONGEST_LINE)


class Problem(NamedTuple):
    """Something wrong in one place of a file. `line` is the one on which its record begins, the header being line 1."""

    file: str
    line: int
    column: str
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.words}"


class Unreadable(Exception):
    """The file is not what it says it is: nothing of it is taken. Its text says where, and what to do."""


class Row(NamedTuple):
    """A record: the line on which it begins, and its values by column, without the spaces around them but in words."""

    line: int
    values: dict[str, str]
    problem: Problem | None = None


def read_rows(file: str, stream: BinaryIO, *, required: Iterable[str], words: Collection[str] = ()) -> Iterator[Row]:
    """The records of `stream`, which begins at its header; `file` is what problems call it. A line with nothing on it
    is no record; one of empty cells is, and lacks whatever a record must have. `words` are the columns whose
    spaces are kept: somebody wrote them.

    Raises `Unreadable`, on the way too: what was read before that is not to be used either.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    reader = csv.reader(_lines_of(file, text), strict=True)
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(file, header, required)
        wordy = [(header.index(name), name) for name in words if name in header]
        line = reader.line_num + 1
        for cells in reader:
            whole = "".join(cells)
            if len(cells) > 1 or whole.strip():
                yield _row(file, line, header, cells, whole, wordy)
            line = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file}: is not in UTF-8. Save it as “CSV UTF-8”, and choose it again.") from error
    except csv.Error as error:
        raise Unreadable(f"{file}:{line}: {_in_words(error)}") from error
    finally:
        text.detach()


def _lines_of(file: str, text: TextIO) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise Unreadable(f"{file}:{number}: has a line of more than {LONGEST_LINE:,} characters.")
        yield line


def _check_header(file: str, header: list[str], required: Iterable[str]) -> None:
    if missing := [name for name in required if name not in header]:
        raise Unreadable(f"{file}:1: lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.")
    if twice := sorted(name for name, times in Counter(header).items() if name and times > 1):
        raise Unreadable(f"{file}:1: has the column {twice[0]} twice.")


def _row(
    file: str, line: int, header: list[str], cells: list[str], whole: str, wordy: Iterable[tuple[int, str]]
) -> Row:
    values = dict(zip(header, map(str.strip, cells), strict=False))
    for at, name in wordy:
        # By RFC 4180 spaces are part of a value; where there is nothing else, it is empty.
        if values.get(name):
            values[name] = cells[at]
    if len(cells) < len(header):
        words = f"has {len(cells)} values where the header has {len(header)} columns"
        return Row(line, values, Problem(file, line, header[len(cells)], words))
    if len(cells) > len(header):
        words = f"is followed by {len(cells) - len(header)} more than the header has columns"
        return Row(line, values, Problem(file, line, header[-1], words))
    if len(whole) > LONGEST_CELL or "\0" in whole:
        return Row(line, values, _problem_of_cells(file, line, values))
    return Row(line, values)


def _problem_of_cells(file: str, line: int, values: dict[str, str]) -> Problem | None:
    for name, cell in values.items():
        if len(cell) > LONGEST_CELL:
            return Problem(file, line, name, f"must be {LONGEST_CELL:,} characters or fewer")
        if "\0" in cell:
            return Problem(file, line, name, "must not include characters that cannot be printed")
    return None


def _in_words(error: csv.Error) -> str:
    """Python's own words for what its reader finds, in ours."""
    text = str(error)
    if "unexpected end of data" in text:
        return "quotes open on this line that are never closed."
    if "field larger" in text:
        return "a value is too long, or its quotes are never closed."
    return "text follows the quotes that close a value. Write quotes inside a value twice."
