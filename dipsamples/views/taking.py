"""Take a dip sample: mark it blind, finish or stop; compare."""

from collections.abc import Callable
from typing import Any, Self

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.actions.markings import Incomplete
from assessments.policies.lifecycle import NotAllowed
from assessments.querysets.marking import answered
from assessments.views.after import ask
from assessments.views.visible import PersonRequest, read_assessment
from dipsamples.actions import dip_samples
from dipsamples.forms.recording import ConfirmForm
from dipsamples.models import DipSample, SecondMarking
from dipsamples.policies import stages
from dipsamples.policies.access import may_see_words
from dipsamples.policies.stages import Stage, stage_of
from dipsamples.presenters import dip_sample as words
from dipsamples.presenters.comparing import compare as compare_markings
from dipsamples.views.second_marking import SecondMarkingPage
from dipsamples.views.visible import get_dip_sample, get_own
from iqa.govuk.posted import posted

NOT_BLIND = "You have looked at this IQA before, so it does not count as blind."
NOT_TOLD = "Hidden until you finish marking: whose IQA this is, what they answered and their comments."


def mark(request: PersonRequest, pk: int) -> HttpResponse:
    """First whether to begin; then the questions, blind; once they are finished, what comes of it."""
    dip_sample = get_own(request, pk)
    data, second = posted(request), dip_sample.second_marking
    is_marking = stage_of(dip_sample) == Stage.MARKING if data is None else "version" in data
    if second and is_marking:
        return DipSampleMarkingPage(request, dip_sample, second).respond()
    if second and second.finished_at:
        return redirect("dipsamples:dip_sample_compare", pk)

    def act(form: ConfirmForm) -> str:
        begun = dip_samples.begin_marking(dip_sample=dip_sample, by=request.user).second_marking
        is_blind = begun is not None and begun.blind
        return "Marking begun." if is_blind else f"Marking begun. {NOT_BLIND}"

    return _ask(
        request,
        dip_sample,
        allow=lambda: stages.check_may_be_marked(dip_sample),
        act=act,
        then="mark",
        template="dipsamples/marking_begin.html",
        title="Mark the questions first",
        button="Begin marking",
    )


def finish(request: PersonRequest, pk: int) -> HttpResponse:
    dip_sample = get_own(request, pk)
    second = dip_sample.second_marking
    if second and second.finished_at:
        return redirect("dipsamples:dip_sample_compare", pk)

    def act(form: ConfirmForm) -> str:
        try:
            dip_samples.finish_marking(dip_sample=dip_sample, by=request.user)
        except Incomplete as incomplete:
            raise NotAllowed(f"Answer every question first. {incomplete.problems[0].message}.") from incomplete
        return "Marking finished. Your answers stand beside those of the IQA."

    return _ask(
        request,
        dip_sample,
        allow=lambda: stages.check_may_be_finished(dip_sample),
        act=act,
        then="compare",
        template="dipsamples/marking_finish.html",
        title="Finish marking",
        button="Finish marking",
        cancel_name="mark",
    )


def stop(request: PersonRequest, pk: int) -> HttpResponse:
    dip_sample = get_own(request, pk)
    if dip_sample.stopped_at:
        return redirect("dipsamples:dip_sample_detail", pk)

    def act(form: ConfirmForm) -> str:
        dip_samples.stop_marking(dip_sample=dip_sample, by=request.user)
        return "Marking stopped. You may read the IQA now."

    return _ask(
        request,
        dip_sample,
        allow=lambda: stages.check_may_be_stopped(dip_sample),
        act=act,
        then="detail",
        template="dipsamples/marking_stop.html",
        title="Stop marking",
        button="Stop marking",
        button_kind="warning",
        cancel_name="mark",
    )


@require_safe
def compare(request: PersonRequest, pk: int) -> HttpResponse:
    """The sampler's answers beside the IQA's, as it stood when they finished; the sampler's alone until recorded."""
    dip_sample = get_dip_sample(request, pk)
    second, is_mine = dip_sample.second_marking, dip_sample.sampler_id == request.user.pk
    is_theirs_to_read = is_mine or dip_sample.recorded_at is not None
    if not is_theirs_to_read or not second or not second.finished_at or second.compared_with is None:
        return redirect("dipsamples:dip_sample_detail", pk)
    read_assessment(request, dip_sample.assessment_id)
    shows_comments = may_see_words(request.user, dip_sample)
    context = {
        "dip_sample": dip_sample,
        "title": "Compare the answers",
        "caption": words.caption_of(dip_sample),
        "comparison": compare_markings(
            answered(second.marking), answered(second.compared_with), comments=shows_comments
        ),
        "you": "You" if is_mine else dip_sample.sampler.name,
        "is_blind": second.blind,
        "may_comment": is_mine and stage_of(dip_sample) == Stage.COMMENTING,
    }
    return render(request, "dipsamples/dip_sample_compare.html", context)


class DipSampleMarkingPage(SecondMarkingPage):
    def __init__(self, request: PersonRequest, dip_sample: DipSample, second: SecondMarking) -> None:
        super().__init__(request, second)
        self.dip_sample = dip_sample

    def reread(self) -> Self:
        return type(self)(self.request, self.dip_sample, self.stored_now())

    def address(self) -> str:
        return self._address("mark")

    def address_of_next(self) -> str:
        return self._address("finish")

    def words(self) -> dict[str, Any]:
        return super().words() | {
            "about": self.dip_sample.assessment.case.urn,
            "caption": words.caption_of(self.dip_sample),
            "what": NOT_TOLD,
            "back_href": self._address("detail"),
            "back_words": "Back to the dip sample",
            "leave_href": self._address("stop"),
            "leave_words": "Stop marking",
        }

    def _address(self, name: str) -> str:
        return reverse(f"dipsamples:dip_sample_{name}", args=[self.dip_sample.pk])


def _ask(
    request: PersonRequest,
    dip_sample: DipSample,
    *,
    allow: Callable[[], None],
    act: Callable[[ConfirmForm], str],
    then: str,
    cancel_name: str = "detail",
    **context: Any,
) -> HttpResponse:
    """Ask, and on yes act and go on to the page `then`."""
    return ask(
        request,
        ConfirmForm(posted(request)),
        allow=allow,
        act=act,
        then=reverse(f"dipsamples:dip_sample_{then}", args=[dip_sample.pk]),
        back_href=reverse(f"dipsamples:dip_sample_{cancel_name}", args=[dip_sample.pk]),
        caption=words.caption_of(dip_sample),
        dip_sample=dip_sample,
        **context,
    )
