"""Mark the questions: a draft saved as often as one likes, by a person or by the page itself."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments.actions import drafts
from assessments.forms.marking import AnswerForm, ConflictForm, MarkingForm
from assessments.models import Assessment, State
from assessments.policies.access import check_may_edit_draft
from assessments.policies.answers import NOT_ANSWERED, AnswerData, differing, problems_with
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters.answers import answer_rows
from assessments.presenters.marking import optional_questions, prompts_for, saved_at_words
from assessments.querysets.marking import answered
from assessments.views import optional
from assessments.views.visible import PersonRequest, get_assessment
from iqa.audit.actions import log_read
from iqa.govuk.errors import problems_of
from iqa.govuk.posted import posted


def mark(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_edit_draft(request.user, assessment)
    data = posted(request)
    if data is None and assessment.state != State.DRAFT:
        return redirect("assessments:assessment_detail", pk)
    form = marking_form(data, assessment)
    if request.method == "POST":
        return _save(request, assessment, form) if form.is_valid() else _page(request, assessment, form)
    log_read(subject=assessment, by=request.user)
    return _page(request, assessment, form)


def marking_form(data: QueryDict | None, assessment: Assessment) -> MarkingForm:
    """The form over the assessment's current marking."""
    return MarkingForm(data, marked=answered(assessment.marking), version=assessment.draft_version)


def _save(request: PersonRequest, assessment: Assessment, form: MarkingForm) -> HttpResponse:
    answers = form.answers()
    if "resolve" in request.POST:
        conflict = _conflict_form(request.POST, assessment, form)
        if not conflict.is_valid():
            return _conflict_page(request, assessment, form, conflict)
        answers |= _theirs_kept(form, conflict)
    try:
        version = drafts.save_answers(assessment=assessment, answers=answers, version=form.version, by=request.user)
    except drafts.Behind:
        return _behind(request, assessment, form)
    except NotAllowed as refusal:
        form.add_error(str(refusal))
        return _page(request, assessment, form)
    form.show_as_saved(version)
    return _saved(request, assessment, form)


def _saved(request: PersonRequest, assessment: Assessment, form: MarkingForm) -> HttpResponse:
    if _by_the_page(request):
        prompts = [prompt._asdict() for prompt in prompts_for(assessment, form.given())]
        saved = saved_at_words(timezone.now())
        return JsonResponse({"version": form.version, "saved": saved, "prompts": prompts})
    if "add" in request.POST:
        try:
            return optional.add(request, assessment, request.POST["add"])
        except NotAllowed as refusal:
            form.add_error(str(refusal))
            return _page(request, assessment, form)
    if "remove" in request.POST:
        return redirect(optional.address_of_removing(assessment, request.POST["remove"]))
    if "continue" not in request.POST:
        messages.success(request, "Draft saved. You find it again under My work.")
        return redirect("assessments:assessment_mark", assessment.pk)
    if problems := problems_with(form.answers(), form.marked.wordings, form.marked.outcomes):
        form.add_problems(problems)
        return _page(request, assessment, form)
    return redirect("assessments:action_edit", assessment.pk)


def _behind(request: PersonRequest, assessment: Assessment, form: MarkingForm) -> HttpResponse:
    if _by_the_page(request):
        return JsonResponse({"behind": True}, status=409)
    # What is stored now is not what was read before the save was refused.
    assessment = get_assessment(request, assessment.pk)
    form = marking_form(request.POST, assessment)
    form.is_valid()
    return _conflict_page(request, assessment, form, _conflict_form(None, assessment, form))


def _conflict_form(data: QueryDict | None, assessment: Assessment, form: MarkingForm) -> ConflictForm:
    return ConflictForm(
        data,
        numbers=[question.number for question in _differing(form)],
        theirs_label=f"The answer saved {saved_at_words(assessment.draft_saved_at)} by {assessment.draft_saved_by}",
    )


def _differing(form: MarkingForm) -> list[AnswerForm]:
    different = set(differing(form.answers(), form.marked.answers))
    return [question for question in form if question.wording.question_id in different]


def _theirs_kept(form: MarkingForm, conflict: ConflictForm) -> dict[int, AnswerData]:
    """Their answers where I chose to give up mine, by question id."""
    questions = [question for question in _differing(form) if conflict.keeps_theirs(question.number)]
    keys = [question.wording.question_id for question in questions]
    return {key: form.marked.answers.get(key, NOT_ANSWERED) for key in keys}


def _conflict_page(
    request: PersonRequest, assessment: Assessment, form: MarkingForm, conflict: ConflictForm
) -> HttpResponse:
    mine, theirs = answer_rows(form.given()), answer_rows(form.marked)
    rows = [
        {"mine": mine[question.number], "theirs": theirs[question.number], "keep": conflict[f"keep_{question.number}"]}
        for question in _differing(form)
    ]
    context = {"assessment": assessment, "marking": form, "form": conflict, "rows": rows}
    return render(request, "assessments/assessment_mark_conflict.html", context)


def _page(request: PersonRequest, assessment: Assessment, form: MarkingForm) -> HttpResponse:
    if _by_the_page(request):
        return JsonResponse({"problems": [problem._asdict() for problem in problems_of([list(form)])]}, status=422)
    context = {
        "assessment": assessment,
        "form": form,
        "questions": form.questions,
        "optional": optional_questions(optional.addable_to(assessment.marking), form.marked),
        "prompts": prompts_for(assessment, form.marked),
        "saved_at": saved_at_words(assessment.draft_saved_at) if assessment.draft_version else "",
    }
    return render(request, "assessments/assessment_mark.html", context)


def _by_the_page(request: PersonRequest) -> bool:
    """Whether it was the page that saved by itself, and wants to know how that went."""
    return request.headers.get("Accept") == "application/json"
