"""Percentages, their intervals, and which changes are more than noise. Pure."""

from collections.abc import Hashable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import comb, erfc, sqrt
from typing import Self, TypeVar

Key = TypeVar("Key", bound=Hashable)

# The 97.5th percentile of the normal distribution, for 95 % intervals.
Z = Decimal("1.959963984540054")
_TENTH = Decimal("0.1")


class Share(Decimal):
    """In per cent, of counts that it keeps: on how many it rests says how far it can be trusted."""

    part: int
    whole: int

    def __new__(cls, part: int, whole: int) -> Self:
        share = super().__new__(cls, Decimal((2000 * part + whole) // (2 * whole)).scaleb(-1))
        share.part, share.whole = part, whole
        return share


def percent(part: int, whole: int) -> Share | None:
    """`part` of `whole` in per cent with one decimal, rounded half up; None of nothing."""
    return Share(part, whole) if whole else None


def wilson(part: int, whole: int) -> tuple[Decimal, Decimal] | tuple[None, None]:
    """The bounds of the 95 % Wilson score interval without continuity correction, in per cent with one decimal.

    Wilson, J. Am. Stat. Assoc. 1927;22:209.
    """
    if not whole:
        return None, None
    with localcontext() as context:
        context.prec = 40
        n, p, z2 = Decimal(whole), Decimal(part) / whole, Z * Z
        middle = p + z2 / (2 * n)
        half = Z * ((p * (1 - p) + z2 / (4 * n)) / n).sqrt()
        low, high = ((middle + sign * half) / (1 + z2 / n) for sign in (-1, 1))
    return _bound(low), _bound(high)


def is_more_than_noise(before: tuple[int, int], after: tuple[int, int], *, level: float = 0.05) -> bool:
    """Whether the share of (part, whole) changed by more than chance would explain."""
    return chance_of_change(before, after) < level


def chance_of_change(before: tuple[int, int], after: tuple[int, int]) -> float:
    """How likely chance alone makes shares of (part, whole) as far apart, two-sided: by the pooled z-test of two
    proportions, or by Fisher's exact test where fewer than five of some kind are to be expected, for which the first is
    too sure. 1 of nothing, and where neither share leaves room for doubt."""
    (part, whole), (later_part, later_whole) = before, after
    parts, both = part + later_part, whole + later_whole
    fewest = min(whole, later_whole) * min(parts, both - parts)
    if not fewest:
        return 1.0
    if fewest < 5 * both:
        return _chance_exactly(later_part, later_whole, parts, both)
    error = sqrt(parts / both * (1 - parts / both) * (1 / whole + 1 / later_whole))
    z = abs(part / whole - later_part / later_whole) / error
    return erfc(z / sqrt(2))


def more_than_noise_among(chances: Mapping[Key, float], *, level: float = 0.05) -> set[Key]:
    """Those of many changes that are more than noise, where the more one looks at the more chance has to offer: of
    twenty-eight questions of which none changed, one or two would be below 5 % by themselves. Here it is 5 % that any
    at all is named wrongly. Holm, Scand. J. Stat. 1979;6:65.
    """
    found: set[Key] = set()
    for left, key in zip(range(len(chances), 0, -1), sorted(chances, key=chances.__getitem__), strict=True):
        if chances[key] > level / left:
            break
        found.add(key)
    return found


def _chance_exactly(part: int, whole: int, parts: int, both: int) -> float:
    """How likely it is that so many of `parts`, or a number no likelier, fall among `whole` out of `both` (Fisher)."""
    ways = [
        comb(whole, number) * comb(both - whole, parts - number)
        for number in range(max(0, parts - both + whole), min(parts, whole) + 1)
    ]
    seen = comb(whole, part) * comb(both - whole, parts - part)
    return sum(way for way in ways if way <= seen) / comb(both, parts)


def _bound(share: Decimal) -> Decimal:
    """In per cent; the interval of all or none ends at its own end, whatever the last digit says."""
    inside = min(max(share, Decimal(0)), Decimal(1))
    return (inside * 100).quantize(_TENTH, ROUND_HALF_UP)
