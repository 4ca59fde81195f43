"""From the marked questions to the record: action and feedback, check your answers, recorded."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.actions import drafts
from assessments.actions.markings import Incomplete
from assessments.actions.recording import is_late
from assessments.actions.recording import record as record_assessment
from assessments.forms.recording import ActionForm, RecordForm
from assessments.models import Assessment, State
from assessments.policies.access import check_may_edit_draft, may_add_to
from assessments.policies.answers import problems_with
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters.answers import summarise
from assessments.presenters.marking import feedback_due_on, hours_before_email, prompts_for
from assessments.querysets.marking import answered
from assessments.views.visible import PersonRequest, get_assessment
from iqa.audit.actions import log_read
from iqa.govuk.posted import posted


def edit_action(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_edit_draft(request.user, assessment)
    if assessment.state != State.DRAFT and posted(request) is None:
        return redirect("assessments:assessment_detail", pk)
    form = ActionForm(posted(request), assessment=assessment)
    context = {
        "assessment": assessment,
        "form": form,
        "feedback_due_on": feedback_due_on(assessment),
        "hours": hours_before_email(assessment),
    }
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            drafts.save_action(assessment=assessment, action=form.action, seen=seen, by=request.user)
            return redirect("assessments:assessment_record", pk)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except drafts.Behind:
            theirs = get_assessment(request, pk)
            form.show_beside(drafts.action_of(theirs))
            context["theirs"] = theirs
    return render(request, "assessments/action_edit.html", context)


def record(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_edit_draft(request.user, assessment)
    if assessment.state in (State.RECORDED, State.CLOSED):
        return redirect("assessments:assessment_recorded", pk)  # pressed twice
    late = is_late(assessment, timezone.now())
    form = RecordForm(posted(request), late=late, finalised=assessment.case.is_finalised)
    if request.method == "POST" and form.is_valid():
        try:
            record_assessment(assessment=assessment, by=request.user, **form.cleaned_data)
            return redirect("assessments:assessment_recorded", pk)
        except Incomplete:
            form.add_error(None, "Complete the questions listed below before you record this IQA")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            form.error_page = reverse("assessments:action_edit", args=[pk]) if refusal.field == "action" else ""
    return _check_page(request, assessment, form, late=late)


@require_safe
def recorded(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_edit_draft(request.user, assessment)
    if assessment.state not in (State.RECORDED, State.CLOSED):
        return redirect("assessments:assessment_detail", pk)
    context = {"assessment": assessment, "may_add": may_add_to(request.user, assessment.half_day)}
    return render(request, "assessments/assessment_recorded.html", context)


def _check_page(request: PersonRequest, assessment: Assessment, form: RecordForm, *, late: bool) -> HttpResponse:
    if request.method == "GET":
        log_read(subject=assessment, by=request.user)
    marked = answered(assessment.marking)
    context = {
        "assessment": assessment,
        "form": form,
        "late": late,
        "answers": summarise(marked),
        "problems": problems_with(marked.answers, marked.wordings, marked.outcomes),
        "prompts": prompts_for(assessment, marked),
        "feedback_due_on": feedback_due_on(assessment),
    }
    return render(request, "assessments/assessment_record.html", context)
