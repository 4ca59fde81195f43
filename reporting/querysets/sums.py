"""Reading the tallies: few rows, however many IQAs there are."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, Q, Sum, Value
from django.db.models.expressions import Combinable

from iqa.permissions import NATIONAL
from reporting.choices import Choices
from reporting.models.tally import Extent, Span, TallyModel
from reporting.periods import month_number
from reporting.querysets.selection import Selection

# The dimensions that tallies tell apart, and where a row of a month has them.
TALLIED: dict[str, Combinable] = {
    "area": F("area"),
    "unit": F("unit"),
    "unit_kind": F("unit_kind"),
    "activity": F("activity"),
    "additional": F("additional"),
    "month": F("starts"),
    "quarter": F("starts") - F("starts") % 3,
}


def can_tell(selection: Selection, *also: str) -> bool:
    """Whether tallies tell apart all that was chosen, and these dimensions; they know nothing of who may read which
    IQA."""
    choices = selection.choices
    untold = choices.court_level or choices.sensitive or {*choices.compare, *also} - set(TALLIED)
    return not untold and not selection.scope.own and not selection.hides_own_work


def summed(
    model: type[TallyModel],
    selection: Selection,
    dimensions: Sequence[str],
    *also: str,
    counters: Sequence[str] = (),
) -> Iterator[tuple[tuple[Any, ...], dict[str, int]]]:
    """Counts (of `counters`; none: of all) by the values of the dimensions and, after them, of the keys `also`. The
    same values may come twice: from the sums, and from what is fresh."""
    counters = counters or model.COUNTERS
    sums = {f"sum_{name}": Sum(name, default=0) for name in counters}
    rows = model._default_manager.filter(_places(selection), _chosen(selection.choices)).order_by()
    span = _span(selection.choices, dimensions)
    folded, fresh = (
        found.annotate(**groups).values_list(*groups).annotate(**sums)
        for found, groups in (
            (rows.filter(span=span, extent=_extent(selection, dimensions)), _groups(span, dimensions, also)),
            (rows.filter(span=Span.FRESH), _groups(Span.FRESH, dimensions, also)),
        )
    )
    values = len(dimensions) + len(also)
    for row in folded.union(fresh, all=True):
        yield row[:values], dict(zip(counters, row[-len(counters) :], strict=True))


def _groups(span: Span, dimensions: Sequence[str], also: Sequence[str]) -> dict[str, Combinable]:
    """What the rows of a span are grouped by: something, even where nothing is compared, for no fields at all would be
    every field."""
    # As the column alone, quarters are read in the order of an index.
    where = TALLIED | ({"quarter": F("starts")} if span is Span.QUARTER else {})
    groups = {f"by_{name}": where[name] for name in dimensions} | {f"by_{name}": F(name) for name in also}
    return groups or {"by_all": Value(0)}


def _span(choices: Choices, dimensions: Sequence[str]) -> Span:
    """The longest that still tells apart what was chosen."""
    if choices.month or "month" in dimensions:
        return Span.MONTH
    if choices.quarter or "quarter" in dimensions:
        return Span.QUARTER
    return Span.YEAR if choices.year else Span.EVER


def _extent(selection: Selection, dimensions: Sequence[str]) -> Extent:
    """The widest that still does."""
    choices, places = selection.choices, selection.scope.places
    by_kind = bool(choices.unit_kind) or "unit_kind" in dimensions
    by_area = bool(choices.area) or "area" in dimensions or NATIONAL not in places
    by_unit = bool(choices.unit) or "unit" in dimensions or any(place.unit_id is not None for place in places)
    if by_unit or (by_area and by_kind):
        return Extent.UNIT
    if by_area:
        return Extent.AREA
    return Extent.KIND if by_kind else Extent.NATION


def _places(selection: Selection) -> Q:
    places = selection.scope.places
    if NATIONAL in places:
        return Q()
    areas = [place.area_id for place in places if place.unit_id is None]
    units = [place.unit_id for place in places if place.unit_id is not None]
    return Q(area__in=areas) | Q(unit__in=units)


def _chosen(choices: Choices) -> Q:
    chosen, period = Q(), choices.period
    if period.first:
        chosen &= Q(starts__gte=month_number(period.first))
    if period.last:
        chosen &= Q(starts__lte=month_number(period.last))
    if choices.unit:
        chosen &= Q(unit=choices.unit.pk)
    elif choices.area:
        chosen &= Q(area=choices.area.pk)
    if choices.unit_kind:
        chosen &= Q(unit_kind=choices.unit_kind)
    if choices.activity:
        chosen &= Q(activity=choices.activity.pk)
    if choices.additional is not None:
        chosen &= Q(additional=choices.additional)
    return chosen
