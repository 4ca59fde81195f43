"""Add a case to a half day; a case's page; edit its facts."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.actions import cases
from assessments.actions.drafts import begin
from assessments.forms.case import EditCaseForm, FindCaseForm, NewCaseForm, UseCaseForm
from assessments.models import Assessment, Case, HalfDay
from assessments.policies.access import check_may_add_to
from assessments.policies.cases import check_may_edit_case, may_edit_case
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters import case as words
from assessments.presenters import half_day as half_day_words
from assessments.presenters.rows import row_of
from assessments.querysets.counts import marks_of
from assessments.views.visible import PersonRequest, get_half_day, read_case
from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.permissions import Permission, has_permission_anywhere


def add(request: PersonRequest, pk: int) -> HttpResponse:
    """First the URN, in the address; then the case's facts, to be used or to be entered."""
    half_day = get_half_day(request, pk)
    check_may_add_to(request.user, half_day)
    context = {"half_day": half_day, "title": "Add a case", "caption": half_day_words.caption_of(half_day)}
    find = FindCaseForm(posted(request) or (request.GET if "urn" in request.GET else None))
    if not find.is_valid():
        return render(request, "assessments/case_find.html", context | {"form": find})
    urn = find.cleaned_data["urn"]
    case = cases.look_up(urn=urn, by=request.user)
    form = (UseCaseForm if case else NewCaseForm)(posted(request), initial={"urn": urn})
    if request.method == "POST" and form.is_valid() and (begun := _begun(request, half_day, case, form)):
        return redirect(begun)
    existing = Assessment.objects.of_half_day(half_day).using_up(case).first() if case else None
    context |= {"form": form, "urn": urn, "case": case, "facts": words.facts(case) if case else []}
    context |= {"existing": existing, "existing_href": words.page_of(existing) if existing else ""}
    return render(request, "assessments/case_add.html", context)


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    case = read_case(request, pk)
    assessments = list(Assessment.objects.visible_to(request.user).with_facts().of_case(case))
    marks = marks_of(assessments)
    context = {
        "case": case,
        "title": f"Case {case.urn}",
        "facts": words.facts(case),
        "rows": [row_of(each, marks[each.pk], request.user, on=today()) for each in assessments],
        "may_edit": may_edit_case(request.user, assessments),
        "may_add": has_permission_anywhere(request.user, Permission.RECORD_IQAS),
    }
    return render(request, "assessments/case_detail.html", context)


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    case = read_case(request, pk)
    check_may_edit_case(request.user, Assessment.objects.visible_to(request.user).with_facts().of_case(case))
    form = EditCaseForm(posted(request), case=case)
    here = reverse("assessments:case_detail", args=[pk])
    if request.method == "POST" and form.is_valid():
        cases.edit(case=case, facts=form.facts, by=request.user)
        messages.success(request, "Case saved.")
        return redirect(here)
    context = {
        "form": form,
        "title": f"Edit case {case.urn}",
        "button": "Save case",
        "back_href": here,
        "cancel_href": here,
    }
    return render(request, "assessments/case_edit.html", context)


def _begun(request: PersonRequest, half_day: HalfDay, known: Case | None, form: UseCaseForm | NewCaseForm) -> str:
    """Where the case is marked; nowhere where it cannot be added, and the form says so."""
    said = form.cleaned_data
    case = known or cases.register(urn=said["urn"], facts=cast(NewCaseForm, form).facts, by=request.user)
    try:
        assessment = begin(key=said["key"], half_day=half_day, case=case, by=request.user)
    except NotAllowed as refusal:
        form.refuse(str(refusal))
        return ""
    return words.page_of(assessment)
