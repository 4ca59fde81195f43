"""Grants in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from iqa.govuk.formats import date_long
from iqa.organisation.models import Grant, Person
from iqa.organisation.policies.grants import why_not_decided_by
from iqa.permissions import Permission, has_permission


@dataclass(frozen=True)
class GrantRow:
    """`may_decide` is whether the row links to where it is decided."""

    pk: int
    person: str
    what: str
    state: str
    colour: str
    lines: tuple[tuple[str, str], ...]
    may_decide: bool


def rows(grants: Iterable[Grant], *, by: Person, on: date) -> list[GrantRow]:
    return [_row(grant, by=by, on=on) for grant in grants]


def facts(grant: Grant) -> list[tuple[str, str]]:
    """What whoever decides is told."""
    return [
        ("Whose grant", f"{grant.person.name} ({grant.person.email})"),
        ("Allows", grant.get_permission_display()),
        ("Where", grant.place_name),
        ("First day", date_long(grant.starts_on)),
        ("Last day", date_long(grant.ends_on)),
        ("Needed for", grant.business_need),
        ("Asked for by", grant.requested_by.name if grant.requested_by else "Not known"),
    ]


def _row(grant: Grant, *, by: Person, on: date) -> GrantRow:
    state, colour = _state(grant, on=on)
    lines = [
        ("Where", grant.place_name),
        ("From", f"{date_long(grant.starts_on)} to {date_long(grant.ends_on)}"),
        ("Needed for", grant.business_need),
    ]
    lines += [("Asked for by", grant.requested_by.name)] if grant.requested_by else []
    lines += [("Approved by", grant.approved_by.name)] if grant.approved_by else []
    may_decide = has_permission(by, Permission.MANAGE_PEOPLE, grant.place) and not why_not_decided_by(grant, by, on=on)
    return GrantRow(
        grant.pk, grant.person.name, grant.get_permission_display(), state, colour, tuple(lines), may_decide
    )


def _state(grant: Grant, *, on: date) -> tuple[str, str]:
    if grant.refused_at:
        return "Refused", "grey"
    if grant.ends_on is not None and grant.ends_on < on:
        return "Lapsed", "grey"
    if not grant.approved_by_id:
        return "Waiting", "blue"
    return ("In force", "green") if grant.starts_on <= on else ("Approved", "green")
