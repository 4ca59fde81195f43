"""Comment on an IQA and record the dip sample: a draft saved as often as one likes, by a person or by the page."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments.actions.markings import Behind
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters.marking import saved_at_words
from assessments.views.visible import PersonRequest, read_assessment
from dipsamples.actions import dip_samples
from dipsamples.forms.recording import CommentsForm
from dipsamples.models import DipSample
from dipsamples.policies.stages import check_may_be_commented, is_compared
from dipsamples.presenters import dip_sample as words
from dipsamples.views.visible import get_own
from iqa.govuk.errors import problems_of
from iqa.govuk.posted import posted


def record(request: PersonRequest, pk: int) -> HttpResponse:
    dip_sample = get_own(request, pk)
    form = CommentsForm(posted(request), dip_sample=dip_sample)
    if dip_sample.recorded_at and _says_the_same(form, dip_sample):
        return redirect("dipsamples:dip_sample_detail", pk)  # pressed twice
    try:
        check_may_be_commented(dip_sample)
        if request.method == "POST" and form.is_valid():
            return _save(request, dip_sample, form)
    except NotAllowed as refusal:
        if not form.is_bound:
            messages.info(request, str(refusal))
            return redirect("dipsamples:dip_sample_detail", pk)
        form.add_error(None, str(refusal))
    return _page(request, dip_sample, form)


def _says_the_same(form: CommentsForm, dip_sample: DipSample) -> bool:
    return not form.is_bound or (form.is_valid() and form.comments == dip_samples.comments_of(dip_sample))


def _save(request: PersonRequest, dip_sample: DipSample, form: CommentsForm) -> HttpResponse:
    try:
        version = dip_samples.save_comments(
            dip_sample=dip_sample, comments=form.comments, version=form.seen, by=request.user
        )
    except Behind:
        return _behind(request, dip_sample, form)
    form.show_as_read(version)
    if _asked_by_the_page(request):
        return JsonResponse({"version": version, "saved": saved_at_words(timezone.now()), "prompts": []})
    if "record" not in request.POST:
        messages.success(request, "Draft saved. You find it again under My work.")
        return redirect("dipsamples:dip_sample_record", dip_sample.pk)
    if not form.require_both():
        return _page(request, get_own(request, dip_sample.pk), form)
    recorded = dip_samples.record(dip_sample=dip_sample, by=request.user)
    messages.success(request, words.recorded_banner(recorded))
    return redirect(words.after(recorded))


def _behind(request: PersonRequest, dip_sample: DipSample, form: CommentsForm) -> HttpResponse:
    if _asked_by_the_page(request):
        return JsonResponse({"behind": True}, status=409)
    # What is stored now is not what was read before the save was refused: it is shown beside, and may be saved over.
    theirs = get_own(request, dip_sample.pk)
    form.show_as_read(theirs.draft_version)
    return _page(request, theirs, form, theirs=theirs)


def _page(
    request: PersonRequest, dip_sample: DipSample, form: CommentsForm, *, theirs: DipSample | None = None
) -> HttpResponse:
    if _asked_by_the_page(request):
        return JsonResponse({"problems": [problem._asdict() for problem in problems_of([form])]}, status=422)
    if request.method != "POST":
        read_assessment(request, dip_sample.assessment_id)
    context = {
        "dip_sample": dip_sample,
        "form": form,
        "title": "Comment on this IQA",
        "caption": words.caption_of(dip_sample),
        "is_compared": is_compared(dip_sample),
        "theirs": theirs,
        "their_tags": words.grouped_tags(theirs.tags.all()) if theirs else [],
        "saved_at": saved_at_words(dip_sample.saved_at) if dip_sample.draft_version else "",
    }
    return render(request, "dipsamples/dip_sample_record.html", context)


def _asked_by_the_page(request: PersonRequest) -> bool:
    """Whether it was the page that saved by itself, and wants to know how that went."""
    return request.headers.get("Accept") == "application/json"
