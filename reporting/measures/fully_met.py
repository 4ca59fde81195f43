from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from iqa.questions.models import Outcome
from reporting.measures.report import Group, Report
from reporting.querysets.counts import Counted, Rows, answers_counted
from reporting.querysets.selection import Selection
from reporting.questions import AskedQuestion, asked_questions
from reporting.statistics import percent, wilson
from reporting.table import Column, Kind, Value


class FullyMet(Report):
    name = "fully-met"
    title = "Fully met"
    group = Group.MARKS
    question = "How often was each question fully met?"
    definition = (
        "How often the standard was fully met, question by question, by each IQA's own answers as they stand, "
        "with the 95% interval (Wilson) that the rate of the work behind them lies in."
    )
    numerator = "Answers that are fully met"
    denominator = "Answers that are fully met, not met or not met other; not applicable never counts"
    columns = (
        Column(name="activity", label="Activity", kind=Kind.VALUE),
        Column(name="question", label="Question", kind=Kind.VALUE),
        Column(name="fully_met", label="Fully met"),
        Column(name="not_met", label="Not met"),
        Column(name="not_met_other", label="Not met other"),
        Column(name="not_applicable", label="Not applicable"),
        Column(name="fully_met_pct", label="Fully met, %", kind=Kind.PERCENT),
        Column(name="low_pct", label="From, %", kind=Kind.PERCENT, upper="high_pct", interval="95% interval"),
        Column(name="high_pct", label="To, %", kind=Kind.PERCENT),
    )

    def count(self, selection: Selection) -> Counted:
        return answers_counted(selection)

    def lines(self, selection: Selection, counted: Counted) -> Sequence[AskedQuestion]:
        return asked_questions(selection, {question for rows in counted.values() for (question,) in rows})

    def row(self, line: AskedQuestion, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        if not line.may_be_of(of.get("activity")):
            return None
        counts = here.get((line.question_id,), Counter())
        met = counts["fully_met"]
        judged = met + counts["not_met"] + counts["not_met_other"]
        low, high = wilson(met, judged)
        return {
            "activity": line.activity,
            "question": line.number,
            **{code: counts[code] for code in Outcome.CountsAs.values},
            "fully_met_pct": percent(met, judged),
            "low_pct": low,
            "high_pct": high,
        }
