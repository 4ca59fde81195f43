"""What figures are compared by: where a dimension lies, which values it has, and what each is called in a file."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth, TruncQuarter

from assessments.models import CourtLevel, SensitiveCategory
from assessments.querysets.assessment import NO_CATEGORY
from iqa.organisation.models import Area, Person, Unit, UnitKind
from iqa.organisation.querysets import in_places
from iqa.permissions import NATIONAL
from iqa.questions.models import Activity
from reporting.choices import BETWEEN
from reporting.periods import month_text, months_between, quarter_text
from reporting.querysets.selection import Selection

# The values of a dimension, as the database has them, and what each is called; in the order of the report.
Names = dict[Any, str]


@dataclass(frozen=True)
class Dimension:
    """`of_iqa` is where an assessment has it, `of_draft` where one has that is not recorded; `names` gives its values
    in a selection, of which `counted` are those with IQAs that the report counts."""

    name: str
    label: str
    of_iqa: Combinable
    names: Callable[[Selection, Collection[Any]], Names]
    of_draft: Combinable | None = None


def _areas(selection: Selection, counted: Collection[Any]) -> Names:
    found = Area.objects.order_by("name").filter(pk__in=[unit.area_id for unit in _units_within(selection)])
    if not (selection.choices.unit or selection.choices.unit_kind or selection.scope.own):
        areas = [place.area_id for place in selection.scope.places if place.area_id and place.unit_id is None]
        every = Area.objects.all() if NATIONAL in selection.scope.places else Area.objects.filter(pk__in=areas)
        found = found | every.order_by("name")
    if selection.choices.area:
        found = found.filter(pk=selection.choices.area.pk)
    return dict(found.distinct().values_list("pk", "name"))


def _units(selection: Selection, counted: Collection[Any]) -> Names:
    return {unit.pk: f"{unit.area.name}{BETWEEN}{unit.name}" for unit in _units_within(selection)}


def _units_within(selection: Selection) -> list[Unit]:
    choices = selection.choices
    found = Unit.objects.filter(in_places(selection.scope.places, unit="pk")).select_related("area")
    if selection.scope.own:
        found = found.filter(pk__in=selection.assessments().recorded().values("half_day__unit"))
    if choices.unit:
        found = found.filter(pk=choices.unit.pk)
    if choices.area:
        found = found.filter(area=choices.area)
    if choices.unit_kind:
        found = found.filter(kind=choices.unit_kind)
    return list(found)


def _people(selection: Selection, counted: Collection[Any]) -> Names:
    return dict(Person.objects.filter(pk__in=counted).order_by("email").values_list("pk", "email"))


def _activities(selection: Selection, counted: Collection[Any]) -> Names:
    found = Activity.objects.ever_asked().order_by("order")
    if selection.choices.activity:
        found = found.filter(pk=selection.choices.activity.pk)
    return dict(found.values_list("pk", "code"))


def _categories(selection: Selection, counted: Collection[Any]) -> Names:
    names: Names = dict(SensitiveCategory.objects.values_list("pk", "code"))
    return _chosen({**names, None: NO_CATEGORY}, selection.choices.sensitive)


def _unit_kinds(selection: Selection, counted: Collection[Any]) -> Names:
    return _chosen({code: code for code in UnitKind.values}, selection.choices.unit_kind)


def _court_levels(selection: Selection, counted: Collection[Any]) -> Names:
    return _chosen({code: code for code in CourtLevel.values}, selection.choices.court_level)


def _additional(selection: Selection, counted: Collection[Any]) -> Names:
    chosen = selection.choices.additional
    return {value: name for value, name in ((True, "yes"), (False, "no")) if chosen in (None, value)}


def _quarters(selection: Selection, counted: Collection[date]) -> Names:
    return {first: quarter_text(first) for first in _periods(selection, counted, step=3)}


def _months(selection: Selection, counted: Collection[date]) -> Names:
    return {first: month_text(first) for first in _periods(selection, counted, step=1)}


def _periods(selection: Selection, counted: Collection[date], *, step: int) -> list[date]:
    """Those of the period chosen; where none was, those from the first to the last IQA counted."""
    period = selection.choices.period
    if period.first and period.last:
        return months_between(period.first, period.last, step=step)
    return months_between(min(counted), max(counted), step=step) if counted else []


def _chosen(names: Names, code: str) -> Names:
    return {value: name for value, name in names.items() if code in ("", name)}


DIMENSIONS: dict[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension("area", "Area", F("half_day__unit__area"), _areas),
        Dimension("unit", "Unit", F("half_day__unit"), _units),
        Dimension("unit_kind", "Unit kind", F("half_day__unit__kind"), _unit_kinds),
        Dimension("assessor", "Assessor", F("half_day__assessor"), _people),
        Dimension("prosecutor", "Prosecutor", F("half_day__prosecutor"), _people),
        Dimension("activity", "Activity", F("half_day__activity"), _activities),
        Dimension("quarter", "Quarter", TruncQuarter("half_day__assessed_on"), _quarters),
        Dimension("month", "Month", TruncMonth("half_day__assessed_on"), _months),
        Dimension("court_level", "Court level", F("court_level"), _court_levels, F("case__court_level")),
        Dimension("sensitive", "Sensitive category", F("sensitive"), _categories, F("case__sensitive")),
        Dimension("additional", "Additional", F("half_day__additional"), _additional),
    )
}


def belongs_together(names: tuple[str, ...], keys: tuple[Any, ...], units: dict[int, Unit]) -> bool:
    """Whether two values can be of one IQA: a unit has one Area and one kind, a month one quarter."""
    of = dict(zip(names, keys, strict=True))
    unit = units.get(of["unit"]) if "unit" in of else None
    if unit and of.get("area", unit.area_id) != unit.area_id:
        return False
    if unit and of.get("unit_kind", unit.kind) != unit.kind:
        return False
    return "quarter" not in of or "month" not in of or quarter_text(of["quarter"]) == quarter_text(of["month"])
