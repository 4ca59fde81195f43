"""One exercise for a page, or why not: 404 outside the person's place, 403 within it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.views.visible import PersonRequest
from dipsamples.models import Exercise, ExerciseCase
from dipsamples.policies.exercises import check_may_run
from iqa.permissions import refuse


def get_exercise(request: PersonRequest, pk: int) -> Exercise:
    """The exercise, if `request.user` may see it."""
    exercise = Exercise.objects.visible_to(request.user).with_facts().filter(pk=pk).first()
    if exercise is None:
        hidden = get_object_or_404(Exercise.objects.select_related("area"), pk=pk)
        if Exercise.objects.holding_work_of(request.user).filter(pk=pk).exists():
            raise Http404  # where work of their own is in it, they learn nothing of it, wherever they are
        raise refuse(request.user, hidden.place)
    return exercise


def get_exercise_to_run(request: PersonRequest, pk: int) -> Exercise:
    """The same, for a page of those who run it."""
    exercise = get_exercise(request, pk)
    check_may_run(request.user, exercise)
    return exercise


def get_exercise_case(request: PersonRequest, pk: int, number: int) -> ExerciseCase:
    """A case of an exercise that `request.user` may see."""
    exercise = get_exercise(request, pk)
    exercise_case = get_object_or_404(exercise.cases.with_case(), order=number)
    exercise_case.exercise = exercise
    return exercise_case
