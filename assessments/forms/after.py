"""What may happen to an IQA after it was begun or recorded, and why."""

from django import forms

from iqa.govuk.forms import GovukForm, TextField


class ConfirmForm(GovukForm):
    """Nothing to say but yes."""


def _why(label: str, called: str) -> TextField:
    return TextField(label=label, called=called, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(GovukForm):
    reason = _why("Why is this IQA withdrawn?", "Why this IQA is withdrawn")


class ReopenForm(GovukForm):
    reason = _why("Why is this IQA reopened?", "Why this IQA is reopened")
