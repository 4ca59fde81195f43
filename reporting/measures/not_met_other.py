from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.models import LiesWith
from reporting.measures.report import Group, Report
from reporting.querysets.counts import Counted, Counts, Rows, not_met_other_counted
from reporting.querysets.selection import Selection
from reporting.questions import AskedQuestion, asked_questions
from reporting.statistics import percent
from reporting.table import NOT_SAID, Column, Kind, Value

# In the order of the choices; last those of records that do not say.
_CODES = (*LiesWith.values, "")


@dataclass(frozen=True)
class _Line:
    """A question, and whom it lies with that it was not met."""

    question: AskedQuestion
    lies_with: str


class NotMetOther(Report):
    name = "not-met-other"
    title = "Not met other"
    group = Group.MARKS
    question = "Whom does it lie with, where it is not the person assessed?"
    definition = (
        "Whom it lies with that a standard was not met, where it does not lie with the person assessed (HMCPSI 2018 "
        "§3.6), so that delays and poor files can be taken up with the police, the court or others (§5.26). What is "
        "counted is answers: an IQA may have several. “Not said” are answers in records that came without it."
    )
    numerator = "Not met other answers to the question that lie with this party"
    denominator = "Not met other answers to the question"
    columns = (
        Column(name="question", label="Question", kind=Kind.VALUE),
        Column(name="lies_with", label="Whom it lies with", kind=Kind.VALUE),
        Column(name="count", label="Answers"),
        Column(name="share_pct", label="Of not met other answers, %", kind=Kind.PERCENT),
    )

    def count(self, selection: Selection) -> Counted:
        """By question and whom it lies with, and by question alone."""
        found: dict[tuple[Any, ...], dict[tuple[Any, ...], Counts]] = {}
        for values, rows in not_met_other_counted(selection).items():
            of_question: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
            for (question, _), counts in rows.items():
                of_question[question,].update(counts)
            found[values] = {**rows, **of_question}
        return found

    def lines(self, selection: Selection, counted: Counted) -> Sequence[_Line]:
        given = {key for rows in counted.values() for key in rows}
        questions = asked_questions(selection, {key[0] for key in given})
        every = (_Line(question, code) for question in questions for code in _CODES)
        return [line for line in every if (line.question.question_id, line.lies_with) in given]

    def row(self, line: _Line, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        question = line.question.question_id
        if (question, line.lies_with) not in here:
            return None
        count = here[question, line.lies_with]["times"]
        return {
            "question": line.question.number,
            "lies_with": line.lies_with or NOT_SAID,
            "count": count,
            "share_pct": percent(count, here[question,]["times"]),
        }
