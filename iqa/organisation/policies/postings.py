"""Who may give which posting to whom, and between which dates.

Nobody gives or ends their own posting, and whoever manages the people of one Area gives no national role and none of
those who manage people.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from iqa.govuk.formats import date_long
from iqa.organisation.models import Grant, Person, Posting, Unit
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import (
    NATIONAL,
    ROLE_LEVELS,
    ROLE_PERMISSIONS,
    Level,
    Permission,
    Place,
    Role,
    has_permission,
)

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)
OWN = "You cannot change your own postings. Ask someone else who manages people."
LAST_ADMINISTRATOR = (
    "There would be no administrator left. First give someone else a posting as an administrator without a last day."
)
HAS_GRANT = "An administrator sees no casework, and {name} has a grant on these days"
SEES_CASEWORK = "An administrator sees no casework: the same person cannot be an administrator and {role} at one time."


def manages_nation(by: Person) -> bool:
    return has_permission(by, Permission.MANAGE_PEOPLE, NATIONAL)


def may_give(by: Person, role: str, place: Place) -> bool:
    """Whether `by` may give and end postings as `role` in `place`; other people's, that is."""
    return has_permission(by, Permission.MANAGE_PEOPLE, place) and (manages_nation(by) or is_given_in_area(role))


def check_may_give(by: Person, role: str, place: Place) -> None:
    """Raises `PermissionDenied` or, outside the place of `by`, `Http404`."""
    if not may_give(by, role, place):
        raise refuse_holding(by, place)


def refuse_holding(by: Person, place: Place) -> Exception:
    """As `refuse`, of a posting or grant: one for the nation is in the place of those with a national role alone."""
    return PermissionDenied() if any(holding.place.covers(place) for holding in by.holdings) else Http404()


def roles_given_by(by: Person) -> list[str]:
    """The roles that `by` may give somewhere."""
    return [role for role in Role if manages_nation(by) or is_given_in_area(role)]


def is_given_in_area(role: str) -> bool:
    """Whether someone who manages the people of one Area may give `role` there."""
    return ROLE_LEVELS[role] != Level.NATIONAL and Permission.MANAGE_PEOPLE not in ROLE_PERMISSIONS[role]


def manages_wholly(by: Person, person: Person, postings: Iterable[Posting]) -> bool:
    """Whether all that `person` is and will be is for `by` to change, as their account is: `postings` are those that
    have not ended."""
    return person != by and all(may_give(by, posting.role, posting.place) for posting in postings)


def check_not_own(by: Person, person: Person) -> None:
    """Raises `NotAllowed`."""
    if person == by:
        raise NotAllowed(OWN)


def check_days(starts_on: date, ends_on: date | None) -> None:
    """Raises `NotAllowed` for days that cannot be a posting's."""
    if not FIRST_DAY <= starts_on <= LAST_DAY:
        raise NotAllowed("The first day must be between 1950 and 2099", field="starts_on")
    if ends_on is not None and ends_on > LAST_DAY:
        raise NotAllowed("The last day must be 2099 or earlier", field="ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise NotAllowed(f"The last day must be {date_long(starts_on)}, the first day, or later", field="ends_on")


def check_acting(is_acting: bool, ends_on: date | None) -> None:
    """Raises `NotAllowed`: who acts up does so until a day."""
    if is_acting and ends_on is None:
        raise NotAllowed("Enter the last day of acting up", field="ends_on")


def check_unit_open(unit: Unit | None, starts_on: date, ends_on: date | None) -> None:
    """Raises `NotAllowed` for a posting on days on which its unit is not open."""
    if unit is None:
        return
    if unit.opened_on and starts_on < unit.opened_on:
        raise NotAllowed(f"{unit.name} opened on {date_long(unit.opened_on)}: begin then or later", field="starts_on")
    if unit.closed_on and starts_on > unit.closed_on:
        raise NotAllowed(f"{unit.name} closed on {date_long(unit.closed_on)}: choose another unit", field="unit")
    if unit.closed_on and (ends_on is None or ends_on > unit.closed_on):
        raise NotAllowed(f"{unit.name} closes on {date_long(unit.closed_on)}: end then or earlier", field="ends_on")


def check_beside(role: str, unit_id: int | None, area_id: int | None, overlapping: Iterable[Posting]) -> None:
    """Raises `NotAllowed` where a posting cannot stand beside the person's others on the same days: itself again, or
    an administrator's beside one that sees casework."""
    for other in overlapping:
        if (other.role, other.unit_id, other.area_id) == (role, unit_id, area_id):
            days = f"from {date_long(other.starts_on)}"
            days += f" to {date_long(other.ends_on)}" if other.ends_on else " on"
            raise NotAllowed(
                f"{other.person.name} has this posting already, {days}: the two would overlap", field="starts_on"
            )
        if casework_role := mixes_casework(role, other.role):
            raise NotAllowed(SEES_CASEWORK.format(role=Role(casework_role).label), field="role")


def mixes_casework(role: str, other: str) -> str:
    """Of an administrator's role and one that sees single IQAs, the latter; nothing of other pairs."""
    for one, beside in ((role, other), (other, role)):
        if one == Role.ADMINISTRATOR and Permission.VIEW_IQAS in ROLE_PERMISSIONS[beside]:
            return beside
    return ""


def check_without_grant(person: Person, grants: Iterable[Grant]) -> None:
    """Raises `NotAllowed` for an administrator who would have a grant."""
    if any(True for _ in grants):
        raise NotAllowed(HAS_GRANT.format(name=person.name), field="role")


def check_administrator_remains(remaining: Iterable[Posting]) -> None:
    """Raises `NotAllowed` where `remaining` has no posting of an administrator."""
    if not any(True for _ in remaining):
        raise NotAllowed(LAST_ADMINISTRATOR)
