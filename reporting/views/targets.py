"""What each Area should do in a quarter: read by those who read reports there, set by headquarters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from iqa.audit.models import Event
from iqa.calendar import business_year, today
from iqa.govuk.posted import posted
from iqa.organisation.views.visible import PersonRequest
from iqa.permissions import NATIONAL, Permission, check_permission, check_permission_anywhere, has_permission
from reporting.actions.targets import set_target
from reporting.forms.targets import TargetForm
from reporting.models import Target
from reporting.presenters import targets as presenters


@require_safe
def target_list(request: PersonRequest) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.VIEW_REPORTS)
    seen = Target.objects.visible_to(request.user)
    years = sorted({*(quarter[:7] for quarter in seen.values_list("quarter", flat=True)), business_year(today())})
    year = request.GET.get("year", business_year(today()))
    context = {
        "title": f"Targets, {year}" if year in years else "Targets",
        "quarters": presenters.by_quarter(seen.of_year(year).with_people()),
        "year": year,
        "years": years[::-1],
        "may_set": has_permission(request.user, Permission.SET_TARGETS, NATIONAL),
    }
    return render(request, "reporting/target_list.html", context)


@require_safe
def target_detail(request: PersonRequest, pk: int) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.VIEW_REPORTS)
    target = get_object_or_404(Target.objects.visible_to(request.user).with_people(), pk=pk)
    context = {
        "title": presenters.title_of(target),
        "target": target,
        "said": presenters.said_of(Event.objects.of(target).select_related("by")),
        "may_set": has_permission(request.user, Permission.SET_TARGETS, NATIONAL),
    }
    return render(request, "reporting/target_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def target_set(request: PersonRequest) -> HttpResponse:
    check_permission(request.user, Permission.SET_TARGETS, NATIONAL)
    form = TargetForm(posted(request), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        target = set_target(
            area_id=given["area"].pk,
            quarter=given["quarter"],
            base=given["base"],
            proxy_target=given["proxy_target"],
            why=given["why"],
            by=request.user,
        )
        messages.success(request, f"{presenters.title_of(target)}: {target.proxy_target:,} IQAs.")
        return redirect("reporting:target_detail", target.pk)
    context = {
        "form": form,
        "title": "Set a target",
        "button": "Set target",
        "cancel_href": reverse("reporting:target_list"),
    }
    return render(request, "reporting/target_set.html", context)
