"""What may happen to an IQA afterwards: withdraw, reopen, close; of a draft: discard, restore."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assessments.actions import drafts, recording
from assessments.forms.after import ConfirmForm, ReopenForm, WithdrawForm
from assessments.models import Assessment
from assessments.policies.access import check_may_change, check_may_edit_draft
from assessments.policies.lifecycle import NotAllowed, state_after
from assessments.presenters.assessment import title_of
from assessments.views.visible import PersonRequest, get_assessment
from iqa.govuk.forms import GovukForm
from iqa.govuk.posted import posted
from iqa.organisation.models import Person


def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _checked(request, pk, check_may_change)

    def act(form: WithdrawForm) -> str:
        recording.withdraw(assessment=assessment, reason=form.cleaned_data["reason"], by=request.user)
        return "IQA withdrawn."

    words = {"title": "Withdraw this IQA", "button": "Withdraw IQA", "button_kind": "warning"}
    return _ask(request, assessment, "withdraw", WithdrawForm(posted(request)), act, words)


def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _checked(request, pk, check_may_change)

    def act(form: ReopenForm) -> str:
        recording.reopen(assessment=assessment, reason=form.cleaned_data["reason"], by=request.user)
        return "IQA reopened."

    words = {"title": "Reopen this IQA", "button": "Reopen IQA"}
    return _ask(request, assessment, "reopen", ReopenForm(posted(request)), act, words)


def close(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _checked(request, pk, check_may_change)

    def act(form: ConfirmForm) -> str:
        recording.close(assessment=assessment, by=request.user)
        return "IQA closed."

    def allow() -> None:
        recording.check_can_close(assessment)

    words = {"title": "Close this IQA", "button": "Close IQA"}
    return _ask(request, assessment, "close", ConfirmForm(posted(request)), act, words, allow=allow)


def discard(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _checked(request, pk, check_may_edit_draft)

    def act(form: ConfirmForm) -> str:
        drafts.discard(assessment=assessment, by=request.user)
        return "Draft discarded."

    words = {"title": "Discard this draft", "button": "Discard draft", "button_kind": "warning"}
    return _ask(request, assessment, "discard", ConfirmForm(posted(request)), act, words)


def restore(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = _checked(request, pk, check_may_edit_draft)

    def act(form: ConfirmForm) -> str:
        drafts.restore(assessment=assessment, by=request.user)
        return "Draft restored."

    words = {"title": "Restore this draft", "button": "Restore draft"}
    return _ask(request, assessment, "restore", ConfirmForm(posted(request)), act, words)


def _checked(request: PersonRequest, pk: int, check: Callable[[Person, Assessment], None]) -> Assessment:
    assessment = get_assessment(request, pk)
    check(request.user, assessment)
    return assessment


def _ask(
    request: PersonRequest,
    assessment: Assessment,
    verb: str,
    form: GovukForm,
    act: Callable[[Any], str],
    words: dict[str, str],
    *,
    allow: Callable[[], Any] | None = None,
) -> HttpResponse:
    """Ask, and on yes `act`: as far as `allow` does, or else the lifecycle's table lets `verb` happen."""
    return ask(
        request,
        form,
        allow=allow or (lambda: state_after(assessment.state, verb)),
        act=act,
        template=f"assessments/assessment_{verb}.html",
        caption=title_of(assessment),
        back_href=reverse("assessments:assessment_detail", args=[assessment.pk]),
        **words,
    )


def ask(
    request: PersonRequest,
    form: GovukForm,
    *,
    allow: Callable[[], Any],
    act: Callable[[Any], str],
    template: str,
    back_href: str,
    then: str = "",
    **context: Any,
) -> HttpResponse:
    """A form on something that exists: shown, or sent and done. `act` gets the valid form and returns the banner; it
    goes on at `then`, or else back.

    Where `allow` or `act` raises `NotAllowed`, its words take the form's place; what was typed is kept beside them.
    """
    context |= {"form": form, "back_href": back_href, "cancel_href": back_href}
    try:
        allow()
        if request.method == "POST" and form.is_valid():
            messages.success(request, act(form))
            return redirect(then or back_href)
    except NotAllowed as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
        else:
            context["refusal"] = str(refusal)
    return render(request, template, context)
