"""What a chart is drawn with. Lengths are in pixels of the drawing, from its top left corner."""

from dataclasses import dataclass
from typing import Protocol

INK = "#0b0c0c"
# At least 3:1 on white, as WCAG 1.4.11 asks of what is needed to understand a drawing.
QUIET = "#767b80"
# Words that count for less, still dark enough to read.
FAINT = "#505a5f"
# Only guides the eye.
GRID = "#cecece"
PAPER = "#ffffff"
TEXT_SIZE = 14
LINE_HEIGHT = 17


@dataclass(frozen=True)
class Size:
    """How wide a drawing is; its name is what the style sheet shows or hides it by."""

    name: str
    width: int

    @property
    def is_narrow(self) -> bool:
        return self.name == "narrow"


WIDE = Size("wide", 720)
# A screen of 320 pixels without its margins.
NARROW = Size("narrow", 290)


@dataclass(frozen=True)
class Shape:
    """An element of SVG."""

    tag: str
    attrs: dict[str, str | float]
    text: str = ""


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    shapes: list[Shape]


class Chart(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    def draw(self, size: Size) -> Drawing: ...


@dataclass(frozen=True)
class Style:
    """How a series looks: by colour, by dashes and by the shape of its marks."""

    colour: str
    dashes: str
    mark: str


# Told apart in grey too: the colours differ in lightness, and so do dashes and marks.
STYLES = (
    Style("#12436d", "", "circle"),
    Style("#801650", "8 4", "square"),
    Style("#208077", "2 4", "triangle"),
    Style("#c4500c", "12 4 2 4", "diamond"),
)


def line(x1: float, y1: float, x2: float, y2: float, *, colour: str, width: float = 1, dashes: str = "") -> Shape:
    attrs: dict[str, str | float] = {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke": colour, "stroke-width": width}
    return Shape("line", attrs | ({"stroke-dasharray": dashes} if dashes else {}))


def path(points: list[tuple[float, float]], *, colour: str, width: float = 1, dashes: str = "") -> Shape:
    """A line through points."""
    through = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    attrs: dict[str, str | float] = {"d": through, "fill": "none", "stroke": colour, "stroke-width": width}
    return Shape("path", attrs | ({"stroke-dasharray": dashes} if dashes else {}))


def rect(x: float, y: float, width: float, height: float, *, fill: str, colour: str) -> Shape:
    return Shape("rect", {"x": x, "y": y, "width": width, "height": height, "fill": fill, "stroke": colour})


def text(
    x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False, fill: str = INK, halo: bool = False
) -> Shape:
    """Words whose baseline is at `y`; with a `halo`, they can be read over lines."""
    attrs: dict[str, str | float] = {"x": x, "y": y, "text-anchor": anchor, "font-size": TEXT_SIZE, "fill": fill}
    if bold:
        attrs["font-weight"] = "bold"
    if halo:
        attrs |= {"paint-order": "stroke", "stroke": PAPER, "stroke-width": 4}
    return Shape("text", attrs, words)


def marks(
    places: list[tuple[float, float]], kind: str, *, colour: str, radius: float = 4, filled: bool = True
) -> Shape:
    """Points, each as a circle, square, triangle (up or down) or diamond: one element, however many there are."""
    return Shape(
        "path",
        {
            "d": "".join(_OUTLINES[kind](x, y, radius) for x, y in places),
            "fill": colour if filled else PAPER,
            "stroke": colour,
            "stroke-width": 1.5,
        },
    )


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"


def _square(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z"


def _triangle(x: float, y: float, r: float) -> str:
    return f"M{x:.1f} {y - 1.25 * r:.1f}l{1.15 * r:.1f} {2.25 * r:.1f}h{-2.3 * r:.1f}z"


def _triangle_down(x: float, y: float, r: float) -> str:
    return f"M{x:.1f} {y + 1.25 * r:.1f}l{-1.15 * r:.1f} {-2.25 * r:.1f}h{2.3 * r:.1f}z"


def _diamond(x: float, y: float, r: float) -> str:
    r *= 1.4
    return f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z"


_OUTLINES = {
    "circle": _circle,
    "square": _square,
    "triangle": _triangle,
    "triangle-down": _triangle_down,
    "diamond": _diamond,
}
