"""What a draw knows, as `dipsamples.policies.drawing` takes it: the same few queries however many IQAs there are."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from dipsamples.models import Draw
from dipsamples.policies.drawing import Population, Step, day_of_rate
from dipsamples.querysets.draws import counting_in
from iqa.calendar import today
from iqa.terms.models import Term, TermName


class Records(NamedTuple):
    """A draw's steps, and every key that it has drawn, in order, substitutes among them."""

    steps: list[Step]
    drawn: list[int]

    @property
    def substituted(self) -> set[int]:
        return {key for step in self.steps for key in step.substituted}


def records_of(draw: Draw) -> Records:
    rows = list(draw.drawn.order_by("position").values_list("assessment", "step__number", "substitute_for__assessment"))
    substituted: dict[int, list[int]] = defaultdict(list)
    for _, number, instead_of in rows:
        if instead_of is not None:
            substituted[number].append(instead_of)
    steps = draw.steps.order_by("number").values_list("number", "percent", "arrived", "gone")
    return Records(
        [
            Step(percent, _population(arrived), gone=_population(gone), substituted=tuple(substituted[number]))
            for number, percent, arrived, gone in steps
        ],
        [key for key, *_ in rows],
    )


def population_now(draw: Draw) -> dict[str, dict[int, list[int]]]:
    """The keys of the IQAs that count in it today."""
    found: dict[str, dict[int, list[int]]] = {}
    keys = counting_in(draw).values_list("half_day__activity__code", "half_day__assessor", "pk")
    for activity, dcp, key in keys.iterator(chunk_size=50_000):
        found.setdefault(activity, {}).setdefault(dcp, []).append(key)
    return found


def rate_in_force(draw: Draw) -> Decimal:
    """Its rate in per cent, of the Area."""
    _, last = draw.days
    day = day_of_rate(last, on=today())
    return Term.objects.value_on(day, name=TermName.DIP_SAMPLE_PERCENT, area_id=draw.area_id)


def count_of(population: Population) -> int:
    return sum(len(keys) for stratum in population.values() for keys in stratum.values())


def _population(stored: Mapping[str, Mapping[str, list[int]]]) -> Population:
    """JSON has only strings for keys."""
    return {activity: {int(dcp): keys for dcp, keys in stratum.items()} for activity, stratum in stored.items()}
