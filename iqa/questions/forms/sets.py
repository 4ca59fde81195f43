from datetime import UTC, datetime

from django import forms

from iqa.calendar import today
from iqa.govuk.forms import CharField, DateField, GovukForm
from iqa.govuk.keys import CarryingForm
from iqa.questions.models import QuestionSet


class CopyForm(GovukForm):
    title = CharField(
        label="What is the new set called?",
        called="The name of the new set",
        max_length=60,
        help_text="For example, Revision of 2026",
        error_messages={"required": "Enter what the new set is called"},
    )


class SetReadForm(CarryingForm):
    """Something done to a set that its sender has read as it was edited at a time."""

    edited_at = CharField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> datetime | None:
        """When the set that was read had been edited last. What is no time was never so."""
        given = self.cleaned_data.get("edited_at", "")
        try:
            return datetime.fromisoformat(given) if given else None
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    @staticmethod
    def as_read(question_set: QuestionSet) -> dict[str, str]:
        """The form's initial values."""
        return {"edited_at": question_set.edited_at.isoformat() if question_set.edited_at else ""}

    def show_as_read(self, question_set: QuestionSet) -> None:
        """After something that came second: the set as it is now is on the page, and may be decided on."""
        self.show_instead(edited_at=self.as_read(question_set)["edited_at"])


class PublishForm(SetReadForm):
    """The day first; then whether that is meant."""

    in_force_from = DateField(
        label="From which date is it in force?",
        called="The date that it is in force from",
        min_date=today,
        min_message="The date that it is in force from must be today or in the future",
        error_messages={"required": "Enter the date that it is in force from"},
    )
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
