from collections.abc import Mapping, Sequence
from typing import Any

from assessments.models import Feedback
from reporting.measures.report import Group, Report, total
from reporting.querysets.counts import Counted, Rows, feedback_given_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import NOT_SAID, Column, Kind, Value


class FeedbackGiven(Report):
    name = "feedback-given"
    title = "How feedback was given"
    group = Group.FEEDBACK
    question = "How are people told, and of what kind is it?"
    definition = (
        "By what means prosecutors were told what was found, and whether it was positive, developmental or both "
        "(HMCPSI 2018 §3.8-3.11, §6.4). Records that were brought in from elsewhere do not say of which kind feedback "
        "was, and some of them not how it was given."
    )
    numerator = "IQAs with feedback given by this method"
    denominator = "IQAs with feedback given"
    columns = (
        Column(name="method", label="Method", kind=Kind.VALUE),
        Column(name="count", label="IQAs with feedback"),
        Column(name="share_pct", label="Of IQAs with feedback, %", kind=Kind.PERCENT),
        *(Column(name=kind.value, label=str(kind.label)) for kind in Feedback.Kind),
        Column(name="kind_not_said", label="Kind not said"),
    )

    def count(self, selection: Selection) -> Counted:
        return feedback_given_counted(selection)

    def lines(self, selection: Selection, counted: Counted) -> Sequence[str]:
        return (*Feedback.Mode.values, "")

    def row(self, line: str, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        of_kind = {kind: counts["iqas"] for (mode, kind), counts in here.items() if mode == line}
        count = sum(of_kind.values())
        if not (line or count):
            return None  # no record that does not say
        return {
            "method": line or NOT_SAID,
            "count": count,
            "share_pct": percent(count, total(here.values())["iqas"]),
            **{kind: of_kind.get(kind, 0) for kind in Feedback.Kind.values},
            "kind_not_said": of_kind.get("", 0),
        }
