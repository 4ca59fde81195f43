from typing import Any, cast

from django import forms

from iqa.calendar import today
from iqa.govuk.forms import CharField, DateField, GovukForm
from iqa.govuk.keys import OneUseForm
from iqa.organisation.forms.refusals import Refusable
from iqa.organisation.models import Unit, UnitKind
from iqa.organisation.policies.names import problem_of_name


class OpenUnitForm(Refusable, OneUseForm):
    name = CharField(label="What is the unit called?", called="The name of the unit", max_length=100)
    kind = forms.ChoiceField(
        label="What kind of unit is it?",
        choices=UnitKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the kind of unit"},
    )
    opened_on = DateField(label="From which day is it open?", called="The day from which it is open", initial=today)

    field_options = {"name": {"width": "two-thirds"}}

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if words := problem_of_name(name):
            raise forms.ValidationError(f"The name of the unit {words}")
        return name

    def clean_opened_on(self) -> Any:
        day = self.cleaned_data["opened_on"]
        if not 1950 <= day.year <= 2099:
            raise forms.ValidationError("The day from which it is open must be between 1950 and 2099")
        return day


class CloseUnitForm(Refusable, GovukForm):
    last_day = DateField(label="What is its last day?", called="The last day", initial=today)


class MergeUnitForm(CloseUnitForm):
    into = forms.ModelChoiceField(
        label="Which unit does it become part of?",
        queryset=Unit.objects.none(),
        empty_label="Choose a unit",
        error_messages={"required": "Select the unit that it becomes part of"},
    )
    those_in_it = forms.ChoiceField(
        label="What becomes of the postings in it?",
        choices=[
            ("continue", "They go on in the other unit from the next day"),
            ("end", "They end on the last day"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what becomes of the postings in it"},
    )

    field_order = ["into", "last_day", "those_in_it"]
    field_options = {"into": {"width": "two-thirds"}}
    called_here = {"unit": "into", "starts_on": "last_day", "ends_on": "those_in_it"}

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["into"]).queryset = units
