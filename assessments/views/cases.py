"""Add a case to a half day; a case's page; edit its facts."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.actions import cases
from assessments.actions.drafts import begin
from assessments.actions.markings import Behind
from assessments.forms.case import CaseFactsForm, EditCaseForm, FindCaseForm, NewCaseForm, UseCaseForm
from assessments.models import Assessment, Case, HalfDay
from assessments.policies.access import check_may_add_to
from assessments.policies.cases import check_may_edit_case, may_edit_case
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters import case as words
from assessments.presenters import half_day as half_day_words
from assessments.presenters.assessment import Fact
from assessments.presenters.rows import row_of
from assessments.querysets.counts import marks_of
from assessments.views.visible import PersonRequest, get_half_day, read_case
from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.organisation.models import Person
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
    form = _form_of(case, posted(request), urn)
    if request.method == "POST" and form.is_valid():
        case, otherwise = _registered(case, form, by=request.user)
        if otherwise:
            form = UseCaseForm(initial={"urn": urn})
            context["typed"] = words.facts_said(otherwise)
        elif begun := _begun(request, half_day, case, form):
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
    theirs: list[Fact] = []
    if request.method == "POST" and form.is_valid():
        try:
            cases.edit(case=case, facts=form.facts, by=request.user, seen=form.cleaned_data["seen"])
        except Behind:
            now = cases.facts_of(Case.objects.with_facts().get(pk=pk))
            form.show_beside(now)
            theirs = words.facts_said(now)
        else:
            messages.success(request, "Case saved.")
            return redirect(here)
    context = {
        "form": form,
        "theirs": theirs,
        "title": f"Edit case {case.urn}",
        "button": "Save case",
        "back_href": here,
        "cancel_href": here,
    }
    return render(request, "assessments/case_edit.html", context)


def _form_of(case: Case | None, data: QueryDict | None, urn: str) -> UseCaseForm | NewCaseForm:
    """Facts that were typed while somebody else registered the case are not passed over."""
    says_facts = data is not None and not CaseFactsForm.base_fields.keys().isdisjoint(data)
    return (UseCaseForm if case and not says_facts else NewCaseForm)(data, initial={"urn": urn})


def _registered(
    known: Case | None, form: UseCaseForm | NewCaseForm, *, by: Person
) -> tuple[Case, cases.CaseFacts | None]:
    """The case, and the facts that were typed where it is known by others."""
    if not isinstance(form, NewCaseForm):
        return cast(Case, known), None
    said = form.facts
    case = known or cases.register(urn=form.cleaned_data["urn"], facts=said, by=by)
    return case, None if said.fingerprint == cases.facts_of(case).fingerprint else said


def _begun(request: PersonRequest, half_day: HalfDay, case: Case, form: UseCaseForm | NewCaseForm) -> str:
    """Where the case is marked; nowhere where it cannot be added, and the form says so."""
    try:
        assessment = begin(key=form.cleaned_data["key"], half_day=half_day, case=case, by=request.user)
    except NotAllowed as refusal:
        form.refuse(str(refusal))
        return ""
    return words.page_of(assessment)
