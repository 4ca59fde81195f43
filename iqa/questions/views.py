"""Question sets: read by whoever drafts them, changed question by question, published by someone else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.permissions import NATIONAL, Permission, check_permission, has_permission
from iqa.questions import presenters
from iqa.questions.actions import editing, publishing
from iqa.questions.forms import ActivityForm, CopyForm, PublishForm, QuestionForm
from iqa.questions.models import Activity, QuestionSet, Wording
from iqa.questions.policies.difference import difference
from iqa.questions.policies.publishing import NotAllowed, check_can_be_taken_back


@require_safe
def set_list(request: HttpRequest) -> HttpResponse:
    _check_may_draft(request)
    sets = QuestionSet.objects.with_counts().order_by("-published_at", "-pk")
    return render(request, "questions/set_list.html", {"rows": presenters.set_rows(sets, on=today())})


@require_safe
def set_detail(request: HttpRequest, pk: int) -> HttpResponse:
    question_set = _get_set(request, pk)
    context = {
        "set": question_set,
        "state": presenters.state_of(question_set, on=today()),
        "activities": presenters.activities_of(question_set),
        "differences": _difference(question_set).count if question_set.copied_from else None,
        "may_edit": not question_set.is_published,
        "may_publish": has_permission(request.user, Permission.PUBLISH_QUESTION_SETS, NATIONAL),
        "may_take_back": _may_take_back(question_set),
    }
    return render(request, "questions/set_detail.html", context)


def set_copy(request: HttpRequest, pk: int) -> HttpResponse:
    source = _get_set(request, pk)
    form = CopyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        copy = editing.copy_set(source=source, by=request.user, **form.cleaned_data)
        messages.success(request, f"{copy.title} starts as a copy of {source.title}.")
        return redirect("questions:set_detail", copy.pk)
    context = {"form": form, "set": source, "title": "Copy this question set", "button": "Copy"}
    return render(request, "questions/set_form.html", context)


@require_safe
def set_compare(request: HttpRequest, pk: int) -> HttpResponse:
    question_set = _get_set(request, pk)
    before = question_set.copied_from
    context = {"set": question_set, "before": before}
    if before:
        context["sections"] = presenters.sections_of(_difference(question_set))
        context["difference"] = _difference(question_set)
    return render(request, "questions/set_compare.html", context)


def set_publish(request: HttpRequest, pk: int) -> HttpResponse:
    question_set = _get_set(request, pk)
    check_permission(request.user, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    form = PublishForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            publishing.publish(question_set=question_set, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{question_set.title} is published.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": question_set, "title": "Publish this question set", "button": "Publish"}
    return render(request, "questions/set_publish.html", context)


def set_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    question_set = _get_set(request, pk)
    check_permission(request.user, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    if request.method == "POST":
        try:
            publishing.take_back(question_set=question_set, by=request.user)
        except NotAllowed as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"{question_set.title} is a draft again.")
        return redirect("questions:set_detail", pk)
    context = {"set": question_set, "title": "Take back this question set", "button": "Take back"}
    return render(request, "questions/set_take_back.html", context)


def question_add(request: HttpRequest, pk: int) -> HttpResponse:
    question_set = _get_set(request, pk)
    activity = get_object_or_404(question_set.activities, code=request.GET.get("activity", ""))
    form = QuestionForm(posted(request), question_set=question_set)
    if request.method == "POST" and form.is_valid():
        try:
            wording = editing.add_question(
                question_set=question_set, activity=activity, asked=form.asked, same_as=form.question, by=request.user
            )
        except NotAllowed as refusal:
            form.add_error("number", str(refusal))
        else:
            return _changed(request, wording, f"Question {wording.number} added.")
    context = {"form": form, "set": question_set, "activity": activity, "title": "Add a question"}
    return render(request, "questions/question_form.html", context)


def question_edit(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    wording = _get_wording(request, pk, question)
    form = QuestionForm(posted(request), question_set=wording.question_set, wording=wording)
    context = {"form": form, "set": wording.question_set, "activity": wording.activity, "wording": wording}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            wording = editing.edit_question(
                wording=wording,
                asked=form.asked,
                same_as=form.question,
                version=-1 if version is None else version,
                by=request.user,
            )
        except NotAllowed as refusal:
            form.add_error("number", str(refusal))
        except editing.Behind:
            context["theirs"] = wording
            form.show_as_read(wording.version)
        else:
            return _changed(request, wording, f"Question {wording.number} saved.")
    return render(request, "questions/question_form.html", context | {"title": f"Question {wording.number}"})


@require_POST
def question_move(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    wording = _get_wording(request, pk, question)
    up = request.POST.get("to") == "up"
    try:
        moved = editing.move_question(wording=wording, up=up, by=request.user)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("questions:set_detail", pk)
    if moved.number == wording.number:
        messages.info(request, f"Question {wording.number} is the {'first' if up else 'last'} of its activity.")
    else:
        messages.success(request, f"Question {wording.number} is now question {moved.number}.")
    return redirect(presenters.address_of(wording))


def question_retire(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    wording = _get_wording(request, pk, question)
    if request.method == "POST":
        try:
            editing.retire_question(wording=wording, by=request.user)
            messages.success(request, f"Question {wording.number} retired.")
        except NotAllowed as refusal:
            messages.warning(request, str(refusal))
        return redirect("questions:set_detail", pk)
    context = {"set": wording.question_set, "wording": wording, "title": f"Retire question {wording.number}"}
    return render(request, "questions/question_retire.html", context | {"button": "Retire"})


def activity_add(request: HttpRequest, pk: int) -> HttpResponse:
    question_set = _get_set(request, pk)
    form = ActivityForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            activity = editing.add_activity(question_set=question_set, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{activity.name} added. Add its questions.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": question_set, "title": "Add an activity", "button": "Add"}
    return render(request, "questions/set_form.html", context)


def activity_retire(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    question_set = _get_set(request, pk)
    activity: Activity = get_object_or_404(question_set.activities, code=code)
    if request.method == "POST":
        try:
            editing.retire_activity(question_set=question_set, activity=activity, by=request.user)
            messages.success(request, f"{activity.name} retired.")
        except NotAllowed as refusal:
            messages.warning(request, str(refusal))
        return redirect("questions:set_detail", pk)
    context = {"set": question_set, "activity": activity, "title": f"Retire {activity.name.lower()}"}
    return render(request, "questions/activity_retire.html", context | {"button": "Retire"})


def _check_may_draft(request: HttpRequest) -> None:
    check_permission(request.user, Permission.DRAFT_QUESTION_SETS, NATIONAL)


def _get_set(request: HttpRequest, pk: int) -> QuestionSet:
    _check_may_draft(request)
    return get_object_or_404(QuestionSet.objects.select_related("copied_from", "edited_by", "published_by"), pk=pk)


def _get_wording(request: HttpRequest, pk: int, question: int) -> Wording:
    _check_may_draft(request)
    wordings = Wording.objects.select_related("question_set", "activity", "question", "edited_by")
    return get_object_or_404(wordings.prefetch_related("reasons"), question_set=pk, pk=question)


def _difference(question_set: QuestionSet):
    before = question_set.copied_from
    return difference(presenters.asked_in(before), presenters.asked_in(question_set))


def _may_take_back(question_set: QuestionSet) -> bool:
    try:
        check_can_be_taken_back(question_set, on=today())
    except NotAllowed:
        return False
    return True


def _changed(request: HttpRequest, wording: Wording, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(presenters.address_of(wording))
