"""How much of a report is given at once: by two long dimensions it can come to millions of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

Values = TypeVar("Values")


class TooMuch(Exception):
    """More than a limit. Whether a file would hold it is a guess until its rows are made."""

    def __init__(self, *, fits_in_file: bool) -> None:
        super().__init__()
        self.fits_in_file = fits_in_file


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`compared` is how many values, or pairs of values, of what is compared; `rows` counts what stands under each."""

    compared: int
    rows: int

    def all_of(self, values: Iterable[Values]) -> list[Values]:
        """Those compared. Raises `TooMuch`."""
        found = list(islice(values, IN_FILE.compared + 1))
        if len(found) > self.compared:
            raise TooMuch(fits_in_file=len(found) <= IN_FILE.compared)
        return found

    def check_rows(self, rows: int) -> None:
        """Raises `TooMuch`."""
        if rows > self.rows:
            raise TooMuch(fits_in_file=False)


# What a page is made of in some seconds: the nation's prosecutors, or its units month by month for eight years.
ON_PAGE = Limit(compared=8_000, rows=200_000)
# What a workbook is written of in some ten seconds, and half a gigabyte.
IN_FILE = Limit(compared=200_000, rows=200_000)
