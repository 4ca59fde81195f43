"""A question set as a marker would see it, nothing saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.forms.marking import MarkingForm
from assessments.querysets.marking import Answered
from iqa.permissions import NATIONAL, Permission, check_permission
from iqa.questions.models import Outcome, QuestionSet, Wording


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    check_permission(request.user, Permission.DRAFT_QUESTION_SETS, NATIONAL)
    question_set = get_object_or_404(QuestionSet, pk=pk)
    groups = [(activity, _form(question_set, activity)) for activity in question_set.activities.all()]
    return render(request, "assessments/question_set_preview.html", {"set": question_set, "groups": groups})


def _form(question_set: QuestionSet, activity) -> MarkingForm:
    wordings = list(Wording.objects.asked(question_set=question_set, activity=activity))
    outcomes = {outcome.pk: outcome for outcome in Outcome.objects.allowed(question_set=question_set)}
    return MarkingForm(None, marked=Answered(wordings, outcomes, {}), version=0)
