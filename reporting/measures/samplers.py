from collections.abc import Mapping, Sequence
from typing import Any

from reporting.measures.report import Group, Report
from reporting.querysets.counts import Counted, Rows
from reporting.querysets.samples import samples_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Kind, Value

# The addresses of sampler and assessor.
_Pair = tuple[str, str]


class Samplers(Report):
    name = "samplers"
    title = "Who sampled whom"
    group = Group.SECOND_LOOKS
    question = "Whose IQAs has each senior manager dip sampled?"
    definition = (
        "Which senior manager has dip sampled the IQAs of which assessor, and how many of them (HMCPSI 2018 §4.24). "
        "Each recorded dip sample of an IQA that counts is one; an IQA that two have sampled is counted for each. "
        "Blind are samples whose sampler marked the questions before seeing the assessor’s answers."
    )
    numerator = "Recorded dip samples by the sampler of the assessor’s IQAs; for both comments, those that have both"
    denominator = "For both comments, all of these dip samples"
    is_of_own_work = False
    columns = (
        Column(name="sampler", label="Sampler", kind=Kind.VALUE),
        Column(name="assessor", label="Assessor", kind=Kind.VALUE),
        Column(name="samples", label="Dip samples"),
        Column(name="targeted", label="Targeted"),
        Column(name="both_comments_pct", label="With both comments, %", kind=Kind.PERCENT),
        Column(name="marked_blind", label="Marked blind"),
    )

    def count(self, selection: Selection) -> Counted:
        return samples_counted(selection)

    def lines_here(self, lines: Sequence[Any], here: Rows) -> Sequence[Any]:
        """Pairs of people: of all that there are, few are under one value of what is compared."""
        return sorted(here)

    def row(self, line: _Pair, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        sampler, assessor = line
        counts = here[line]
        return {
            "sampler": sampler,
            "assessor": assessor,
            "samples": counts["samples"],
            "targeted": counts["targeted"],
            "both_comments_pct": percent(counts["both_comments"], counts["samples"]),
            "marked_blind": counts["marked_blind"],
        }
