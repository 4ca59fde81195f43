"""A staff list is uploaded, shown as what it would change, and then done just so or not at all."""

import hashlib
import io
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from iqa.audit.actions import log_event
from iqa.organisation.actions import postings
from iqa.organisation.actions.locking import check_administrator_left, lock_administrators
from iqa.organisation.imports.changes import (
    AddPerson,
    AddPosting,
    AddUnit,
    AnyChange,
    ChangeKind,
    ChangePosting,
    PostingKey,
    RenamePerson,
)
from iqa.organisation.imports.known import granted_to, importer, key_of, known_to, others_administer
from iqa.organisation.imports.lines import PEOPLE, UNITS, BadLine, PersonLine, UnitLine, read_people, read_units
from iqa.organisation.imports.planning import Known, Plan, plan
from iqa.organisation.imports.rules import problems_for, problems_of_administrators, problems_of_grants
from iqa.organisation.models import Area, Person, Posting, StaffList, Unit
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, Role, check_permission_anywhere

CHANGED = "What this list would change is not what was shown. Read it again below."
DONE = "This staff list has been applied already."


class _Lines(NamedTuple):
    units: list[UnitLine | BadLine]
    people: list[PersonLine | BadLine]

    @property
    def emails(self) -> set[str]:
        return {line.email for line in self.people if line.email}


@transaction.atomic
def upload(*, units: bytes, people: bytes, by: Person) -> StaffList:
    """Keep the files (empty where one is not given) to be shown and applied. Nothing else changes; earlier ones of the
    same person that were never applied are forgotten. Raises `Unreadable`."""
    check_permission_anywhere(by, Permission.MANAGE_PEOPLE)
    staff_list = StaffList(units=units, people=people, uploaded_by=by)
    planned(staff_list, by=by)  # what cannot be read is not kept
    StaffList.objects.filter(uploaded_by=by, applied_at__isnull=True).delete()
    staff_list.save()
    return staff_list


def planned(staff_list: StaffList, *, by: Person) -> Plan:
    """What `by` would change with these files, and what is wrong with them. Raises `Unreadable`."""
    lines = _read(staff_list)
    return _planned(lines, known_to(lines.emails), by)


def mark_of(found: Plan) -> str:
    """Differs where what would change does."""
    said = "\n".join(change.words for change in found.changes)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def apply(*, staff_list: StaffList, previewed: str, by: Person) -> int:
    """Do what the preview whose mark was `previewed` showed, all of it or nothing. Returns how many changes that were.

    Raises `NotAllowed` where it was done before, has problems, or would change something else by now; `Unreadable`.
    """
    check_permission_anywhere(by, Permission.MANAGE_PEOPLE)
    staff_list = StaffList.objects.select_for_update(no_key=True).get(pk=staff_list.pk, uploaded_by=by)
    if staff_list.applied_at:
        raise NotAllowed(DONE)
    lines = _read(staff_list)
    _lock(lines)
    found = _planned(lines, known_to(lines.emails), by)
    if found.problems or mark_of(found) != previewed:
        raise NotAllowed(CHANGED)
    write(changes=found.changes, by=by)
    staff_list.units = staff_list.people = b""
    staff_list.applied_at = timezone.now()
    staff_list.save()
    return len(found.changes)


def _read(staff_list: StaffList) -> _Lines:
    units, people = bytes(staff_list.units), bytes(staff_list.people)
    areas = frozenset(Area.objects.values_list("name", flat=True))
    return _Lines(
        list(read_units(io.BytesIO(units), areas=areas)) if units else [],
        list(read_people(io.BytesIO(people), areas=areas)) if people else [],
    )


def _planned(lines: _Lines, known: Known, by: Person) -> Plan:
    found = plan(lines.units, lines.people, known)
    found.problems += problems_for(importer(by, lines.emails), found.changes)
    others = others_administer(lines.emails)
    found.problems += problems_of_administrators(found.changes, known.postings, others_remain=others)
    found.problems += problems_of_grants(found.changes, granted_to(lines.emails))
    found.problems.sort(key=lambda problem: (problem.file != UNITS, problem.line))
    return found


def _lock(lines: _Lines) -> None:
    """Areas, units and people in the order in which every action locks them."""
    areas = {line.area for line in (*lines.units, *lines.people) if not isinstance(line, BadLine)}
    list(Area.objects.select_for_update(no_key=True).filter(name__in=areas).order_by("pk"))
    list(Unit.objects.select_for_update(no_key=True).filter(area__name__in=areas).order_by("pk"))
    list(Person.objects.select_for_update(no_key=True).filter(email__in=lines.emails).order_by("pk"))
    lock_administrators()


@transaction.atomic
def write(*, changes: list[AnyChange], by: Person | None) -> None:
    """Make planned changes; without `by` a command makes them."""
    areas = {area.name: area for area in Area.objects.all()}
    for change in changes:
        if isinstance(change, AddUnit):
            unit = Unit.objects.create(area=areas[change.key[0]], name=change.key[1], kind=change.kind)
            log_event(verb="opened", subject=unit, by=by, file=UNITS, name=unit.name, kind=unit.kind)
        elif isinstance(change, ChangeKind):
            unit = Unit.objects.get(area=areas[change.key[0]], name=change.key[1])
            unit.kind = change.kind
            unit.save(update_fields=["kind"])
            log_event(verb="changed", subject=unit, by=by, file=UNITS, before=change.before, kind=change.kind)
    _write_people([change for change in changes if not isinstance(change, AddUnit | ChangeKind)], areas, by)


def _write_people(
    changes: list[AddPerson | RenamePerson | AddPosting | ChangePosting], areas: dict[str, Area], by: Person | None
) -> None:
    added = [change for change in changes if isinstance(change, AddPerson)]
    Person.objects.bulk_create(
        Person(email=change.email, name=change.name, password=make_password(None)) for change in added
    )
    emails = {
        change.key.email if isinstance(change, AddPosting | ChangePosting) else change.email for change in changes
    }
    people = {person.email: person for person in Person.objects.filter(email__in=emails)}
    units = {(unit.area.name, unit.name): unit for unit in Unit.objects.select_related("area")}
    there = {
        key_of(posting): posting
        for posting in Posting.objects.filter(person__in=people.values()).select_related("person", "area", "unit__area")
    }
    for change in changes:
        if isinstance(change, AddPerson):
            log_event(
                verb="added", subject=people[change.email], by=by, file=PEOPLE, name=change.name, email=change.email
            )
        elif isinstance(change, RenamePerson):
            _rename(people[change.email], change, by)
        else:
            posting = there.get(change.key) or _posting(change.key, people, units, areas)
            _post(posting, change, by)
    if any(isinstance(change, ChangePosting) and change.key.role == Role.ADMINISTRATOR for change in changes):
        check_administrator_left()


def _rename(person: Person, change: RenamePerson, by: Person | None) -> None:
    person.name = change.name
    person.save(update_fields=["name"])
    before = {"name": change.before, "email": person.email}
    log_event(verb="renamed", subject=person, by=by, file=PEOPLE, before=before, name=person.name, email=person.email)


def _posting(
    key: PostingKey, people: dict[str, Person], units: dict[tuple[str, str], Unit], areas: dict[str, Area]
) -> Posting:
    return Posting(
        person=people[key.email],
        role=key.role,
        unit=units[(key.area, key.unit)] if key.unit else None,
        area=areas[key.area] if key.area and not key.unit else None,
        starts_on=key.starts_on,
    )


def _post(posting: Posting, change: AddPosting | ChangePosting, by: Person | None) -> None:
    posting.ends_on = change.terms.ends_on
    posting.is_advocate = change.terms.is_advocate
    posting.full_time_equivalent = change.terms.full_time_equivalent
    posting.save()
    verb = "posted" if isinstance(change, AddPosting) else "changed"
    log_event(verb=verb, subject=posting.person, by=by, file=PEOPLE, **postings.details(posting))
