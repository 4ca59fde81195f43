"""The tags that dip samples are given: headquarters keeps the list."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.views.visible import PersonRequest
from dipsamples.actions import tags
from dipsamples.forms.recording import ConfirmForm
from dipsamples.forms.tags import AddTagForm, RenameTagForm
from dipsamples.models import Tag
from dipsamples.policies.access import check_may_keep_tags
from iqa.govuk.forms import GovukForm
from iqa.govuk.posted import posted
from iqa.organisation.policies.refusals import NotAllowed


@require_safe
def tag_list(request: PersonRequest) -> HttpResponse:
    check_may_keep_tags(request.user)
    every = Tag.objects.with_uses()
    groups = [(kind.label, [tag for tag in every if tag.kind == kind]) for kind in Tag.Kind]
    return render(request, "dipsamples/tag_list.html", {"title": "Dip sample tags", "groups": groups})


def add(request: PersonRequest) -> HttpResponse:
    check_may_keep_tags(request.user)
    form = AddTagForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            tag = tags.add(by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error("name" if refusal.field else None, str(refusal))
        else:
            messages.success(request, f"Tag added: {tag.name}.")
            return redirect("dipsamples:tag_list")
    return _page(request, form, "Add a tag", "Add")


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    check_may_keep_tags(request.user)
    tag = get_object_or_404(Tag, pk=pk)
    form = RenameTagForm(posted(request), initial={"name": tag.name})
    if request.method == "POST" and form.is_valid():
        try:
            tags.rename(tag=tag, name=form.cleaned_data["name"], by=request.user)
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Tag renamed: {form.cleaned_data['name']}.")
            return redirect("dipsamples:tag_list")
    return _page(request, form, "Rename a tag", "Rename", caption=tag.name)


def retire(request: PersonRequest, pk: int) -> HttpResponse:
    """Retire a tag, or bring one back that was retired."""
    check_may_keep_tags(request.user)
    tag = get_object_or_404(Tag, pk=pk)
    # What is sent says which of the two: sent twice, it is not undone.
    if "retire" in request.POST:
        tags.retire(tag=tag, by=request.user)
        messages.success(request, f"Tag retired: {tag.name}.")
        return redirect("dipsamples:tag_list")
    if "bring_back" in request.POST:
        tags.bring_back(tag=tag, by=request.user)
        messages.success(request, f"Tag brought back: {tag.name}.")
        return redirect("dipsamples:tag_list")
    back = reverse("dipsamples:tag_list")
    context = {"form": ConfirmForm(), "caption": tag.name, "tag": tag, "back_href": back, "cancel_href": back}
    context["title"] = "Bring this tag back" if tag.retired_on else "Retire this tag"
    return render(request, "dipsamples/tag_retire.html", context)


def _page(request: PersonRequest, form: GovukForm, title: str, button: str, **context: Any) -> HttpResponse:
    back = reverse("dipsamples:tag_list")
    context |= {"form": form, "title": title, "button": button, "back_href": back, "cancel_href": back}
    return render(request, "dipsamples/tag_form.html", context)
