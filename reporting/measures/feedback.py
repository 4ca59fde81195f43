from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from reporting.measures.report import Group, Report, total
from reporting.querysets.counts import Counted, Counts, Rows, iqas_counted, overdue_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Kind, Value

_COUNTERS = ("iqas", "action_required", "taken", "feedback_given", "within_5_working_days")


class Feedback(Report):
    name = "feedback"
    title = "Feedback"
    group = Group.FEEDBACK
    question = "Was feedback given by the day due, and action taken?"
    definition = (
        "What followed the assessment: whether action was required and has been taken, and whether feedback was given "
        "by the day it was due, which is as many working days after the assessment as the scheme then allowed "
        "(HMCPSI 2018 §3.10). Overdue are IQAs not closed, without feedback, whose last day for it is over."
    )
    numerator = "IQAs with action required; for feedback, those given it by the day it was due"
    denominator = "IQAs; for feedback by the day it was due, IQAs with feedback given"
    columns = (
        Column(name="iqas", label="IQAs"),
        Column(name="action_required", label="Action required"),
        Column(name="action_required_pct", label="Action required, %", kind=Kind.PERCENT),
        Column(name="taken", label="Action taken"),
        Column(name="overdue", label="Feedback overdue"),
        Column(name="feedback_given", label="Feedback given"),
        Column(name="within_5_working_days", label="Given by the day due"),
        Column(name="within_pct", label="Given by the day due, %", kind=Kind.PERCENT),
    )

    def count(self, selection: Selection) -> Counted:
        found: dict[tuple[Any, ...], dict[tuple[Any, ...], Counts]] = defaultdict(dict)
        for values, rows in iqas_counted(selection, counters=_COUNTERS).items():
            found[values].update(rows)
        for values, rows in overdue_counted(selection).items():
            found[values]["overdue",] = rows[()]
        return found

    def row(self, line: None, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        counts = total(here.values())
        return {
            "iqas": counts["iqas"],
            "action_required": counts["action_required"],
            "action_required_pct": percent(counts["action_required"], counts["iqas"]),
            "taken": counts["taken"],
            "overdue": counts["overdue"],
            "feedback_given": counts["feedback_given"],
            "within_5_working_days": counts["within_5_working_days"],
            "within_pct": percent(counts["within_5_working_days"], counts["feedback_given"]),
        }
