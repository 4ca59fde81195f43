from django import forms
from django.http import QueryDict

from iqa.calendar import SCHEME_BEGAN, quarter, today
from iqa.organisation.models import Person
from reporting.choices import Choices
from reporting.forms.choices import ChoicesForm
from reporting.periods import months_between, quarter_text

SHOWN = ("period", "place")


class DashboardForm(ChoicesForm):
    """A quarter, this one unless another is chosen, and a place."""

    period = forms.ChoiceField(label="Quarter", required=False)
    field_order = ("place", "period")

    def __init__(self, address: QueryDict, *, person: Person) -> None:
        said = address.copy()
        if not said.get("period"):
            said["period"] = quarter(today())
        super().__init__(said, person=person)
        for name in [name for name in self.fields if name not in SHOWN]:
            del self.fields[name]
        quarters = [quarter_text(first) for first in reversed(months_between(SCHEME_BEGAN, today(), step=3))]
        self.fields["period"].choices = [(each, each) for each in quarters]  # type: ignore[attr-defined]

    def _as_the_contract_has_it(self) -> dict[str, str]:
        area, unit = self._area_and_unit()
        year, chosen = self.cleaned_data["period"].split(" ")
        return {"area": area, "unit": unit, "year": year, "quarter": chosen}

    @property
    def everything(self) -> Choices:
        """The place, in all quarters."""
        return self.choices.but(year="", quarter="")
