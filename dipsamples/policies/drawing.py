"""Which IQAs of an Area and quarter are to be dip sampled. Pure: with a draw's seed and steps anyone can draw it again.

How to do that, by hand too, since `printf 'SEED iqa 1234' | sha256sum` gives an IQA's place in line:

1. A *stratum* is the IQAs of one activity that count: recorded, not withdrawn. The rate of these is to be drawn,
   rounded up (`required_of`).
2. Each IQA has a place in line, the SHA-256 of "SEED iqa NUMBER", and each DCP one in each activity, the SHA-256 of
   "SEED ACTIVITY dcp NUMBER". SEED is the draw's, ACTIVITY a code, the numbers are the records' keys. The lowest comes
   first. An IQA that arrives changes nobody else's place.
3. DCPs are reached in turn: always the one of whom the fewest are drawn, of these the first in line, and theirs that is
   first in line and not drawn yet. A DCP with none left is passed over.
4. So it goes on until as many are drawn as required, and no DCP is left out while another is drawn twice.

A *step* does this in every activity. The first begins with nothing drawn; a later one, a top-up, with what is drawn
already, and all of that stays. A drawn IQA that no longer counts (withdrawn, moved out, or substituted) makes room for
the next in line. A top-up may draw more than is required: a DCP whose first IQA arrives when another is drawn twice is
reached all the same.

A *substitution* takes the next in line of the same DCP or, where none is left, of the DCP whose turn it is.

HMCPSI 2018 §3.12 (a tenth of each activity), §5.37-5.41 (drawn from some DCPs and not from others).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from heapq import heapify, heappop, heappush
from itertools import zip_longest
from math import ceil
from typing import NamedTuple

# The keys of one activity's IQAs, by the key of their DCP; and the strata of a draw, by the code of their activity.
Stratum = Mapping[int, Collection[int]]
Population = Mapping[str, Stratum]


@dataclass(frozen=True)
class Step:
    """What a step knew: its rate in per cent; which IQAs counted at it and not at the one before, and the other way
    round; and what was substituted after it and before the next one, in order."""

    percent: Decimal
    arrived: Population
    gone: Population = field(default_factory=dict)
    substituted: tuple[int, ...] = ()


class Tally(NamedTuple):
    """Of one DCP in one activity: the IQAs that count, how many of them are drawn, and how many are still in line."""

    iqas: int
    drawn: int
    in_line: int


def required_of(count: int, *, percent: Decimal) -> int:
    """How many of `count` IQAs are to be sampled: `percent` of them, rounded up."""
    return ceil(count * percent / 100)


def day_of_rate(last: date, *, on: date) -> date:
    """On which day a quarter's rate is looked up: the quarter's `last` or, while that is to come, today (`on`)."""
    return min(last, on)


def is_owed(tallies: Collection[Tally], *, percent: Decimal) -> bool:
    """Whether a top-up would draw from a stratum with these: too few are drawn, or a DCP is left out."""
    if not any(tally.in_line for tally in tallies):
        return False
    required = required_of(sum(tally.iqas for tally in tallies), percent=percent)
    left_out = any(tally.in_line and not tally.drawn for tally in tallies)
    return sum(tally.drawn for tally in tallies) < required or (left_out and any(tally.drawn > 1 for tally in tallies))


def draw(
    population: Population,
    *,
    seed: str,
    percent: Decimal,
    drawn: Collection[int] = (),
    substituted: Collection[int] = (),
) -> list[int]:
    """The keys that a step draws, in the order in which they are to be sampled: the first of each activity, then the
    second of each.

    `drawn` is everything drawn before, whether it still counts or not, and `substituted` what of it was substituted.
    """
    drawn, substituted = set(drawn), set(substituted)
    of_activities = [
        list(_draw_stratum(_Line(stratum, seed, activity, drawn, substituted), percent))
        for activity, stratum in sorted(population.items())
    ]
    return [key for turn in zip_longest(*of_activities) for key in turn if key is not None]


def substitute_for(
    key: int, population: Population, *, seed: str, drawn: Collection[int], substituted: Collection[int] = ()
) -> int | None:
    """What takes the place of a drawn IQA; None where its activity has none left, or it counts no longer."""
    for activity, stratum in population.items():
        for dcp, keys in stratum.items():
            if key in keys:
                return _Line(stratum, seed, activity, set(drawn), {*substituted, key}).substitute(dcp)
    return None


def replay(seed: str, steps: Iterable[Step]) -> list[int]:
    """Draw again from seed and steps: every key drawn, in order, the substitutes among them."""
    drawn: list[int] = []
    substituted: set[int] = set()
    population: Population = {}
    for step in steps:
        population = after(population, step)
        drawn += draw(population, seed=seed, percent=step.percent, drawn=drawn, substituted=substituted)
        for key in step.substituted:
            substitute = substitute_for(key, population, seed=seed, drawn=drawn, substituted=substituted)
            substituted.add(key)
            drawn += [] if substitute is None else [substitute]
    return drawn


def after(population: Population, step: Step) -> dict[str, dict[int, set[int]]]:
    """The IQAs that counted at a step, from those that did at the one before."""
    found = {activity: {dcp: set(keys) for dcp, keys in stratum.items()} for activity, stratum in population.items()}
    for activity, stratum in step.gone.items():
        for dcp, keys in stratum.items():
            found[activity][dcp].difference_update(keys)
    for activity, stratum in step.arrived.items():
        for dcp, keys in stratum.items():
            found.setdefault(activity, {}).setdefault(dcp, set()).update(keys)
    return found


def difference(new: Population, old: Population) -> dict[str, dict[int, list[int]]]:
    """The IQAs of `new` that `old` has not under the same activity and DCP, in the order of their keys."""
    found: dict[str, dict[int, list[int]]] = {}
    for activity, stratum in new.items():
        for dcp, keys in stratum.items():
            if more := set(keys).difference(old.get(activity, {}).get(dcp, ())):
                found.setdefault(activity, {})[dcp] = sorted(more)
    return found


class _Line:
    """A stratum's IQAs that are not drawn, in line by DCP, and how many of each DCP's are drawn and count."""

    def __init__(self, stratum: Stratum, seed: str, activity: str, drawn: set[int], substituted: set[int]) -> None:
        self.seed = seed
        self.size = sum(len(keys) for keys in stratum.values())
        counting = drawn - substituted
        self.counts = {dcp: sum(key in counting for key in keys) for dcp, keys in stratum.items()}
        self.waiting = {dcp: [key for key in keys if key not in drawn] for dcp, keys in stratum.items()}
        self.in_line: dict[int, list[tuple[bytes, int]]] = {}
        self.turns = [
            (self.counts[dcp], _place(f"{seed} {activity} dcp {dcp}"), dcp)
            for dcp, keys in self.waiting.items()
            if keys
        ]
        heapify(self.turns)
        self.total, self.most = sum(self.counts.values()), max(self.counts.values(), default=0)

    @property
    def leaves_one_out(self) -> bool:
        """Whether a DCP has none drawn while another has two."""
        return self.turns[0][0] == 0 and self.most > 1

    def take(self) -> int:
        """The next one, of the DCP whose turn it is."""
        count, place, dcp = heappop(self.turns)
        key = self._next_of(dcp)
        if self.in_line[dcp]:
            heappush(self.turns, (count + 1, place, dcp))
        self.total, self.most = self.total + 1, max(self.most, count + 1)
        return key

    def substitute(self, dcp: int) -> int | None:
        if self.waiting[dcp]:
            return self._next_of(dcp)
        return self.take() if self.turns else None

    def _next_of(self, dcp: int) -> int:
        if dcp not in self.in_line:
            self.in_line[dcp] = [(_place(f"{self.seed} iqa {key}"), key) for key in self.waiting[dcp]]
            heapify(self.in_line[dcp])
        return heappop(self.in_line[dcp])[1]


def _draw_stratum(line: _Line, percent: Decimal) -> Iterator[int]:
    required = required_of(line.size, percent=percent)
    while line.turns and (line.total < required or line.leaves_one_out):
        yield line.take()


def _place(words: str) -> bytes:
    return sha256(words.encode()).digest()
