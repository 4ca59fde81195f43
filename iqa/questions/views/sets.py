"""Question sets: read by whoever drafts them, published by someone other than the last editor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.permissions import NATIONAL, Permission, check_permission, has_permission
from iqa.questions import presenters
from iqa.questions.actions import editing, publishing
from iqa.questions.actions.drafting import Behind
from iqa.questions.forms import CopyForm, PublishForm
from iqa.questions.models import QuestionSet, Wording
from iqa.questions.policies.difference import Difference
from iqa.questions.policies.publishing import (
    NotAllowed,
    can_be_taken_back,
    check_can_be_taken_back,
    problems_of_set,
)
from iqa.questions.views.found import PersonRequest, check_may_draft, get_set


@require_safe
def set_list(request: PersonRequest) -> HttpResponse:
    check_may_draft(request)
    sets = QuestionSet.objects.with_counts().drafts_first()
    return render(request, "questions/set_list.html", {"rows": presenters.set_rows(sets, on=today())})


@require_safe
def set_detail(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    may_publish = has_permission(request.user, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    activities, wordings = question_set.activities.all(), Wording.objects.of_set(question_set)
    context = {
        "set": question_set,
        "title": presenters.title_of(question_set),
        "state": presenters.state_of(question_set, on=today()),
        "activities": presenters.by_activity(activities, wordings),
        "differences": _difference(question_set).count,
        "problems": problems_of_set(activities, wordings, question_set.outcomes.all()),
        "may_publish": may_publish and not question_set.is_published,
        "may_take_back": may_publish and can_be_taken_back(question_set, on=today()),
    }
    return render(request, "questions/set_detail.html", context)


def set_copy(request: PersonRequest, pk: int) -> HttpResponse:
    source = get_set(request, pk)
    form = CopyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            copy = editing.copy_set(source=source, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{copy.title} starts as a copy of {source.title}.")
            return redirect("questions:set_detail", copy.pk)
    context = {"form": form, "set": source, "title": "Copy this question set", "button": "Copy"}
    return render(request, "questions/set_form.html", context)


@require_safe
def set_compare(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    found = _difference(question_set)
    context = {"set": question_set, "before": question_set.copied_from, "difference": found}
    return render(request, "questions/set_compare.html", context | {"changed": presenters.changed_rows(found)})


def set_publish(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    check_permission(request.user, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    form = PublishForm(posted(request), initial=PublishForm.as_read(question_set))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["in_force_from"]
        try:
            publishing.publish(question_set=question_set, in_force_from=day, seen=form.seen, by=request.user)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            form.add_error(None, f"{presenters.edited_words(question_set)}, after you opened it. Check it again.")
            form.show_as_read(question_set)
        else:
            messages.success(request, f"{question_set.title} is published.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": question_set, "title": "Publish this question set", "button": "Publish"}
    return render(request, "questions/set_publish.html", context)


def set_take_back(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    check_permission(request.user, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    try:
        check_can_be_taken_back(question_set, on=today())
        if request.method == "POST":
            publishing.take_back(question_set=question_set, by=request.user)
            messages.success(request, f"{question_set.title} is a draft again.")
            return redirect("questions:set_detail", pk)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("questions:set_detail", pk)
    context = {"set": question_set, "title": "Take back this question set", "button": "Take back"}
    return render(request, "questions/set_take_back.html", context)


def _difference(question_set: QuestionSet) -> Difference:
    """From the set that it was copied from; the first set differs from nothing."""
    before = Wording.objects.of_set(question_set.copied_from)
    after = Wording.objects.of_set(question_set if question_set.copied_from else None)
    return presenters.difference_between(before, after)
