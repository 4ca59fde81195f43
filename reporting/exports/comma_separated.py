"""CSV as the contract has it (RFC 4180), in which no spreadsheet finds a formula."""

import csv
from collections.abc import Iterator
from datetime import date

from reporting.exports.sheets import Cell, Sheet

# What spreadsheets take for the beginning of a formula; wide forms of the same signs too.
BEGINNINGS = frozenset("=+-@＝＋－＠")
LINE_BEGINNINGS = frozenset("\t\r\n")
# Some skip these before they look.
SKIPPED = "\t\r\n\x0b\x0c \xa0\u200b\ufeff"


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """The lines of a file, the header first, as they are asked for."""
    writer = csv.writer(_Echo())
    yield writer.writerow([_text(name) for name in sheet.header])
    for row in sheet.rows:
        yield writer.writerow([_text(cell) for cell in row])


def as_text(words: str) -> str:
    """Words that a spreadsheet shows and never works out: before what it might take for a formula, an apostrophe."""
    begins = words.lstrip(SKIPPED)[:1]
    return f"'{words}" if begins in BEGINNINGS or words[:1] in LINE_BEGINNINGS else words


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return as_text(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


class _Echo:
    """A file that gives each line back at once."""

    def write(self, line: str) -> str:
        return line
