"""All of an activity's questions on one page: a form for each question, saved together."""

import re
from collections.abc import Iterable, Iterator

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from assessments.models import LiesWith
from assessments.policies.answers import NOT_ANSWERED, AnswerData, Problem
from assessments.querysets.marking import Answered
from iqa.govuk.forms import CharField, GovukForm, TextField
from iqa.govuk.keys import CarryingForm, OneUseForm
from iqa.questions.models import Outcome, Wording

# The name of a field of an answer: the question's number, and the field's own name.
_ANSWER = re.compile(r"q([0-9]{1,4})-(?:outcome|reasons|other_reason|lies_with|comment)$")


class AnswerForm(GovukForm):
    """The answer to one question. Incomplete is fine while it is a draft; what is of another question is not."""

    label_size = None

    def __init__(
        self, data: QueryDict | None, *, wording: Wording, outcomes: Iterable[Outcome], answer: AnswerData
    ) -> None:
        self.wording, self.number = wording, wording.number
        self.outcomes = {outcome.code: outcome for outcome in outcomes}
        self.reasons = {reason.code: reason for reason in wording.reasons.all()}
        super().__init__(data, prefix=f"q{self.number}", initial=self._initial(answer))
        self._add_fields()
        self.reveals = self._reveals()

    @property
    def answer(self) -> AnswerData:
        """What was given, once the form is valid."""
        given = self.cleaned_data
        outcome = self.outcomes.get(given["outcome"])
        return AnswerData(
            outcome_id=outcome.pk if outcome else None,
            reason_ids=frozenset(self.reasons[code].pk for code in given.get("reasons", [])),
            other_reason=given.get("other_reason", ""),
            lies_with=given.get("lies_with", ""),
            comment=given["comment"],
        )

    def _initial(self, answer: AnswerData) -> dict:
        outcomes = (code for code, outcome in self.outcomes.items() if outcome.pk == answer.outcome_id)
        return {
            "outcome": next(outcomes, None),
            "reasons": [code for code, reason in self.reasons.items() if reason.pk in answer.reason_ids],
            "other_reason": answer.other_reason,
            "lies_with": answer.lies_with,
            "comment": answer.comment,
        }

    def _add_fields(self) -> None:
        n = self.number
        self.fields["outcome"] = forms.ChoiceField(
            label=self.wording.text,
            choices=[(code, outcome.label) for code, outcome in self.outcomes.items()],
            widget=forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": f"Select an outcome for question {n}"},
        )
        self.fields["reasons"] = forms.MultipleChoiceField(
            label=_only_heard("Reasons, if not met", n),
            choices=[(code, reason.text) for code, reason in self.reasons.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={"invalid_choice": f"Select a reason why question {n} was not met"},
        )
        self.fields["other_reason"] = CharField(
            label=_only_heard("The other reason", n),
            called=f"The other reason for question {n}",
            max_length=500,
            required=False,
        )
        self.fields["lies_with"] = forms.ChoiceField(
            label=_only_heard("If not met other, who it lies with", n),
            choices=LiesWith.choices,
            widget=forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": f"Select who question {n} lies with"},
        )
        self.fields["comment"] = TextField(
            label=f"Comment on question {n}",
            max_length=5000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "class": "iqa-grows"}),
        )
        for name in self._never_asked():
            del self.fields[name]
        small = {"small": True}
        self.field_options = {"outcome": small, "reasons": small, "lies_with": small}

    def _never_asked(self) -> Iterator[str]:
        """The fields that no outcome of the set asks for on this question, or that it has no choices for."""
        asks_reason = bool(self.reasons) and any(outcome.requires_reason for outcome in self.outcomes.values())
        if not asks_reason:
            yield "reasons"
        if not asks_reason or not any(reason.is_other for reason in self.reasons.values()):
            yield "other_reason"
        if not any(outcome.requires_whom for outcome in self.outcomes.values()):
            yield "lies_with"

    def _reveals(self) -> dict[str, dict[str, list[str]]]:
        """What each outcome asks for opens under it. A set in which several outcomes ask for the same shows it once,
        after them all."""
        asks = {
            "reasons": [code for code, outcome in self.outcomes.items() if outcome.requires_reason],
            "lies_with": [code for code, outcome in self.outcomes.items() if outcome.requires_whom],
        }
        under_outcome: dict[str, list[str]] = {}
        for field, codes in asks.items():
            if len(codes) == 1:
                under_outcome.setdefault(codes[0], []).append(field)
        other = [code for code, reason in self.reasons.items() if reason.is_other]
        return {"outcome": under_outcome, "reasons": {code: ["other_reason"] for code in other}}


def _only_heard(words: str, number: int) -> str:
    """A label whose question is read out: on the page it stands under it."""
    return format_html('{}<span class="govuk-visually-hidden"> (question {})</span>', words, number)


class MarkingForm:
    """The questions of an activity, as one form. `version` is the draft's when these answers were read."""

    def __init__(self, data: QueryDict | None, *, marked: Answered, version: int) -> None:
        self.data, self.marked, self.stored_version = data, marked, version
        self.outcomes = list(marked.outcomes.values())
        self.questions = [
            AnswerForm(
                data,
                wording=wording,
                outcomes=self.outcomes,
                answer=marked.answers.get(wording.question_id, NOT_ANSWERED),
            )
            for wording in marked.wordings
        ]

    def __iter__(self) -> Iterator[AnswerForm]:
        return iter(self.questions)

    def is_valid(self) -> bool:
        if not all(question.is_valid() for question in self.questions):
            return False
        # Whose questions were changed since they read them is behind, which is said on a page of its own.
        elsewhere = self._answered_elsewhere() if self.version == self.stored_version else []
        if elsewhere:
            listed = " and ".join(f"question {number}" for number in elsewhere)
            self.add_error(
                f"{listed[0].upper()}{listed[1:]} cannot be answered here: nothing was saved. Check your answers and"
                " save again"
            )
        return not elsewhere

    def _answered_elsewhere(self) -> list[int]:
        """The numbers of questions that are not asked here, and are answered."""
        found = (_ANSWER.match(name) for name, value in (self.data or {}).items() if value)
        return sorted({int(name[1]) for name in found if name} - {question.number for question in self.questions})

    @property
    def errors(self) -> bool:
        return any(question.errors for question in self.questions)

    @property
    def version(self) -> int:
        """The version that the answers on the page come from."""
        return self.stored_version if self.data is None else _version(self.data.get("version", ""))

    def show_as_saved(self, version: int) -> None:
        """After a save that is shown again: the answers on the page are those of this version."""
        data = self.data.copy() if self.data is not None else QueryDict(mutable=True)
        data["version"] = str(version)
        self.data = data

    @property
    def comment_rule(self) -> str:
        """Which outcomes ask for a comment, in a sentence."""
        labels = [outcome.label.lower() for outcome in self.outcomes if outcome.requires_comment]
        return (
            f"A comment is needed with {' and '.join(labels)}." if labels else "A comment is welcome with any outcome."
        )

    def given(self) -> Answered:
        """The same questions with the answers on the page, once the form is valid."""
        return self.marked._replace(answers=self.answers())

    def answers(self) -> dict[int, AnswerData]:
        """The answers by question id, once the form is valid."""
        return {question.wording.question_id: question.answer for question in self.questions}

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show beside each question what it lacks."""
        by_number = {question.number: question for question in self.questions}
        for problem in problems:
            by_number[problem.number].add_error(problem.field, problem.message)

    def add_error(self, message: str) -> None:
        """Something about the whole."""
        self.questions[0].add_error(None, message)

    def hidden_fields(self) -> Iterator[tuple[str, str]]:
        """What was posted, to be carried by another form."""
        names = [f"{question.prefix}-{field}" for question in self.questions for field in question.fields]
        return ((name, value) for name in names for value in (self.data or QueryDict()).getlist(name))


class CorrectionForm(OneUseForm):
    """Why a recorded IQA is corrected, and which version."""

    reason = TextField(
        label="Why is this IQA being corrected?",
        called="Why this IQA is corrected",
        help_text="The earlier version stays readable.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why this IQA is corrected"},
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def show_as_read(self, number: int) -> None:
        """After a correction that came second: sent again, it corrects the version that there is now."""
        self.add_error(
            None, f"Version {number} of this IQA was saved after you opened this page. Read it, then correct it again"
        )
        self.show_instead(number=str(number))


class RemoveForm(CarryingForm):
    """Questions removed from a draft, of which the sender has read a version."""

    version = CharField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> int:
        return _version(self.cleaned_data.get("version", ""))

    def show_as_read(self, version: int) -> None:
        """After a removal that came second: the draft as it is now is what is asked about."""
        self.show_instead(version=str(version))


def _version(given: str) -> int:
    """What is no number is taken for older than any."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1


class ConflictForm(GovukForm):
    """Which of two answers to keep, for each question that two people, or two tabs, answered differently."""

    MINE, THEIRS = "mine", "theirs"

    def __init__(self, data: QueryDict | None, *, numbers: Iterable[int], theirs_label: str) -> None:
        super().__init__(data)
        for n in numbers:
            self.fields[f"keep_{n}"] = forms.ChoiceField(
                label=_only_heard("Which answer do you want to keep?", n),
                choices=[(self.MINE, "The answer in this form"), (self.THEIRS, theirs_label)],
                widget=forms.RadioSelect,
                error_messages={"required": f"Select which answer to question {n} to keep"},
            )
            self.field_options = {**self.field_options, f"keep_{n}": {"small": True}}

    def keeps_theirs(self, number: int) -> bool:
        return self.cleaned_data[f"keep_{number}"] == self.THEIRS
