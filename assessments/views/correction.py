"""Correct a recorded IQA: the same questions, answered anew, with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from assessments.actions import recording
from assessments.actions.markings import Behind, Incomplete
from assessments.forms.marking import CorrectionForm, MarkingForm
from assessments.models import Assessment, Marking
from assessments.policies.access import check_may_change
from assessments.policies.lifecycle import NotAllowed, allows
from assessments.views.marking_page import marking_form
from assessments.views.visible import PersonRequest, get_assessment
from iqa.audit.actions import log_read
from iqa.govuk.posted import posted


def correct(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_change(request.user, assessment)
    data = posted(request)
    if data is None and not allows(assessment.state, "correct"):
        return redirect("assessments:assessment_detail", pk)
    marking = marking_form(data, assessment.marking, assessment.draft_version)
    why = CorrectionForm(data, initial={"number": assessment.marking.number})
    if request.method == "POST" and marking.is_valid() and why.is_valid():
        return _correct(request, assessment, marking, why)
    log_read(subject=assessment, by=request.user)
    return _page(request, assessment, marking, why)


def _correct(request: PersonRequest, assessment: Assessment, marking: MarkingForm, why: CorrectionForm) -> HttpResponse:
    try:
        corrected = recording.correct(
            assessment=assessment, answers=marking.answers(), by=request.user, **why.cleaned_data
        )
    except Incomplete as incomplete:
        marking.add_problems(incomplete.problems)
    except NotAllowed as refusal:
        at_fault = marking.questions[0] if refusal.field == "outcome" else why
        at_fault.add_error(refusal.field, str(refusal))
    except Behind:
        assessment = get_assessment(request, assessment.pk)
        why.show_as_read(assessment.marking.number)
        return _page(request, assessment, marking, why, theirs=assessment.marking)
    else:
        messages.success(request, f"IQA corrected: version {corrected.marking.number}.")
        return redirect("assessments:assessment_detail", assessment.pk)
    return _page(request, assessment, marking, why)


def _page(
    request: PersonRequest,
    assessment: Assessment,
    marking: MarkingForm,
    why: CorrectionForm,
    *,
    theirs: Marking | None = None,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "activity": assessment.marking.activity_id,
        "form": marking,
        "why": why,
        "questions": marking.questions,
        "theirs": theirs,
    }
    return render(request, "assessments/assessment_correct.html", context)
