from collections.abc import Mapping
from typing import Any

from reporting.measures.report import Group, Report, total
from reporting.querysets.counts import Counted, Rows, iqas_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Kind, Value

_COUNTS = ("iqas", "recorded_late", "finalised", "advice", "advice_specialist")


class Health(Report):
    name = "health"
    title = "Scheme health"
    group = Group.SCHEME
    question = "Are IQAs recorded on time, of live cases and in the right units?"
    definition = (
        "Whether the scheme is used as it is meant to be: IQAs recorded later than the scheme then allowed, which is "
        "the day after the assessment unless headquarters has set another (HMCPSI 2018 §3.5), of finalised cases "
        "(§5.29), of advice, which belongs in specialist units: RASSO, CCU and central casework (§5.44); and how often "
        "“other” is given for a reason (§5.36)."
    )
    numerator = "IQAs of advice in specialist units; for “other”, not met answers that give it"
    denominator = "IQAs of advice; for “other”, not met answers to all questions"
    columns = (
        Column(name="iqas", label="IQAs"),
        Column(name="recorded_late", label="Recorded late"),
        Column(name="finalised", label="Finalised cases"),
        Column(name="advice", label="Advice"),
        Column(name="advice_specialist", label="Advice in specialist units"),
        Column(name="advice_specialist_pct", label="Advice in specialist units, %", kind=Kind.PERCENT),
        Column(name="other_reason_share_pct", label="Not met answers with “other”, %", kind=Kind.PERCENT),
    )

    def count(self, selection: Selection) -> Counted:
        return iqas_counted(selection, counters=(*_COUNTS, "not_met_answers", "other_reason_answers"))

    def row(self, line: None, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        counts = total(here.values())
        return {
            **{name: counts[name] for name in _COUNTS},
            "advice_specialist_pct": percent(counts["advice_specialist"], counts["advice"]),
            "other_reason_share_pct": percent(counts["other_reason_answers"], counts["not_met_answers"]),
        }
