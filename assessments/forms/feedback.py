"""Feedback given, and an action taken."""

from datetime import date
from typing import cast

from django import forms

from assessments.actions.feedback import FeedbackData
from assessments.models import Assessment, Feedback
from iqa.calendar import today
from iqa.govuk.fields import KeysField
from iqa.govuk.formats import date_long
from iqa.govuk.forms import DateField, GovukForm, TextField

_A_NOTE = {"required": False, "widget": forms.Textarea(attrs={"rows": 4})}


class FeedbackForm(GovukForm):
    """When and how a prosecutor was told what was found on a day."""

    given_on = DateField(
        label="When was feedback given?",
        called="Date feedback was given",
        initial=today,
        max_date=today,
        max_message="Date feedback was given must be today or in the past",
        error_messages={"required": "Enter the date feedback was given"},
    )
    mode = forms.ChoiceField(
        label="How was it given?",
        choices=Feedback.Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how feedback was given"},
    )
    kind = forms.ChoiceField(
        label="What kind of feedback was it?",
        choices=Feedback.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether feedback was positive, developmental or both"},
    )
    note = TextField(label="Note (optional)", called="Note", max_length=5000, **_A_NOTE)

    def __init__(self, *args, assessed_on: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        given_on = cast(DateField, self.fields["given_on"])
        given_on.min_date = assessed_on
        given_on.min_message = (
            f"Date feedback was given must be on or after the date assessed, {date_long(assessed_on)}"
        )

    @property
    def feedback(self) -> FeedbackData:
        """What was given, once the form is valid."""
        return FeedbackData(**{name: self.cleaned_data[name] for name in ("given_on", "mode", "kind", "note")})


class _CasesField(KeysField):
    def label_from_instance(self, assessment: Assessment) -> str:
        return assessment.case.urn


class HalfDayFeedbackForm(FeedbackForm):
    """The same, on several IQAs of one half day; all of them unless some are left out."""

    assessments = _CasesField(
        label="Which IQAs was feedback given on?",
        queryset=Assessment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_list", "invalid_pk_value"),
            "Select which IQAs feedback was given on",
        ),
    )
    field_order = ["assessments"]

    def __init__(self, *args, assessments, **kwargs) -> None:
        super().__init__(*args, initial={"assessments": assessments}, **kwargs)
        cast(_CasesField, self.fields["assessments"]).queryset = assessments


class ActionTakenForm(GovukForm):
    note = TextField(label="Note (optional)", called="Note", max_length=2000, **_A_NOTE)
