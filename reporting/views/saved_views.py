"""Saved views: the choices of a report by a name, its owner's alone."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.views.visible import PersonRequest
from iqa.govuk.posted import posted
from reporting.actions import saved_views as actions
from reporting.forms.choices import ChoicesForm, address_of
from reporting.forms.saved_views import NameForm, SaveViewForm
from reporting.measures import REPORTS
from reporting.models import SavedView
from reporting.policies.access import check_may_read_reports
from reporting.views.reports import report_for


@require_safe
def view_list(request: PersonRequest) -> HttpResponse:
    check_may_read_reports(request.user)
    views = [{"view": view, "report": REPORTS[view.report].title} for view in _own(request) if view.report in REPORTS]
    return render(request, "reporting/view_list.html", {"views": views})


def view_save(request: PersonRequest) -> HttpResponse:
    """Comes from a report, whose choices are in the address."""
    check_may_read_reports(request.user)
    report, address = _to_save(request)
    compared_by = report_for(request.user, report).compared_by
    choices = ChoicesForm(address, person=request.user, compared_by=compared_by)
    if not choices.is_valid():
        raise Http404
    chosen = address_of(choices.choices)
    form = SaveViewForm(posted(request), initial={"report": report, "address": chosen.urlencode()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            view = actions.save_view(
                key=said["key"], name=said["name"], report=report, choices=chosen.dict(), by=request.user
            )
        except actions.NameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, f"View “{view.name}” saved.")
            return redirect("reporting:view_list")
    back = f"{reverse('reporting:report_detail', args=[report])}?{chosen.urlencode()}"
    context = {"form": form, "title": "Save this view", "button": "Save view", "back_href": back}
    return render(request, "form_page.html", context)


@require_safe
def view_open(request: PersonRequest, pk: int) -> HttpResponse:
    view = _get(request, pk)
    if view.report not in REPORTS:
        raise Http404
    address = QueryDict(mutable=True)
    # An empty year is all years: without it the report would take this one.
    address.update({"year": "", **view.choices})
    return redirect(f"{reverse('reporting:report_detail', args=[view.report])}?{address.urlencode()}")


def view_rename(request: PersonRequest, pk: int) -> HttpResponse:
    view = _get(request, pk)
    form = NameForm(posted(request), initial={"name": view.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_view(view=view, name=form.cleaned_data["name"], by=request.user)
        except actions.NameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, "View renamed.")
            return redirect("reporting:view_list")
    context = {"form": form, "title": f"Rename {view.name}", "button": "Rename view"}
    return render(request, "form_page.html", context | {"back_href": reverse("reporting:view_list")})


def view_delete(request: PersonRequest, pk: int) -> HttpResponse:
    view = _get(request, pk)
    if request.method == "POST":
        actions.delete_view(view=view, by=request.user)
        messages.success(request, f"View “{view.name}” deleted.")
        return redirect("reporting:view_list")
    return render(request, "reporting/view_delete.html", {"view": view, "back_href": reverse("reporting:view_list")})


def _own(request: PersonRequest):
    return SavedView.objects.filter(person=request.user)


def _get(request: PersonRequest, pk: int) -> SavedView:
    """Somebody else's is not there."""
    return get_object_or_404(SavedView, pk=pk, person=request.user)


def _to_save(request: PersonRequest) -> tuple[str, QueryDict]:
    """The report and the choices: as the form has them, or as the page comes from there."""
    if "report" in request.POST:
        return request.POST["report"], QueryDict(request.POST.get("address", ""))
    address = request.GET.copy()
    report = address.get("report", "")
    address.pop("report", None)
    return report, address
