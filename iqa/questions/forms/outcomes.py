from typing import Any

from django import forms

from iqa.govuk.forms import CharField
from iqa.questions.actions.outcomes import OutcomeData
from iqa.questions.forms.sets import SetReadForm
from iqa.questions.models import Outcome, QuestionSet


class OutcomeForm(SetReadForm):
    """An answer that a set allows, in a set that its sender has read."""

    label = CharField(label="What is the outcome called?", called="The name of the outcome", max_length=60)
    counts_as = forms.ChoiceField(
        label="What does it count as?",
        choices=Outcome.CountsAs,
        widget=forms.RadioSelect,
        help_text="In figures, and in what follows from it: not met awaits feedback.",
        error_messages={"required": "Select what it counts as"},
    )
    requires = forms.MultipleChoiceField(
        label="What must be said with it?",
        choices=[
            ("reason", "A reason, from the question’s list"),
            ("comment", "A comment"),
            ("whom", "Who it lies with"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    field_options = {"counts_as": {"small": True}, "requires": {"small": True}, "label": {"width": "two-thirds"}}

    @property
    def outcome(self) -> OutcomeData:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        return OutcomeData(
            label=said["label"],
            counts_as=said["counts_as"],
            requires_reason="reason" in said["requires"],
            requires_comment="comment" in said["requires"],
            requires_whom="whom" in said["requires"],
        )

    @classmethod
    def of(cls, outcome: Outcome, question_set: QuestionSet) -> dict[str, Any]:
        """The form's initial values."""
        required = {
            "reason": outcome.requires_reason,
            "comment": outcome.requires_comment,
            "whom": outcome.requires_whom,
        }
        said = {"label": outcome.label, "counts_as": outcome.counts_as}
        return said | {"requires": [name for name, is_so in required.items() if is_so]} | cls.as_read(question_set)
