"""When a unit can close, and what becomes of those who work in it."""

from collections.abc import Iterable
from datetime import date

from iqa.govuk.formats import date_long
from iqa.organisation.models import Person, Posting, Unit
from iqa.organisation.policies.postings import FIRST_DAY, LAST_DAY
from iqa.organisation.policies.refusals import NotAllowed


def check_can_close(unit: Unit, *, last_day: date) -> None:
    """Raises `NotAllowed`."""
    if unit.closed_on:
        raise NotAllowed(f"{unit.name} has a last day already: {date_long(unit.closed_on)}.")
    if not FIRST_DAY <= last_day < LAST_DAY:
        raise NotAllowed("The last day must be between 1950 and 2099", field="last_day")
    if unit.opened_on and last_day < unit.opened_on:
        words = f"The last day must be {date_long(unit.opened_on)}, when the unit opened, or later"
        raise NotAllowed(words, field="last_day")


def check_postings_can_end(postings: Iterable[Posting], *, last_day: date, by: Person) -> None:
    """Raises `NotAllowed` where a posting that goes on after a unit's last day cannot end on it."""
    for posting in postings:
        if posting.person_id == by.pk:
            raise NotAllowed("You have a posting in this unit yourself. Someone else must close or merge it.")
        if posting.starts_on > last_day:
            words = f"{posting.person.name} has a posting in it that begins on {date_long(posting.starts_on)}. "
            raise NotAllowed(words + "Withdraw it first.")


def check_can_take_in(unit: Unit, into: Unit, *, first_day: date) -> None:
    """Raises `NotAllowed` where one unit cannot be merged into another on a day."""
    if unit.pk == into.pk:
        raise NotAllowed("A unit cannot be merged into itself. Select another unit.", field="into")
    if into.closed_on or (into.opened_on and into.opened_on > first_day):
        raise NotAllowed(f"{into.name} is not open from {date_long(first_day)} on. Select another unit.", field="into")


def is_covered(posting: Posting, others: Iterable[Posting], *, first_day: date, into: Unit) -> bool:
    """Whether the person of a posting that goes on in another unit has the same there already. Raises `NotAllowed`
    where they have it for a part of the days."""
    for other in others:
        if other.starts_on <= first_day and (
            other.ends_on is None or (posting.ends_on is not None and other.ends_on >= posting.ends_on)
        ):
            return True
        words = f"{posting.person.name} is {posting.get_role_display()} in {into.name} on some of these days. "
        raise NotAllowed(words + "End one of the two postings first.")
    return False
