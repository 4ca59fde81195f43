from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from iqa.govuk.forms import CharField, GovukForm
from iqa.organisation.models import Person


class SignInForm(GovukForm):
    # Not checked for its format: whatever is wrong with either field, the words are the same.
    email = CharField(
        label="Email address",
        max_length=254,
        error_messages={"required": "Enter your email address"},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    error_anchor = "email"

    def clean_email(self) -> str:
        """As people are kept, so that guesses are counted whatever the letters' case."""
        return self.cleaned_data["email"].lower()

    def refuse(self) -> None:
        self.add_error(None, "Check your email address and password")


class PasswordLinkForm(GovukForm):
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={"required": "Enter your email address"},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )


# What Django's validators find, in our words.
PASSWORD_PROBLEMS = {
    "password_too_short": "New password must be {min_length} characters or more",
    "password_too_similar": "New password must not be like your name or email address",
    "password_too_common": "New password must not be one that many people use",
}


class NewPasswordForm(GovukForm):
    """`person` is whose password it will be: it must not be like their name."""

    password = forms.CharField(
        label="New password",
        max_length=1000,
        strip=False,
        error_messages={"required": "Enter a new password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        try:
            validate_password(password, self.person)
        except forms.ValidationError as refusal:
            raise forms.ValidationError([_in_our_words(error) for error in refusal.error_list]) from refusal
        return password


def _in_our_words(error: forms.ValidationError) -> str:
    words = PASSWORD_PROBLEMS.get(error.code or "")
    return words.format(**(error.params or {})) if words else error.messages[0]
