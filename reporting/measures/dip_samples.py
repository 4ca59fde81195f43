from collections.abc import Mapping, Sequence
from typing import Any

from iqa.questions.models import Activity
from reporting.measures.report import Report, total
from reporting.querysets.counts import Counted, Rows, iqas_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Kind, Value

# One IQA in so many, of each activity, Area and quarter (HMCPSI 2018 §3.12).
ONE_IN = 10
_COUNTERS = ("iqas", "sampled", "targeted", "samples", "both_comments")


class DipSamples(Report):
    name = "dip-samples"
    title = "Dip samples"
    definition = (
        "How many IQAs a senior manager has checked, against the tenth that is required of each activity in each Area "
        "and quarter, rounded up. Targeted picks are counted apart. The shortfall of one Area and quarter is not made "
        "up for by another's surplus."
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

    def lines(self, selection: Selection, counted: Counted) -> Sequence[Activity]:
        chosen = selection.choices.activity
        return [chosen] if chosen else list(Activity.objects.ever_asked().order_by("order"))

    def row(self, line: Activity, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        if of.get("activity", line.pk) != line.pk:
            return None
        # Each is of an Area and quarter.
        strata = [counts for (activity, _, _), counts in here.items() if activity == line.pk]
        counts = total(strata)
        return {
            "activity": line.code,
            "iqas": counts["iqas"],
            "sampled": counts["sampled"],
            "sampled_pct": percent(counts["sampled"], counts["iqas"]),
            "required": sum(_required(each["iqas"]) for each in strata),
            "shortfall": sum(max(_required(each["iqas"]) - each["sampled"], 0) for each in strata),
            "targeted": counts["targeted"],
            "both_comments_pct": percent(counts["both_comments"], counts["samples"]),
        }


def _required(iqas: int) -> int:
    return -(-iqas // ONE_IN)
