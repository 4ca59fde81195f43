"""A staff list: uploaded, shown as what it would change, then applied."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from iqa.govuk.posted import posted
from iqa.organisation.actions import staff_lists
from iqa.organisation.forms.staff_lists import ApplyForm, StaffListForm
from iqa.organisation.imports.lines import UNITS
from iqa.organisation.imports.reading import Unreadable
from iqa.organisation.models import StaffList
from iqa.organisation.policies.refusals import NotAllowed
from iqa.organisation.views.visible import PersonRequest
from iqa.permissions import Permission, check_permission_anywhere

PER_PAGE = 100


def staff_list_import(request: PersonRequest) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.MANAGE_PEOPLE)
    form = StaffListForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = {name: form.content(name) for name in ("units", "people")}
        try:
            staff_list = staff_lists.upload(by=request.user, **files)
        except Unreadable as problem:
            form.add_error("units" if str(problem).startswith(UNITS) else "people", str(problem))
        else:
            return redirect("organisation:staff_list_preview", staff_list.key)
    context = {"form": form, "title": "Import a staff list", "button": "Continue"}
    context["back_href"] = reverse("organisation:person_list")
    return render(request, "organisation/staff_list_import.html", context)


def staff_list_preview(request: PersonRequest, key: uuid.UUID) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.MANAGE_PEOPLE)
    staff_list = get_object_or_404(StaffList, key=key, uploaded_by=request.user)
    if staff_list.applied_at:
        messages.info(request, staff_lists.DONE)
        return redirect("organisation:person_list")
    if request.method == "POST" and (done := _applied(request, staff_list)):
        return done
    found = staff_lists.planned(staff_list, by=request.user)
    context = {
        "form": ApplyForm(initial={"previewed": staff_lists.mark_of(found)}),
        "plan": found,
        "page": Paginator(found.changes, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "organisation/staff_list_preview.html", context)


def _applied(request: PersonRequest, staff_list: StaffList) -> HttpResponse | None:
    """Where to go on when what was shown is done; None where it is to be shown again, and a message says why."""
    form = ApplyForm(request.POST)
    previewed = form.cleaned_data["previewed"] if form.is_valid() else ""
    try:
        count = staff_lists.apply(staff_list=staff_list, previewed=previewed, by=request.user)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return None
    messages.success(request, f"{count} change{'' if count == 1 else 's'} made.")
    return redirect("organisation:person_list")
