"""Bars, one under another: a share of each, with its interval."""

from dataclasses import dataclass

from iqa.govuk.charts.scale import Scale, label_of, ticks
from iqa.govuk.charts.shapes import (
    FAINT,
    GRID,
    INK,
    LINE_HEIGHT,
    PAPER,
    QUIET,
    STYLES,
    TEXT_SIZE,
    Drawing,
    Shape,
    Size,
    line,
    rect,
    text,
)
from iqa.govuk.charts.words import cut, width_of

BAR = 16  # px high


@dataclass(frozen=True)
class Bar:
    """`value` is None where there is nothing to show; a `faint` bar rests on too little, and is drawn hollow."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    faint: bool = False


@dataclass(frozen=True)
class BarChart:
    title: str
    description: str
    bars: tuple[Bar, ...]
    unit: str = "%"

    def draw(self, size: Size) -> Drawing:
        return _Plot(self, size).drawing()


class _Plot:
    """A bar chart in one size: on a narrow one the names stand above their bars."""

    def __init__(self, chart: BarChart, size: Size) -> None:
        self.chart, self.size = chart, size
        numbers = [number for bar in chart.bars for number in (bar.value, bar.high) if number is not None]
        self.marks = ticks(0, 100 if chart.unit == "%" else max([*numbers, 1]), about=4 if size.is_narrow else 5)
        named = max((width_of(bar.name) for bar in chart.bars), default=0) + 12
        self.left = 2.0 if size.is_narrow else min(named, size.width * 0.4)
        self.values = max((width_of(self._value(bar)) for bar in chart.bars), default=0) + 14
        last = width_of(label_of(self.marks[-1], chart.unit)) / 2
        self.right = size.width - (last if size.is_narrow else max(self.values, last))
        self.row = BAR + (LINE_HEIGHT + 8 if size.is_narrow else 8)
        self.bottom = 4 + self.row * len(chart.bars)
        self.x = Scale(0, self.marks[-1], self.left, self.right)

    def drawing(self) -> Drawing:
        shapes = self._grid()
        for number, bar in enumerate(self.chart.bars):
            shapes += self._bar(bar, 4 + self.row * (number + 1) - BAR - 4)
        return Drawing(self.size.width, self.bottom + LINE_HEIGHT + 6, shapes)

    def _grid(self) -> list[Shape]:
        shapes = []
        for each in self.marks:
            x, is_first = self.x.at(each), each == self.marks[0]
            shapes.append(line(x, 0, x, self.bottom, colour=QUIET if is_first else GRID))
            anchor = "start" if is_first and self.size.is_narrow else "middle"
            shapes.append(text(x, self.bottom + LINE_HEIGHT, label_of(each, self.chart.unit), anchor=anchor))
        return shapes

    def _bar(self, bar: Bar, y: float) -> list[Shape]:
        shapes = []
        if bar.value is not None:
            fill = PAPER if bar.faint else STYLES[0].colour
            width = max(self.x.at(bar.value) - self.left, 0.5)
            shapes.append(rect(self.left, y, width, BAR, fill=fill, colour=QUIET if bar.faint else STYLES[0].colour))
        if bar.low is not None and bar.high is not None:
            shapes += self._interval(self.x.at(bar.low), self.x.at(bar.high), y + BAR / 2)
        return [*shapes, *self._words(bar, y)]

    def _interval(self, low: float, high: float, y: float) -> list[Shape]:
        ends = [line(x, y - 4, x, y + 4, colour=INK, width=1.5) for x in (low, high)]
        # White under the black: seen on the bar and beside it.
        under = line(low, y, high, y, colour=PAPER, width=4)
        return [under, line(low, y, high, y, colour=INK, width=1.5), *ends]

    def _words(self, bar: Bar, y: float) -> list[Shape]:
        if self.size.is_narrow:
            above, value = y - 5, self._value(bar)
            room = self.size.width - width_of(value) - 12
            return [
                text(0, above, cut(bar.name, room)),
                self._number(bar, above),
            ]
        base = y + BAR / 2 + TEXT_SIZE * 0.35
        return [
            text(self.left - 8, base, cut(bar.name, self.left - 10), anchor="end"),
            self._number(bar, base),
        ]

    def _number(self, bar: Bar, y: float) -> Shape:
        fill = FAINT if bar.faint else INK
        return text(self.size.width, y, self._value(bar), anchor="end", bold=not bar.faint, fill=fill)

    def _value(self, bar: Bar) -> str:
        if bar.value is None:
            return "None"
        return f"{bar.value:.1f}%" if self.chart.unit == "%" else label_of(bar.value, self.chart.unit)
