from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from iqa.organisation.models import Person
from iqa.questions.models import Activity
from reporting.choices import Choices
from reporting.measures.report import Group, Report, total
from reporting.measures.targets import ProxyTargets
from reporting.policies.access import scope_of
from reporting.querysets.counts import Counted, Rows, iqas_counted
from reporting.querysets.selection import Selection
from reporting.statistics import percent
from reporting.table import Column, Kind, Value

_BASES = {"": "", "office_": ", office-based", "court_": ", court-based"}


def _columns(prefix: str, words: str) -> tuple[Column, ...]:
    def column(name: str, label: str, kind: Kind = Kind.COUNT) -> Column:
        return Column(name=f"{prefix}{name}", label=f"{label}{words}", kind=kind)

    return (
        column("iqas", "IQAs"),
        column("half_days", "Half days"),
        column("target", "Target"),
        column("target_pct", "Of target, %", Kind.PERCENT),
        column("proxy_target", "Proxy target"),
        column("proxy_target_pct", "Of proxy target, %", Kind.PERCENT),
    )


class _Line(NamedTuple):
    """What the row needs beside its counts: targets, and each activity's base by key."""

    targets: ProxyTargets
    bases: dict[int, str]


class Volumes(Report):
    name = "volumes"
    title = "IQAs done"
    group = Group.HOW_MANY
    question = "How many IQAs were done, against the target?"
    definition = (
        "How many IQAs were done, and in how many different half days: of one assessor, prosecutor, activity, date and "
        "half of it. Additional ones count. Proxy targets stand for an Area and quarter, and add up to years and the "
        "nation; finer rows have none. Targets that the scheme itself expects are not computed yet."
    )
    numerator = "IQAs recorded and not withdrawn, by the day assessed"
    denominator = "The proxy targets of the Areas and quarters of the row, where they were set"
    columns = tuple(column for prefix, words in _BASES.items() for column in _columns(prefix, words))

    def caution(self, choices: Choices, *, person: Person) -> str:
        lacking = self.without_target(choices, person=person)
        if not lacking:
            return ""
        return (
            f"No proxy target is set for the Area, quarter and kind of work of {lacking:,} of these IQAs: a share of "
            "the proxy target that counts them is too high."
        )

    def without_target(self, choices: Choices, *, person: Person) -> int:
        """How many IQAs are of an Area, quarter and base that no proxy target is set for, in rows that have one all the
        same: their share of it says too much."""
        scope = scope_of(person, choices)
        targets = ProxyTargets.within(Selection.today(choices, scope))
        if not targets.targets:
            return 0
        bases = _bases()
        set_for = {(target.area, target.quarter, target.base) for target in targets.targets}
        rows_with_one = {tuple(getattr(target, name) for name in choices.compare) for target in targets.targets}
        by_target = Selection.today(choices.but(compare=("area", "quarter")), scope)
        return sum(
            counts["iqas"]
            for (area, quarter), rows in iqas_counted(by_target, "activity", counters=("iqas",)).items()
            for (activity,), counts in rows.items()
            if tuple({"area": area, "quarter": quarter}[name] for name in choices.compare) in rows_with_one
            and (area, quarter, bases[activity]) not in set_for
        )

    def count(self, selection: Selection) -> Counted:
        return iqas_counted(selection, "activity", counters=("iqas", "half_days"))

    def lines(self, selection: Selection, counted: Counted) -> Sequence[_Line]:
        return [_Line(ProxyTargets.within(selection), _bases())]

    def row(self, line: _Line, of: Mapping[str, Any], here: Rows) -> dict[str, Value]:
        row: dict[str, Value] = {}
        for prefix in _BASES:
            base = prefix.removesuffix("_")
            counts = total(counts for (activity,), counts in here.items() if base in ("", line.bases[activity]))
            target = line.targets.of(base, **of)
            row |= {
                f"{prefix}iqas": counts["iqas"],
                f"{prefix}half_days": counts["half_days"],
                f"{prefix}target": None,
                f"{prefix}target_pct": None,
                f"{prefix}proxy_target": target,
                f"{prefix}proxy_target_pct": percent(counts["iqas"], target or 0),
            }
        return row


def _bases() -> dict[int, str]:
    """Each activity's base by its key."""
    return dict(Activity.objects.values_list("pk", "base"))
