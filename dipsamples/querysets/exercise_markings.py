"""The markings of a consistency exercise, and what they say side by side."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.querysets.marking import Answered, answered, answers_of_each
from dipsamples.models import Exercise, ExerciseCase, SecondMarking
from iqa.organisation.models import Person

_KIND = SecondMarking.Kind


def markings_in(exercise: Exercise) -> QuerySet[SecondMarking]:
    """Those of the people invited, finished or not; the reference is not among them."""
    return SecondMarking.objects.filter(exercise_case__exercise=exercise, kind=_KIND.EXERCISE)


def finished_in(exercise: Exercise) -> QuerySet[SecondMarking]:
    return markings_in(exercise).filter(finished_at__isnull=False)


def marking_of(exercise_case: ExerciseCase, person: Person) -> SecondMarking | None:
    """A person's own marking of a case, once begun."""
    own = SecondMarking.objects.filter(exercise_case=exercise_case, kind=_KIND.EXERCISE, by=person)
    return own.select_related("marking", "by").first()


def reference_of(exercise_case: ExerciseCase) -> SecondMarking | None:
    """The reference marking of a case, once begun."""
    reference = SecondMarking.objects.filter(exercise_case=exercise_case, kind=_KIND.REFERENCE)
    return reference.select_related("marking", "by").first()


def own_markings(exercise: Exercise, person: Person) -> dict[int, SecondMarking]:
    """A person's own markings in an exercise, by case of the exercise (id)."""
    return {each.exercise_case_id: each for each in markings_in(exercise).filter(by=person) if each.exercise_case_id}


def references_in(exercise: Exercise) -> dict[int, SecondMarking]:
    """The reference markings that were begun, by case of the exercise (id)."""
    begun = SecondMarking.objects.filter(exercise_case__exercise=exercise, kind=_KIND.REFERENCE).select_related("by")
    return {each.exercise_case_id: each for each in begun if each.exercise_case_id}


def finished_by_person(exercise: Exercise) -> dict[int, int]:
    """How many cases each person (id) has finished; who has finished none is left out."""
    done: dict[int, int] = {}
    for person in finished_in(exercise).values_list("by", flat=True):
        done[person] = done.get(person, 0) + 1
    return done


@dataclass(frozen=True)
class SideBySide:
    """What several people answered on a case, by name, and the reference where there is one."""

    people: list[tuple[Person, Answered]]
    reference: Answered | None


def side_by_side(exercise_case: ExerciseCase, *, reference: SecondMarking | None) -> SideBySide | None:
    """The answers of all who finished marking a case; None where nobody did. The same queries however many did."""
    done = SecondMarking.objects.filter(
        exercise_case=exercise_case, kind=_KIND.EXERCISE, finished_at__isnull=False
    ).select_related("by", "marking")
    markings = list(done.order_by("by__name", "by"))
    if not markings:
        return None
    asked = answered(markings[0].marking)
    answers = answers_of_each([each.marking for each in [*markings, *([reference] if reference else [])]])
    return SideBySide(
        people=[(each.by, asked._replace(answers=answers[each.marking_id])) for each in markings],
        reference=asked._replace(answers=answers[reference.marking_id]) if reference else None,
    )
