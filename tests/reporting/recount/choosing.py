"""Which IQAs a recounted report is of, and every value that it is compared by."""

from datetime import date, timedelta

from iqa.organisation.models import Area, Unit
from tests.reporting.recount.reading import quarter_of

LEVELS = ("magistrates", "crown", "youth")
KINDS = ("magistrates", "crown", "rasso", "ccu", "central", "cps_direct")
CATEGORIES = (
    "rape",
    "serious_sexual",
    "domestic_abuse",
    "hate_racial",
    "hate_religious",
    "hate_disability",
    "hate_homophobic",
    "hate_transphobic",
)
BASE = {"advice": "office", "charging_and_review": "office", "case_progression": "office", "case_presentation": "court"}


def values_of(dimension, chosen, place):
    """Every value that has rows, whatever was counted."""
    areas = [a.name for a in Area.objects.all() if place.get("area", a.name) == a.name]
    units = [u for u in Unit.objects.all() if u.area.name in areas and place.get("unit", u.name) == u.name]
    activity = place.get("activity")
    return {
        "area": areas,
        "unit": [f"{u.area.name} / {u.name}" for u in units],
        "unit_kind": KINDS,
        "court_level": LEVELS,
        "sensitive": (*CATEGORIES, "none"),
        "additional": ("yes", "no"),
        "activity": [activity] if activity else list(BASE),
        "assessor": {value for iqa in chosen for value in iqa["assessor"]},
        "prosecutor": {value for iqa in chosen for value in iqa["prosecutor"]},
        "quarter": periods(chosen, place, quarter_of),
        "month": periods(chosen, place, lambda day: str(day)[:7]),
    }[dimension]


def periods(chosen, place, name):
    first, last = bounds(place)
    if first is None:
        if not chosen:
            return []
        first, last = min(i["assessed_on"] for i in chosen), max(i["assessed_on"] for i in chosen)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return list(dict.fromkeys(name(day) for day in days))


def bounds(place):
    if "month" in place:
        first = date.fromisoformat(f"{place['month']}-01")
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if "year" in place:
        first = date(int(place["year"][:4]), 4, 1)
        if "quarter" in place:
            months = 3 * (int(place["quarter"][1]) - 1)
            first = date(first.year + (3 + months) // 12, (3 + months) % 12 + 1, 1)
            return first, (first + timedelta(days=93)).replace(day=1) - timedelta(days=1)
        return first, date(first.year + 1, 3, 31)
    return None, None


def matches(iqa, place):
    first, last = bounds(place)
    if first and not first <= iqa["assessed_on"] <= last:
        return False
    if "unit" in place and iqa["unit"] != [f"{place['area']} / {place['unit']}"]:
        return False
    same = ("area", "activity", "unit_kind", "court_level", "additional")
    if any(name in place and iqa[name] != [place[name]] for name in same):
        return False
    return "sensitive" not in place or place["sensitive"] in iqa["sensitive"]
