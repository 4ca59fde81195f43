"""The tallies counted again from what each IQA adds to them: SQL that both databases understand, for a million IQAs at
once. Each select has a tally's keys, then its counters."""

from itertools import product

from reporting.models.tally import (
    IQA_COUNTERS,
    OPEN_COUNTERS,
    AgreementTally,
    AnswerTally,
    IQATally,
    ReasonTally,
    TallyModel,
)
from reporting.policies.agreement import OUTCOMES, Pair, counts_of

_PLACE = "f.month, u.area_id, u.kind, f.unit_id, f.activity_id, f.additional"
_IQAS = "reporting_talliediqa f JOIN organisation_unit u ON u.id = f.unit_id"
_ANSWERS = (
    f"{_IQAS} JOIN assessments_answer a ON a.marking_id = f.marking_id JOIN questions_outcome o ON o.id = a.outcome_id"
)
_HALF_DAY = "assessor_id, worked_on, prosecutor_id, activity_id, half"


def _sum(condition: str) -> str:
    return f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"


# Where each half day lies: a row for each unit and month, additional or not, that it has IQAs in.
_CELLS = f"SELECT DISTINCT {_HALF_DAY}, month, unit_id, additional FROM reporting_talliediqa WHERE iqas = 1"  # noqa: S608
_CELLS_OF = f"SELECT c.*, COUNT(*) OVER (PARTITION BY {_HALF_DAY}) AS cells FROM ({_CELLS}) c"  # noqa: S608

_OUTCOMES = ", ".join(
    [
        *(_sum(f"o.counts_as = '{outcome}'") for outcome in AnswerTally.COUNTERS[:4]),
        _sum("o.counts_as = 'not_met' AND x.answer_id IS NOT NULL"),
    ]
)

IQAS = (
    f"SELECT {_PLACE}, {', '.join(f'SUM(f.{name})' for name in IQA_COUNTERS)}, 0,"  # noqa: S608
    f" {', '.join(f'SUM(f.{name})' for name in OPEN_COUNTERS)} FROM {_IQAS} GROUP BY {_PLACE}"
)
HALF_DAYS = (
    f"SELECT {_PLACE}, {', '.join('0' for _ in IQA_COUNTERS)}, COUNT(*), {', '.join('0' for _ in OPEN_COUNTERS)}"  # noqa: S608
    f" FROM ({_CELLS_OF}) f JOIN organisation_unit u ON u.id = f.unit_id WHERE f.cells = 1 GROUP BY {_PLACE}"
)
SPLIT_HALF_DAYS = f"SELECT {_HALF_DAY}, month, unit_id, additional FROM ({_CELLS_OF}) f WHERE cells > 1"  # noqa: S608
ANSWERS = (
    f"SELECT {_PLACE}, a.question_id, {_OUTCOMES}"  # noqa: S608
    f" FROM {_ANSWERS} LEFT JOIN (SELECT DISTINCT ar.answer_id FROM assessments_answer_reasons ar"
    " JOIN questions_reason r ON r.id = ar.reason_id WHERE r.is_other) x ON x.answer_id = a.id"
    f" WHERE f.iqas = 1 GROUP BY {_PLACE}, a.question_id"
)
REASONS = (
    f"SELECT {_PLACE}, a.question_id, ar.reason_id, COUNT(*)"  # noqa: S608
    f" FROM {_ANSWERS} JOIN assessments_answer_reasons ar ON ar.answer_id = a.id"
    f" WHERE f.iqas = 1 AND o.counts_as = 'not_met' GROUP BY {_PLACE}, a.question_id, ar.reason_id"
)


def _pairs_that_count(name: str) -> str:
    """How many pairs of outcomes, `m` of the IQA's own answer and `r` of the second marking's, count as that."""
    pairs = (pair for pair in product(OUTCOMES, repeat=2) if counts_of({Pair(*pair): 1})[name])
    return _sum(
        " OR ".join(f"(m.counts_as = '{marked}' AND r.counts_as = '{reference}')" for marked, reference in pairs)
    )


AGREEMENT = (
    f"SELECT {_PLACE}, b.question_id, {', '.join(map(_pairs_that_count, AgreementTally.COUNTERS))} FROM {_IQAS}"  # noqa: S608
    " JOIN dipsamples_secondmarking s ON s.assessment_id = f.assessment_id AND s.finished_at IS NOT NULL"
    " JOIN assessments_answer b ON b.marking_id = s.marking_id"
    " JOIN assessments_answer a ON a.marking_id = s.compared_with_id AND a.question_id = b.question_id"
    " JOIN questions_outcome m ON m.id = a.outcome_id JOIN questions_outcome r ON r.id = b.outcome_id"
    f" WHERE f.iqas = 1 GROUP BY {_PLACE}, b.question_id"
)

RECOUNTS: tuple[tuple[type[TallyModel], str], ...] = (
    (IQATally, IQAS),
    (IQATally, HALF_DAYS),
    (AnswerTally, ANSWERS),
    (ReasonTally, REASONS),
    (AgreementTally, AGREEMENT),
)
SPLIT_COLUMNS = f"{_HALF_DAY}, month, unit_id, additional"
