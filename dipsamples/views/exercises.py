"""Consistency exercises: found, made, closed, agreed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.policies import lifecycle
from assessments.views.visible import PersonRequest
from dipsamples.actions.exercises import agreeing, making
from dipsamples.forms.exercise import AgreeForm, ExerciseForm, NewCaseFactsForm, facts_of
from dipsamples.models import Exercise
from dipsamples.policies.exercises import check_may_find_exercises, check_to_be_agreed, is_closed, may_run
from dipsamples.presenters import exercises as words
from dipsamples.querysets.exercise_markings import finished_by_person, finished_in, own_markings, references_in
from dipsamples.querysets.invitable import invitable, places_to_run_in, unregistered
from dipsamples.views.visible_exercises import get_exercise, get_exercise_to_run
from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, check_permission_anywhere, has_permission, has_permission_anywhere
from iqa.questions.models import Activity, QuestionSet

PER_PAGE = 25


@require_safe
def exercise_list(request: PersonRequest) -> HttpResponse:
    check_may_find_exercises(request.user)
    seen = Exercise.objects.visible_to(request.user).with_facts()
    page = Paginator(seen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Consistency exercises",
        "page": page,
        "rows": [words.row_of(exercise, on=today()) for exercise in page],
        "may_create": bool(places_to_run_in(request.user)),
        "reads_guidance": has_permission_anywhere(request.user, Permission.PUBLISH_QUESTION_SETS),
    }
    return render(request, "dipsamples/exercise_list.html", context)


def create(request: PersonRequest) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.RUN_EXERCISES)
    data = posted(request)
    form = _form(request, data)
    new_cases = _new_cases(form, data)
    is_complete = form.is_valid() and all(not each.is_new and each.is_valid() for each in new_cases)
    if request.method == "POST" and is_complete and (made := _made(request, form, new_cases)):
        messages.success(request, "Exercise created. Those invited are told by email.")
        return redirect("dipsamples:exercise_detail", made.pk)
    context = {
        "form": form,
        "new_cases": new_cases,
        "all_forms": [form, *new_cases],
        "has_errors": any(each.errors for each in (form, *new_cases)),
        "title": "Create a consistency exercise",
        "back_href": reverse("dipsamples:exercise_list"),
    }
    return render(request, "dipsamples/exercise_create.html", context)


@require_safe
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    exercise = get_exercise(request, pk)
    closed = is_closed(exercise, on=today())
    invitations = list(exercise.invitations.select_related("person"))
    invited = any(each.person == request.user for each in invitations)
    cases = list(exercise.cases.with_case())
    finished = finished_by_person(exercise)
    context = {
        "exercise": exercise,
        "title": exercise.title,
        "state": words.state_of(exercise, on=today()),
        "facts": words.facts(exercise, on=today()),
        "closed": closed,
        "marked": bool(finished) if closed else None,
        "invited": invited,
        "runs": may_run(request.user, exercise),
    }
    if closed and finished:
        context["rows"] = words.closed_case_rows(cases, references_in(exercise))
    elif invited and not closed:
        context["rows"] = words.case_rows(cases, own=own_markings(exercise, request.user))
    else:
        context["rows"] = words.plain_case_rows(cases)
    if has_permission(request.user, Permission.RUN_EXERCISES, exercise.place):
        participants = words.participants(invitations, finished, cases=len(cases))
        context |= {"participants": participants, "finished_words": words.finished_words(participants)}
    return render(request, "dipsamples/exercise_detail.html", context)


def close(request: PersonRequest, pk: int) -> HttpResponse:
    exercise = get_exercise_to_run(request, pk)
    context = {"exercise": exercise, "title": "Close this exercise", "caption": exercise.title}
    context["back_href"] = words.address_of(exercise)
    if request.method == "POST":
        try:
            making.close(exercise=exercise, by=request.user)
        except lifecycle.NotAllowed as refusal:
            return render(request, "dipsamples/exercise_close.html", context | {"refusal": str(refusal)})
        messages.success(request, "Exercise closed. The answers can now be compared.")
        return redirect("dipsamples:exercise_detail", pk)
    return render(request, "dipsamples/exercise_close.html", context)


def agree(request: PersonRequest, pk: int) -> HttpResponse:
    exercise = get_exercise_to_run(request, pk)
    form = AgreeForm(posted(request))
    context = {"form": form, "title": "Agree the reference", "caption": exercise.title, "exercise": exercise}
    context |= {"button": "Agree the reference", "back_href": words.address_of(exercise)}
    try:
        check_to_be_agreed(exercise, on=today(), marked=finished_in(exercise).exists())
        if request.method == "POST" and form.is_valid():
            agreeing.agree(exercise=exercise, by=request.user, **form.cleaned_data)
            messages.success(request, "Reference agreed. Those who marked are told by email.")
            return redirect("dipsamples:exercise_detail", pk)
    except agreeing.Unfinished as lacks:
        form.add_error(None, str(lacks))
    except lifecycle.NotAllowed as refusal:
        context["refusal"] = str(refusal)
    return render(request, "dipsamples/exercise_agree.html", context)


@require_safe
def guidance(request: PersonRequest) -> HttpResponse:
    """What guidance exercises found unclear, for those who publish question sets."""
    check_permission_anywhere(request.user, Permission.PUBLISH_QUESTION_SETS)
    found = Exercise.objects.visible_to(request.user).with_facts().with_unclear_guidance()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "title": "Guidance found unclear"}
    return render(request, "dipsamples/exercise_guidance.html", context)


def _form(request: PersonRequest, data: QueryDict | None) -> ExerciseForm:
    where = places_to_run_in(request.user)
    activities = Activity.objects.asked_in(QuestionSet.objects.in_force(on=today()))
    return ExerciseForm(data, where=where, activities=activities, people=invitable(where, on=today()))


def _new_cases(form: ExerciseForm, data: QueryDict | None) -> list[NewCaseFactsForm]:
    """A form for the facts of each case that nobody has registered; the first time they are asked for, it says so."""
    if data is None or "urns" in form.errors:
        return []
    new_cases = [NewCaseFactsForm(data, urn=urn) for urn in unregistered(form.urns_given)]
    if asked_for := [each.urn for each in new_cases if each.is_new]:
        form.ask_for_facts(asked_for)
    return new_cases


def _made(request: PersonRequest, form: ExerciseForm, new_cases: list[NewCaseFactsForm]) -> Exercise | None:
    """The exercise; None where it cannot be made, and the form says so."""
    try:
        return making.make(by=request.user, facts=facts_of(new_cases), **form.said)
    except NotAllowed as refusal:
        form.show(refusal)
        return None
