"""Fields that take what people type and paste, and say in plain words what to change."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from iqa.addresses import KeyConverter
from iqa.govuk.words import name_in_messages

CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROL_CHARACTERS_IN_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class CharField(forms.CharField):
    """Text without control characters; in a textarea, with line ends as \\n.

    `called` is the field's name in messages where that is not the label: label "What is the URN?", called "URN".
    """

    def __init__(self, *args: Any, called: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.called = called
        # Ours says the same of every control character.
        self.validators = [each for each in self.validators if not isinstance(each, ProhibitNullCharactersValidator)]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) and self.has_lines else text

    def validate(self, value: Any) -> None:
        super().validate(value)
        unprintable = CONTROL_CHARACTERS_IN_LINES if self.has_lines else CONTROL_CHARACTERS
        if isinstance(value, str) and unprintable.search(value):
            message = f"{name_in_messages(self)} must not include characters that cannot be printed"
            raise ValidationError(message, code="unprintable")

    @property
    def has_lines(self) -> bool:
        return isinstance(self.widget, forms.Textarea)


class TextField(CharField):
    """Text of several lines."""

    widget = forms.Textarea


class KeysField(forms.ModelMultipleChoiceField):
    """Records chosen by their keys. What no database could hold for a key is none that was offered."""

    def clean(self, value: Any) -> Any:
        if not all(re.fullmatch(KeyConverter.regex, str(key), re.ASCII) for key in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)
