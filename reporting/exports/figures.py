"""A report's figures as a file: CSV, JSON or XLSX under the same column names."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reporting.exports.comma_separated import csv_lines
from reporting.exports.sheets import Cell, Sheet
from reporting.exports.spreadsheet import xlsx_bytes
from reporting.measures.report import Report
from reporting.table import Table

FORMATS = ("csv", "json", "xlsx")


def as_file(form: str, *, report: Report, table: Table, chosen: Mapping[str, Cell], author: str) -> bytes:
    """The bytes of a file of one of `FORMATS`; `chosen` says what the figures are narrowed by, for the definitions that
    a workbook has beside them."""
    if form == "csv":
        return "".join(csv_lines(figures_sheet(table))).encode()
    if form == "json":
        return (json_text(table) + "\n").encode()
    sheets = [figures_sheet(table), definitions_sheet(report, table, chosen)]
    return xlsx_bytes(sheets, title=report.title, author=author)


def figures_sheet(table: Table) -> Sheet:
    names = [column.name for column in table.columns]
    return Sheet(name="Figures", header=names, rows=[[row[name] for name in names] for row in table.rows])


def definitions_sheet(report: Report, table: Table, chosen: Mapping[str, Cell]) -> Sheet:
    """What the figures mean, what they were narrowed by, and what each column is."""
    said = {
        "Report": report.title,
        "Definition": report.definition,
        "Numerator": report.numerator,
        "Denominator": report.denominator,
    }
    rows: list[list[Cell]] = [[name, words] for name, words in said.items() if words]
    rows += [[f"Chosen: {name}", value] for name, value in chosen.items()]
    rows += [[column.name, column.label] for column in table.columns]
    return Sheet(name="Definitions", header=["Name", "Meaning"], rows=rows, widths=[30, 60])


def json_text(table: Table) -> str:
    """A list of rows, each by column name: percentages are numbers, null is none."""
    names = [column.name for column in table.columns]
    rows = [{name: row[name] for name in names} for row in table.rows]
    return json.dumps(rows, default=_plain, ensure_ascii=False, indent=2)


def _plain(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in a report")
