"""Optional questions of a draft (HMCPSI 2018 §5.50): added from the marking page, removed after a question."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assessments.actions import drafts
from assessments.forms.marking import RemoveForm
from assessments.models import Assessment, Marking
from assessments.policies.access import check_may_edit_draft
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters.assessment import title_of
from assessments.querysets.marking import answers_of, asked_in
from assessments.views.visible import PersonRequest, get_assessment
from iqa.govuk.posted import posted
from iqa.questions.models import Activity
from iqa.questions.querysets import ActivityQuerySet


def addable_to(marking: Marking) -> ActivityQuerySet:
    """The optional activities of a marking's set, those that it has already among them."""
    return Activity.objects.addable_in(marking.question_set_id)


def add(request: PersonRequest, assessment: Assessment, code: str) -> HttpResponse:
    """Add an optional activity's questions to a draft, and go to the first of them. Raises `NotAllowed`."""
    activity = get_object_or_404(addable_to(assessment.marking), code=code)
    drafts.add_activity(assessment=assessment, activity=activity, by=request.user)
    messages.success(request, f"{activity.name} questions added.")
    first = asked_in(assessment.marking).filter(activity=activity)[0]
    return redirect(f"{reverse('assessments:assessment_mark', args=[assessment.pk])}#question-{first.number}")


def address_of_removing(assessment: Assessment, code: str) -> str:
    """Where to ask whether an activity's questions are to be removed."""
    activity = get_object_or_404(assessment.marking.added, code=code)
    return reverse("assessments:activity_remove", args=[assessment.pk, activity.code])


def remove(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_edit_draft(request.user, assessment)
    activity = get_object_or_404(assessment.marking.added, code=code)
    form = RemoveForm(posted(request), initial={"version": assessment.draft_version})
    if request.method == "POST" and form.is_valid():
        try:
            drafts.remove_activity(assessment=assessment, activity=activity, version=form.seen, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except drafts.Behind:
            form.add_error(None, "This draft was saved after you opened this page. Check what would go.")
            form.show_as_read(assessment.draft_version)
        else:
            messages.success(request, f"{activity.name} questions removed.")
            return redirect("assessments:assessment_mark", pk)
    return _page(request, assessment, activity, form)


def _page(request: PersonRequest, assessment: Assessment, activity: Activity, form: RemoveForm) -> HttpResponse:
    asked = set(asked_in(assessment.marking).filter(activity=activity).values_list("question", flat=True))
    back = reverse("assessments:assessment_mark", args=[assessment.pk])
    words = {"title": f"Remove the {activity.name.lower()} questions", "button": "Remove", "button_kind": "warning"}
    context = {
        "form": form,
        "questions": len(asked),
        "answers": len(asked & answers_of(assessment.marking).keys()),
        "caption": title_of(assessment),
        "back_href": back,
        "cancel_href": back,
    }
    return render(request, "assessments/activity_remove.html", context | words)
