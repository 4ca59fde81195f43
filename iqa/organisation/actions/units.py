import uuid
from datetime import date, timedelta
from typing import Literal

from django.db import transaction

from iqa.audit.actions import log_event
from iqa.organisation.actions import postings
from iqa.organisation.actions.locking import locked_area, locked_unit
from iqa.organisation.actions.once import made_before
from iqa.organisation.models import Area, Person, Posting, Unit
from iqa.organisation.policies import units as rules
from iqa.organisation.policies.postings import check_unit_open
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, check_permission


@transaction.atomic
def open_unit(*, key: uuid.UUID, area: Area, name: str, kind: str, opened_on: date, by: Person) -> Unit:
    """Open a unit in an Area. The same key again returns the one that it made. Raises `NotAllowed` for a name that
    the Area has already."""
    check_permission(by, Permission.MANAGE_PEOPLE, area.place)
    area = locked_area(area)
    if made := made_before(Unit, key, area=area, name=name, kind=kind, opened_on=opened_on):
        return made
    if area.units.filter(name__iexact=name).exists():
        raise NotAllowed(f"{area.name} has a unit of this name already. Enter another name.", field="name")
    unit = Unit.objects.create(key=key, area=area, name=name, kind=kind, opened_on=opened_on)
    log_event(verb="opened", subject=unit, by=by, name=name, kind=kind, opened_on=opened_on.isoformat())
    return unit


@transaction.atomic
def close(*, unit: Unit, last_day: date, by: Person) -> int:
    """Close a unit after its last day; postings in it that go on end with it. What was done in it stays there.

    Returns how many postings ended. Raises `NotAllowed`.
    """
    check_permission(by, Permission.MANAGE_PEOPLE, unit.place)
    unit = locked_unit(unit)
    rules.check_can_close(unit, last_day=last_day)
    ended = _end_postings(unit, last_day=last_day, by=by)
    unit.closed_on = last_day
    unit.save(update_fields=["closed_on"])
    log_event(verb="closed", subject=unit, by=by, last_day=last_day.isoformat(), postings=len(ended))
    return len(ended)


@transaction.atomic
def merge(*, unit: Unit, into: Unit, last_day: date, those_in_it: Literal["continue", "end"], by: Person) -> int:
    """Close a unit after its last day into another that goes on. Postings that go on end, and where they are to
    `continue` begin in the other the day after, for the time that they had left. What was done stays where it was done.

    Returns how many postings ended. Raises `NotAllowed`.
    """
    for each in (unit, into):
        check_permission(by, Permission.MANAGE_PEOPLE, each.place)
    unit, into = _locked_both(unit, into)
    first_day = last_day + timedelta(days=1)
    rules.check_can_close(unit, last_day=last_day)
    rules.check_can_take_in(unit, into, first_day=first_day)
    ended = _end_postings(unit, last_day=last_day, by=by)
    if those_in_it == "continue":
        for posting, ends_on in ended:
            _continue(posting, ends_on, into=into, first_day=first_day, by=by)
    unit.closed_on, unit.merged_into = last_day, into
    unit.save(update_fields=["closed_on", "merged_into"])
    log_event(verb="merged", subject=unit, by=by, into=str(into), last_day=last_day.isoformat(), postings=len(ended))
    log_event(verb="took_in", subject=into, by=by, unit=str(unit), first_day=first_day.isoformat())
    return len(ended)


def _locked_both(unit: Unit, into: Unit) -> tuple[Unit, Unit]:
    """In one order, whichever is merged into which, so that two merges do not wait for each other."""
    locked = {each.pk: locked_unit(each) for each in sorted((unit, into), key=lambda each: each.pk)}
    return locked[unit.pk], locked[into.pk]


def _end_postings(unit: Unit, *, last_day: date, by: Person) -> list[tuple[Posting, date | None]]:
    """End the postings that go on after a unit's last day; each with the day it would have ended."""
    first_day = last_day + timedelta(days=1)
    in_it = (
        unit.postings.not_ended(on=first_day).select_related("person", "unit__area", "area").order_by("person", "pk")
    )
    people = Person.objects.filter(postings__in=in_it.order_by()).order_by("pk")
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people.values("pk")).order_by("pk"))
    going_on = list(in_it)
    rules.check_postings_can_end(going_on, last_day=last_day, by=by)
    ended = []
    for posting in going_on:
        ended.append((posting, posting.ends_on))
        postings.set_end(posting, last_day)
        log_event(verb="ended", subject=posting.person, by=by, **postings.details(posting))
    return ended


def _continue(posting: Posting, ends_on: date | None, *, into: Unit, first_day: date, by: Person) -> None:
    posting = Posting(
        person=posting.person,
        role=posting.role,
        unit=into,
        starts_on=first_day,
        ends_on=ends_on,
        is_acting=posting.is_acting,
        is_advocate=posting.is_advocate,
        full_time_equivalent=posting.full_time_equivalent,
    )
    check_unit_open(into, first_day, ends_on)
    others = posting.person.postings.overlapping(first_day, ends_on).filter(unit=into, role=posting.role)
    if not rules.is_covered(posting, others, first_day=first_day, into=into):
        posting.save()
        log_event(verb="posted", subject=posting.person, by=by, **postings.details(posting))
