"""Start a half day: whose work, what, when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms

from assessments.models import HalfDay
from iqa.calendar import SCHEME_BEGAN, today
from iqa.govuk.formats import date_long
from iqa.govuk.forms import CharField, DateField
from iqa.govuk.keys import OneUseForm
from iqa.organisation.models import Posting
from iqa.questions.models import Activity


def whose_work(prosecutor_id: int, unit_id: int) -> str:
    """The value of a person's work in a unit, in the form's list."""
    return f"{prosecutor_id}-{unit_id}"


def _date(called: str) -> dict[str, Any]:
    return {
        "label": called,
        "min_date": SCHEME_BEGAN,
        "min_message": f"{called} must be October 2014 or later",
        "max_date": today,
        "max_message": f"{called} must be today or in the past",
        "error_messages": {"required": f"Enter the {called[0].lower()}{called[1:]}"},
    }


class HalfDayForm(OneUseForm):
    whose_work = forms.ChoiceField(label="Whose work", error_messages={"required": "Select whose work you assessed"})
    activity = forms.ChoiceField(
        label="Activity", widget=forms.RadioSelect, error_messages={"required": "Select an activity"}
    )
    court_centre = CharField(
        label="Court centre, for case presentation", called="Court centre", max_length=100, required=False
    )
    list_type = forms.ChoiceField(
        label="List type, for case presentation",
        choices=[("", "Choose a list type"), *HalfDay.ListType.choices],
        required=False,
        error_messages={"invalid_choice": "Select the list type"},
    )
    worked_on = DateField(**_date("Date of the work"))
    half = forms.ChoiceField(
        label="Morning or afternoon",
        choices=HalfDay.Half.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select morning or afternoon"},
    )
    kind_of_work = CharField(
        label="Kind of work (optional)",
        called="Kind of work",
        help_text="For example, a first hearings list or reviews before trial.",
        max_length=100,
        required=False,
    )
    assessed_on = DateField(
        **_date("Date assessed"),
        initial=today,
        help_text="The day you carry out the assessment. Today, unless you say otherwise.",
    )
    additional = forms.BooleanField(
        label="This is additional to the minimum for this person",
        required=False,
    )

    field_options = {
        "whose_work": {"width": "two-thirds"},
        "list_type": {"width": "two-thirds"},
        "additional": {"choice_hints": {"on": "Additional IQAs count, and can be left out of comparisons."}},
        "half": {"inline": True},
        "court_centre": {"width": "two-thirds"},
        "kind_of_work": {"width": "two-thirds"},
    }

    def __init__(self, *args: Any, postings: Iterable[Posting], activities: Iterable[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.postings = {whose_work(each.person_id, each.unit_id): each for each in postings if each.unit_id}
        self.activities = {activity.code: activity for activity in activities}
        self._choose_from("whose_work", self._people_by_unit())
        self._choose_from("activity", [(activity.code, activity.name) for activity in self.activities.values()])
        court_based = [activity.code for activity in self.activities.values() if activity.is_court_based]
        self.reveals = {"activity": {code: ["court_centre", "list_type"] for code in court_based}}

    def _choose_from(self, name: str, choices: list) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def _people_by_unit(self) -> list:
        """The list, grouped by unit: a person who works in two units stands in both."""
        units: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for value, posting in self.postings.items():
            units[str(posting.unit)].append((value, posting.person.name))
        return [("", "Choose a prosecutor"), *units.items()]

    def clean(self) -> None:
        super().clean()
        activity = self.activities.get(self.cleaned_data.get("activity", ""))
        if activity and activity.is_court_based:
            self._require("court_centre", "Enter the court centre")
            self._require("list_type", "Select the list type")
        worked_on, assessed_on = self.cleaned_data.get("worked_on"), self.cleaned_data.get("assessed_on")
        if worked_on and assessed_on and assessed_on < worked_on:
            self.add_error("assessed_on", "Date assessed must be on or after the date of the work")

    def _require(self, name: str, message: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)

    @staticmethod
    def repeating(half_day: HalfDay | None) -> dict[str, Any]:
        """What need not be typed again after a half day of the same person's."""
        if half_day is None:
            return {}
        return {
            "whose_work": whose_work(half_day.prosecutor_id, half_day.unit_id),
            "activity": half_day.activity.code,
            "court_centre": half_day.court_centre,
            "list_type": half_day.list_type,
        }

    @property
    def half_day(self) -> dict[str, Any]:
        """What was said, once the form is valid: what `half_days.start` takes, but for who and the key."""
        said = dict(self.cleaned_data)
        posting = self.postings[said.pop("whose_work")]
        said["activity"] = self.activities[said["activity"]]
        if not said["activity"].is_court_based:
            said["court_centre"] = said["list_type"] = ""
        return said | {"prosecutor": posting.person, "unit": posting.unit}

    def refuse_without_posting(self) -> None:
        """Nobody is assessed for work in a unit where they were not."""
        said = self.half_day
        worked_on: date = said["worked_on"]
        message = f"{said['prosecutor'].name} had no posting in {said['unit'].name} on {date_long(worked_on)}"
        self.add_error("whose_work", message)
