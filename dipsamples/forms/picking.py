from django import forms

from iqa.govuk.forms import TextField
from iqa.govuk.keys import OneUseForm


class PickForm(OneUseForm):
    """Why an IQA is picked out, instead of the next that was drawn."""

    reason = TextField(
        label="Why do you pick this IQA?",
        called="Why you pick this IQA",
        help_text="Picked dip samples are counted apart from those that were drawn.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you pick this IQA"},
    )
