from collections.abc import Mapping
from typing import Any

from reporting.measures.report import Group, Report, total
from reporting.querysets.counts import Counted, Rows, iqas_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Kind, Value

_SHARES = {
    "days_1_10": "Days 1 to 10 of the month",
    "days_11_20": "Days 11 to 20",
    "days_21_31": "Days 21 to 31",
    "month_1": "First month of the quarter",
    "month_2": "Second month",
    "month_3": "Third month",
}


class Timing(Report):
    name = "timing"
    title = "When IQAs are done"
    group = Group.HOW_MANY
    question = "When in the month and the quarter are IQAs done?"
    definition = (
        "How IQAs spread over the month and over the quarter, by the day assessed. Work left to the end of a quarter "
        "says less of it (HMCPSI 2018 §5.17)."
    )
    numerator = "IQAs assessed in that part of a month or quarter"
    denominator = "IQAs"
    columns = (
        Column(name="iqas", label="IQAs"),
        *(Column(name=f"{name}_pct", label=f"{label}, %", kind=Kind.PERCENT) for name, label in _SHARES.items()),
    )

    def count(self, selection: Selection) -> Counted:
        return iqas_counted(selection, counters=("iqas", *_SHARES))

    def row(self, line: None, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        counts = total(here.values())
        shares = {f"{name}_pct": percent(counts[name], counts["iqas"]) for name in _SHARES}
        return {"iqas": counts["iqas"], **shares}
