import uuid
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.govuk.formats import date_long
from iqa.organisation.actions.locking import locked_person
from iqa.organisation.actions.once import made_before
from iqa.organisation.models import Absence, Person
from iqa.organisation.policies.postings import check_days, check_not_own, may_give
from iqa.organisation.policies.refusals import NotAllowed


@transaction.atomic
def add(*, key: uuid.UUID, person: Person, starts_on: date, ends_on: date | None, by: Person) -> Absence:
    """Say that someone is away for long. The same key again returns the one that it made. Raises `PermissionDenied`,
    and `NotAllowed` for days that cannot be."""
    _check_manages(person, by)
    person = locked_person(person)
    if made := made_before(Absence, key, person=person, starts_on=starts_on, ends_on=ends_on):
        return made
    check_days(starts_on, ends_on)
    _check_alone(person, starts_on, ends_on)
    absence = Absence.objects.create(key=key, person=person, starts_on=starts_on, ends_on=ends_on)
    log_event(verb="away", subject=person, by=by, **_days(absence))
    return absence


@transaction.atomic
def end(*, absence: Absence, ends_on: date, by: Person) -> None:
    """Say the last day of an absence. Raises as `add` does."""
    _check_manages(absence.person, by)
    person = locked_person(absence.person)
    absence = Absence.objects.get(pk=absence.pk)
    check_days(absence.starts_on, ends_on)
    _check_alone(person, absence.starts_on, ends_on, but=absence.pk)
    absence.ends_on = ends_on
    absence.save(update_fields=["ends_on"])
    log_event(verb="back", subject=person, by=by, **_days(absence))


def _check_manages(person: Person, by: Person) -> None:
    """Who manages any of someone's work is told when they are away from it."""
    check_not_own(by, person)
    postings = person.postings.not_ended(on=today()).select_related("unit")
    if not any(may_give(by, posting.role, posting.place) for posting in postings):
        raise PermissionDenied


def _check_alone(person: Person, starts_on: date, ends_on: date | None, but: int | None = None) -> None:
    other = person.absences.overlapping(starts_on, ends_on).exclude(pk=but).first()
    if other is not None:
        words = f"{person.name} is away already from {date_long(other.starts_on)}: the two would overlap"
        raise NotAllowed(words, field="starts_on" if but is None else "ends_on")


def _days(absence: Absence) -> dict[str, str | None]:
    ends_on = absence.ends_on.isoformat() if absence.ends_on else None
    return {"starts_on": absence.starts_on.isoformat(), "ends_on": ends_on}
