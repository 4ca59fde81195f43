"""Question sets: read by whoever drafts them, published by someone other than the last editor."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from iqa.calendar import today
from iqa.govuk import formats
from iqa.govuk.posted import posted
from iqa.permissions import NATIONAL, Permission, check_permission, has_permission
from iqa.questions import presenters
from iqa.questions.actions import editing, publishing
from iqa.questions.actions.drafting import Behind
from iqa.questions.forms.sets import CopyForm, PublishForm
from iqa.questions.models import Activity, Outcome, QuestionSet, Wording
from iqa.questions.policies.difference import Difference
from iqa.questions.policies.publishing import (
    EDITED_LAST,
    NotAllowed,
    can_be_taken_back,
    check_can_be_taken_back,
    problems_of_set,
)
from iqa.questions.views.found import PersonRequest, check_may_draft, get_set, say_behind


@require_safe
def set_list(request: PersonRequest) -> HttpResponse:
    check_may_draft(request)
    sets = QuestionSet.objects.with_counts().drafts_first()
    return render(request, "questions/set_list.html", {"rows": presenters.set_rows(sets, on=today())})


@require_safe
def set_detail(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    may_publish = has_permission(request.user, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    activities, wordings = Activity.objects.of_set(question_set), Wording.objects.of_set(question_set)
    outcomes = Outcome.objects.allowed(question_set=question_set)
    context = {
        "set": question_set,
        "title": presenters.title_of(question_set),
        "state": presenters.state_of(question_set, on=today()),
        "activities": presenters.by_activity(activities, wordings),
        "elsewhere": activities.elsewhere_than(question_set),
        "outcomes": presenters.outcome_rows(outcomes),
        "overtaking": QuestionSet.objects.overtaking(question_set),
        "differences": _difference(question_set).count + len(presenters.whole_rows(question_set)),
        "problems": problems_of_set(activities, wordings, outcomes),
        "may_publish": may_publish and not question_set.is_published,
        "edited_last": EDITED_LAST if question_set.edited_by_id == request.user.pk else "",
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
    rows = {"changed": presenters.changed_rows(found), "whole": presenters.whole_rows(question_set)}
    return render(request, "questions/set_compare.html", context | rows)


def set_publish(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    check_permission(request.user, Permission.PUBLISH_QUESTION_SETS, NATIONAL)
    form = PublishForm(posted(request), initial=PublishForm.as_read(question_set))
    context = {"form": form, "set": question_set, "title": "Publish this question set", "button": "Continue"}
    context["overtaking"] = QuestionSet.objects.overtaking(question_set)
    if request.method == "POST" and form.is_valid():
        day, is_confirmed = form.cleaned_data["in_force_from"], form.cleaned_data["is_confirmed"]
        act = publishing.publish if is_confirmed else publishing.check_can_publish
        try:
            act(question_set=question_set, in_force_from=day, seen=form.seen, by=request.user)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            say_behind(form, question_set)
        else:
            if not is_confirmed:
                return _ask_to_confirm(request, context, day)
            messages.success(request, f"{question_set.title} is published.")
            return redirect("questions:set_detail", pk)
    return render(request, "questions/set_publish.html", context)


def _ask_to_confirm(request: PersonRequest, context: dict[str, Any], day: date) -> HttpResponse:
    words = {"title": f"Publish from {formats.date_long(day)}?", "button": "Publish"}
    days = {"day": day, "at_once": day <= today()}
    return render(request, "questions/set_publish_confirm.html", context | words | days)


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
