"""Consistency exercises: who may do what with one, and what its state allows (HMCPSI 2018 §5.10)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.policies.lifecycle import NotAllowed
from dipsamples.models import Exercise
from iqa.calendar import is_working_day
from iqa.govuk.formats import date_long
from iqa.organisation.models import Person
from iqa.permissions import Permission, Place, has_permission_anywhere, places_with, refuse

CASES_AT_MOST = 10
_REMIND_WORKING_DAYS_BEFORE = 2
_MORNING = time(9)


def may_run(person: Person, exercise: Exercise) -> bool:
    """Those of an Area run its exercises, those of the nation the nation's: neither the other's."""
    return exercise.place in places_with(person, Permission.RUN_EXERCISES)


def check_may_run(person: Person, exercise: Exercise) -> None:
    """For an exercise already visible to the person. Raises `PermissionDenied`."""
    if not may_run(person, exercise):
        raise PermissionDenied


def check_may_make_in(person: Person, place: Place) -> None:
    """Raises `PermissionDenied` in the person's place and `Http404` outside it."""
    if place not in places_with(person, Permission.RUN_EXERCISES):
        raise refuse(person, place)


def may_find_exercises(person: Person) -> bool:
    """Whether there is a list of exercises for them: those they run, or those they mark in."""
    return any(
        has_permission_anywhere(person, permission) for permission in (Permission.RUN_EXERCISES, Permission.RECORD_IQAS)
    )


def check_may_find_exercises(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not may_find_exercises(person):
        raise PermissionDenied


def is_closed(exercise: Exercise, *, on: date) -> bool:
    """By somebody, because all had marked, or because its day was over by `on`."""
    return exercise.closed_at is not None or exercise.closes_on < on


def closed_on(exercise: Exercise) -> date:
    """The last day on which it could be marked, of one that has closed."""
    return timezone.localdate(exercise.closed_at) if exercise.closed_at else exercise.closes_on


def check_open(exercise: Exercise, *, on: date) -> None:
    """Raises `NotAllowed`, in words for whoever is still marking."""
    if is_closed(exercise, on=on):
        raise NotAllowed(
            f"This exercise closed on {date_long(closed_on(exercise))}, so your answers can no longer be changed."
        )


def check_to_be_agreed(exercise: Exercise, *, on: date, marked: bool) -> None:
    """Raises `NotAllowed` unless its reference may be written and agreed: it has closed, somebody `marked`, and it is
    not agreed yet."""
    if exercise.agreed_at:
        raise NotAllowed(f"The reference was agreed on {date_long(exercise.agreed_at)} and can no longer be changed.")
    if not is_closed(exercise, on=on):
        raise NotAllowed("The reference is agreed once this exercise has closed.")
    if not marked:
        raise NotAllowed("This exercise closed before anyone had finished marking, so there is nothing to agree on.")


def end_of(day: date) -> datetime:
    """The last moment of a day."""
    return timezone.make_aware(datetime.combine(day, time.max))


def reminder_at(closes_on: date) -> datetime:
    """When those who have not finished are reminded: in the morning, two working days before the last."""
    day = closes_on
    for _ in range(_REMIND_WORKING_DAYS_BEFORE):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return morning_of(day)


def morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, _MORNING))


def spread(labels: Iterable[str], order: Iterable[str]) -> str:
    """How the outcomes of several people are spread, in their set's order: "3 fully met, 1 not met", or "All 4 fully
    met"."""
    counted = Counter(labels)
    if len(counted) == 1:
        [(label, count)] = counted.items()
        return f"All {count} {label.lower()}" if count > 1 else f"1 {label.lower()}"
    return ", ".join(f"{counted[label]} {label.lower()}" for label in order if counted[label])
