"""The activities of a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from iqa.govuk.posted import posted
from iqa.questions import presenters
from iqa.questions.actions import activities
from iqa.questions.actions.drafting import Behind
from iqa.questions.forms.activities import ActivityEditForm, ActivityForm
from iqa.questions.forms.sets import SetReadForm
from iqa.questions.models import Activity, QuestionSet
from iqa.questions.policies.publishing import NotAllowed
from iqa.questions.views.found import PersonRequest, get_set, say_behind


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


def activity_edit(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    question_set = get_set(request, pk)
    activity = _activity(question_set, code)
    form = ActivityEditForm(posted(request), initial=ActivityEditForm.of(activity, question_set))
    if request.method == "POST" and form.is_valid():
        what = {name: form.cleaned_data[name] for name in ("name", "base", "is_optional")}
        try:
            activities.edit_activity(
                question_set=question_set, activity=activity, **what, seen=form.seen, by=request.user
            )
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            say_behind(form, question_set)
        else:
            messages.success(request, f"{what['name']} saved.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": question_set, "title": f"Change {activity.name.lower()}", "button": "Save"}
    return render(request, "questions/set_form.html", context)


@require_POST
def activity_move(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    question_set = get_set(request, pk)
    activity = _activity(question_set, code)
    up = request.POST.get("to") == "up"
    try:
        activities.move_activity(question_set=question_set, activity=activity, up=up, by=request.user)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("questions:set_detail", pk)
    messages.info(request, presenters.now_at(activity.name, activity, Activity.objects.of_set(question_set)))
    return redirect(presenters.address_of_activity(question_set, activity))


def activity_retire(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    question_set = get_set(request, pk)
    activity = _activity(question_set, code)
    form = SetReadForm(posted(request), initial=SetReadForm.as_read(question_set))
    if request.method == "POST" and form.is_valid():
        try:
            activities.retire_activity(question_set=question_set, activity=activity, seen=form.seen, by=request.user)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            say_behind(form, question_set)
        else:
            messages.success(request, f"{activity.name} retired.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": question_set, "activity": activity, "title": f"Retire {activity.name.lower()}"}
    asked = question_set.wordings.filter(activity=activity).order_by("number")
    return render(request, "questions/activity_retire.html", context | {"button": "Retire", "wordings": asked})


def _activity(question_set: QuestionSet, code: str) -> Activity:
    return get_object_or_404(question_set.activities, code=code)
