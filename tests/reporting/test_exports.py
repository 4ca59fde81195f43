"""Files that leave: every text a text, every number a number, whatever people typed."""

import csv
import io
import random
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.exports.comma_separated import as_text, csv_lines
from reporting.exports.sheets import Sheet
from reporting.exports.spreadsheet import xlsx_bytes

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\t=", "\r\n+", "\xa0@", "\ufeff=", "'=", '"=']
FORMULAS = [
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.test","x")',
    "SUM(A1:A9)",
    "2017",
    "DDE()",
    "{1}",
    "",
]


def hostile(count: int) -> list[str]:
    """The same each time: every sign before every formula first, then any of them with any letters."""
    found = [sign + formula for sign in SIGNS for formula in FORMULAS]
    pick = random.Random(5)
    letters = "=+-@|!{}()'\",;\t\r\n 0aé漢\U0001f600\x00\x07_x0041_"
    while len(found) < count:
        tail = "".join(pick.choice(letters) for _ in range(pick.randint(0, 12)))
        found.append(pick.choice(SIGNS) + pick.choice(FORMULAS) + tail)
    return found


HOSTILE = hostile(10_000)


def book_of(*sheets: Sheet) -> bytes:
    return xlsx_bytes(sheets, title="Fully met", author="Amir Manager")


def test_ten_thousand_hostile_strings_are_texts_in_a_spreadsheet():
    content = book_of(Sheet("Figures", ["words"], ([words] for words in HOSTILE)))
    cells = openpyxl.load_workbook(io.BytesIO(content))["Figures"]["A"][1:]
    assert len(cells) == len(HOSTILE)
    assert {cell.data_type for cell in cells if cell.value not in (None, "")} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"<hyperlink" not in xml


def test_ten_thousand_hostile_strings_are_texts_in_csv():
    text = "".join(csv_lines(Sheet("Figures", ["words"], ([words] for words in HOSTILE))))
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(rows) == len(HOSTILE)
    for [cell], words in zip(rows, HOSTILE, strict=True):
        assert cell in (words, f"'{words}")
        assert cell.strip("\t\r\n\x0b\x0c \xa0\u200b\ufeff")[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@given(st.text())
def test_a_text_keeps_its_words(words):
    assert as_text(words).removeprefix("'") == words.removeprefix("'") or as_text(words) == words


@pytest.mark.parametrize(
    "words", ["", "84.0", "2017-18 Q2", "O'Neil", "Wessex / Portsmouth", "a=b", "dcp@example.test"]
)
def test_what_is_no_formula_stays_as_it_is(words):
    assert as_text(words) == words


def test_numbers_and_dates_are_real():
    row = ["Wessex", 1_250, Decimal("84.0"), date(2017, 9, 30), datetime(2017, 9, 30, 13, 5, tzinfo=UTC), None]
    content = book_of(Sheet("Figures", ["area", "iqas", "fully_met_pct", "on", "at", "none"], [row]))
    at_midnight = datetime.fromisoformat("2017-09-30")
    area, iqas, share, on, at, none = openpyxl.load_workbook(io.BytesIO(content))["Figures"][2]
    assert (area.value, iqas.value, share.value) == ("Wessex", 1_250, 84)
    assert (iqas.data_type, share.data_type, share.number_format) == ("n", "n", "0.0")
    assert (on.value, at.value) == (at_midnight, at_midnight.replace(hour=14, minute=5))  # London's summer
    assert none.value is None
    assert "".join(csv_lines(Sheet("", ["a"], [row]))).split("\r\n")[1] == (
        "Wessex,1250,84.0,2017-09-30,2017-09-30T13:05:00+00:00,"
    )


def test_a_text_too_long_for_a_cell_is_cut_not_lost():
    content = book_of(Sheet("Figures", ["words"], [["x" * 40_000]]))
    assert len(openpyxl.load_workbook(io.BytesIO(content))["Figures"]["A2"].value) == 32_767


def test_csv_is_quoted_as_rfc_4180_has_it():
    sheet = Sheet("Figures", ["a", "b"], [['He said "no", twice', "two\nlines"]])
    assert "".join(csv_lines(sheet)) == 'a,b\r\n"He said ""no"", twice","two\nlines"\r\n'
