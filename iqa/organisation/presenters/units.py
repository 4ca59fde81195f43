"""Areas and units in words."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from iqa.govuk.formats import date_long
from iqa.organisation.models import Area, Person, Posting, Unit
from iqa.organisation.presenters.history import history_of
from iqa.organisation.presenters.postings import days, in_a_line
from iqa.permissions import Permission


def areas_of(by: Person, *, on: date) -> list[dict[str, Any]]:
    """Each Area with its units, the closed ones last, and how many people work in each."""
    of_area: dict[int, list[dict[str, Any]]] = defaultdict(list)
    units = Unit.objects.where(by, Permission.MANAGE_PEOPLE).with_people_counted(on=on).select_related("area")
    for unit in units:
        of_area[unit.area_id].append({"unit": unit, "state": state_of(unit, on=on), "is_closed": _is_closed(unit, on)})
    return [
        {"area": area, "units": sorted(of_area[area.pk], key=lambda row: row["is_closed"])}
        for area in Area.objects.managed_by(by)
    ]


def state_of(unit: Unit, *, on: date) -> str:
    """Since when or until when it is open, where that is known."""
    if unit.closed_on:
        merged = f", now part of {unit.merged_into}" if unit.merged_into else ""
        return f"{'Closed after' if unit.closed_on < on else 'Last day'} {date_long(unit.closed_on)}{merged}"
    if unit.opened_on:
        return f"{'Open since' if unit.opened_on <= on else 'Opens on'} {date_long(unit.opened_on)}"
    return "Open"


def page_of(unit: Unit, *, on: date) -> dict[str, Any]:
    postings = unit.postings.select_related("person").order_by("person__name", "person", "-starts_on")
    return {
        "unit": unit,
        "state": state_of(unit, on=on),
        "may_close": unit.closed_on is None,
        "people": [_person(posting) for posting in postings.not_ended(on=on)],
        "before": [_person(posting) for posting in postings.filter(ends_on__lt=on)],
        "merged_from": list(unit.merged_from.select_related("area")),
        "history": history_of(unit),
    }


def in_it(unit: Unit, *, on: date) -> dict[str, int]:
    """How many postings go on in a unit."""
    return {"going_on": unit.postings.not_ended(on=on + timedelta(days=1)).count()}


def postings_ended(count: int) -> str:
    return f"{count} posting{'' if count == 1 else 's'} in it end{'s' if count == 1 else ''} then." if count else ""


def _is_closed(unit: Unit, on: date) -> bool:
    return unit.closed_on is not None and unit.closed_on < on


def _person(posting: Posting) -> dict[str, Any]:
    return {"person": posting.person, "role": posting.get_role_display(), "days": in_a_line(days(posting))}
