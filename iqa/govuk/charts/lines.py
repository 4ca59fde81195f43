"""Lines over periods, each point with its interval, broken where what is counted changed."""

from dataclasses import dataclass
from itertools import pairwise

from iqa.govuk.charts.scale import Scale, label_of, share_ticks, ticks
from iqa.govuk.charts.shapes import (
    GRID,
    INK,
    LINE_HEIGHT,
    QUIET,
    STYLES,
    TEXT_SIZE,
    Drawing,
    Shape,
    Size,
    line,
    marks,
    path,
    text,
)
from iqa.govuk.charts.words import baselines, cut, spread, width_of, wrapped

AT_MOST = len(STYLES)
DODGE = 6  # px between the intervals of two series in one period


@dataclass(frozen=True)
class Point:
    value: float
    low: float | None = None
    high: float | None = None

    @property
    def extent(self) -> tuple[float, ...]:
        return tuple(each for each in (self.value, self.low, self.high) if each is not None)


@dataclass(frozen=True)
class Series:
    """A line: a point for each period, None where there is nothing to show."""

    name: str
    points: tuple[Point | None, ...]


@dataclass(frozen=True)
class Break:
    """Between the period `before` (its place in the chart) and the one before it something changed: no line crosses."""

    before: int
    text: str


@dataclass(frozen=True)
class LineChart:
    """Raises ValueError for more than four series: no more can be told apart."""

    title: str
    description: str
    periods: tuple[str, ...]
    series: tuple[Series, ...]
    breaks: tuple[Break, ...] = ()
    unit: str = "%"

    def __post_init__(self) -> None:
        if len(self.series) > AT_MOST:
            raise ValueError(f"A chart shows {AT_MOST} lines at most, not {len(self.series)}.")

    def draw(self, size: Size) -> Drawing:
        return _Plot(self, size).drawing()


class _Plot:
    """A line chart in one size."""

    def __init__(self, chart: LineChart, size: Size) -> None:
        self.chart = chart
        numbers = [number for each in chart.series for point in each.points if point for number in point.extent]
        self.marks = share_ticks(numbers) if chart.unit == "%" else ticks(0, max([*numbers, 1]))
        left = max(width_of(label_of(each, chart.unit)) for each in self.marks) + 8
        room = 114 if size.is_narrow else 176
        self.names = [wrapped(each.name, room - 12) for each in chart.series]
        named = max((width_of(each) for lines in self.names for each in lines), default=0)
        self.left, self.right = left, size.width - min(room, named + 14)
        # Where a change is marked, its words stand above the plot.
        self.top, self.bottom = LINE_HEIGHT * (1 + len(chart.breaks)), (260 if size.is_narrow else 300)
        self.width = size.width
        self.y = Scale(self.marks[0], self.marks[-1], self.bottom, self.top)
        self.step = (self.right - self.left) / max(len(chart.periods), 1)

    def drawing(self) -> Drawing:
        shapes = [*self._grid(), *self._period_names(), *self._breaks()]
        for number in range(len(self.chart.series)):
            shapes += self._series(number)
        return Drawing(self.width, self.bottom + 2 * LINE_HEIGHT + 8, [*shapes, *self._series_names()])

    def _x(self, period: int) -> float:
        return self.left + (period + 0.5) * self.step

    def _grid(self) -> list[Shape]:
        shapes = []
        for each in self.marks:
            y = self.y.at(each)
            shapes.append(line(self.left, y, self.right, y, colour=QUIET if each == self.marks[0] else GRID))
            shapes.append(text(self.left - 6, y + TEXT_SIZE * 0.35, label_of(each, self.chart.unit), anchor="end"))
        return shapes

    def _period_names(self) -> list[Shape]:
        """As many as fit, the last one always."""
        names = [each.split() for each in self.chart.periods]
        if not names:
            return []
        widest = max(width_of(part) for name in names for part in name) + 8
        every = max(1, -int(-widest // self.step))
        return [
            text(self._x(n), self.bottom + LINE_HEIGHT * (1 + row), part, anchor="middle")
            for n, name in enumerate(names)
            if (len(names) - 1 - n) % every == 0
            for row, part in enumerate(name)
        ]

    def _breaks(self) -> list[Shape]:
        shapes = []
        for row, each in enumerate(self.chart.breaks):
            x, y = self.left + each.before * self.step, LINE_HEIGHT * (row + 1) - 5
            shapes.append(line(x, y, x, self.bottom, colour=INK, width=1.5, dashes="3 3"))
            shapes.append(self._beside(x, y + 2, each.text))
        return shapes

    def _beside(self, x: float, y: float, words: str) -> Shape:
        """Words after a line, before it, or across it, wherever there is room."""
        if x + 6 + width_of(words) <= self.width:
            return text(x + 6, y, words)
        if x - 6 - width_of(words) >= 0:
            return text(x - 6, y, words, anchor="end")
        return text(self.width / 2, y, cut(words, self.width), anchor="middle", halo=True)

    def _series(self, number: int) -> list[Shape]:
        style, shapes = STYLES[number], []
        aside = (number - (len(self.chart.series) - 1) / 2) * min(DODGE, self.step / (AT_MOST + 1))
        places: list[tuple[float, float] | None] = []
        for period, point in enumerate(self.chart.series[number].points):
            places.append(None if point is None else (self._x(period) + aside, self.y.at(point.value)))
        broken = {each.before for each in self.chart.breaks}
        for run in _runs(places, broken):
            shapes.append(path(run, colour=style.colour, width=2.5, dashes=style.dashes))
        both = zip(self.chart.series[number].points, places, strict=True)
        intervals = "".join(self._interval(point, place[0]) for point, place in both if point and place)
        shapes.append(Shape("path", {"d": intervals, "fill": "none", "stroke": style.colour}))
        return [*shapes, marks([place for place in places if place], style.mark, colour=style.colour)]

    def _interval(self, point: Point, x: float) -> str:
        if point.low is None or point.high is None:
            return ""
        low, high = self.y.at(point.low), self.y.at(point.high)
        return f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 2.5:.1f} {low:.1f}h5M{x - 2.5:.1f} {high:.1f}h5"

    def _series_names(self) -> list[Shape]:
        """Each beside the end of its line."""
        last = [next((point for point in reversed(each.points) if point), None) for each in self.chart.series]
        shown = [n for n, point in enumerate(last) if point]
        middles = [self.y.at(point.value) for point in last if point]
        heights = [float(len(self.names[n]) * LINE_HEIGHT) for n in shown]
        found = spread(middles, heights, top=self.top - LINE_HEIGHT / 2, bottom=self.bottom + LINE_HEIGHT / 2)
        return [
            text(self.right + 8, y, words, bold=True, fill=STYLES[n].colour)
            for n, middle in zip(shown, found, strict=True)
            for y, words in zip(baselines(middle, len(self.names[n])), self.names[n], strict=True)
        ]


def _runs(places: list[tuple[float, float] | None], broken: set[int]) -> list[list[tuple[float, float]]]:
    """Where a line goes on without a gap or a break: two places or more."""
    runs: list[list[tuple[float, float]]] = [[]]
    for n, place in enumerate(places):
        if place is None or n in broken:
            runs.append([])
        if place is not None:
            runs[-1].append(place)
    return [run for run in runs if len(list(pairwise(run)))]
