"""Reference markings of IQAs: found, begun, marked, finished; then compared with the IQA's."""

from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.actions.markings import Incomplete
from assessments.forms.after import ConfirmForm
from assessments.models import Assessment
from assessments.policies.answers import AnswerData
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters.assessment import title_of
from assessments.presenters.rows import named
from assessments.querysets.marking import answered
from assessments.views.visible import PersonRequest, get_assessment, read_assessment
from dipsamples.actions import references
from dipsamples.models import SecondMarking
from dipsamples.policies.references import check_may_refer
from dipsamples.presenters import references as words
from dipsamples.presenters.comparing import compare
from dipsamples.presenters.unread import TO_FETCH, found_unread
from dipsamples.querysets.reference import references_visible_to
from dipsamples.views.second_marking import SecondMarkingPage
from iqa.govuk.posted import posted
from iqa.permissions import Permission, check_permission_anywhere, refuse

PER_PAGE = 25
NOT_TOLD = "Hidden until you finish marking: what the assessor answered, and their comments."


@require_safe
def reference_list(request: PersonRequest) -> HttpResponse:
    """One's own, and a way to an IQA that does not go by its page, so that it can be marked blind."""
    check_permission_anywhere(request.user, Permission.MARK_FOR_REFERENCE)
    own = references_visible_to(request.user).filter(by=request.user).with_facts().order_by("-begun_at", "-pk")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    sought = request.GET.get("q", "").strip()
    seen = Assessment.objects.visible_to(request.user).recorded()
    context = {
        "title": "Reference markings",
        "page": page,
        "rows": words.rows(page),
        "found": found_unread(seen.named(sought).with_facts()[:TO_FETCH], sought=sought, to="dipsamples:reference_add"),
    }
    return render(request, "dipsamples/reference_list.html", context)


def add(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_refer(request.user, assessment)
    begun = references_visible_to(request.user).filter(by=request.user, assessment=assessment).first()
    if begun:
        return redirect(words.page_of(begun))
    context: dict[str, Any] = {
        "title": "Mark this IQA for reference",
        "button": "Begin marking",
        "caption": title_of(assessment),
    }
    context |= {"form": ConfirmForm(), "back_href": reverse("dipsamples:reference_list")}
    if request.method == "POST":
        try:
            return redirect(words.page_of(references.begin(assessment=assessment, by=request.user)))
        except NotAllowed as refusal:
            context["refusal"] = str(refusal)
    return render(request, "dipsamples/reference_add.html", context)


def mark(request: PersonRequest, pk: int) -> HttpResponse:
    second = _get_own(request, pk)
    if second.finished_at and posted(request) is None:
        return redirect(words.page_of(second))
    return ReferencePage(request, second).respond()


def finish(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks first: afterwards the answers cannot be changed."""
    second = _get_own(request, pk)
    if second.finished_at:
        return redirect(words.page_of(second))
    context: dict[str, Any] = {"title": "Finish marking", "button": "Finish marking", "caption": _caption(second)}
    context["form"] = ConfirmForm()
    context["back_href"] = context["cancel_href"] = reverse("dipsamples:reference_mark", args=[pk])
    if request.method == "POST":
        try:
            references.finish(second=second, by=request.user)
            return redirect("dipsamples:reference_detail", pk)
        except Incomplete as lacks:
            context["refusal"] = f"Answer every question first. {lacks.problems[0].message}."
        except NotAllowed as refusal:
            context["refusal"] = str(refusal)
    return render(request, "dipsamples/marking_finish.html", context)


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Its answers beside the IQA's, as they stood when it was finished."""
    second = _get(request, pk)
    if second.compared_with is None:
        return redirect("dipsamples:reference_mark", pk)
    read_assessment(request, _iqa_of(second).pk)
    context = {
        "second": second,
        "assessment": second.assessment,
        "title": "Compare with the reference",
        "caption": _caption(second),
        "comparison": compare(answered(second.marking), answered(second.compared_with), comments=True),
        "you": "You" if second.by == request.user else second.by.name,
        "made": words.made_words(second),
    }
    return render(request, "dipsamples/reference_detail.html", context)


class ReferencePage(SecondMarkingPage):
    def save(self, answers: Mapping[int, AnswerData], version: int) -> int:
        return references.save(second=self.second, answers=answers, version=version, by=self.request.user)

    def address(self) -> str:
        return reverse("dipsamples:reference_mark", args=[self.second.pk])

    def address_of_next(self) -> str:
        return reverse("dipsamples:reference_finish", args=[self.second.pk])

    def words(self) -> dict[str, Any]:
        here = reverse("dipsamples:reference_list")
        return super().words() | {
            "about": _iqa_of(self.second).case.urn,
            "caption": _caption(self.second),
            "what": NOT_TOLD,
            "back_href": here,
            "back_words": "Back to reference markings",
            "leave_href": here,
            "leave_words": "Go to reference markings",
        }


def _get(request: PersonRequest, pk: int) -> SecondMarking:
    """The reference marking, if `request.user` may see it: 404 outside the place of its IQA, 403 within it."""
    second = references_visible_to(request.user).with_facts().filter(pk=pk).first()
    if second is None:
        there = SecondMarking.objects.with_facts().filter(kind=SecondMarking.Kind.REFERENCE, assessment__isnull=False)
        half_day = _iqa_of(get_object_or_404(there, pk=pk)).half_day
        raise Http404 if half_day.prosecutor_id == request.user.pk else refuse(request.user, half_day.place)
    return second


def _get_own(request: PersonRequest, pk: int) -> SecondMarking:
    """The same, if it is theirs to make."""
    second = _get(request, pk)
    if second.by != request.user:
        raise PermissionDenied
    check_may_refer(request.user, _iqa_of(second))
    return second


def _caption(second: SecondMarking) -> str:
    return named(_iqa_of(second))


def _iqa_of(second: SecondMarking) -> Assessment:
    """Of a reference marking that is an IQA's, not an exercise's."""
    return cast(Assessment, second.assessment)
