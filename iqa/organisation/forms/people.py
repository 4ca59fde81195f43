from typing import Any, cast

from django import forms

from iqa.calendar import today
from iqa.govuk.forms import CharField, DateField, GovukForm
from iqa.govuk.keys import OneUseForm
from iqa.organisation.actions.postings import PostingData
from iqa.organisation.forms.places import PlaceField, place_of
from iqa.organisation.forms.refusals import Refusable
from iqa.organisation.models import Area, Person, Posting, Unit
from iqa.organisation.policies.names import problem_of_name
from iqa.organisation.policies.postings import manages_nation, roles_given_by
from iqa.permissions import ROLE_LEVELS, Level, Permission, Role


class PersonSearchForm(GovukForm):
    """The filters of the list of people."""

    in_address = True

    q = CharField(label="Name or email address", max_length=150, required=False)
    role = forms.ChoiceField(label="Role", choices=[("", "Any role"), *Role.choices], required=False)
    unit = forms.ModelChoiceField(label="Unit", queryset=Unit.objects.none(), required=False, empty_label="Any unit")
    when = forms.ChoiceField(
        label="Posting",
        choices=[("", "Now"), ("ever", "Now or before")],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    field_options = {"when": {"small": True}}

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = units


class PersonForm(Refusable, GovukForm):
    name = CharField(label="Name", max_length=150)
    email = forms.EmailField(label="Email address", max_length=254, help_text="They sign in by it.")

    field_options = {"name": {"width": "two-thirds"}, "email": {"width": "two-thirds"}}

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if words := problem_of_name(name):
            raise forms.ValidationError(f"Name {words}")
        return name

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if not email.isascii():
            raise forms.ValidationError("Email address must have no letters beyond a to z")
        return email.lower()


class PostingForm(Refusable, OneUseForm):
    """A role in a place between two days: a first posting, another one, or what comes after one."""

    role = forms.ChoiceField(label="Role", error_messages={"required": "Select a role"})
    place = PlaceField(
        label="Where",
        help_text="A unit for prosecutors, DCPs and SDCPs; an Area for the other roles in one.",
        error_messages={"required": "Select where"},
    )
    starts_on = DateField(label="First day", initial=today)
    ends_on = DateField(label="Last day (optional)", called="Last day", required=False)
    is_advocate = forms.BooleanField(label="Advocate", required=False)
    is_acting = forms.BooleanField(label="Acting up, until the last day", required=False)
    full_time_equivalent = forms.DecimalField(
        label="Full-time equivalent",
        help_text="1 is full time; 0.6 is three days of five.",
        min_value=0,
        max_value=1,
        decimal_places=2,
        initial=1,
        error_messages={
            "invalid": "Full-time equivalent must be a number like 0.6",
            "max_decimal_places": "Full-time equivalent must have two decimals at most",
        },
    )

    called_here = {"unit": "place", "area": "place"}
    field_options = {
        "role": {"width": "two-thirds"},
        "place": {"width": "two-thirds"},
        "full_time_equivalent": {"width": 4},
        "is_advocate": {"small": True, "group_classes": "govuk-!-margin-bottom-2"},
        "is_acting": {"small": True},
    }

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = roles_given_by(by)
        choices = [("", "Choose a role"), *((role, Role(role).label) for role in given)]
        cast(forms.ChoiceField, self.fields["role"]).choices = choices
        units = Unit.objects.where(by, Permission.MANAGE_PEOPLE).not_closed(on=today()).select_related("area")
        areas = Area.objects.managed_by(by)
        cast(PlaceField, self.fields["place"]).offer(areas=areas, units=units, nation=manages_nation(by))

    def clean_full_time_equivalent(self) -> Any:
        part = self.cleaned_data["full_time_equivalent"]
        if not part:
            raise forms.ValidationError("Full-time equivalent must be more than 0")
        return part

    def clean(self) -> None:
        super().clean()
        role, place = self.cleaned_data.get("role"), self.cleaned_data.get("place")
        if not role or place is None:
            return
        level, words = ROLE_LEVELS[role], Role(role).label
        if level in (Level.SELF, Level.UNIT) and not place.unit:
            self.add_error("place", f"Select a unit: a posting as {words} is in one")
        elif level == Level.AREA and not place.area:
            self.add_error("place", f"Select an Area: a posting as {words} is in one")
        elif level == Level.NATIONAL and (place.unit or place.area):
            self.add_error("place", f"Select National: a posting as {words} is national")

    @property
    def posting(self) -> PostingData:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        return PostingData(
            role=said["role"],
            unit=said["place"].unit,
            area=said["place"].area,
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            is_acting=said["is_acting"],
            is_advocate=said["is_advocate"],
            full_time_equivalent=said["full_time_equivalent"],
        )

    @staticmethod
    def going_on_from(posting: Posting) -> dict[str, Any]:
        """What stays as it is unless said otherwise."""
        return {
            "role": posting.role,
            "place": place_of(posting),
            "is_advocate": posting.is_advocate,
            "full_time_equivalent": posting.full_time_equivalent.normalize(),
            "ends_on": posting.ends_on,
            "is_acting": posting.is_acting,
        }


class NewPersonForm(PersonForm, PostingForm):
    """Someone, and their first posting."""

    field_order = ["key", "name", "email"]
    field_options = {**PersonForm.field_options, **PostingForm.field_options}


class LastDayForm(Refusable, GovukForm):
    """The last day of a posting, an absence or someone's time here."""

    last_day = DateField(label="Last day", initial=today)

    called_here = {"ends_on": "last_day", "starts_on": "last_day"}


class AbsenceForm(Refusable, OneUseForm):
    starts_on = DateField(label="First day away")
    ends_on = DateField(
        label="Last day away (optional)",
        called="Last day away",
        required=False,
        help_text="Leave it empty if it is not known.",
    )
