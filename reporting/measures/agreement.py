from collections.abc import Mapping, Sequence
from typing import Any

from dipsamples.policies.comparison import Difference
from iqa.questions.models import Outcome
from reporting.measures.report import Counted, Report, Rows
from reporting.policies.agreement import Crosstab, kinds_of
from reporting.querysets.pairs import pairs_counted
from reporting.querysets.selection import Selection
from reporting.questions import AskedQuestion, asked_questions
from reporting.statistics import percent
from reporting.table import Column, Kind, Value, count_and_share

_MET, _NOT_APPLICABLE = Outcome.CountsAs.FULLY_MET, Outcome.CountsAs.NOT_APPLICABLE


class Agreement(Report):
    name = "agreement"
    title = "Agreement"
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
        return {
            values: {(question,): _counts(pairs) for question, pairs in rows.items()}
            for values, rows in pairs_counted(selection).items()
        }

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


def _counts(pairs: Crosstab) -> dict[str, int]:
    """By kind of difference; and how many either side met, of those that it judged."""
    counts: dict[str, int] = {kind.value: n for kind, n in kinds_of(pairs).items()}
    for side, name in enumerate(("", "reference_")):
        judged = {pair: n for pair, n in pairs.items() if pair[side] != _NOT_APPLICABLE}
        counts[f"{name}judged"] = sum(judged.values())
        counts[f"{name}met"] = sum(n for pair, n in judged.items() if pair[side] == _MET)
    return counts


def _all(counts: Mapping[str, int]) -> int:
    return sum(counts.get(kind, 0) for kind in Difference)
