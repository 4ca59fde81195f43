"""A form that makes something, once."""

import uuid

from django import forms

from iqa.govuk.forms import GovukForm

OUT_OF_DATE = "This page was out of date: your answers are kept, check them and save again."


class OneUseForm(GovukForm):
    """Carries a key, so that the same form sent twice makes one thing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> None:
        super().clean()
        if self.errors.pop("key", None):
            self.refuse(OUT_OF_DATE)

    def refuse(self, words: str) -> None:
        """Say `words` above the form, which can be sent again under a new key."""
        self.add_error(None, words)
        self.show_instead(key=str(uuid.uuid4()))
