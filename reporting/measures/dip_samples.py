from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from dipsamples.policies.drawing import day_of_rate, required_of
from iqa.calendar import quarter, quarter_days
from iqa.questions.models import Activity
from iqa.terms.models import Term, TermName
from reporting.measures.report import Group, Report, total
from reporting.querysets.counts import Counted, Rows, iqas_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Kind, Value

_COUNTERS = ("iqas", "sampled", "targeted", "samples", "both_comments")


# An Area, and the first day of a quarter.
_AreaQuarter = tuple[int, date]


class _Line(NamedTuple):
    """An activity, and what its row needs beside its counts: how many per cent each Area was to sample in a quarter."""

    activity: Activity
    rates: Mapping[_AreaQuarter, Decimal]


class DipSamples(Report):
    name = "dip-samples"
    title = "Dip samples"
    group = Group.SECOND_LOOKS
    question = "Are enough IQAs dip sampled?"
    definition = (
        "How many IQAs a senior manager has checked, against the share that is required of each activity in each Area "
        "and quarter, rounded up: a tenth (HMCPSI 2018 §3.12), unless headquarters or the Area has set another for the "
        "quarter’s last day. Targeted picks are counted apart. The shortfall of one Area and quarter is not made up "
        "for by another's surplus."
    )
    numerator = "IQAs with a dip sample that is not targeted; for both comments, samples of either kind that have both"
    denominator = "IQAs; for both comments, all samples"
    columns = (
        Column(name="activity", label="Activity", kind=Kind.VALUE),
        Column(name="iqas", label="IQAs"),
        Column(name="sampled", label="Sampled"),
        Column(name="sampled_pct", label="Sampled, %", kind=Kind.PERCENT),
        Column(name="required", label="Required"),
        Column(name="shortfall", label="Shortfall"),
        Column(name="targeted", label="Targeted"),
        Column(name="both_comments_pct", label="With both comments, %", kind=Kind.PERCENT),
    )

    def count(self, selection: Selection) -> Counted:
        return iqas_counted(selection, "activity", "area", "quarter", counters=_COUNTERS)

    def lines(self, selection: Selection, counted: Counted) -> Sequence[_Line]:
        chosen = selection.choices.activity
        activities = [chosen] if chosen else list(Activity.objects.ever_asked().order_by("order"))
        rates = _rates({(area, began) for rows in counted.values() for _, area, began in rows}, on=selection.on)
        return [_Line(activity, rates) for activity in activities]

    def row(self, line: _Line, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        activity = line.activity
        if of.get("activity", activity.pk) != activity.pk:
            return None
        strata = {(area, began): counts for (pk, area, began), counts in here.items() if pk == activity.pk}
        required = {key: required_of(each["iqas"], percent=line.rates[key]) for key, each in strata.items()}
        counts = total(strata.values())
        return {
            "activity": activity.code,
            "iqas": counts["iqas"],
            "sampled": counts["sampled"],
            "sampled_pct": percent(counts["sampled"], counts["iqas"]),
            "required": sum(required.values()),
            "shortfall": sum(max(required[key] - each["sampled"], 0) for key, each in strata.items()),
            "targeted": counts["targeted"],
            "both_comments_pct": percent(counts["both_comments"], counts["samples"]),
        }


def _rates(quarters: Collection[_AreaQuarter], *, on: date) -> dict[_AreaQuarter, Decimal]:
    history = Term.objects.history(TermName.DIP_SAMPLE_PERCENT)
    days = {(area, began): day_of_rate(quarter_days(quarter(began))[1], on=on) for area, began in quarters}
    return {key: history.value_on(day, area_id=key[0]) for key, day in days.items()}
