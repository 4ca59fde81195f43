import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from iqa.govuk.forms import CharField, TextField
from iqa.govuk.keys import CarryingForm
from iqa.questions.actions.editing import QuestionData
from iqa.questions.actions.reasons import ReasonData
from iqa.questions.models import Activity, Question, QuestionSet, Wording
from iqa.questions.querysets import QuestionQuerySet

SPARE_REASONS = 3
MOST_REASONS = 40
NEW, KEPT, SAME = "new", "kept", "same"
_POSTED_REASON = re.compile(r"reason_(\d{1,2})")


class QuestionReadForm(CarryingForm):
    """Something done to a question that its sender has read at a version."""

    version = CharField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> int:
        """The version that was read. What is no number was never one."""
        given = self.cleaned_data.get("version", "")
        return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1

    def show_as_read(self, wording: Wording) -> None:
        """After something that came second: the other's words are on the page now, and may be decided on."""
        self.show_instead(version=str(wording.version))


class EarlierQuestionField(forms.ModelChoiceField):
    """One of the questions of `earlier_than`, by the words that it was asked in last."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.last_words


class QuestionForm(QuestionReadForm):
    """A question as its set asks it, with its reasons in rows: the codes of those that there are, and some to add."""

    number = forms.IntegerField(label="Number", min_value=1, max_value=999)
    label = CharField(
        label="Short label",
        called="The short label",
        max_length=60,
        help_text="In lists and summaries, for example Disclosure handled in time",
    )
    text = TextField(
        label="The question, word for word",
        called="The question",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    activity = forms.ChoiceField(
        label="Which activity is it part of?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select which activity it is part of",
            "invalid_choice": "This set no longer has that activity. Select another",
        },
    )
    identity = forms.ChoiceField(
        label="Which question is it?",
        help_text="Figures follow a question from set to set for as long as it asks the same thing.",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which question it is"},
    )
    same_as = EarlierQuestionField(
        label="The earlier question, if it is the same as one",
        queryset=Question.objects.none(),
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

    field_options = {
        "number": {"width": 3},
        "label": {"width": "two-thirds"},
        "activity": {"small": True},
        "identity": {"small": True},
        "has_other": {"small": True},
    }
    reveals = {"identity": {SAME: ["same_as"]}}

    def __init__(
        self, data: QueryDict | None, *, question_set: QuestionSet, wording: Wording | None = None, activity: str = ""
    ) -> None:
        """A question of a draft, or another for its activity with the code `activity`."""
        self.wording = wording
        self.activities = {each.code: each for each in Activity.objects.of_set(question_set)}
        reasons = [reason for reason in wording.reasons.all() if not reason.is_other] if wording else []
        super().__init__(data, initial=_initial(question_set, wording, activity))
        choices = [(code, each.name) for code, each in self.activities.items()]
        cast(forms.ChoiceField, self.fields["activity"]).choices = choices
        self._offer_identities(Question.objects.earlier_than(question_set))
        self.reason_names: list[str] = []
        self._add_reasons([(reason.code, reason.text) for reason in reasons])

    def _offer_identities(self, earlier: QuestionQuerySet) -> None:
        kept = f"As it is: {_trend_of(self.wording)}" if self.wording else ""
        same = "The same as a question of an earlier set: its trend runs on" if earlier.exists() else ""
        new = "A new question: its trend begins here"
        offered = ((KEPT, kept), (SAME, same), (NEW, new))
        identity = cast(forms.ChoiceField, self.fields["identity"])
        identity.choices = [(value, words) for value, words in offered if words]
        cast(forms.ModelChoiceField, self.fields["same_as"]).queryset = earlier

    def _add_reasons(self, reasons: list[tuple[str, str]]) -> None:
        """A row for each reason and some to add; and for whatever was posted, should the question have fewer by now."""
        posted = [int(found[1]) for name in self.data if (found := _POSTED_REASON.fullmatch(name))]
        rows = min(max([len(reasons) + SPARE_REASONS, *posted]), MOST_REASONS)
        blanks = [("", "")] * (rows - len(reasons))
        for n, (code, text) in enumerate([*reasons, *blanks], 1):
            name = f"reason_{n}"
            self.fields[name] = CharField(label=f"Reason {n}", max_length=200, required=False, initial=text)
            self.fields[f"{name}_code"] = CharField(required=False, initial=code, widget=forms.HiddenInput)
            self.fields[f"{name}_place"] = forms.IntegerField(
                label=f"Place of reason {n}", min_value=1, max_value=MOST_REASONS, required=False, initial=n
            )
            self.fields[f"{name}_remove"] = forms.BooleanField(label=f"Remove reason {n}", required=False)
            options: dict[str, dict[str, Any]] = {
                f"{name}_remove": {"small": True},
                f"{name}_place": {"width": 2, "label_size": None},
            }
            self.field_options = {**self.field_options, **options}
            self.reason_names.append(name)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("identity") == SAME and not given.get("same_as") and "same_as" not in self.errors:
            self.add_error("same_as", "Select which earlier question it is the same as")
        for n, name in enumerate(self.reason_names, 1):
            known = given.get(f"{name}_code")
            if known and not given.get(name) and not given.get(f"{name}_remove") and name not in self.errors:
                self.add_error(name, f"Enter reason {n}, or remove it")
        return given

    @property
    def part_of(self) -> Activity:
        """The activity that was chosen."""
        return self.activities[self.cleaned_data["activity"]]

    @property
    def question(self) -> Question | None:
        """The identity that was chosen; None for a new question."""
        if self.cleaned_data["identity"] == KEPT and self.wording:
            return self.wording.question
        return self.cleaned_data["same_as"] if self.cleaned_data["identity"] == SAME else None

    @property
    def asked(self) -> QuestionData:
        """What was given, once the form is valid."""
        given = self.cleaned_data
        kept = [name for name in self._reasons_in_place() if given[name] and not given[f"{name}_remove"]]
        return QuestionData(
            number=given["number"],
            label=given["label"],
            text=given["text"],
            guidance="\n".join(line.strip() for line in given["guidance"].splitlines() if line.strip()),
            reasons=tuple(ReasonData(given[name], given[f"{name}_code"]) for name in kept),
            has_other=given["has_other"],
        )

    def _reasons_in_place(self) -> list[str]:
        """The reasons' names in the order of the places given: one moved up comes before what has its new place by now,
        one moved down after it."""

        def place_of(numbered: tuple[int, str]) -> float:
            n, name = numbered
            place = self.cleaned_data[f"{name}_place"] or n
            return place + ((place > n) - (place < n)) / 2

        return [name for _, name in sorted(enumerate(self.reason_names, 1), key=place_of)]

    def reason_rows(self) -> Iterable[dict[str, Any]]:
        """Each reason's fields; only those that exist can be moved and removed."""
        for name in self.reason_names:
            code = self[f"{name}_code"]
            change = {part: self[f"{name}_{part}"] for part in ("place", "remove")} if code.value() else {}
            yield {"text": self[name], "code": code, **change}


def _initial(question_set: QuestionSet, wording: Wording | None, activity: str) -> dict[str, Any]:
    if wording is None:
        last = question_set.wordings.order_by("-number").first()
        return {"number": (last.number if last else 0) + 1, "activity": activity, "identity": NEW}
    return {
        "activity": wording.activity.code,
        "number": wording.number,
        "label": wording.label,
        "text": wording.text,
        "guidance": wording.guidance,
        "identity": KEPT,
        "has_other": any(reason.is_other for reason in wording.reasons.all()),
        "version": wording.version,
    }


def _trend_of(wording: Wording) -> str:
    """Of a question read with `asked_before`."""
    if wording.asked_before:  # type: ignore[attr-defined]
        return "the same as in an earlier set, its trend runs on"
    return "new in this set, its trend begins here"
