"""A funnel plot: how far each member of a group is from the whole, beside how far chance alone would carry it.

Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 2005;24:1185. Nobody is
ranked: small numbers stray far, and only what lies outside the limits is worth a look.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from math import sqrt
from typing import NamedTuple

from iqa.govuk.charts.scale import Scale, label_of, one_decimal, share_ticks, ticks
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
    Style,
    line,
    marks,
    path,
    text,
)
from iqa.govuk.charts.words import cut, spread, width_of

STEPS = 30


class Limit(Enum):
    """How many standard errors from the whole a limit lies: within it are 95 % and 99.8 % of what chance does."""

    WARNING = 1.959963984540054
    ALARM = 3.090232306167813

    @property
    def label(self) -> str:
        return "95% limits" if self is Limit.WARNING else "99.8% limits"

    @property
    def dashes(self) -> str:
        return "2 4" if self is Limit.WARNING else "8 4"


# Within the limits hollow, outside them filled.
LOOKS: dict[Limit | None, tuple[float, Style]] = {
    None: (4, STYLES[0]),
    Limit.WARNING: (5, STYLES[1]),
    Limit.ALARM: (5, STYLES[1]),
}


@dataclass(frozen=True)
class Member:
    """One of those compared: `part` of `whole`."""

    name: str
    part: int
    whole: int

    @property
    def share(self) -> float:
        """In per cent."""
        return 100 * self.part / self.whole


@dataclass(frozen=True)
class FunnelPlot:
    """`unit` says what is counted along the bottom: "answers". Members of fewer than `least` are part of the whole, and
    not shown: of so few nothing can be told."""

    title: str
    description: str
    members: tuple[Member, ...]
    unit: str
    least: int = 1

    @cached_property
    def counted(self) -> list[Member]:
        return [member for member in self.members if member.whole >= self.least]

    @cached_property
    def centre(self) -> float:
        """The share of the whole group, in per cent."""
        return 100 * sum(each.part for each in self.members) / (sum(each.whole for each in self.members) or 1)

    def limits_at(self, whole: float, limit: Limit) -> tuple[float, float]:
        """The lower and upper limit for a member of so many, in per cent."""
        share = self.centre / 100
        away = 100 * limit.value * sqrt(share * (1 - share) / whole)
        return max(self.centre - away, 0), min(self.centre + away, 100)

    def beyond(self, member: Member) -> Limit | None:
        """The wider of the limits outside which a member lies."""
        for limit in (Limit.ALARM, Limit.WARNING):
            low, high = self.limits_at(member.whole, limit)
            if not low <= member.share <= high:
                return limit
        return None

    def draw(self, size: Size) -> Drawing:
        return _Plot(self, size).drawing()


class _Plot:
    """A funnel plot in one size."""

    def __init__(self, chart: FunnelPlot, size: Size) -> None:
        self.chart, self.size = chart, size
        most = max((member.whole for member in chart.counted), default=1)
        least = min((member.whole for member in chart.counted), default=1)
        shares = [member.share for member in chart.counted]
        shares += [*chart.limits_at(least, Limit.WARNING), *chart.limits_at(most, Limit.ALARM)]
        self.marks = share_ticks(shares)
        self.wholes = ticks(0, most, about=3 if size.is_narrow else 5)
        self.left = max(width_of(label_of(each, "%")) for each in self.marks) + 8
        last = width_of(label_of(self.wholes[-1], "")) / 2
        self.right = size.width - (last if size.is_narrow else 120)
        self.top, self.bottom = 10.0, 270.0 if size.is_narrow else 330.0
        self.x = Scale(0, self.wholes[-1], self.left, self.right)
        self.y = Scale(self.marks[0], self.marks[-1], self.bottom, self.top)
        self.placed = [
            (member, (self.x.at(member.whole), self.y.at(member.share)), chart.beyond(member))
            for member in chart.counted
        ]

    def drawing(self) -> Drawing:
        key = self._key()
        height = self.bottom + LINE_HEIGHT * (2.4 + (3 if self.size.is_narrow else 0)) + 6
        shapes = [*self._grid(), *self._limits(), *self._names(), *self._members(), *key]
        return Drawing(self.size.width, height, shapes)

    def _grid(self) -> list[Shape]:
        shapes = []
        for each in self.marks:
            y = self.y.at(each)
            shapes.append(line(self.left, y, self.right, y, colour=QUIET if each == self.marks[0] else GRID))
            shapes.append(text(self.left - 6, y + TEXT_SIZE * 0.35, label_of(each, "%"), anchor="end"))
        for each in self.wholes:
            shapes.append(text(self.x.at(each), self.bottom + LINE_HEIGHT, label_of(each, ""), anchor="middle"))
        middle = (self.left + self.right) / 2
        return [*shapes, text(middle, self.bottom + 2.2 * LINE_HEIGHT, f"Number of {self.chart.unit}", anchor="middle")]

    def _limits(self) -> list[Shape]:
        centre = self.y.at(self.chart.centre)
        shapes = [line(self.left, centre, self.right, centre, colour=INK, width=1.5)]
        for limit in Limit:
            for side in (0, 1):
                points = self._curve(limit, side)
                if len(points) > 1:
                    shapes.append(path(points, colour=INK, width=1.5, dashes=limit.dashes))
        return shapes

    def _curve(self, limit: Limit, side: int) -> list[tuple[float, float]]:
        """A limit, as far as it lies in the plot. Closer together where it is steep."""
        wholes = (max(self.x.high * (step / STEPS) ** 2, 1) for step in range(1, STEPS + 1))
        found = ((whole, self.chart.limits_at(whole, limit)[side]) for whole in wholes)
        return [(self.x.at(whole), self.y.at(share)) for whole, share in found if self.y.holds(share)]

    def _members(self) -> list[Shape]:
        places: dict[tuple[Limit | None, str], list[tuple[float, float]]] = {}
        for member, place, limit in self.placed:
            places.setdefault((limit, self._kind(member, limit)), []).append(place)
        shapes = []
        for (limit, kind), at in places.items():
            radius, style = LOOKS[limit]
            shapes.append(marks(at, kind, colour=style.colour, radius=radius, filled=limit is not None))
        return shapes

    def _kind(self, member: Member, limit: Limit | None) -> str:
        """A triangle points to where its member lies: above the limits, or below them."""
        if limit is Limit.WARNING:
            return "triangle" if member.share > self.chart.centre else "triangle-down"
        return "square" if limit else "circle"

    def _names(self) -> list[Shape]:
        """Of those outside the wider limits alone, the largest first, as long as there is room for them."""
        far = [(member, place) for member, place, limit in self.placed if limit is Limit.ALARM]
        taken = [_Box(x - 6, x + 6, y, 12) for _, (x, y), _ in self.placed]
        shapes = []
        for member, (x, y) in sorted(far, key=lambda each: -each[0].whole):
            words = cut(member.name, self.size.width * 0.45)
            for left in (x + 9, x - 9 - width_of(words)):
                box = _Box(left, left + width_of(words), y, LINE_HEIGHT)
                if self.left < box.left and box.right <= self.right and not any(box.touches(each) for each in taken):
                    taken.append(box)
                    at, anchor = (left, "start") if left > x else (x - 9, "end")
                    shapes.append(text(at, y + TEXT_SIZE * 0.35, words, anchor=anchor, halo=True))
                    break
        return shapes

    def _key(self) -> list[Shape]:
        """What the lines are: at their ends, or under the plot where there is no room."""
        lines = [("", f"All: {one_decimal(self.chart.centre)}%"), *((limit.dashes, limit.label) for limit in Limit)]
        if self.size.is_narrow:
            first = self.bottom + 3.5 * LINE_HEIGHT
            places = [(self.left, first + LINE_HEIGHT * n - 5) for n in range(3)]
            return [shape for (x, y), each in zip(places, lines, strict=True) for shape in _key_of(x, y, 28, *each)]
        ends = [self.chart.centre, *(self.chart.limits_at(self.x.high, limit)[1] for limit in Limit)]
        middles = spread([self.y.at(end) for end in ends], [float(LINE_HEIGHT)] * 3, top=0, bottom=self.bottom)
        words = [label for _, label in lines]
        return [text(self.right + 8, y + TEXT_SIZE * 0.35, each) for y, each in zip(middles, words, strict=True)]


def _key_of(x: float, y: float, length: float, dashes: str, words: str) -> list[Shape]:
    return [
        line(x, y, x + length, y, colour=INK, width=1.5, dashes=dashes),
        text(x + length + 8, y + TEXT_SIZE * 0.35, words),
    ]


class _Box(NamedTuple):
    """Room taken from a left to a right end, around a height."""

    left: float
    right: float
    middle: float
    height: float

    def touches(self, other: "_Box") -> bool:
        is_level = abs(self.middle - other.middle) < (self.height + other.height) / 2
        return is_level and self.left < other.right and other.left < self.right
