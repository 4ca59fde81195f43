from typing import Any

from django import forms

from iqa.govuk.forms import CharField, GovukForm
from iqa.questions.forms.sets import SetReadForm
from iqa.questions.models import Activity, QuestionSet


class ActivityForm(GovukForm):
    name = CharField(label="What is the activity called?", called="The name of the activity", max_length=60)
    base = forms.ChoiceField(
        label="Where is its work done?",
        choices=Activity.Base,
        widget=forms.RadioSelect,
        error_messages={"required": "Select where its work is done"},
    )
    is_optional = forms.BooleanField(
        label="Optional: an assessor adds its questions to an assessment, where they help",
        required=False,
        help_text="An optional set of questions is no work of its own: no half day is started for it.",
    )


class ActivityEditForm(ActivityForm, SetReadForm):
    """What an activity is, changed in a set that its sender has read."""

    @classmethod
    def of(cls, activity: Activity, question_set: QuestionSet) -> dict[str, Any]:
        """The form's initial values."""
        what = {"name": activity.name, "base": activity.base, "is_optional": activity.is_optional}
        return what | cls.as_read(question_set)
