"""The activities of a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from iqa.govuk.posted import posted
from iqa.questions import presenters
from iqa.questions.actions import activities
from iqa.questions.actions.drafting import Behind
from iqa.questions.forms import ActivityForm, SetReadForm
from iqa.questions.policies.publishing import NotAllowed
from iqa.questions.views.found import PersonRequest, get_set


def activity_add(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    form = ActivityForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            activity = activities.add_activity(question_set=question_set, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{activity.name} added. Add its questions.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": question_set, "title": "Add an activity", "button": "Add"}
    return render(request, "questions/set_form.html", context)


def activity_retire(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    question_set = get_set(request, pk)
    activity = get_object_or_404(question_set.activities, code=code)
    form = SetReadForm(posted(request), initial=SetReadForm.as_read(question_set))
    if request.method == "POST" and form.is_valid():
        try:
            activities.retire_activity(question_set=question_set, activity=activity, seen=form.seen, by=request.user)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            form.add_error(None, f"{presenters.edited_words(question_set)}, after you opened it. Check it again.")
            form.show_as_read(question_set)
        else:
            messages.success(request, f"{activity.name} retired.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": question_set, "activity": activity, "title": f"Retire {activity.name.lower()}"}
    asked = question_set.wordings.filter(activity=activity).order_by("number")
    return render(request, "questions/activity_retire.html", context | {"button": "Retire", "wordings": asked})
