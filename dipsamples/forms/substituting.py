from django import forms

from iqa.govuk.forms import GovukForm, TextField


class SubstituteForm(GovukForm):
    """Why another IQA is to be sampled instead of the one that was drawn."""

    reason = TextField(
        label="Why is this IQA not sampled?",
        called="Why this IQA is not sampled",
        help_text="Another IQA of the same activity takes its place. The draw and this dip sample show the reason.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why this IQA is not sampled"},
    )
