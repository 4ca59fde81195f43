"""Forms that carry in hidden fields what their page was made of: a version that was read, a key that makes something
once."""

import uuid
from typing import Any

from django import forms

from iqa.govuk.forms import GovukForm

OUT_OF_DATE = "This page was out of date: your answers are kept, check them and save again."


class CarryingForm(GovukForm):
    """What no page of ours carries is not blamed on its sender: it is replaced by what the page would carry now."""

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        strange = [field for field in self.hidden_fields() if self.errors.pop(field.name, None)]
        if strange:
            self.add_error(None, OUT_OF_DATE)
            self.show_instead(**{field.name: "" if field.initial is None else str(field.initial) for field in strange})
        return self.cleaned_data


class OneUseForm(CarryingForm):
    """Carries a key, so that the same form sent twice makes one thing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def refuse(self, words: str) -> None:
        """Say `words` above the form, which can be sent again under a new key."""
        self.add_error(None, words)
        self.show_instead(key=str(uuid.uuid4()))
