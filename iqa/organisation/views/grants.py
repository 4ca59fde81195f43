"""Grants: asked for by anyone, decided by someone else who manages the people of the place (§4.27)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.organisation.actions import grants
from iqa.organisation.forms.grants import DecisionForm, GrantForm
from iqa.organisation.models import Grant
from iqa.organisation.policies.grants import why_not_decided_by
from iqa.organisation.policies.refusals import NotAllowed
from iqa.organisation.presenters import grants as words
from iqa.organisation.views.visible import PersonRequest, get_grant

PER_PAGE = 25


@require_safe
def grant_list(request: PersonRequest) -> HttpResponse:
    known = Grant.objects.concerning(request.user).with_facts()
    over = Paginator(known.over(on=today()).order_by("-ends_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": words.rows(known.to_decide(on=today()), by=request.user, on=today()),
        "approved": words.rows(known.approved(on=today()), by=request.user, on=today()),
        "over": words.rows(over, by=request.user, on=today()),
        "page": over,
    }
    return render(request, "organisation/grant_list.html", context)


def grant_request(request: PersonRequest) -> HttpResponse:
    form = GrantForm(posted(request), initial={"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        try:
            grant = grants.request(by=request.user, **form.said)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"Grant for {grant.person.name} asked for. Someone else must approve it.")
            return redirect("organisation:grant_list")
    context = {"form": form, "title": "Ask for a grant", "button": "Ask"}
    return render(
        request, "organisation/grant_request.html", context | {"back_href": reverse("organisation:grant_list")}
    )


def grant_approve(request: PersonRequest, pk: int) -> HttpResponse:
    grant = get_grant(request, pk)
    form = DecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        act = grants.approve if form.cleaned_data["decision"] == "approve" else grants.refuse
        try:
            act(grant=grant, by=request.user)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            decided = "approved" if act is grants.approve else "refused"
            messages.success(request, f"Grant for {grant.person.name} {decided}.")
            return redirect("organisation:grant_list")
    context = {"form": form, "grant": grant, "title": "Approve or refuse a grant", "facts": words.facts(grant)}
    context["why_not"] = why_not_decided_by(grant, request.user, on=today())
    return render(request, "organisation/grant_approve.html", context | {"button": "Save decision"})
