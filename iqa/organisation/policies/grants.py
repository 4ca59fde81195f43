"""Which grants can be asked for, and who approves one (§4.27)."""

from collections.abc import Iterable
from datetime import date, timedelta

from iqa.govuk.formats import date_long
from iqa.organisation.models import Grant, Person, Posting
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, Role

# What a grant may give: to see, never to do.
GRANTABLE = (Permission.VIEW_IQAS, Permission.VIEW_COMMENTS, Permission.VIEW_REPORTS)
NO_CASEWORK = "An administrator sees no casework: no grant can be given to {name} while they are one."


def last_day_from(starts_on: date) -> date:
    """The last day that a grant from a day can have: 12 months at most."""
    day_before = starts_on - timedelta(days=1)
    if (day_before.month, day_before.day) == (2, 29):
        return date(day_before.year + 1, 2, 28)
    return day_before.replace(year=day_before.year + 1)


def check_can_be_asked(*, starts_on: date, ends_on: date, on: date) -> None:
    """Raises `NotAllowed` for days that cannot be a grant's."""
    if starts_on < on:
        raise NotAllowed("The first day must be today or in the future", field="starts_on")
    if ends_on < starts_on:
        raise NotAllowed(f"The last day must be {date_long(starts_on)}, the first day, or later", field="ends_on")
    if ends_on > last_day_from(starts_on):
        words = (
            f"The last day must be {date_long(last_day_from(starts_on))} or earlier: a grant is for 12 months at most"
        )
        raise NotAllowed(words, field="ends_on")


def check_can_get(person: Person, postings: Iterable[Posting], field: str | None = "email") -> None:
    """Raises `NotAllowed` for who cannot sign in, and for an administrator; `postings` are those of today and later."""
    postings = list(postings)
    if not person.is_active or not postings:
        raise NotAllowed(f"{person.name} has no posting, so cannot sign in", field=field)
    if any(posting.role == Role.ADMINISTRATOR for posting in postings):
        raise NotAllowed(NO_CASEWORK.format(name=person.name), field=field)


def why_not_decided_by(grant: Grant, by: Person, *, on: date) -> str:
    """Why `by`, who manages the people of its place, can neither approve nor refuse a grant; nothing where they can."""
    if grant.approved_by_id or grant.refused_at:
        return "This grant has been decided already."
    if grant.person_id == by.pk:
        return "This grant is for you. Someone else must decide."
    if grant.requested_by_id == by.pk:
        return "You asked for this grant. Someone else must decide."
    if grant.ends_on is not None and grant.ends_on < on:
        return "The last day of this grant is over. It must be asked for again."
    return ""


def check_can_be_decided(grant: Grant, *, by: Person, on: date) -> None:
    """Raises `NotAllowed`."""
    if words := why_not_decided_by(grant, by, on=on):
        raise NotAllowed(words)
