"""Whose figures may a person read? Pure.

Reports are read in the places where one holds the permission. On one's own work only the prosecutor's rights apply:
IQAs on it that are not yet released are counted nowhere for them, and who reads no reports has one of their own
released work.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from assessments.policies.access import is_assessed
from iqa.organisation.models import Person
from iqa.permissions import NATIONAL, Permission, Place, has_permission_anywhere, places_with, refuse
from reporting.choices import Choices

# A total that is seen beside one's own place may be split by these, which tell of no unit and no person.
SPLITS_OF_TOTALS = frozenset({"activity", "quarter", "month", "court_level", "sensitive", "additional"})


@dataclass(frozen=True)
class Scope:
    """Which IQAs count: those of `places`; only those released on the work of `own`, if given; without those on the
    work of `reader` that are not released."""

    places: tuple[Place, ...] = (NATIONAL,)
    own: Person | None = None
    reader: Person | None = None


WHOLE_NATION = Scope()


def may_read_reports(person: Person) -> bool:
    """Whether there is any report for them."""
    return has_permission_anywhere(person, Permission.VIEW_REPORTS) or is_assessed(person)


def check_may_read_reports(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not may_read_reports(person):
        raise PermissionDenied("You may not read reports.")


def comment_places(person: Person) -> list[Place]:
    """Where they may take comments out: where they may read both comments and reports (HMCPSI 2018 §4.26)."""
    return common(places_with(person, Permission.VIEW_COMMENTS), places_with(person, Permission.VIEW_REPORTS))


def has_dashboard(person: Person) -> bool:
    """Whether they answer for more than their own work."""
    return has_permission_anywhere(person, Permission.VIEW_REPORTS)


def check_has_dashboard(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not has_dashboard(person):
        raise PermissionDenied("There is no dashboard for you.")


def check_may_export_comments(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not comment_places(person):
        raise PermissionDenied("You may not export comments.")


def scope_of(person: Person | None, choices: Choices) -> Scope:
    """What counts in a report for `person` (None: the nation).

    Raises `PermissionDenied`, with words, for who may not read it, and `Http404` for a place that is none of theirs.
    """
    if person is None:
        return WHOLE_NATION
    places = places_with(person, Permission.VIEW_REPORTS)
    if not places:
        return _own_work(person)
    if not any(_overlap(place, choices.place) for place in places):
        raise refuse(person, choices.place)
    if "prosecutor" in choices.compare:
        places = common(places, places_with(person, Permission.VIEW_IQAS))
        if not any(_overlap(place, choices.place) for place in places):
            raise PermissionDenied("Only those who may see single IQAs may compare prosecutors.")
    return Scope(places=tuple(places), reader=person)


def totals_beside(person: Person, choices: Choices) -> list[Place]:
    """The next wider place of each in which they record IQAs: a DCP sees the Area's totals beside the units', a DCCP
    the nation's beside the Area's. None where the figures are narrowed or split by what a total must not tell."""
    if choices.unit_kind or set(choices.compare) - SPLITS_OF_TOTALS:
        return []
    recording = common(places_with(person, Permission.VIEW_REPORTS), places_with(person, Permission.RECORD_IQAS))
    theirs = [place for place in recording if place != NATIONAL and _overlap(place, choices.place)]
    return sorted({_wider(place) for place in theirs}, key=lambda place: place.area_id or 0)


def common(places: Iterable[Place], others: Iterable[Place]) -> list[Place]:
    """Where both lie."""
    others = list(others)
    narrower = {_narrower(one, other) for one in places for other in others if _overlap(one, other)}
    return sorted(narrower, key=lambda place: (place.area_id or 0, place.unit_id or 0))


def _own_work(person: Person) -> Scope:
    if not is_assessed(person):
        raise PermissionDenied("You may not read reports.")
    return Scope(own=person)


def _wider(place: Place) -> Place:
    return Place(area_id=place.area_id) if place.unit_id is not None else NATIONAL


def _overlap(one: Place, other: Place) -> bool:
    return one.covers(other) or other.covers(one)


def _narrower(one: Place, other: Place) -> Place:
    return other if one.covers(other) else one
