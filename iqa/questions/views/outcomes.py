"""The outcomes of a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from iqa.govuk.posted import posted
from iqa.questions import presenters
from iqa.questions.actions import outcomes
from iqa.questions.actions.drafting import Behind
from iqa.questions.forms.outcomes import OutcomeForm
from iqa.questions.forms.sets import SetReadForm
from iqa.questions.models import Outcome, QuestionSet
from iqa.questions.policies.publishing import NotAllowed
from iqa.questions.views.found import PersonRequest, get_set, say_behind


def outcome_add(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    form = OutcomeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            outcome = outcomes.add_outcome(question_set=question_set, data=form.outcome, by=request.user)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{outcome.label} added.")
            return redirect(presenters.address_of_outcome(outcome))
    context = {"form": form, "set": question_set, "title": "Add an outcome", "button": "Add"}
    return render(request, "questions/set_form.html", context)


def outcome_edit(request: PersonRequest, pk: int, outcome: int) -> HttpResponse:
    question_set = get_set(request, pk)
    found = _outcome(question_set, outcome)
    form = OutcomeForm(posted(request), initial=OutcomeForm.of(found, question_set))
    if request.method == "POST" and form.is_valid():
        try:
            outcomes.edit_outcome(outcome=found, data=form.outcome, seen=form.seen, by=request.user)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            say_behind(form, question_set)
        else:
            messages.success(request, f"{form.outcome.label} saved.")
            return redirect(presenters.address_of_outcome(found))
    context = {"form": form, "set": question_set, "title": f"Change the outcome {found.label.lower()}"}
    return render(request, "questions/set_form.html", context | {"button": "Save"})


@require_POST
def outcome_move(request: PersonRequest, pk: int, outcome: int) -> HttpResponse:
    question_set = get_set(request, pk)
    found = _outcome(question_set, outcome)
    try:
        outcomes.move_outcome(outcome=found, up=request.POST.get("to") == "up", by=request.user)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("questions:set_detail", pk)
    order = Outcome.objects.allowed(question_set=question_set)
    messages.info(request, presenters.now_at(found.label, found, order))
    return redirect(presenters.address_of_outcome(found))


def outcome_retire(request: PersonRequest, pk: int, outcome: int) -> HttpResponse:
    question_set = get_set(request, pk)
    found = _outcome(question_set, outcome)
    form = SetReadForm(posted(request), initial=SetReadForm.as_read(question_set))
    if request.method == "POST" and form.is_valid():
        try:
            outcomes.retire_outcome(outcome=found, seen=form.seen, by=request.user)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            say_behind(form, question_set)
        else:
            messages.success(request, f"{found.label} retired.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": question_set, "title": f"Retire the outcome {found.label.lower()}"}
    return render(request, "questions/outcome_retire.html", context | {"button": "Retire"})


def _outcome(question_set: QuestionSet, pk: int) -> Outcome:
    return get_object_or_404(question_set.outcomes.select_related("question_set"), pk=pk)
