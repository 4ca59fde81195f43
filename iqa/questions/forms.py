"""Forms of the pages on which headquarters edits what is asked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from iqa.calendar import today
from iqa.govuk.forms import CharField, DateField, GovukForm, TextField
from iqa.questions.actions.editing import QuestionData, ReasonData
from iqa.questions.models import Activity, Question, QuestionSet, Wording

SPARE_REASONS = 3
NEW = "new"


class CopyForm(GovukForm):
    title = CharField(
        label="What is the new set called?",
        called="The name of the new set",
        max_length=60,
        help_text="For example, Revision of 2026",
        error_messages={"required": "Enter what the new set is called"},
    )

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if QuestionSet.objects.filter(title=title).exists():
            raise forms.ValidationError("There is a question set of this name already. Enter another name.")
        return title


class QuestionForm(GovukForm):
    """A question as its set asks it, with its reasons in rows: the codes of those that there are, and some to add."""

    number = forms.IntegerField(label="Number", min_value=1, max_value=999)
    label = CharField(
        label="Short label", max_length=60, help_text="In lists and summaries, for example Disclosure handled in time"
    )
    text = TextField(
        label="The question, word for word",
        called="The question",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    identity = forms.ChoiceField(label="Which question is it?", widget=forms.RadioSelect)
    same_as = forms.ModelChoiceField(
        label="The earlier question",
        queryset=Question.objects.all(),
        required=False,
        empty_label="Choose a question",
    )
    guidance = TextField(
        label="What to consider (optional)",
        called="What to consider",
        max_length=5000,
        required=False,
        help_text="One point a line.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    has_other = forms.BooleanField(label="Offer “Other” as the last reason", required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_options = {"number": {"width": 3}, "label": {"width": "two-thirds"}, "identity": {"small": True}}
    reveals = {"identity": {"same": ["same_as"]}}

    def __init__(self, data: QueryDict | None, *, question_set: QuestionSet, wording: Wording | None = None) -> None:
        self.question_set, self.wording = question_set, wording
        reasons = [reason for reason in wording.reasons.all() if not reason.is_other] if wording else []
        super().__init__(data, initial=_initial(question_set, wording))
        self.fields["identity"].choices = [
            *([("kept", f"The same as before: {wording.label}")] if wording else []),
            ("same", "The same as another question before: its trend runs on"),
            (NEW, "A new question: its trend begins here"),
        ]
        self.fields["same_as"].queryset = Question.objects.earlier_than(question_set)
        self.fields["same_as"].label_from_instance = lambda question: question.last_words
        self.reason_names: list[str] = []
        self._add_reasons([(reason.code, reason.text) for reason in reasons])

    def _add_reasons(self, reasons: list[tuple[str, str]]) -> None:
        for n, (code, text) in enumerate([*reasons, *[("", "")] * SPARE_REASONS], 1):
            name = f"reason_{n}"
            self.fields[name] = CharField(label=f"Reason {n}", max_length=200, required=False, initial=text)
            self.fields[f"{name}_code"] = forms.SlugField(required=False, initial=code, widget=forms.HiddenInput)
            self.fields[f"{name}_remove"] = forms.BooleanField(label=f"Remove reason {n}", required=False)
            self.field_options = {**self.field_options, f"{name}_remove": {"small": True}}
            self.reason_names.append(name)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("identity") == "same" and not given.get("same_as"):
            self.add_error("same_as", "Select which earlier question it is the same as")
        for name in self.reason_names:
            known = given.get(f"{name}_code")
            if known and not given.get(name) and not given.get(f"{name}_remove") and name not in self.errors:
                self.add_error(name, f"Enter {self.fields[name].label.lower()}, or remove it")
        return given

    @property
    def question(self) -> Question | None:
        """The identity that was chosen; None for a new question."""
        chosen = self.cleaned_data["identity"]
        if chosen == "kept" and self.wording:
            return self.wording.question
        return self.cleaned_data["same_as"] if chosen == "same" else None

    @property
    def asked(self) -> QuestionData:
        """What was given, once the form is valid."""
        given = self.cleaned_data
        kept = [name for name in self.reason_names if given[name] and not given[f"{name}_remove"]]
        return QuestionData(
            number=given["number"],
            label=given["label"],
            text=given["text"],
            guidance="\n".join(line.strip() for line in given["guidance"].splitlines() if line.strip()),
            reasons=tuple(ReasonData(given[name], given[f"{name}_code"]) for name in kept),
            has_other=given["has_other"],
        )

    def show_as_read(self, version: int) -> None:
        """After a save that came second: the other's words are on the page now, and may be saved over."""
        self.data = self.data.copy()
        self.data["version"] = str(version)

    def reason_rows(self) -> Iterable[dict[str, Any]]:
        """Each reason's fields; only those that exist can be removed."""
        for name in self.reason_names:
            code = self[f"{name}_code"]
            yield {"text": self[name], "code": code, "remove": self[f"{name}_remove"] if code.value() else None}


def _initial(question_set: QuestionSet, wording: Wording | None) -> dict[str, Any]:
    if wording is None:
        last = question_set.wordings.order_by("-number").first()
        return {"number": (last.number if last else 0) + 1, "identity": NEW}
    return {
        "number": wording.number,
        "label": wording.label,
        "text": wording.text,
        "guidance": wording.guidance,
        "identity": "kept",
        "has_other": any(reason.is_other for reason in wording.reasons.all()),
        "version": wording.version,
    }


class ActivityForm(GovukForm):
    name = CharField(label="What is the activity called?", called="The name of the activity", max_length=60)
    base = forms.ChoiceField(label="Where is its work done?", choices=Activity.Base, widget=forms.RadioSelect)
    is_optional = forms.BooleanField(
        label="An assessor adds its questions to an assessment, where they help",
        required=False,
        help_text="It is then no work of its own: no half day is started for it.",
    )


class PublishForm(GovukForm):
    in_force_from = DateField(
        label="From which date is it in force?",
        called="The date that it is in force from",
        min_date=today,
        min_message="The date that it is in force from must be today or in the future",
    )
