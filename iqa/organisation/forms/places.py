"""The nation, an Area or a unit, chosen from one list."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms

from iqa.organisation.models import Area, PlacedModel, Unit

NATIONAL = "national"


class Chosen(NamedTuple):
    """Neither is the nation."""

    area: Area | None = None
    unit: Unit | None = None


class PlaceField(forms.ChoiceField):
    """A list of places, units grouped by their Area; cleaned, it is a `Chosen`."""

    def offer(self, *, areas: Iterable[Area], units: Iterable[Unit], nation: bool) -> None:
        """Say what there is to choose from."""
        self.chosen = {NATIONAL: Chosen()} if nation else {}
        by_area: dict[str, list[tuple[str, str]]] = defaultdict(list)
        of_areas = []
        for area in areas:
            self.chosen[f"area-{area.pk}"] = Chosen(area=area)
            of_areas.append((f"area-{area.pk}", area.name))
        for unit in units:
            self.chosen[f"unit-{unit.pk}"] = Chosen(unit=unit)
            by_area[f"Units of {unit.area.name}"].append((f"unit-{unit.pk}", str(unit)))
        national = [(NATIONAL, "National")] if nation else []
        groups = [("Areas", of_areas)] if of_areas else []
        self.choices: Any = [("", "Choose a place"), *national, *groups, *by_area.items()]

    def clean(self, value: Any) -> Any:
        return self.chosen.get(super().clean(value))


def place_of(placed: PlacedModel) -> str:
    """The value of a posting's or a grant's place in the list."""
    if placed.unit_id:
        return f"unit-{placed.unit_id}"
    return f"area-{placed.area_id}" if placed.area_id else NATIONAL
