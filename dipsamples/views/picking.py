"""Pick an IQA to dip sample: found without being read, and begun with why."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters.assessment import title_of as title_of_iqa
from assessments.views.visible import PersonRequest, get_assessment
from dipsamples.actions import dip_samples
from dipsamples.forms.picking import PickForm
from dipsamples.policies import stages
from dipsamples.policies.access import check_may_sample, check_may_sample_anywhere
from dipsamples.presenters.unread import TO_FETCH, found_unread
from dipsamples.querysets.sampleable import sampleable_by
from iqa.audit.models import Read
from iqa.govuk.posted import posted


@require_safe
def pick(request: PersonRequest) -> HttpResponse:
    """A way to an IQA that does not go by its page, so that it can be marked blind."""
    check_may_sample_anywhere(request.user)
    sought = request.GET.get("q", "").strip()
    theirs = Assessment.objects.visible_to(request.user).recorded().filter(sampleable_by(request.user))
    found = found_unread(theirs.named(sought).with_facts()[:TO_FETCH], sought=sought, to="dipsamples:dip_sample_add")
    return render(request, "dipsamples/dip_sample_pick.html", {"title": "Pick an IQA to dip sample", "found": found})


def add(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_sample(request.user, assessment)
    form = PickForm(posted(request))
    was_read = Read.objects.of(assessment).filter(by=request.user).exists()
    context: dict[str, Any] = {
        "form": form,
        "title": "Pick this IQA",
        "button": "Pick this IQA",
        "caption": title_of_iqa(assessment),
        "was_read": was_read,
        # Back from one that is unread is not to its page: then it would have been read.
        "back_href": reverse("assessments:assessment_detail", args=[pk])
        if was_read
        else reverse("dipsamples:dip_sample_pick"),
    }
    try:
        stages.check_can_be_sampled(assessment)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            picked = dip_samples.pick(key=said["key"], assessment=assessment, reason=said["reason"], by=request.user)
            return redirect("dipsamples:dip_sample_detail", picked.pk)
    except NotAllowed as refusal:
        if form.is_bound:
            form.refuse(str(refusal))
        else:
            context["refusal"] = str(refusal)
    return render(request, "dipsamples/dip_sample_add.html", context)
