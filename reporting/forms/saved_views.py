from django import forms

from iqa.govuk.forms import CharField, GovukForm
from iqa.govuk.keys import OneUseForm


class NameForm(GovukForm):
    name = CharField(
        label="Name of the view",
        help_text="Only you see it.",
        max_length=80,
        error_messages={"required": "Enter a name for this view"},
    )


class SaveViewForm(NameForm, OneUseForm):
    """Also which report, with the choices of its address."""

    report = forms.SlugField(widget=forms.HiddenInput)
    address = CharField(widget=forms.HiddenInput, required=False, max_length=2000)
