"""XLSX with real numbers and dates, in which every text is a text."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from iqa.govuk.formats import LONDON
from reporting.exports.sheets import Cell, Sheet

# The most that a cell holds.
LONGEST = 32_767
WIDEST = 60


def xlsx_bytes(sheets: Iterable[Sheet], *, title: str, author: str) -> bytes:
    """The file. The first row of each sheet is its header, and stays in sight."""
    file = BytesIO()
    # Each cell is written by its kind, so that nothing guesses; these say the same to whatever still would.
    literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, {"in_memory": True, **literal}) as book:
        book.set_properties({"title": title, "author": author})
        formats = {
            "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "count": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "percent": book.add_format({"num_format": "0.0", "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return file.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for number, name in enumerate(sheet.header):
        width = sheet.widths[number] if number < len(sheet.widths) else min(max(len(name) + 2, 12), WIDEST)
        page.set_column(number, number, width)
        page.write_string(0, number, name, formats["header"])
    for line, row in enumerate(sheet.rows, start=1):
        for number, cell in enumerate(row):
            _write_cell(page, line, number, cell, formats)


def _write_cell(page: Any, line: int, number: int, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, str):
        page.write_string(line, number, cell[:LONGEST], formats["text"])
    elif isinstance(cell, datetime):
        # A cell knows no time zone.
        page.write_datetime(line, number, cell.astimezone(LONDON).replace(tzinfo=None), formats["moment"])
    elif isinstance(cell, date):
        page.write_datetime(line, number, cell, formats["date"])
    elif cell is not None:
        page.write_number(line, number, cell, formats["percent" if isinstance(cell, Decimal) else "count"])
