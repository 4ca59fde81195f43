from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.http import QueryDict

from iqa.calendar import today
from iqa.govuk.forms import DateField, GovukForm, TextField
from iqa.organisation.models import Area, UnitKind
from iqa.terms.policies import RULES, problem_with_value

NATIONAL = "national"


class ValueField(forms.DecimalField):
    called = "The new value"


class ChangeForm(GovukForm):
    """A new value of a term. `those` are the Areas and kinds of unit for which the person may set it, None being the
    nation; with one alone there is nothing to choose."""

    value: forms.Field
    starts_on = DateField(
        label="From which date?",
        called="The date",
        min_date=today,
        min_message="The date must be today or in the future",
        help_text="Today or later. What was judged by the old value stays judged by it.",
    )
    reason = TextField(
        label="Why is it changed?",
        called="The reason",
        max_length=2000,
        error_messages={"required": "Enter why it is changed"},
        help_text="Everyone who signs in can read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    error_anchor = "value"

    def __init__(self, data: QueryDict | None, *, name: str, those: Sequence[Area | UnitKind | None]) -> None:
        self.name, self.those = name, {_key(whose): whose for whose in those}
        super().__init__(data)
        offered = {"value": _value_field(name)}
        if len(those) > 1:
            choices = [(key, _label(whose)) for key, whose in self.those.items()]
            offered["whose"] = forms.ChoiceField(
                label="Who is it for?",
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Select who it is for"},
            )
        self.fields = {**offered, **self.fields}
        self.field_options = {"value": _options(name), "whose": {"small": True}}

    def clean_value(self) -> Decimal:
        value = Decimal(self.cleaned_data["value"])
        if problem := problem_with_value(self.name, value):
            raise forms.ValidationError(problem)
        return value

    @property
    def whose(self) -> Area | UnitKind | None:
        """Whom it is for, once the form is valid."""
        chosen = self.cleaned_data.get("whose") or next(iter(self.those))
        return self.those[chosen]


def _key(whose: Area | UnitKind | None) -> str:
    return str(whose.pk) if isinstance(whose, Area) else whose or NATIONAL


def _label(whose: Area | UnitKind | None) -> str:
    if whose is None:
        return "The nation"
    return whose.name if isinstance(whose, Area) else f"{whose.label} alone"


def _value_field(name: str) -> forms.Field:
    if RULES[name].is_yes_or_no:
        return forms.ChoiceField(
            label="New value",
            choices=[("1", "Yes"), ("0", "No")],
            widget=forms.RadioSelect,
            error_messages={"required": "Select yes or no"},
        )
    unit = RULES[name].unit
    return ValueField(label="New value" if unit == "%" else f"New value, in {unit}s")


def _options(name: str) -> dict[str, object]:
    if RULES[name].is_yes_or_no:
        return {"inline": True}
    return {"width": 5, "suffix": "%" if RULES[name].unit == "%" else ""}
