import uuid
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.organisation.actions import postings
from iqa.organisation.actions.locking import check_administrator_left, lock_administrators, locked_person
from iqa.organisation.actions.once import made_before
from iqa.organisation.models import Person, Posting
from iqa.organisation.policies.postings import OWN, check_may_give, manages_wholly
from iqa.organisation.policies.refusals import NotAllowed

TAKEN = "There is a person with this email address already. Find them under People."
TAKEN_ELSEWHERE = "There is a person with this email address who works elsewhere. Ask an administrator to post them."


@transaction.atomic
def add(*, key: uuid.UUID, email: str, name: str, data: postings.PostingData, by: Person) -> Person:
    """Add someone with their first posting. The same key again returns whom it added.

    They have no password: they set one by the email of a password reset, or sign in through the organisation's own
    sign-on. Raises as `postings.give` does.
    """
    check_may_give(by, data.role, Posting(**data._asdict()).place)
    person, created = Person.objects.get_or_create(email=email.lower(), defaults={"name": name})
    if not created:
        if made_before(Posting, key, person=person, **data._asdict()):
            return person
        known = Person.objects.managed_by(by).filter(pk=person.pk).exists()
        raise NotAllowed(TAKEN if known else TAKEN_ELSEWHERE, field="email")
    person.set_unusable_password()
    person.save(update_fields=["password"])
    log_event(verb="added", subject=person, by=by, email=person.email, name=person.name)
    postings.give(key=key, person=person, data=data, by=by)
    return person


@transaction.atomic
def edit(*, person: Person, name: str, email: str, by: Person) -> None:
    """Change what someone is called or signs in by. Raises `PermissionDenied` and `NotAllowed`."""
    _check_manages(person, by)
    person = locked_person(person)
    before = {"name": person.name, "email": person.email}
    person.name, person.email = name, email.lower()
    if before == {"name": person.name, "email": person.email}:
        return
    try:
        with transaction.atomic():
            person.save(update_fields=["name", "email"])
    except IntegrityError as error:
        raise NotAllowed("Another person has this email address. Enter another.", field="email") from error
    log_event(verb="renamed", subject=person, by=by, before=before, name=person.name, email=person.email)


@transaction.atomic
def leave(*, person: Person, last_day: date, by: Person) -> None:
    """End all of someone's postings and grants on their last day; what has not begun by then never does. Raises
    `PermissionDenied` and `NotAllowed`."""
    _check_manages(person, by)
    person = locked_person(person)
    lock_administrators()
    for posting in person.postings.not_ended(on=last_day).select_related("person", "unit__area", "area"):
        if posting.starts_on <= last_day:
            postings.set_end(posting, last_day)
        elif posting.starts_on > today():
            posting.delete()
        else:
            raise NotAllowed(
                f"{person.name} has a posting that began after that day, as {posting.get_role_display()}. "
                "Enter a later day, or end that posting first.",
                field="last_day",
            )
    in_force = person.grants.filter(ends_on__gt=last_day, refused_at__isnull=True)
    in_force.filter(starts_on__lte=last_day).update(ends_on=last_day)
    in_force.filter(starts_on__gt=last_day).update(approved_by=None, approved_at=None, refused_at=timezone.now())
    log_event(verb="left", subject=person, by=by, last_day=last_day.isoformat())


@transaction.atomic
def disable(*, person: Person, by: Person) -> None:
    """Let someone sign in no more, from their next request on. Raises `PermissionDenied` and `NotAllowed`."""
    _set_active(person, False, by)


@transaction.atomic
def enable(*, person: Person, by: Person) -> None:
    """Let someone sign in again. Raises `PermissionDenied` and `NotAllowed`."""
    _set_active(person, True, by)


def _set_active(person: Person, is_active: bool, by: Person) -> None:
    _check_manages(person, by)
    person = locked_person(person)
    if person.is_active == is_active:
        return
    lock_administrators()
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    if not is_active:
        check_administrator_left()
    log_event(verb="enabled" if is_active else "disabled", subject=person, by=by)


def _check_manages(person: Person, by: Person) -> None:
    if person == by:
        raise NotAllowed(OWN)
    if not manages_wholly(by, person, person.postings.not_ended(on=today()).select_related("unit")):
        raise PermissionDenied
