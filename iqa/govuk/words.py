"""What a field says when an answer will not do: GOV.UK's words in place of Django's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

EMAIL_FORMAT = "Enter an email address in the correct format, like name@example.com"
LIMITS = {
    "max_length": "{:,} characters or fewer",
    "min_length": "{:,} characters or more",
    "max_value": "{:,} or less",
    "min_value": "{:,} or more",
}


def name_in_messages(field: forms.Field) -> str:
    """What messages call `field`: its `called`, if it has one, or its label."""
    return str(getattr(field, "called", None) or field.label or "Answer")


def in_a_sentence(name: str) -> str:
    """`name` with a small first letter, unless it begins with initials or "I": "date of birth", but "URN"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def is_choice(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField | forms.BooleanField)


def required_message(field: forms.Field) -> str:
    """ "Enter …" or, where there is something to choose from, "Select …"."""
    verb = "Select" if is_choice(field) else "Enter"
    return f"{verb} {in_a_sentence(name_in_messages(field))}"


def give_words(field: forms.Field) -> None:
    """Replace each of Django's own messages on `field` by ours; a message that the form gave is kept."""
    for key, message in _messages(field).items():
        if field.error_messages.get(key) == _default(field, key):
            field.error_messages[key] = message
    if isinstance(field, forms.ModelChoiceField):
        # Django has words of its own, that no message replaces, for a key with a NUL: it is one more that is not there.
        without_nul = ProhibitNullCharactersValidator(field.error_messages["invalid_choice"], code="invalid_choice")
        field.validate_no_null_characters = without_nul  # type: ignore[method-assign]


def first_messages(errors: list[ValidationError]) -> list[str]:
    """The words of `errors`, once each, in order."""
    return list(dict.fromkeys(str(message) for error in errors for message in error.messages))


def _messages(field: forms.Field) -> dict[str, str]:
    name = name_in_messages(field)
    # Django passes these, but not "required", through "%".
    escaped = name.replace("%", "%%")
    messages = {"required": required_message(field)}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        # An option that is not on the page: ask again as if none were chosen.
        is_ours = field.error_messages.get("required") == _default(field, "required")
        ask = messages["required"] if is_ours else str(field.error_messages["required"])
        messages |= dict.fromkeys(("invalid_choice", "invalid_list", "invalid_pk_value"), ask.replace("%", "%%"))
    if isinstance(field, forms.CharField):
        messages["null_characters_not_allowed"] = f"{escaped} must not include characters that cannot be printed"
    if isinstance(field, forms.EmailField):
        messages["invalid"] = EMAIL_FORMAT
    if isinstance(field, forms.IntegerField):
        whole = not isinstance(field, forms.DecimalField | forms.FloatField)
        messages["invalid"] = f"{name} must be a {'whole ' if whole else ''}number"
    if isinstance(field, forms.FileField):
        messages |= {"invalid": "Select a file", "missing": "Select a file", "empty": "The selected file is empty"}
    for key, words in LIMITS.items():
        limit = getattr(field, key, None)
        if limit is not None and not callable(limit):
            messages[key] = f"{escaped} must be {words.format(limit)}"
    return messages


def _default(field: forms.Field, key: str) -> Any:
    """The message that `field`'s class gives `key`, before anyone changed it."""
    for cls in type(field).__mro__:
        defaults = cls.__dict__.get("default_error_messages", {})
        if key in defaults:
            return defaults[key]
    return None
