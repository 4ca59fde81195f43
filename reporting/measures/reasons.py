from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.querysets.assessment import OTHER_REASON
from iqa.questions.models import Reason
from reporting.measures.report import Group, Report
from reporting.querysets.counts import Counted, Counts, Rows, not_met_counted, reasons_counted
from reporting.querysets.selection import Selection
from reporting.questions import AskedQuestion, asked_questions
from reporting.statistics import percent
from reporting.table import Column, Kind, Value


@dataclass(frozen=True)
class _Used:
    """A reason of a question that was given: by several keys, where several sets have it."""

    question: AskedQuestion
    code: str
    keys: tuple[int, ...]


class Reasons(Report):
    name = "reasons"
    title = "Reasons"
    group = Group.MARKS
    question = "Why were questions not met?"
    definition = (
        "Why questions were not met: how often each reason was given, of the answers that are not met because of the "
        "person assessed. An answer may give several reasons, so the shares of a question may come to more than 100%. "
        "“Other” hides what went wrong (HMCPSI 2018 §5.36)."
    )
    numerator = "Not met answers that give the reason"
    denominator = "Not met answers to the question"
    columns = (
        Column(name="question", label="Question", kind=Kind.VALUE),
        Column(name="reason", label="Reason", kind=Kind.VALUE),
        Column(name="count", label="Times"),
        Column(name="share_pct", label="Of not met answers, %", kind=Kind.PERCENT),
        Column(name="other_share_pct", label="Not met answers with “other”, %", kind=Kind.PERCENT),
    )

    def count(self, selection: Selection) -> Counted:
        found: dict[tuple[Any, ...], dict[tuple[Any, ...], Counts]] = defaultdict(dict)
        # In this order, for others record meanwhile: no reason that was counted lacks the answer that gave it.
        for counted in (reasons_counted(selection), not_met_counted(selection)):
            for values, rows in counted.items():
                found[values].update(rows)
        return found

    def lines(self, selection: Selection, counted: Counted) -> Sequence[_Used]:
        given = {key for rows in counted.values() for key in rows if len(key) == 2}
        questions = {line.question_id: line for line in asked_questions(selection, {question for question, _ in given})}
        reasons = Reason.objects.order_by().defer("text").filter(wording__question__in=questions).in_bulk()
        keys: dict[tuple[int, str], list[int]] = defaultdict(list)
        for question, reason in sorted(given, key=lambda key: (reasons[key[1]].order, key)):
            keys[question, OTHER_REASON if reasons[reason].is_other else reasons[reason].code].append(reason)
        used = [_Used(questions[question], code, tuple(of)) for (question, code), of in keys.items()]
        listed = list(questions)
        return sorted(used, key=lambda each: (listed.index(each.question.question_id), each.code == OTHER_REASON))

    def row(self, line: _Used, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        question = line.question.question_id
        count = sum(here.get((question, reason), Counter())["times"] for reason in line.keys)
        if not count:
            return None
        answers = here.get((question,), Counter())
        return {
            "question": line.question.number,
            "reason": line.code,
            "count": count,
            "share_pct": percent(count, answers["not_met"]),
            "other_share_pct": percent(answers["other_reason"], answers["not_met"]),
        }
