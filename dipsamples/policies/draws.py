"""May this person? Does the draw allow it? Each check raises, and has a yes/no twin where a template asks."""

from datetime import date

from django.core.exceptions import PermissionDenied

from dipsamples.models import DipSample, Draw, DrawnIQA
from iqa.calendar import quarter_days
from iqa.organisation.models import Area, Person
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import (
    Permission,
    check_permission_anywhere,
    has_permission,
    has_permission_anywhere,
    places_with,
    refuse,
)


def check_may_draw(person: Person, area: Area) -> None:
    """Make a draw and top it up. Raises `PermissionDenied` for who sees the Area's draws, as for who has the Area;
    `Http404` for others."""
    if not may_draw(person, area):
        raise (
            PermissionDenied if _holds_in(person, Permission.VIEW_DIP_SAMPLES, area.pk) else refuse(person, area.place)
        )


def may_draw(person: Person, area: Area) -> bool:
    return has_permission(person, Permission.DRAW_SAMPLES, area.place)


def may_draw_anywhere(person: Person) -> bool:
    return has_permission_anywhere(person, Permission.DRAW_SAMPLES)


def check_may_draw_anywhere(person: Person) -> None:
    """Raises `PermissionDenied`."""
    check_permission_anywhere(person, Permission.DRAW_SAMPLES)


def check_may_see_draws(person: Person) -> None:
    """Raises `PermissionDenied`."""
    check_permission_anywhere(person, Permission.VIEW_DIP_SAMPLES)


def may_see_numbers(person: Person, draw: Draw) -> bool:
    """Which IQAs there are and were drawn, by number: who sees the dip samples of all the Area."""
    return has_permission(person, Permission.VIEW_DIP_SAMPLES, draw.place)


def check_may_see_numbers(person: Person, draw: Draw) -> None:
    """For a draw already visible to the person. Raises `PermissionDenied`."""
    if not may_see_numbers(person, draw):
        raise PermissionDenied


def may_take(person: Person, draw: Draw) -> bool:
    """Sample what was drawn: who takes dip samples in the Area, or in a unit of it."""
    return _holds_in(person, Permission.DIP_SAMPLE, draw.area_id)


def check_may_take(person: Person, draw: Draw) -> None:
    """Raises `PermissionDenied` in place, `Http404` outside it."""
    if not may_take(person, draw):
        raise refuse(person, draw.place)


def may_substitute(person: Person, sample: DipSample) -> bool:
    """Its sampler; and whoever draws in the Area, so that one who has left does not keep it. Nobody puts their own IQA,
    or one of their own work, out of a sample."""
    half_day = sample.assessment.half_day
    if person.pk in (half_day.assessor_id, half_day.prosecutor_id):
        return False
    is_theirs = sample.sampler_id == person.pk and has_permission(person, Permission.DIP_SAMPLE, half_day.place)
    return is_theirs or may_draw(person, half_day.unit.area)


def check_may_substitute(person: Person, sample: DipSample) -> None:
    """Raises `PermissionDenied` in place, `Http404` outside it."""
    if not may_substitute(person, sample):
        raise refuse(person, sample.assessment.half_day.place)


def check_begun(quarter: str, *, on: date) -> None:
    """Raises `NotAllowed` for what is no quarter, and for one that has not begun."""
    try:
        first, _ = quarter_days(quarter)
    except ValueError:
        raise NotAllowed("Enter a quarter of a business year, like 2017-18 Q3.", field="quarter") from None
    if first > on:
        raise NotAllowed(f"{quarter} has not begun yet. Choose a quarter that has.", field="quarter")


def check_can_be_substituted(sample: DipSample) -> DrawnIQA:
    """What it was drawn as. Raises `NotAllowed`."""
    drawn = sample.drawn
    if drawn is None:
        raise NotAllowed("Only an IQA that was drawn can be substituted: this one was picked.")
    if drawn.substituted_at is not None:
        raise NotAllowed("This IQA has been substituted already.")
    if sample.recorded_at is not None:
        raise NotAllowed("This dip sample is recorded, so its IQA cannot be substituted.")
    return drawn


def _holds_in(person: Person, permission: Permission, area_id: int) -> bool:
    """In an Area, or in a unit of it."""
    return any(place.area_id in (None, area_id) for place in places_with(person, permission))
