"""Mark the questions of an IQA: its draft."""

from collections.abc import Mapping
from typing import Any, Self

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.actions import drafts
from assessments.forms.marking import MarkingForm
from assessments.models import Assessment, State
from assessments.policies.access import check_may_edit_draft
from assessments.policies.answers import AnswerData
from assessments.policies.prompts import Prompt
from assessments.presenters.marking import caption_of, optional_questions, prompts_for
from assessments.querysets.marking import Answered
from assessments.views import optional
from assessments.views.marking_page import MarkingPage, Saved
from assessments.views.visible import PersonRequest, get_assessment
from iqa.audit.actions import log_read
from iqa.govuk.posted import posted


def mark(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_edit_draft(request.user, assessment)
    if posted(request) is None and assessment.state != State.DRAFT:
        return redirect("assessments:assessment_detail", pk)
    if request.method != "POST":
        log_read(subject=assessment, by=request.user)
    return DraftPage(request, assessment).respond()


class DraftPage(MarkingPage):
    template = "assessments/assessment_mark.html"

    def __init__(self, request: PersonRequest, assessment: Assessment) -> None:
        saved = Saved(assessment.draft_version, assessment.draft_saved_at, assessment.draft_saved_by)
        super().__init__(request, assessment.marking, saved)
        self.assessment = assessment

    def reread(self) -> Self:
        return type(self)(self.request, get_assessment(self.request, self.assessment.pk))

    def save(self, answers: Mapping[int, AnswerData], version: int) -> int:
        return drafts.save_answers(assessment=self.assessment, answers=answers, version=version, by=self.request.user)

    def address(self) -> str:
        return self._address("assessment_mark")

    def address_of_next(self) -> str:
        return self._address("action_edit")

    def words(self) -> dict[str, Any]:
        assessment = self.assessment
        return {
            "about": assessment.case.urn,
            "caption": caption_of(assessment),
            "back_href": reverse("assessments:half_day_detail", args=[assessment.half_day_id]),
            "back_words": "Back to the half day",
            "leave_href": self._address("assessment_discard"),
            "leave_words": "Discard draft",
            "kept_under": f"{assessment.pk}-{self.request.user.pk}",
        }

    def prompts(self, marked: Answered) -> list[Prompt]:
        return prompts_for(self.assessment, marked)

    def beside(self, marked: Answered) -> dict[str, Any]:
        return {"optional": optional_questions(optional.addable_to(self.marking), marked)}

    def pressed(self, form: MarkingForm) -> HttpResponse | None:
        said = self.request.POST
        if "add" in said:
            return optional.add(self.request, self.assessment, said["add"])
        if "remove" in said:
            return redirect(optional.address_of_removing(self.assessment, said["remove"]))
        return None

    def _address(self, name: str) -> str:
        return reverse(f"assessments:{name}", args=[self.assessment.pk])
