from typing import Any, cast

from django import forms

from iqa.calendar import today
from iqa.govuk.forms import DateField, GovukForm, TextField
from iqa.govuk.keys import OneUseForm
from iqa.organisation.forms.places import PlaceField
from iqa.organisation.forms.refusals import Refusable
from iqa.organisation.models import Area, Person, Unit
from iqa.organisation.policies.grants import GRANTABLE


class _HolderField(forms.EmailField):
    called = "The email address"


class GrantForm(Refusable, OneUseForm):
    email = _HolderField(label="Whose grant is it?", help_text="The email address that they sign in by.")
    permission = forms.ChoiceField(
        label="What is to be allowed?",
        choices=[(permission.value, permission.label) for permission in GRANTABLE],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is to be allowed"},
    )
    place = PlaceField(label="Where?", error_messages={"required": "Select where"})
    business_need = TextField(
        label="What is it needed for?",
        called="What it is needed for",
        help_text="Without details of any case.",
        max_length=1000,
        error_messages={"required": "Enter what it is needed for"},
    )
    starts_on = DateField(label="First day", initial=today)
    ends_on = DateField(label="Last day", help_text="The grant lapses after it: 12 months at most.")

    called_here = {"unit": "place", "area": "place"}
    field_options = {"email": {"width": "two-thirds"}, "place": {"width": "two-thirds"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.select_related("area")
        cast(PlaceField, self.fields["place"]).offer(areas=Area.objects.all(), units=units, nation=True)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        self.person = Person.objects.filter(email=email).first()
        if self.person is None:
            raise forms.ValidationError("Nobody here has this email address. Check it.")
        return email

    @property
    def said(self) -> dict[str, Any]:
        """What `grants.request` takes, but for who asks."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("email", "place")}
        place = self.cleaned_data["place"]
        return said | {"person": self.person, "area": place.area, "unit": place.unit}


class DecisionForm(Refusable, GovukForm):
    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("approve", "Approve"), ("refuse", "Refuse")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether to approve or refuse"},
    )
