"""What the writing of every IQA of an import has in common."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from assessments.models import Case
from reporting.actions.records.half_days import HalfDayFacts
from reporting.actions.records.rows import NewRows
from reporting.actions.records.states import Deadlines
from reporting.imports.judging import Facts, Record


@dataclass(frozen=True)
class Keys:
    """Of what the lines name: people by address, units by Area and name, Areas by name."""

    people: Mapping[str, int]
    units: Mapping[tuple[str, str], int]
    areas: Mapping[str, int]


class KnownCase(NamedTuple):
    """What recording copies of a case, and its key."""

    pk: int
    court_level: str
    finalised: str
    categories: list[int]


def cases_of(urns: Collection[str]) -> dict[str, KnownCase]:
    """By URN. Two queries, and no more objects than these: there are as many cases as IQAs."""
    rows = Case.objects.filter(urn__in=urns).order_by().values_list("urn", "pk", "court_level", "finalised")
    found = {urn: KnownCase(pk, court_level, finalised, []) for urn, pk, court_level, finalised in rows}
    chosen = Case.sensitive.through.objects.filter(case__urn__in=urns)
    for urn, category in chosen.values_list("case__urn", "sensitivecategory_id"):
        found[urn].categories.append(category)
    return found


@dataclass(frozen=True)
class Context:
    """`by` is the key of whoever imports, None for a command."""

    keys: Keys
    deadlines: Deadlines
    now: datetime
    by: int | None

    def half_day_of(self, record: Record, facts: Facts) -> HalfDayFacts:
        return HalfDayFacts(
            self.keys.people[facts.assessor],
            self.keys.people[facts.prosecutor],
            self.keys.units[facts.area, facts.unit],
            record.activity,
            record.question_set.pk,
            facts.worked_on,
            facts.half,
            facts.assessed_on,
            facts.additional,
        )

    def log(self, rows: NewRows, verb: str, assessment: int) -> None:
        rows.events.add(self.now, self.by, "assessment", assessment, verb, "{}")
