from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from reporting.choices import Choices
from reporting.dimensions import Dimension, Names
from reporting.measures.report import Group, Report
from reporting.querysets.assessors import Assessors
from reporting.querysets.counts import Counted, Rows, iqas_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Kind, Value, count_and_share

# What says something of many people; and of one, for whom how many they are comes last.
_OF_MANY = ("assessors", "with_none", "with_none_pct", "iqas_each")
_OF_ONE = ("iqas", "with_none", "assessors")


class AssessorsWithNone(Report):
    """Rests on where people were posted, so that somebody without a single IQA is there to be counted."""

    name = "assessors"
    title = "Assessors with none"
    group = Group.HOW_MANY
    question = "Who has recorded no IQA?"
    definition = (
        "Of those who are expected to assess, how many recorded no IQA: people posted in a unit of the place chosen in "
        "a role that records IQAs (DCP or SDCP; not DCCPs, who have an Area) on any day of the period so far or, "
        "where none is chosen, today. IQAs count where they were done and by the day assessed: what somebody recorded "
        "in another unit does not count in this one, and somebody posted in several is counted in each. An activity "
        "or other kind of IQA that is chosen narrows the IQAs, not the people. Half of the assessors recorded as many "
        "as the median or more: unlike a mean, a few who record very many do not hide the others behind it. Long "
        "absences are not taken off, so ask before you judge."
    )
    numerator = "Assessors who recorded no IQA that counts"
    denominator = "People posted there and then who are expected to assess"
    columns = (
        Column(name="assessors", label="Assessors"),
        *count_and_share("with_none", "Recorded none"),
        Column(name="iqas_each", label="IQAs each, median", kind=Kind.MEDIAN),
        Column(name="iqas", label="IQAs"),
    )
    compared_by = ("area", "unit", "unit_kind", "assessor", "activity", "quarter", "month")
    is_of_own_work = False
    nothing = "Nobody was posted there who is expected to assess."

    def columns_of(self, choices: Choices) -> tuple[Column, ...]:
        found = {column.name: column for column in super().columns_of(choices)}
        shown = _OF_ONE if "assessor" in choices.compare else _OF_MANY
        return tuple(found[name] for name in (*choices.compare, *shown))

    def overlap(self, compared: tuple[str, ...]) -> str:
        return "" if compared in ((), ("assessor",)) else "One person may be counted under several of these."

    def names(self, dimension: Dimension, selection: Selection, counted: Collection[Any]) -> Names:
        """Assessors are those posted, with and without IQAs."""
        return dimension.names(
            selection, Assessors.of(selection).everyone() if dimension.name == "assessor" else counted
        )

    def count(self, selection: Selection) -> Counted:
        return iqas_counted(selection, "assessor", counters=("iqas",))

    def lines(self, selection: Selection, counted: Counted) -> Sequence[Assessors]:
        return [Assessors.of(selection)]

    def row(self, line: Assessors, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        each = [here.get((assessor,), {}).get("iqas", 0) for assessor in line.under(of)]
        if "assessor" in of:
            return {"assessors": 1, "with_none": each.count(0), "iqas": sum(each)} if each else None
        return {
            "assessors": len(each),
            "with_none": each.count(0),
            "with_none_pct": percent(each.count(0), len(each)),
            "iqas_each": Decimal(median(each)).quantize(Decimal("0.1")) if each else None,
        }
