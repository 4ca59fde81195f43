from django import forms

from iqa.govuk.forms import CharField, GovukForm


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
