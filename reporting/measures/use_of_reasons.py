from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dipsamples.policies.comparison import UseOfReasons, use_of_reasons
from reporting.measures.report import Counted, Group, Report, Rows
from reporting.querysets.reason_pairs import Reason, reason_pairs
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import ALL, Column, Kind, Value, count_and_share

# Which reasons are compared: all, all but "other", and "other" alone.
NAMED, OTHER = "except_other", "other"


class UseOfReasonsReport(Report):
    name = "use-of-reasons"
    title = "Use of reasons"
    group = Group.SECOND_LOOKS
    question = "Does a second marking give the same reasons?"
    definition = (
        "How the reasons that assessors give for “not met” compare with those of a second marking of the same work: "
        "agreed, one not used when it should have been, one used when it should not have been, or the wrong one. "
        "“Other” stands apart, for over-use of it hides what was wrong (HMCPSI 2018 §5.34-5.36). Figures on fewer than "
        "10 answers are no more than a sign."
    )
    numerator = "Answers whose reasons compare in this way"
    denominator = "Answers compared for which either side gives such a reason"
    columns = (
        Column(name="reasons", label="Reasons", kind=Kind.VALUE),
        Column(name="total", label="Compared"),
        *(column for use in UseOfReasons for column in count_and_share(use.value, use.words)),
    )

    def count(self, selection: Selection) -> Counted:
        found: dict[tuple[Any, ...], dict[tuple[Any, ...], Counter[str]]] = {}
        for values, pairs in reason_pairs(selection).items():
            here = found.setdefault(values, {})
            for which in (ALL, NAMED, OTHER):
                uses = ((_of(which, pair.marked), _of(which, pair.reference)) for pair in pairs)
                here[which,] = Counter(use_of_reasons(*both).value for both in uses if any(both))
        return found

    def lines(self, selection: Selection, counted: Counted) -> Sequence[str]:
        return (ALL, NAMED, OTHER)

    def row(self, line: str, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        counts = here.get((line,), {})
        total = sum(counts.values())
        row: dict[str, Value] = {"reasons": line, "total": total}
        for use in UseOfReasons:
            count = counts.get(use.value, 0)
            row |= {use.value: count, f"{use.value}_pct": percent(count, total)}
        return row


def _of(which: str, reasons: frozenset[Reason]) -> frozenset[str]:
    """The codes of those compared."""
    return frozenset(reason.code for reason in reasons if which == ALL or reason.is_other == (which == OTHER))
