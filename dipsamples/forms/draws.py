from datetime import timedelta
from typing import Any, cast

from django import forms

from iqa.calendar import SCHEME_BEGAN, quarter, quarter_days, today
from iqa.govuk.keys import OneUseForm
from iqa.organisation.forms.refusals import Refusable
from iqa.organisation.models import Area


class MakeDrawForm(Refusable, OneUseForm):
    area = forms.ModelChoiceField(
        label="Area", queryset=Area.objects.none(), empty_label=None, error_messages={"required": "Select the Area"}
    )
    quarter = forms.ChoiceField(
        label="Quarter",
        error_messages={"invalid_choice": "%(value)s has not begun, or is no quarter. Select one that has begun"},
    )

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["area"]).queryset = areas
        cast(forms.ChoiceField, self.fields["quarter"]).choices = [(name, name) for name in quarters_begun()]


def quarters_begun() -> list[str]:
    """Those since the scheme began, the latest first."""
    found, day = [], today()
    while day >= SCHEME_BEGAN:
        found.append(quarter(day))
        first, _ = quarter_days(found[-1])
        day = first - timedelta(days=1)
    return found
