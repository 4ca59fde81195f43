"""A question set as a marker would see it, nothing saved."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.forms.marking import MarkingForm
from assessments.querysets.marking import Answered
from assessments.views.visible import PersonRequest
from iqa.permissions import NATIONAL, Permission, check_permission
from iqa.questions.models import Activity, Outcome, QuestionSet, Wording
from iqa.questions.presenters import by_activity


@require_safe
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    check_permission(request.user, Permission.DRAFT_QUESTION_SETS, NATIONAL)
    question_set = get_object_or_404(QuestionSet, pk=pk)
    outcomes = {outcome.pk: outcome for outcome in Outcome.objects.allowed(question_set=question_set)}
    groups = [
        {**group, "form": MarkingForm(None, marked=Answered(group["wordings"], outcomes, {}), version=0)}
        for group in by_activity(Activity.objects.of_set(question_set), Wording.objects.of_set(question_set))
    ]
    return render(request, "assessments/question_set_preview.html", {"set": question_set, "groups": groups})
