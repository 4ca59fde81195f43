"""Areas and their units: opened, closed, merged, never deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.organisation.actions import units
from iqa.organisation.forms.units import CloseUnitForm, MergeUnitForm, OpenUnitForm
from iqa.organisation.models import Unit
from iqa.organisation.policies.refusals import NotAllowed
from iqa.organisation.presenters import units as words
from iqa.organisation.views.visible import PersonRequest, get_area, get_unit
from iqa.permissions import Permission, check_permission_anywhere


@require_safe
def area_list(request: PersonRequest) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.MANAGE_PEOPLE)
    return render(request, "organisation/area_list.html", {"areas": words.areas_of(request.user, on=today())})


def unit_open(request: PersonRequest, pk: int) -> HttpResponse:
    area = get_area(request, pk)
    form = OpenUnitForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            unit = units.open_unit(area=area, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"{unit.name} opened.")
            return redirect("organisation:unit_detail", unit.pk)
    context = {"form": form, "title": "Open a unit", "caption": area.name, "button": "Open"}
    return render(request, "organisation/form.html", context | {"back_href": reverse("organisation:area_list")})


@require_safe
def unit_detail(request: PersonRequest, pk: int) -> HttpResponse:
    unit = get_unit(request, pk)
    return render(request, "organisation/unit_detail.html", words.page_of(unit, on=today()))


def unit_close(request: PersonRequest, pk: int) -> HttpResponse:
    unit = get_unit(request, pk)
    form = CloseUnitForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            ended = units.close(unit=unit, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"Last day of {unit.name} saved. {words.postings_ended(ended)}")
            return redirect("organisation:unit_detail", pk)
    context = {"form": form, "unit": unit, "title": "Close a unit", "button": "Close", "button_kind": "warning"}
    return render(request, "organisation/unit_close.html", context | words.in_it(unit, on=today()))


def unit_merge(request: PersonRequest, pk: int) -> HttpResponse:
    unit = get_unit(request, pk)
    others = Unit.objects.where(request.user, Permission.MANAGE_PEOPLE).not_closed(on=today()).exclude(pk=pk)
    form = MergeUnitForm(posted(request), units=others.select_related("area"))
    if request.method == "POST" and form.is_valid():
        try:
            ended = units.merge(unit=unit, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            into = form.cleaned_data["into"]
            messages.success(request, f"{unit.name} becomes part of {into}. {words.postings_ended(ended)}")
            return redirect("organisation:unit_detail", pk)
    context = {"form": form, "unit": unit, "title": "Merge a unit", "button": "Merge", "button_kind": "warning"}
    return render(request, "organisation/unit_merge.html", context | words.in_it(unit, on=today()))
