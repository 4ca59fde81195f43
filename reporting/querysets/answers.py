"""Answers and feedback counted one by one, where no tally tells apart what was chosen: first the IQAs, as narrow rows
of their key, their marking and what they are compared by, then one pass over the answers or the feedback to them.
Joined to all else first, a million answers would be sorted with every column of it."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from iqa.questions.models import Outcome
from reporting.models.tally import TalliedIQA

_ANSWERS = "JOIN assessments_answer a ON a.marking_id = f.of_marking"
_NOT_MET, _NOT_MET_OTHER = (
    f"{_ANSWERS} JOIN questions_outcome o ON o.id = a.outcome_id AND o.counts_as = '{counts_as}'"
    for counts_as in (Outcome.CountsAs.NOT_MET, Outcome.CountsAs.NOT_MET_OTHER)
)
_REASONS = f"{_NOT_MET} JOIN assessments_answer_reasons r ON r.answer_id = a.id"
_OTHER = f"{_REASONS} JOIN questions_reason q ON q.id = r.reason_id AND q.is_other"
_FEEDBACK = "JOIN assessments_feedback b ON b.assessment_id = f.of_iqa"

# Each row is of what the IQAs are grouped by, then as the function says.
_Rows = list[tuple[Any, ...]]


def outcomes(iqas: QuerySet[TalliedIQA], groups: Mapping[str, Combinable]) -> _Rows:
    """Of question, outcome, and how many answers to the one are the other."""
    return _counted(iqas, groups, _ANSWERS, "a.question_id", "a.outcome_id")


def not_met(iqas: QuerySet[TalliedIQA], groups: Mapping[str, Combinable]) -> _Rows:
    """Of question, and how many answers to it are not met."""
    return _counted(iqas, groups, _NOT_MET, "a.question_id")


def other_reasons(iqas: QuerySet[TalliedIQA], groups: Mapping[str, Combinable]) -> _Rows:
    """Of question, and how many not met answers to it gave "other"."""
    return _counted(iqas, groups, _OTHER, "a.question_id", number="COUNT(DISTINCT a.id)")


def reasons(iqas: QuerySet[TalliedIQA], groups: Mapping[str, Combinable]) -> _Rows:
    """Of question, reason, and how many not met answers to the one gave the other."""
    return _counted(iqas, groups, _REASONS, "a.question_id", "r.reason_id")


def not_met_other(iqas: QuerySet[TalliedIQA], groups: Mapping[str, Combinable]) -> _Rows:
    """Of question, whom it lies with, and how many not met other answers to the one lie with the other."""
    return _counted(iqas, groups, _NOT_MET_OTHER, "a.question_id", "a.lies_with")


def feedback(iqas: QuerySet[TalliedIQA], groups: Mapping[str, Combinable]) -> _Rows:
    """Of mode, kind, and how many IQAs have feedback of the one that is of the other."""
    return _counted(iqas, groups, _FEEDBACK, "b.mode", "b.kind")


def _counted(
    iqas: QuerySet[TalliedIQA], groups: Mapping[str, Combinable], joined: str, *keys: str, number: str = "COUNT(*)"
) -> _Rows:
    found = iqas.order_by().annotate(of_iqa=F("pk"), of_marking=F("marking"), **groups)
    found = found.values_list("of_iqa", "of_marking", *groups)
    narrow, params = found.query.sql_with_params()
    by = ", ".join([*(f"f.{name}" for name in groups), *keys])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {by}, {number} FROM ({narrow}) f {joined} GROUP BY {by}", params)  # noqa: S608
        return cursor.fetchall()
