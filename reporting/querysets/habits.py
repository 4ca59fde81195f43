"""Signs of a tick-box exercise, IQA by IQA: answers that are all fully met, and comments that were copied. Which IQAs
have a copy is worked out of all that were selected, whatever they are compared by afterwards."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from iqa.questions.models import Outcome
from reporting.models.tally import TalliedIQA

# Not counting spaces: some four words. "Yes", "N/A" and "All standards met" are said again without being copied.
FEWEST_CHARACTERS = 20

_MET, _NOT_APPLICABLE = Outcome.CountsAs.FULLY_MET.value, Outcome.CountsAs.NOT_APPLICABLE.value
_ANSWERS = "iqa i JOIN assessments_answer a ON a.marking_id = i.of_marking"
# However a comment is spaced and broken into lines, its words are the same.
_WORDS = "REPLACE(REPLACE(REPLACE(LOWER(a.comment), ' ', ''), '\n', ''), '\r', '')"
_ALL_MET = (
    f"SELECT a.marking_id FROM {_ANSWERS} JOIN questions_outcome o ON o.id = a.outcome_id"  # noqa: S608
    f" WHERE o.counts_as <> '{_NOT_APPLICABLE}' GROUP BY a.marking_id"
    f" HAVING MIN(o.counts_as) = '{_MET}' AND MAX(o.counts_as) = '{_MET}'"
)
_SAID = (
    f"SELECT DISTINCT i.of_marking, i.of_assessor, {_WORDS} AS words FROM {_ANSWERS}"  # noqa: S608
    # As it is written it is at least as long: that spares most answers, which have no comment, the rest.
    f" WHERE LENGTH(a.comment) >= {FEWEST_CHARACTERS} AND LENGTH({_WORDS}) >= {FEWEST_CHARACTERS}"
)
_COPIED = (
    "SELECT DISTINCT s.of_marking FROM said s JOIN"
    " (SELECT of_assessor, words FROM said GROUP BY of_assessor, words HAVING COUNT(*) > 1) again"
    " ON again.of_assessor = s.of_assessor AND again.words = s.words"
)


def habits(iqas: QuerySet[TalliedIQA], groups: Mapping[str, Combinable]) -> list[tuple[Any, ...]]:
    """Rows of what the IQAs are grouped by, which is something; how many there are; in how many of them every answer
    that is judged is fully met; and how many have a comment that another of the same assessor has as well."""
    each, params = _narrow(iqas, {"of_assessor": F("assessor")})
    grouped, more_params = _narrow(iqas, groups)
    by = ", ".join(f"f.{name}" for name in groups)
    sql = (
        f"WITH iqa AS ({each}), said AS ({_SAID}), all_met AS ({_ALL_MET}), copied AS ({_COPIED})"  # noqa: S608
        f" SELECT {by}, COUNT(*), COUNT(m.marking_id), COUNT(c.of_marking) FROM ({grouped}) f"
        " LEFT JOIN all_met m ON m.marking_id = f.of_marking LEFT JOIN copied c ON c.of_marking = f.of_marking"
        f" GROUP BY {by}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*params, *more_params))
        return cursor.fetchall()


def _narrow(iqas: QuerySet[TalliedIQA], also: Mapping[str, Combinable]) -> tuple[str, tuple[Any, ...]]:
    """A select of `of_marking` and these, with its parameters."""
    found = iqas.order_by().annotate(of_marking=F("marking"), **also).values_list("of_marking", *also)
    return found.query.sql_with_params()
