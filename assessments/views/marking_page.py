"""The page on which all questions of an activity are marked: saved as often as one likes, by a person or by the page
itself, in however many tabs. Whose marking it is, and where it leads, a subclass says."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Self

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments.actions.markings import Behind
from assessments.forms.marking import AnswerForm, ConflictForm, MarkingForm
from assessments.models import Marking
from assessments.policies.answers import NOT_ANSWERED, AnswerData, differing, problems_with
from assessments.policies.lifecycle import NotAllowed
from assessments.policies.prompts import Prompt
from assessments.presenters.answers import answer_rows
from assessments.presenters.marking import saved_at_words
from assessments.querysets.marking import Answered, answered
from assessments.views.visible import PersonRequest
from iqa.govuk.errors import problems_of
from iqa.govuk.posted import posted
from iqa.organisation.models import Person


class Saved(NamedTuple):
    """The last save of a draft: how many there were with it, when it was and by whom."""

    version: int
    at: datetime
    by: Person


class MarkingPage(ABC):
    """Asked by its `respond`. Whoever may not mark is turned away before."""

    template = "assessments/marking_page.html"

    def __init__(self, request: PersonRequest, marking: Marking, saved: Saved) -> None:
        self.request, self.marking, self.last_save = request, marking, saved

    @abstractmethod
    def reread(self) -> Self:
        """The page over what is stored now."""

    @abstractmethod
    def save(self, answers: Mapping[int, AnswerData], version: int) -> int:
        """Save the answers (by question id), last read at `version`; the version that they are at now. Raises `Behind`
        and `NotAllowed`."""

    @abstractmethod
    def address(self) -> str:
        """Where this page is."""

    @abstractmethod
    def address_of_next(self) -> str:
        """Where it goes on once every question is answered."""

    @abstractmethod
    def words(self) -> dict[str, Any]:
        """What marking_page.html names, as it says there."""

    def prompts(self, marked: Answered) -> list[Prompt]:
        """What there is to suggest about these answers."""
        return []

    def beside(self, marked: Answered) -> dict[str, Any]:
        """What a template of the page's own names besides."""
        return {}

    def pressed(self, form: MarkingForm) -> HttpResponse | None:
        """After a save by a button of the page's own: what it answers. Raises `NotAllowed`."""
        return None

    def respond(self) -> HttpResponse:
        form = marking_form(posted(self.request), self.marking, self.last_save.version)
        if self.request.method == "POST" and form.is_valid():
            return self._save(form)
        return self._page(form)

    def _save(self, form: MarkingForm) -> HttpResponse:
        answers = form.answers()
        if "resolve" in self.request.POST:
            conflict = self._conflict_form(self.request.POST, form)
            if not conflict.is_valid():
                return self._conflict_page(form, conflict)
            answers |= _theirs_kept(form, conflict)
        try:
            form.show_as_saved(self.save(answers, form.version))
            return self._saved(form)
        except Behind:
            return self._behind()
        except NotAllowed as refusal:
            form.add_error(str(refusal))
            return self._page(form)

    def _saved(self, form: MarkingForm) -> HttpResponse:
        if self._asked_by_the_page:
            prompts = [prompt._asdict() for prompt in self.prompts(form.given())]
            return JsonResponse({"version": form.version, "saved": saved_at_words(timezone.now()), "prompts": prompts})
        if response := self.pressed(form):
            return response
        if "continue" not in self.request.POST:
            messages.success(self.request, "Draft saved. You find it again under My work.")
            return redirect(self.address())
        if problems := problems_with(form.answers(), form.marked.wordings, form.marked.outcomes):
            form.add_problems(problems)
            return self._page(form)
        return redirect(self.address_of_next())

    def _behind(self) -> HttpResponse:
        if self._asked_by_the_page:
            return JsonResponse({"behind": True}, status=409)
        # What is stored now is not what was read before the save was refused.
        now = self.reread()
        form = marking_form(self.request.POST, now.marking, now.last_save.version)
        form.is_valid()
        return now._conflict_page(form, now._conflict_form(None, form))

    def _conflict_form(self, data: QueryDict | None, form: MarkingForm) -> ConflictForm:
        saved = self.last_save
        return ConflictForm(
            data,
            numbers=[question.number for question in _differing(form)],
            theirs_label=f"The answer saved {saved_at_words(saved.at)} by {saved.by}",
        )

    def _conflict_page(self, form: MarkingForm, conflict: ConflictForm) -> HttpResponse:
        mine, theirs = answer_rows(form.given()), answer_rows(form.marked)
        rows = [
            {
                "mine": mine[question.number],
                "theirs": theirs[question.number],
                "keep": conflict[f"keep_{question.number}"],
            }
            for question in _differing(form)
        ]
        context = {**self.words(), "last_save": self.last_save, "marking": form, "form": conflict, "rows": rows}
        return render(self.request, "assessments/marking_conflict.html", context)

    def _page(self, form: MarkingForm) -> HttpResponse:
        if self._asked_by_the_page:
            return JsonResponse({"problems": [problem._asdict() for problem in problems_of([list(form)])]}, status=422)
        context = {
            "activity": self.marking.activity_id,
            "form": form,
            "questions": form.questions,
            "prompts": self.prompts(form.marked),
            "saved_at": saved_at_words(self.last_save.at) if self.last_save.version else "",
        }
        return render(self.request, self.template, {**context, **self.words(), **self.beside(form.marked)})

    @property
    def _asked_by_the_page(self) -> bool:
        """Whether it was the page that saved by itself, and wants to know how that went."""
        return self.request.headers.get("Accept") == "application/json"


def marking_form(data: QueryDict | None, marking: Marking, version: int) -> MarkingForm:
    """The form over a marking whose draft is at `version`."""
    return MarkingForm(data, marked=answered(marking), version=version)


def _differing(form: MarkingForm) -> list[AnswerForm]:
    different = set(differing(form.answers(), form.marked.answers))
    return [question for question in form if question.wording.question_id in different]


def _theirs_kept(form: MarkingForm, conflict: ConflictForm) -> dict[int, AnswerData]:
    """Their answers where I chose to give up mine, by question id."""
    questions = [question for question in _differing(form) if conflict.keeps_theirs(question.number)]
    keys = [question.wording.question_id for question in questions]
    return {key: form.marked.answers.get(key, NOT_ANSWERED) for key in keys}
