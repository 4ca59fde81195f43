from typing import Any, cast

from django import forms

from iqa.calendar import business_year_began, quarter, today
from iqa.govuk.forms import CharField, GovukForm
from iqa.organisation.models import Area
from iqa.questions.models import Activity
from reporting.periods import month_after

# How far back and ahead of this business year a target is set on the page; further back they are imported.
YEARS_BACK, YEARS_AHEAD = 3, 2


def quarters() -> list[str]:
    """The latest first."""
    began = business_year_began(today())
    first = began.replace(year=began.year - YEARS_BACK)
    found = [quarter(month_after(first, 3 * n)) for n in range(4 * (YEARS_BACK + YEARS_AHEAD))]
    return found[::-1]


class TargetForm(GovukForm):
    area = forms.ModelChoiceField(
        label="Area",
        queryset=Area.objects.all(),
        empty_label="Choose an Area",
        error_messages={"required": "Select the Area"},
    )
    quarter = forms.ChoiceField(label="Quarter", error_messages={"required": "Select the quarter"})
    base = forms.ChoiceField(
        label="Kind of work",
        choices=Activity.Base.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the kind of work"},
    )
    proxy_target = forms.IntegerField(
        label="Proxy target",
        help_text="How many IQAs the Area should do in the quarter.",
        min_value=0,
        max_value=1_000_000,
        error_messages={"required": "Enter the proxy target"},
    )
    why = CharField(label="Why is it set, or changed?", called="Why it is set, or changed", max_length=500)

    field_options = {"proxy_target": {"width": 5}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose a quarter"), *((each, each) for each in quarters())]
        cast(forms.ChoiceField, self.fields["quarter"]).choices = choices
