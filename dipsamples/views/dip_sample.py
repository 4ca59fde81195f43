"""A dip sample's own page; acknowledge its outcome; put another IQA in the place of one that was drawn."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.policies.access import may_change
from assessments.views.after import ask
from assessments.views.visible import PersonRequest
from dipsamples.actions import dip_samples, draws
from dipsamples.forms.recording import AcknowledgeForm
from dipsamples.forms.substituting import SubstituteForm
from dipsamples.models import DipSample
from dipsamples.policies import stages
from dipsamples.policies.access import check_is_assessor, is_assessor, may_see_words, may_take
from dipsamples.policies.draws import check_can_be_substituted, check_may_substitute, may_substitute
from dipsamples.presenters import dip_sample as words
from dipsamples.views.visible import get_dip_sample, read_dip_sample
from iqa.govuk.posted import posted


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    dip_sample = read_dip_sample(request, pk)
    person = request.user
    context = {
        **_said(dip_sample, request),
        "title": words.title_of(dip_sample),
        "tag": words.tag_of(dip_sample),
        "facts": words.facts(dip_sample, person),
        "steps": words.steps(dip_sample) if may_take(person, dip_sample) else [],
        "substituted": words.substituted_words(dip_sample) if stages.is_substituted(dip_sample) else "",
        "may_acknowledge": is_assessor(person, dip_sample) and stages.may_be_acknowledged(dip_sample),
        "may_substitute": stages.may_be_substituted(dip_sample) and may_substitute(person, dip_sample),
    }
    return render(request, "dipsamples/dip_sample_detail.html", context)


def acknowledge(request: PersonRequest, pk: int) -> HttpResponse:
    dip_sample = read_dip_sample(request, pk)
    check_is_assessor(request.user, dip_sample)
    if dip_sample.acknowledged_at and posted(request) is None:
        return redirect("dipsamples:dip_sample_detail", pk)

    def act(form: AcknowledgeForm) -> str:
        dip_samples.acknowledge(dip_sample=dip_sample, reply=form.cleaned_data["reply"], by=request.user)
        return "Outcome acknowledged."

    return ask(
        request,
        AcknowledgeForm(posted(request)),
        allow=lambda: stages.check_has_outcome(dip_sample),
        act=act,
        template="dipsamples/dip_sample_acknowledge.html",
        title="Acknowledge the outcome",
        button="Acknowledge",
        caption=words.caption_of(dip_sample),
        back_href=reverse("dipsamples:dip_sample_detail", args=[pk]),
        may_correct=may_change(request.user, dip_sample.assessment),
        **_said(dip_sample, request),
    )


def substitute(request: PersonRequest, pk: int) -> HttpResponse:
    dip_sample = get_dip_sample(request, pk)
    check_may_substitute(request.user, dip_sample)
    if stages.is_substituted(dip_sample):
        return redirect("dipsamples:dip_sample_detail", pk)  # pressed twice

    def act(form: SubstituteForm) -> str:
        draws.substitute(sample=dip_sample, reason=form.cleaned_data["reason"], by=request.user)
        return "Another IQA has taken its place in the draw."

    return ask(
        request,
        SubstituteForm(posted(request)),
        allow=lambda: check_can_be_substituted(dip_sample),
        act=act,
        then=words.after(dip_sample),
        template="dipsamples/dip_sample_substitute.html",
        title="Substitute this IQA",
        button="Substitute",
        caption=words.caption_of(dip_sample),
        back_href=reverse("dipsamples:dip_sample_detail", args=[pk]),
    )


def _said(dip_sample: DipSample, request: PersonRequest) -> dict:
    """What the sampler and the DCP said, for those who may read it."""
    return {
        "dip_sample": dip_sample,
        "shows_words": may_see_words(request.user, dip_sample),
        "tags": words.grouped_tags(dip_sample.tags.all()),
        "is_compared": stages.is_compared(dip_sample) and dip_sample.recorded_at is not None,
    }
