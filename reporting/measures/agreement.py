from collections.abc import Mapping, Sequence
from typing import Any

from dipsamples.policies.comparison import Difference
from reporting.measures.report import Counted, Group, Report, Rows
from reporting.querysets.pairs import compared
from reporting.querysets.selection import Selection
from reporting.questions import AskedQuestion, asked_questions
from reporting.statistics import percent
from reporting.table import Column, Kind, Value, count_and_share


class Agreement(Report):
    name = "agreement"
    title = "Agreement"
    group = Group.SECOND_LOOKS
    question = "Where does a second marking of the same work differ?"
    definition = (
        "How the assessor's answers compare with those of a second marking of the same work, question by question: a "
        "dip sample's, an inspector's or another reference, or the reference agreed in a consistency exercise."
    )
    numerator = "Answers that differ in this way, or agree"
    denominator = "Answers compared: each with one second marking's answer to the same question"
    columns = (
        Column(name="question", label="Question", kind=Kind.VALUE),
        *(column for kind in Difference for column in count_and_share(kind.value, kind.words)),
        Column(name="total", label="Compared"),
        Column(name="fully_met_pct", label="Fully met by the assessor, %", kind=Kind.PERCENT),
        Column(name="reference_fully_met_pct", label="Fully met by the reference, %", kind=Kind.PERCENT),
    )

    def count(self, selection: Selection) -> Counted:
        return compared(selection)

    def lines(self, selection: Selection, counted: Counted) -> Sequence[AskedQuestion]:
        return asked_questions(selection, {question for rows in counted.values() for (question,) in rows})

    def row(self, line: AskedQuestion, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        if not line.may_be_of(of.get("activity")):
            return None
        counts = here.get((line.question_id,), {})
        row: dict[str, Value] = {"question": line.number}
        for kind in Difference:
            row |= {kind.value: counts.get(kind, 0), f"{kind.value}_pct": percent(counts.get(kind, 0), _all(counts))}
        return row | {
            "total": _all(counts),
            "fully_met_pct": percent(counts.get("met", 0), counts.get("judged", 0)),
            "reference_fully_met_pct": percent(counts.get("reference_met", 0), counts.get("reference_judged", 0)),
        }


def _all(counts: Mapping[str, int]) -> int:
    return sum(counts.get(kind, 0) for kind in Difference)
