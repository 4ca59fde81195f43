"""Make a consistency exercise; agree its reference."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html

from assessments.actions.cases import CaseFacts
from assessments.forms.case import CaseFactsForm, UrnField
from dipsamples.policies.exercises import CASES_AT_MOST
from iqa.calendar import today
from iqa.govuk.forms import CharField, DateField, GovukForm, TextField
from iqa.govuk.keys import OneUseForm
from iqa.organisation.forms.refusals import Refusable
from iqa.organisation.models import Area, Person
from iqa.questions.models import Activity

NATION = "nation"
_A_YEAR = timedelta(days=366)


class UrnsField(TextField):
    """URNs, one a line; as a list, each once, in order."""

    def clean(self, value: Any) -> Any:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        urns = list(dict.fromkeys(self._urn(line) for line in lines))
        if len(urns) > CASES_AT_MOST:
            raise ValidationError(f"Enter {CASES_AT_MOST} URNs or fewer")
        return urns

    def _urn(self, line: str) -> str:
        try:
            return UrnField().clean(line)
        except ValidationError:
            raise ValidationError(f"{line.strip()[:40]} is not a URN: it must be 11 letters and numbers") from None


class ExerciseForm(Refusable, OneUseForm):
    """`where` are the Areas (None: the nation) in which the exercise may be made, `people` those who may be invited,
    each with their place in words."""

    place = forms.ChoiceField(
        label="Where", widget=forms.RadioSelect, error_messages={"required": "Select where the exercise is held"}
    )
    title = CharField(
        label="Title",
        help_text="Those invited see it. Do not name a defendant or a victim.",
        max_length=100,
        error_messages={"required": "Enter a title"},
    )
    activity = forms.ChoiceField(
        label="Activity", widget=forms.RadioSelect, error_messages={"required": "Select an activity"}
    )
    urns = UrnsField(
        label="Cases",
        called="Cases",
        help_text=f"The URN of each case, one a line, up to {CASES_AT_MOST}.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the URN of a case"},
    )
    material = TextField(
        label="What to mark, and where it is",
        called="What to mark",
        help_text="For example, the review of 3 March in the case management system.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what to mark, and where it is"},
    )
    closes_on = DateField(
        label="Closing date",
        help_text="The last day for marking. It closes earlier once everyone has finished.",
        min_date=today,
        min_message="Closing date must be today or in the future",
        max_date=lambda: today() + _A_YEAR,
        max_message="Closing date must be within a year",
        error_messages={"required": "Enter the closing date"},
    )
    people = forms.MultipleChoiceField(
        label="Who to invite",
        help_text="Leave out anyone whose own work is in one of the cases.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who to invite", "invalid_choice": "Select who to invite from the list"},
    )

    field_options = {"title": {"width": "two-thirds"}}

    def __init__(
        self,
        data: QueryDict | None,
        *,
        where: Iterable[Area | None],
        activities: Iterable[Activity],
        people: Mapping[Person, str],
    ) -> None:
        super().__init__(data)
        self.places = {str(area.pk) if area else NATION: area for area in where}
        self.activities = {activity.code: activity for activity in activities}
        self.invitable = {str(person.pk): person for person in people}
        self._choose_from("place", [(key, area.name if area else "National") for key, area in self.places.items()])
        self._choose_from("activity", [(code, activity.name) for code, activity in self.activities.items()])
        self._choose_from("people", [(key, person.name) for key, person in self.invitable.items()])
        hints = {str(person.pk): place for person, place in people.items()}
        self.field_options = {**self.field_options, "people": {"small": True, "choice_hints": hints}}
        if len(self.places) == 1:
            del self.fields["place"]

    @property
    def urns_given(self) -> list[str]:
        return self.cleaned_data.get("urns", [])

    @property
    def said(self) -> dict[str, Any]:
        """What `making.make` takes, but for who and the facts of new cases, once the form is valid."""
        said = dict(self.cleaned_data)
        place = said.pop("place", next(iter(self.places)))
        people = [self.invitable[key] for key in said["people"]]
        return said | {
            "area": self.places[place],
            "activity": self.activities[said["activity"]],
            "people": people,
        }

    def ask_for_facts(self, urns: Iterable[str]) -> None:
        """Nobody has registered these."""
        listed = " or ".join(urns)
        self.add_error("urns", f"No case has the URN {listed} yet. Enter what is known of it at the end of this page")

    def _choose_from(self, name: str, choices: list) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices


class NewCaseFactsForm(CaseFactsForm):
    """The facts of a case of an exercise that nobody has registered: one of several forms on its page."""

    def __init__(self, data: QueryDict | None, *, urn: str) -> None:
        self.urn = urn
        # Shown for the first time, it has not been sent yet: its text boxes always are.
        self.is_new = data is None or f"{urn}-finalised" not in data
        super().__init__(None if self.is_new else data, prefix=urn)
        for field in self.fields.values():
            field.label = format_html('{}<span class="govuk-visually-hidden"> of case {}</span>', field.label, urn)
        self.fields["court_level"].error_messages["required"] = f"Select the court level of {urn}"
        self.fields["status"].error_messages["required"] = f"Select whether {urn} is live or finalised"


def facts_of(new_cases: Iterable[NewCaseFactsForm]) -> dict[str, CaseFacts]:
    """By URN, once the forms are valid."""
    return {form.urn: form.facts for form in new_cases}


class AgreeForm(Refusable, GovukForm):
    """What was said when the reference was agreed."""

    notes = TextField(
        label="Why is this the reference?",
        called="Why this is the reference",
        help_text="What was discussed, and what decided it. Everyone who marked can read it.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "iqa-grows"}),
        error_messages={"required": "Enter why this is the reference"},
    )
    unclear_guidance = TextField(
        label="What guidance was unclear? (optional)",
        called="What guidance was unclear",
        help_text="Sent to Compliance and Assurance, who keep the questions. Name the question, and no person.",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "iqa-grows"}),
    )
