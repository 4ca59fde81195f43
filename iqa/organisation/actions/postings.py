import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.organisation.actions.locking import (
    check_administrator_left,
    lock_administrators,
    locked_person,
    locked_unit,
)
from iqa.organisation.actions.once import made_before
from iqa.organisation.models import Area, Person, Posting, Unit
from iqa.organisation.policies import postings as rules
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Role


class PostingData(NamedTuple):
    """What a form says of a posting: the role with a place as wide as it is, the days, and how it is held."""

    role: str
    starts_on: date
    unit: Unit | None = None
    area: Area | None = None
    ends_on: date | None = None
    is_acting: bool = False
    is_advocate: bool = False
    full_time_equivalent: Decimal = Decimal(1)


@transaction.atomic
def give(*, key: uuid.UUID, person: Person, data: PostingData, by: Person) -> Posting:
    """Give a posting. The same key again returns the one that it made.

    Raises `PermissionDenied` or `Http404` for a role or place that is not `by`'s to give, and `NotAllowed`.
    """
    rules.check_may_give(by, data.role, _made(person, data).place)
    rules.check_not_own(by, person)
    person = _lock(person, data.unit)
    if made := made_before(Posting, key, person=person, **data._asdict()):
        return made
    posting = _checked(person, data)
    posting.key = key
    posting.save()
    log_event(verb="posted", subject=person, by=by, **details(posting))
    return posting


@transaction.atomic
def end(*, posting: Posting, ends_on: date, by: Person) -> None:
    """Say a posting's last day. Raises as `give` does."""
    _check_may_change(posting, by)
    person = _lock(posting.person, posting.unit)
    lock_administrators()
    posting = Posting.objects.select_related("person", "unit__area", "area").get(pk=posting.pk)
    rules.check_days(posting.starts_on, ends_on)
    rules.check_unit_open(posting.unit, posting.starts_on, ends_on)
    others = person.postings.overlapping(posting.starts_on, ends_on).exclude(pk=posting.pk).select_related("person")
    rules.check_beside(posting.role, posting.unit_id, posting.area_id, others)
    if posting.ends_on == ends_on:
        return
    set_end(posting, ends_on)
    log_event(verb="ended", subject=person, by=by, **details(posting))


def set_end(posting: Posting, ends_on: date) -> None:
    """Write a posting's last day, its person and the administrators being locked. Raises `NotAllowed` where no
    administrator is left."""
    posting.ends_on = ends_on
    posting.save(update_fields=["ends_on"])
    if posting.role == Role.ADMINISTRATOR:
        check_administrator_left()


@transaction.atomic
def move(*, key: uuid.UUID, posting: Posting, data: PostingData, by: Person) -> Posting:
    """End a posting on the day before another begins: a move, or the same work in other terms. The same key again
    returns the one that it made. Raises as `give` does."""
    _check_may_change(posting, by)
    _lock(posting.person, data.unit)
    if made := made_before(Posting, key, person=posting.person, **data._asdict()):
        return made
    held = Posting.objects.get(pk=posting.pk)
    if data.starts_on <= held.starts_on:
        raise NotAllowed("The first day must be after the day that the posting of now began", field="starts_on")
    if held.ends_on is not None and held.ends_on < data.starts_on - timedelta(days=1):
        raise NotAllowed("The posting ends before then. Add a posting instead.", field="starts_on")
    end(posting=held, ends_on=data.starts_on - timedelta(days=1), by=by)
    return give(key=key, person=posting.person, data=data, by=by)


@transaction.atomic
def withdraw(*, posting: Posting, by: Person) -> None:
    """Take back a posting whose first day has not come: nothing was done in it. Raises as `give` does."""
    _check_may_change(posting, by)
    person = locked_person(posting.person)
    if posting.starts_on <= today():
        raise NotAllowed("This posting has begun. End it instead.")
    log_event(verb="withdrawn", subject=person, by=by, **details(posting))
    posting.delete()


def details(posting: Posting) -> dict[str, Any]:
    """What the audit record says of a posting."""
    return {
        "role": posting.role,
        "place": posting.place_name,
        "starts_on": posting.starts_on.isoformat(),
        "ends_on": posting.ends_on.isoformat() if posting.ends_on else None,
        "is_acting": posting.is_acting,
        "is_advocate": posting.is_advocate,
        "full_time_equivalent": str(posting.full_time_equivalent),
    }


def _check_may_change(posting: Posting, by: Person) -> None:
    rules.check_may_give(by, posting.role, posting.place)
    rules.check_not_own(by, posting.person)


def _lock(person: Person, unit: Unit | None) -> Person:
    """The unit first, as when it closes with the postings of its people."""
    if unit is not None:
        locked_unit(unit)
    return locked_person(person)


def _made(person: Person, data: PostingData) -> Posting:
    return Posting(person=person, **data._asdict())


def _checked(person: Person, data: PostingData) -> Posting:
    """A posting that can be, its person and its unit being locked."""
    posting = _made(person, data._replace(unit=Unit.objects.get(pk=data.unit.pk) if data.unit else None))
    rules.check_days(data.starts_on, data.ends_on)
    rules.check_acting(data.is_acting, data.ends_on)
    rules.check_unit_open(posting.unit, data.starts_on, data.ends_on)
    others = person.postings.overlapping(data.starts_on, data.ends_on).select_related("person")
    rules.check_beside(data.role, posting.unit_id, posting.area_id, others)
    if data.role == Role.ADMINISTRATOR:
        grants = person.grants.overlapping(data.starts_on, data.ends_on).filter(refused_at__isnull=True)
        rules.check_without_grant(person, grants)
    return posting
