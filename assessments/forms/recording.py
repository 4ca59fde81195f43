"""What follows an assessment, and what recording it still asks."""

from dataclasses import asdict
from datetime import date, timedelta

from django import forms

from assessments.actions.drafts import ActionData, action_of
from assessments.models import Assessment, FeedbackAction, FinalisedReason
from iqa.calendar import today
from iqa.govuk.forms import CharField, DateField, GovukForm, TextField
from iqa.govuk.keys import CarryingForm

# An action further away than this is a slip of the keyboard.
LONGEST = timedelta(days=2 * 365)

_ASKED_IF_REQUIRED = {
    "what": "Enter what is to be done",
    "owner": "Select who is to do it",
    "due_on": "Enter the date by which it is to be done",
}


class ActionForm(CarryingForm):
    """Whether action is required; and if so, what, by whom and by when."""

    required = forms.ChoiceField(
        label="Is action required?",
        choices=[("yes", "Yes, action is required"), ("no", "No action is required")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether action is required"},
    )
    what = TextField(
        label="What is to be done", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ChoiceField(
        label="Who does it", choices=FeedbackAction.Owner, widget=forms.RadioSelect, required=False
    )
    owner_name = CharField(label="Their name or role", max_length=150, required=False)
    seen = CharField(max_length=16, required=False, widget=forms.HiddenInput)
    due_on = DateField(
        label="By when",
        called="The date by which it is to be done",
        required=False,
        max_date=lambda: today() + LONGEST,
        max_message="The date by which it is to be done must be within two years",
    )

    reveals = {"owner": {FeedbackAction.Owner.OTHER: ["owner_name"]}}
    field_options = {"owner": {"small": True}}

    def __init__(self, data, *, assessment: Assessment) -> None:
        self.assessed_on: date = assessment.half_day.assessed_on
        super().__init__(data, initial=_initial(assessment))

    def show_beside(self, theirs: ActionData) -> None:
        """After a save that came second: theirs is on the page now too, and may be saved over."""
        self.show_instead(seen=theirs.fingerprint)

    def clean(self) -> dict:
        given = super().clean() or {}
        if given.get("required") != "yes":
            return given
        for name, words in _ASKED_IF_REQUIRED.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, words)
        if given.get("owner") == FeedbackAction.Owner.OTHER and not given.get("owner_name"):
            self.add_error("owner_name", "Enter who is to do it")
        if (due_on := given.get("due_on")) and due_on < self.assessed_on:
            self.add_error("due_on", "The date by which it is to be done must be on or after the date assessed")
        return given

    @property
    def action(self) -> ActionData:
        """What was given, once the form is valid."""
        given = self.cleaned_data
        return ActionData(
            required=given["required"] == "yes",
            what=given["what"],
            owner=given["owner"],
            owner_name=given["owner_name"] if given["owner"] == FeedbackAction.Owner.OTHER else "",
            due_on=given["due_on"],
        )


def _initial(assessment: Assessment) -> dict:
    stored = action_of(assessment)
    required = {True: "yes", False: "no", None: None}[stored.required]
    return asdict(stored) | {"required": required, "seen": stored.fingerprint}


class RecordForm(GovukForm):
    """What recording asks of a late IQA and of a finalised case; nothing of others."""

    late_reason = TextField(
        label="Why is this recorded late?",
        called="Why this is recorded late",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why this is recorded late"},
    )
    finalised_reason = forms.ChoiceField(
        label="Why was a finalised case assessed?",
        choices=FinalisedReason,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why a finalised case was assessed"},
    )
    finalised_reason_words = CharField(label="The other reason", max_length=500, required=False)

    reveals = {"finalised_reason": {FinalisedReason.OTHER: ["finalised_reason_words"]}}

    def __init__(self, data, *, late: bool, finalised: bool) -> None:
        super().__init__(data)
        if not late:
            del self.fields["late_reason"]
        if not finalised:
            del self.fields["finalised_reason"]
            del self.fields["finalised_reason_words"]
            self.reveals = {}

    def clean(self) -> dict:
        given = super().clean() or {}
        if given.get("finalised_reason") == FinalisedReason.OTHER and not given.get("finalised_reason_words"):
            self.add_error("finalised_reason_words", "Enter why a finalised case was assessed")
        return given
