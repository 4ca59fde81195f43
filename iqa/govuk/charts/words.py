"""Words in a drawing: how much room they take, and where there is some."""

from functools import lru_cache
from itertools import accumulate

from iqa.govuk.charts.shapes import LINE_HEIGHT, TEXT_SIZE

# In widths of the text's size, for whatever font stands in for Arial: rather more than less.
_NARROW, _WIDE = frozenset("fijlrt .,:;'|I()-"), frozenset("mwMWGOQ%@")


def _letter(each: str) -> float:
    share = 0.4 if each in _NARROW else 0.98 if each in _WIDE else 0.74 if each.isupper() else 0.65
    return share * TEXT_SIZE


@lru_cache(maxsize=4096)
def width_of(words: str) -> float:
    """About how wide words are."""
    return sum(map(_letter, words))


def cut(words: str, width: float) -> str:
    """Words that fit into a width: cut, with an ellipsis, where all of them do not."""
    if width_of(words) <= width:
        return words
    room = width - width_of("…")
    fitting = sum(so_far <= room for so_far in accumulate(map(_letter, words)))
    return words[:fitting].rstrip() + "…"


def wrapped(words: str, width: float, *, lines: int = 2) -> list[str]:
    """Words in at most so many lines of a width."""
    found: list[str] = []
    for word in words.split():
        longer = f"{found[-1]} {word}" if found else ""
        if found and (width_of(longer) <= width or len(found) == lines):
            found[-1] = longer
        else:
            found.append(word)
    return [cut(each, width) for each in found]


def spread(middles: list[float], heights: list[float], *, top: float, bottom: float) -> list[float]:
    """Where labels that want to be at `middles` may be without touching each other, in the same order; within `top`
    and `bottom` as long as there is room."""
    order = sorted(range(len(middles)), key=lambda n: middles[n])
    placed = list(middles)
    edge = top
    for n in order:
        placed[n] = max(middles[n], edge + heights[n] / 2)
        edge = placed[n] + heights[n] / 2
    edge = bottom
    for n in reversed(order):
        placed[n] = min(placed[n], edge - heights[n] / 2)
        edge = placed[n] - heights[n] / 2
    return placed


def baselines(middle: float, lines: int) -> list[float]:
    """Where the baselines of so many lines of text around a middle are."""
    first = middle - (lines - 1) * LINE_HEIGHT / 2 + TEXT_SIZE * 0.35
    return [first + n * LINE_HEIGHT for n in range(lines)]
