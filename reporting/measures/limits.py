"""How much of a report is given at once: by two long dimensions it can come to millions of rows."""

from dataclasses import dataclass


class TooMuch(Exception):
    """`rows` is how many there would be."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows

    def __str__(self) -> str:
        download = " Or download the figures." if self.fits_in_file else ""
        return (
            f"What you compare comes to {self.rows:,} rows, more than fits here. Choose a place, an activity or a "
            f"shorter period, or compare by one thing alone.{download}"
        )

    @property
    def fits_in_file(self) -> bool:
        return self.rows <= IN_FILE.rows


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`compared` is how many values, or pairs of values, of what is compared; `rows` counts what stands under each."""

    compared: int
    rows: int

    def check(self, compared: int, rows: int) -> None:
        """Raises `TooMuch`."""
        if compared > self.compared or rows > self.rows:
            raise TooMuch(rows)


# What a page is made of in some seconds: the nation's prosecutors, or its units month by month for eight years.
ON_PAGE = Limit(compared=8_000, rows=200_000)
# What a workbook is written of in some ten seconds, and half a gigabyte.
IN_FILE = Limit(compared=200_000, rows=200_000)
