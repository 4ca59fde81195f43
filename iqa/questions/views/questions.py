"""The questions of a draft: added, edited, moved, retired. Whoever comes second sees so, and loses nothing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from iqa.govuk.posted import posted
from iqa.questions import presenters
from iqa.questions.actions import editing
from iqa.questions.actions.drafting import Behind
from iqa.questions.forms.questions import QuestionForm, QuestionReadForm
from iqa.questions.models import QuestionSet, Wording
from iqa.questions.policies.publishing import NotAllowed
from iqa.questions.views.found import PersonRequest, find_question, get_set

GONE = "This question was retired by someone else."


def question_add(request: PersonRequest, pk: int) -> HttpResponse:
    question_set = get_set(request, pk)
    form = QuestionForm(posted(request), question_set=question_set, activity=request.GET.get("activity", ""))
    if request.method == "POST" and form.is_valid():
        try:
            wording = editing.add_question(
                question_set=question_set,
                activity=form.part_of,
                asked=form.asked,
                same_as=form.question,
                by=request.user,
            )
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _saved(request, wording, f"Question {wording.number} added.")
    return _page(request, question_set, form, title="Add a question")


def question_edit(request: PersonRequest, pk: int, question: int) -> HttpResponse:
    wording = find_question(request, pk, question)
    if wording is None:
        return _gone(request, pk)
    form = QuestionForm(posted(request), question_set=wording.question_set, wording=wording)
    context: dict[str, Any] = {"title": f"Question {wording.number}"}
    if request.method == "POST" and form.is_valid():
        try:
            saved = editing.edit_question(
                wording=wording,
                activity=form.part_of,
                asked=form.asked,
                same_as=form.question,
                version=form.seen,
                by=request.user,
            )
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            context |= {"theirs": wording, "theirs_words": presenters.edited_words(wording)}
            form.show_as_read(wording)
        else:
            return _saved(request, saved, f"Question {saved.number} saved.")
    return _page(request, wording.question_set, form, **context)


@require_POST
def question_move(request: PersonRequest, pk: int, question: int) -> HttpResponse:
    wording = find_question(request, pk, question)
    try:
        if wording is None:
            raise Behind
        moved = editing.move_question(wording=wording, up=request.POST.get("to") == "up", by=request.user)
    except (NotAllowed, Behind) as refusal:
        messages.warning(request, str(refusal) or GONE)
        return redirect("questions:set_detail", pk)
    messages.info(request, presenters.moved_words(wording, moved, Wording.objects.beside(moved)))
    return redirect(presenters.address_of(wording))


def question_retire(request: PersonRequest, pk: int, question: int) -> HttpResponse:
    wording = find_question(request, pk, question)
    if wording is None:
        messages.info(request, "This question was retired already.")
        return redirect("questions:set_detail", pk)
    form = QuestionReadForm(posted(request), initial={"version": wording.version})
    if request.method == "POST" and form.is_valid():
        try:
            editing.retire_question(wording=wording, version=form.seen, by=request.user)
        except NotAllowed as refusal:
            form.add_error(refusal.field, str(refusal))
        except Behind:
            form.add_error(None, f"{presenters.edited_words(wording)}, after you opened it. Check it again.")
            form.show_as_read(wording)
        else:
            messages.success(request, f"Question {wording.number} retired.")
            return redirect("questions:set_detail", pk)
    context = {"form": form, "set": wording.question_set, "wording": wording}
    words = {"title": f"Retire question {wording.number}", "button": "Retire"}
    return render(request, "questions/question_retire.html", context | words)


def _gone(request: PersonRequest, pk: int) -> HttpResponse:
    """Someone retired the question while it was edited here: what was typed is kept, to be added as a question."""
    question_set, data = get_set(request, pk), posted(request)
    if data is None:
        raise Http404
    form = QuestionForm(data, question_set=question_set)
    form.add_error(None, f"{GONE} What you typed is kept: say which question it is and save it to add it again.")
    action = reverse("questions:question_add", args=[pk])
    return _page(request, question_set, form, title="Add a question", action_href=action)


def _page(request: PersonRequest, question_set: QuestionSet, form: QuestionForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "set": question_set}
    return render(request, "questions/question_form.html", context)


def _saved(request: PersonRequest, wording: Wording, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(presenters.address_of(wording))
