"""Making an exercise, and closing it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from assessments.actions import cases
from assessments.models import Assessment, Case
from assessments.policies import lifecycle
from dipsamples.actions.exercises import emails
from dipsamples.actions.exercises.locking import locked
from dipsamples.models import Exercise, ExerciseCase, Invitation
from dipsamples.policies.exercises import check_may_make_in, check_may_run, is_closed
from dipsamples.querysets.exercise_markings import finished_in
from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.govuk.formats import date_long
from iqa.organisation.actions.locking import locked_person
from iqa.organisation.actions.once import made_before
from iqa.organisation.models import Area, Person
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import NATIONAL, Permission
from iqa.questions.models import Activity, QuestionSet


@transaction.atomic
def make(
    *,
    key: uuid.UUID,
    title: str,
    area: Area | None,
    activity: Activity,
    material: str,
    closes_on: date,
    urns: Sequence[str],
    facts: Mapping[str, cases.CaseFacts],
    people: Sequence[Person],
    by: Person,
) -> Exercise:
    """Make an exercise in an Area (None: the nation's), on the questions in force today, and invite `people`. A case
    that nobody has registered is, with its `facts`. The same key again returns what it made.

    Raises `NotAllowed` where somebody who is invited may not mark it: they may not record IQAs there, or the work in a
    case is theirs; or where it is the maker's own.
    """
    check_may_make_in(by, area.place if area else NATIONAL)
    # Of the same form sent twice at once, one waits here for the other.
    locked_person(by)
    said = {"title": title, "area": area, "activity": activity, "closes_on": closes_on, "made_by": by}
    if existing := made_before(Exercise, key, **said):
        return existing
    known = [cases.look_up(urn=urn, by=by) or cases.register(urn=urn, facts=facts[urn], by=by) for urn in urns]
    _check_may_be_marked(known, area=area, people=people, by=by)
    exercise = Exercise.objects.create(
        key=key, material=material, question_set=QuestionSet.objects.in_force(on=today()), **said
    )
    ExerciseCase.objects.bulk_create(
        ExerciseCase(exercise=exercise, case=case, order=order) for order, case in enumerate(known, start=1)
    )
    log_event(verb="made", subject=exercise, by=by)
    for person in people:
        emails.invite(Invitation.objects.create(exercise=exercise, person=person))
    emails.tell_organiser_when_closed(exercise)
    return exercise


@transaction.atomic
def close(*, exercise: Exercise, by: Person) -> None:
    """Close an exercise before its day is over; one that has closed stays as it is. Raises `NotAllowed` where nobody
    has finished marking a case."""
    current = locked(exercise)
    check_may_run(by, current)
    if is_closed(current, on=today()):
        return
    if not finished_in(current).exists():
        raise lifecycle.NotAllowed(
            "Nobody has finished marking yet, so there is nothing to compare. "
            f"This exercise closes by itself after {date_long(current.closes_on)}."
        )
    close_now(current, by=by)


def close_now(exercise: Exercise, *, by: Person | None) -> None:
    """Close a locked exercise: by a person or, once all have marked, by the service."""
    exercise.closed_at, exercise.closed_by = timezone.now(), by
    exercise.save(update_fields=["closed_at", "closed_by"])
    log_event(verb="closed", subject=exercise, by=by)
    emails.was_closed(exercise, by=by)


def _check_may_be_marked(known: Sequence[Case], *, area: Area | None, people: Sequence[Person], by: Person) -> None:
    may_record = set(Person.objects.holding(Permission.RECORD_IQAS, on=today(), area=area))
    for person in people:
        if person not in may_record:
            raise NotAllowed(f"{person.name} may not record IQAs there, and so cannot be invited.", field="people")
    work = Assessment.objects.filter(case__in=known).exclude(state="discarded")
    owners = work.filter(half_day__prosecutor__in=[*people, by]).values_list("half_day__prosecutor", "case__urn")
    names = {person.pk: person.name for person in people}
    for owner, urn in owners:
        if owner == by.pk:
            raise NotAllowed(f"You cannot use {urn}: the work in it may be your own.", field="urns")
        raise NotAllowed(f"{names[owner]} cannot mark {urn}: the work in it may be their own.", field="people")
