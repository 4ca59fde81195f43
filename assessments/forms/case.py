"""A case: found by its URN, or its facts."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.actions.cases import CaseFacts, facts_of
from assessments.models import Case, CourtLevel, Plea, SensitiveCategory
from iqa.calendar import SCHEME_BEGAN, today
from iqa.govuk.forms import CharField, DateField, GovukForm
from iqa.govuk.keys import CarryingForm, OneUseForm

# Police force, division, five digits, and the year (§4.7).
URN = re.compile(r"[0-9A-Z]{2}[0-9A-Z]{2}[0-9]{5}[0-9]{2}", re.ASCII)
BETWEEN = re.compile(r"[\s/\-\u2010-\u2015]+")
LIVE, FINALISED = "live", "finalised"
NOT_KNOWN = "unknown"
# Ten years: a day in court further away than this is a slip of the keyboard.
FURTHEST = timedelta(days=3653)


class UrnField(CharField):
    """A unique reference number, however it is written: "01/AB/12345/18" is 01AB1234518."""

    default_error_messages = {"invalid": "URN must be 11 letters and numbers"}

    def to_python(self, value: Any) -> str:
        return BETWEEN.sub("", super().to_python(value) or "").upper()

    def validate(self, value: str) -> None:
        if not URN.fullmatch(value):
            raise ValidationError(self.error_messages["required" if not value else "invalid"])


class FindCaseForm(GovukForm):
    urn = UrnField(
        label="URN",
        help_text="For example, 01AB1234518. Spaces, slashes and hyphens do not matter.",
        max_length=100,
        error_messages={"required": "Enter the URN"},
    )

    in_address = True
    field_options = {"urn": {"width": 20, "label_size": "m"}}


class _UrnForm(OneUseForm):
    """Of a case whose URN is known by now."""

    urn = UrnField(widget=forms.HiddenInput)


class UseCaseForm(_UrnForm):
    """Nothing more to say: the case is known."""


def _latest() -> date:
    return today() + FURTHEST


def _day_in_court(called: str) -> DateField:
    return DateField(
        label=f"{called} (optional)",
        called=called,
        required=False,
        min_date=SCHEME_BEGAN,
        max_date=_latest,
    )


def _let_stand(field: Any, day: date | None) -> None:
    """Old records came in with days that are asked of nobody now: what a case has, it may keep."""
    if day:
        field.min_date, field.max_date = min(SCHEME_BEGAN, day), max(_latest(), day)


class CaseFactsForm(GovukForm):
    """What is known of a case besides its URN."""

    court_level = forms.ChoiceField(
        label="Court level",
        choices=CourtLevel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the court level"},
    )
    plea = forms.ChoiceField(
        label="Anticipated plea (optional)",
        choices=[*Plea.choices, (NOT_KNOWN, "Not known")],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Select the anticipated plea"},
    )
    sensitive = forms.ModelMultipleChoiceField(
        label="Sensitive categories (optional)",
        help_text="Select all that apply.",
        queryset=SensitiveCategory.objects.all(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "Select the sensitive categories",
            "invalid_pk_value": "Select the sensitive categories",
            "invalid_list": "Select the sensitive categories",
        },
    )
    status = forms.ChoiceField(
        label="Is the case live or finalised?",
        choices=[(LIVE, "Live"), (FINALISED, "Finalised")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the case is live or finalised"},
    )
    finalised = CharField(
        label="How it was finalised, if it was", called="How it was finalised", max_length=100, required=False
    )
    next_hearing = _day_in_court("Next hearing")
    trial_date = _day_in_court("Trial date")

    reveals = {"status": {FINALISED: ["finalised"]}}
    field_options = {"finalised": {"width": "two-thirds"}}

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if said.get("status") == FINALISED and "finalised" not in self.errors and not said.get("finalised"):
            self.add_error("finalised", "Enter how it was finalised")

    @property
    def facts(self) -> CaseFacts:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        return CaseFacts(
            court_level=said["court_level"],
            plea="" if said["plea"] == NOT_KNOWN else said["plea"],
            sensitive=said["sensitive"],
            finalised=said["finalised"] if said["status"] == FINALISED else "",
            next_hearing=said["next_hearing"],
            trial_date=said["trial_date"],
        )


class NewCaseForm(CaseFactsForm, _UrnForm):
    """The facts of a case that nobody has registered."""


class EditCaseForm(CaseFactsForm, CarryingForm):
    """The facts of a case as they stand, and the fingerprint of those that the page showed."""

    seen = CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        known = {
            "court_level": case.court_level,
            "plea": case.plea or NOT_KNOWN,
            "sensitive": [category.code for category in case.sensitive.all()],
            "status": FINALISED if case.is_finalised else LIVE,
            "finalised": case.finalised,
            "next_hearing": case.next_hearing,
            "trial_date": case.trial_date,
            "seen": facts_of(case).fingerprint,
        }
        super().__init__(*args, initial=known, **kwargs)
        for name in ("next_hearing", "trial_date"):
            _let_stand(self.fields[name], getattr(case, name))

    def show_beside(self, theirs: CaseFacts) -> None:
        """After a save that came second: theirs is on the page now too, and may be saved over."""
        self.add_error(None, "This case was changed after you opened this page. Check both, then save it again")
        self.show_instead(seen=theirs.fingerprint)
