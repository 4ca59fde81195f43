"""How far two markings of the same work agree, and which way they differ. Pure.

A `Crosstab` counts pairs of answers. It is compared by the four outcomes, whether they occur or not. Intervals are of
95 %, by the normal distribution; they take one answer as independent of the next.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from math import sqrt
from typing import NamedTuple

from dipsamples.policies.comparison import Difference, difference
from iqa.questions.models import Outcome
from reporting.statistics import Z


class Pair(NamedTuple):
    """What a marking's answer counts as, and the reference's to the same question."""

    marked: str
    reference: str


Crosstab = Mapping[Pair, int]
OUTCOMES = tuple(Outcome.CountsAs.values)
_Z = float(Z)


class Estimate(NamedTuple):
    """A figure and the bounds of its 95 % interval; these are None where there is too little to say."""

    value: float
    low: float | None
    high: float | None


def kinds_of(table: Crosstab) -> Counter[Difference]:
    """How many pairs differ in which of the five kinds (HMCPSI 2018, annex B)."""
    found: Counter[Difference] = Counter()
    for (marked, reference), count in table.items():
        found[difference(marked, reference)] += count
    return found


def counts_of(table: Crosstab) -> Counter[str]:
    """How many pairs differ in which kind; and how many of the marking's answers, and of the reference's, are not "not
    applicable" (`judged`, `reference_judged`) and are fully met (`met`, `reference_met`)."""
    counts = Counter({kind.value: n for kind, n in kinds_of(table).items()})
    for (marked, reference), n in table.items():
        for outcome, side in ((marked, ""), (reference, "reference_")):
            counts[f"{side}judged"] += n * (outcome != Outcome.CountsAs.NOT_APPLICABLE)
            counts[f"{side}met"] += n * (outcome == Outcome.CountsAs.FULLY_MET)
    return counts


def ac1(table: Crosstab, outcomes: Collection[str] = OUTCOMES) -> Estimate | None:
    """Gwet's first-order agreement coefficient on a scale of these outcomes; None of nothing.

    It takes chance agreement to be what answers hard to decide would make of it, so that it does not collapse where
    nearly all are fully met. Gwet, Br. J. Math. Stat. Psychol. 2008;61:29, equations 4, 6 and 15.
    """
    count = sum(table.values())
    if not count:
        return None
    share = {
        outcome: sum(n * ((marked == outcome) + (reference == outcome)) for (marked, reference), n in table.items())
        / (2 * count)
        for outcome in outcomes
    }
    others = len(outcomes) - 1
    by_chance = sum(p * (1 - p) for p in share.values()) / others
    agreed = _agreed(table) / count
    value = (agreed - by_chance) / (1 - by_chance)
    if count < 2:
        return Estimate(value, None, None)
    squares = 0.0
    for (marked, reference), n in table.items():
        of_pair = ((marked == reference) - by_chance) / (1 - by_chance)
        chance_of_pair = (2 - share[marked] - share[reference]) / (2 * others)
        of_pair -= 2 * (1 - value) * (chance_of_pair - by_chance) / (1 - by_chance)
        squares += n * (of_pair - value) ** 2
    error = sqrt(squares / count / (count - 1))
    return Estimate(value, value - _Z * error, min(value + _Z * error, 1.0))


def kappa(table: Crosstab) -> float | None:
    """Cohen's kappa (Educ. Psychol. Meas. 1960;20:37); None of nothing, and where both gave one outcome throughout."""
    count = sum(table.values())
    marked, referred = Counter[str](), Counter[str]()
    for (one, other), n in table.items():
        marked[one] += n
        referred[other] += n
    by_chance = sum(marked[outcome] * referred[outcome] for outcome in OUTCOMES)
    if by_chance == count**2:
        return None
    return (_agreed(table) * count - by_chance) / (count**2 - by_chance)


def leniency(weighted: Iterable[tuple[Crosstab, float]]) -> Estimate | None:
    """(Too lenient − too robust) ÷ compared, each table's pairs with its weight; None of nothing.

    Weights are how many answers of all IQAs each pair stands for; 1 throughout weighs nothing. The interval is that of
    a weighted mean, robust to unequal variance (White, Econometrica 1980;48:817, with n ÷ (n − 1)).
    """
    scores = Counter[tuple[int, float]]()
    for table, weight in weighted:
        for kind, n in kinds_of(table).items():
            scores[_SCORE.get(kind, 0), weight] += n
    count = sum(scores.values())
    whole = sum(weight * n for (_, weight), n in scores.items())
    if not whole:
        return None
    value = sum(score * weight * n for (score, weight), n in scores.items()) / whole
    if count < 2:
        return Estimate(value, None, None)
    squares = sum(n * (weight * (score - value)) ** 2 for (score, weight), n in scores.items())
    error = sqrt(squares * count / (count - 1)) / whole
    return Estimate(value, max(value - _Z * error, -1.0), min(value + _Z * error, 1.0))


_SCORE = {Difference.TOO_LENIENT: 1, Difference.TOO_ROBUST: -1}


def _agreed(table: Crosstab) -> int:
    return sum(n for (marked, reference), n in table.items() if marked == reference)
