"""A case of a consistency exercise: marked blind, then seen side by side, then its reference written."""

from collections.abc import Mapping
from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.actions.markings import Incomplete
from assessments.policies.answers import AnswerData
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters.answers import summarise
from assessments.presenters.case import facts as case_facts
from assessments.querysets.marking import Answered, answered
from assessments.views.visible import PersonRequest
from dipsamples.actions.exercises import agreeing, marking
from dipsamples.models import ExerciseCase, SecondMarking
from dipsamples.policies.exercises import check_may_run, is_closed, may_run
from dipsamples.presenters import exercises as words
from dipsamples.presenters.comparing import Comparison, compare
from dipsamples.presenters.side_by_side import table_of
from dipsamples.querysets.exercise_markings import marking_of, reference_of, references_in, side_by_side
from dipsamples.views.second_marking import SecondMarkingPage
from dipsamples.views.visible_exercises import get_exercise_case
from iqa.audit.actions import log_read
from iqa.calendar import today
from iqa.govuk.posted import posted


@require_safe
def case(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    exercise_case = get_exercise_case(request, pk, number)
    log_read(subject=exercise_case.case, by=request.user)
    exercise = exercise_case.exercise
    own = marking_of(exercise_case, request.user)
    context = {
        "title": f"{exercise_case.case.urn}: {exercise.activity.name.lower()}",
        "exercise": exercise,
        "exercise_case": exercise_case,
        "facts": case_facts(exercise_case.case),
        "invited": _is_invited(request, exercise_case),
        "own": own,
        "closed": is_closed(exercise, on=today()),
    }
    if own and own.finished_at:
        context["own_answers"] = summarise(answered(own.marking))
    if context["closed"]:
        context |= _once_closed(request, exercise_case, own)
    return render(request, "dipsamples/exercise_case.html", context)


def mark(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    exercise_case = get_exercise_case(request, pk, number)
    if not _is_invited(request, exercise_case):
        raise PermissionDenied
    own = marking_of(exercise_case, request.user)
    sent = posted(request) is not None
    is_over = is_closed(exercise_case.exercise, on=today()) or (own and own.finished_at)
    if not sent and (own is None or is_over):
        return redirect(words.address_of_case(exercise_case))
    if own is None:
        try:
            own = marking.begin(exercise_case=exercise_case, by=request.user)
        except NotAllowed as refusal:
            return _refused(request, exercise_case, refusal)
    if "begin" in request.POST:
        return redirect(words.address_of_case(exercise_case, "exercise_mark"))
    return ExercisePage(request, exercise_case, own).respond()


def finish(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Asks first: afterwards the answers cannot be changed."""
    exercise_case = get_exercise_case(request, pk, number)
    if not _is_invited(request, exercise_case):
        raise PermissionDenied
    own = marking_of(exercise_case, request.user)
    if own is None or own.finished_at:
        return redirect(words.address_of_case(exercise_case))
    if request.method == "POST":
        try:
            marking.finish(second=own, by=request.user)
        except Incomplete:
            return redirect(words.address_of_case(exercise_case, "exercise_mark"))
        except NotAllowed as refusal:
            return _refused(request, exercise_case, refusal)
        messages.success(request, f"You have finished marking {exercise_case.case.urn}.")
        return redirect(words.address_of(exercise_case.exercise))
    context = {
        "title": "Check your answers and finish",
        "caption": _caption(exercise_case),
        "answers": summarise(answered(own.marking)),
        "change_href": words.address_of_case(exercise_case, "exercise_mark"),
        "closed": is_closed(exercise_case.exercise, on=today()),
    }
    return render(request, "dipsamples/exercise_finish.html", context)


def reference(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    exercise_case = get_exercise_case(request, pk, number)
    check_may_run(request.user, exercise_case.exercise)
    agreed = reference_of(exercise_case)
    if posted(request) is None and (agreed is None or agreed.finished_at):
        return redirect(words.address_of_case(exercise_case))
    if agreed is None:
        try:
            agreed = agreeing.begin_reference(exercise_case=exercise_case, by=request.user)
        except NotAllowed as refusal:
            return _refused(request, exercise_case, refusal)
    if "begin" in request.POST:
        return redirect(words.address_of_case(exercise_case, "exercise_reference"))
    return ReferencePage(request, exercise_case, agreed).respond()


class ExercisePage(SecondMarkingPage):
    """Somebody's own marking of a case."""

    template = "assessments/marking_page.html"

    def __init__(self, request: PersonRequest, exercise_case: ExerciseCase, second: SecondMarking) -> None:
        super().__init__(request, second)
        self.exercise_case = exercise_case

    def reread(self) -> Self:
        return type(self)(self.request, self.exercise_case, self.stored_now())

    def save(self, answers: Mapping[int, AnswerData], version: int) -> int:
        return marking.save(second=self.second, answers=answers, version=version, by=self.request.user)

    def address(self) -> str:
        return words.address_of_case(self.exercise_case, "exercise_mark")

    def address_of_next(self) -> str:
        return words.address_of_case(self.exercise_case, "exercise_finish")

    def words(self) -> dict[str, Any]:
        here = words.address_of_case(self.exercise_case)
        return super().words() | {
            "about": f"{self.exercise_case.case.urn}, {self.exercise_case.exercise.title}",
            "caption": _caption(self.exercise_case),
            "back_href": here,
            "back_words": "Back to the case",
            "leave_href": words.address_of(self.exercise_case.exercise),
            "leave_words": "Go to the exercise",
        }


class ReferencePage(ExercisePage):
    """The reference marking of a case, beside what everyone answered."""

    template = "dipsamples/exercise_reference.html"

    def stored_now(self) -> SecondMarking:
        """Whoever of those who run the exercise began it."""
        return SecondMarking.objects.with_facts().get(pk=self.second.pk)

    def words(self) -> dict[str, Any]:
        said = super().words()
        return said | {"about": f"reference of {said['about']}", "caption": f"{said['caption']}: the reference"}

    def save(self, answers: Mapping[int, AnswerData], version: int) -> int:
        return agreeing.save_reference(second=self.second, answers=answers, version=version, by=self.request.user)

    def address(self) -> str:
        return words.address_of_case(self.exercise_case, "exercise_reference")

    def address_of_next(self) -> str:
        """To agree it; while other cases have no reference yet, back to them."""
        exercise = self.exercise_case.exercise
        if len(references_in(exercise)) < exercise.cases.count():
            return words.address_of(exercise)
        return reverse("dipsamples:exercise_agree", args=[exercise.pk])

    def beside(self, marked: Answered) -> dict[str, Any]:
        found = side_by_side(self.exercise_case, reference=None)
        return {"table": table_of(found, reader=self.request.user) if found else None}


def _once_closed(request: PersonRequest, exercise_case: ExerciseCase, own: SecondMarking | None) -> dict[str, Any]:
    """What everyone answered; the reference is its writers' own until it is agreed, then beside one's own answers."""
    exercise, reference = exercise_case.exercise, reference_of(exercise_case)
    agreed = reference if exercise.agreed_at else None
    found = side_by_side(exercise_case, reference=agreed)
    return {
        "table": table_of(found, reader=request.user) if found else None,
        "may_refer": may_run(request.user, exercise) and bool(found) and not exercise.agreed_at,
        "reference": reference,
        "comparison": _compared(agreed, own) if agreed and own and own.finished_at else None,
    }


def _compared(reference: SecondMarking, own: SecondMarking) -> Comparison:
    return compare(answered(reference.marking), answered(own.marking), comments=True)


def _is_invited(request: PersonRequest, exercise_case: ExerciseCase) -> bool:
    return exercise_case.exercise.invitations.filter(person=request.user).exists()


def _caption(exercise_case: ExerciseCase) -> str:
    """01AB1234518, case progression"""
    return f"{exercise_case.case.urn}, {exercise_case.exercise.activity.name.lower()}"


def _refused(request: PersonRequest, exercise_case: ExerciseCase, refusal: NotAllowed) -> HttpResponse:
    context = {"title": "You cannot do that now", "caption": _caption(exercise_case), "refusal": str(refusal)}
    context["back_href"] = words.address_of(exercise_case.exercise)
    return render(request, "assessments/components/asked_page.html", context)
