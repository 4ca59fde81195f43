"""From numbers to lengths."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Scale:
    """Numbers from `low` to `high` along a length from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, number: float) -> float:
        """Where a number is; one beyond the scale is at its edge."""
        share = (min(max(number, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def holds(self, number: float) -> bool:
        return self.low <= number <= self.high


def ticks(low: float, high: float, *, about: int = 5) -> list[float]:
    """Round numbers at even steps from at or under `low` to at or over `high`."""
    span = (high - low) or abs(high) or 1
    magnitude = 10 ** math.floor(math.log10(span / about))
    step = next(each * magnitude for each in (1, 2, 5, 10) if each * magnitude * about >= span * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def share_ticks(numbers: Iterable[float], *, about: int = 5) -> list[float]:
    """Of percentages: from a round number under the least to one over the greatest, never beyond 0 and 100."""
    found = list(numbers) or [0, 100]
    low = min(max(min(found), 0), 95)
    high = max(min(max(found), 100), low + 5)
    return [each for each in ticks(low, high, about=about) if 0 <= each <= 100]


def one_decimal(share: float) -> str:
    """Half up, as figures are in tables: 56.25 is 56.3."""
    return str(Decimal(repr(round(share, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP))


def label_of(number: float, unit: str) -> str:
    """80%, 12,500 or 0.5"""
    text = f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"
    return text + unit
