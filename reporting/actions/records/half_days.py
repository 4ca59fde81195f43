"""The half days that imported IQAs belong to. One is known by its facts: IQAs of the same facts share one, but never
two IQAs of the same case."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from assessments.models import Assessment, HalfDay
from iqa.bulk import Rows
from reporting.imports.cells import start_of

_COLUMNS = (
    *("id", "key", "assessor_id", "prosecutor_id", "unit_id", "activity_id", "question_set_id", "worked_on", "half"),
    *("assessed_on", "additional", "kind_of_work", "court_centre", "list_type", "started_at"),
)
# Of the keys below.
_NAMESPACE = uuid.UUID("5f0c5c1c-6a5e-4f0e-9d1d-5d2f4b1f7f4e")


class HalfDayFacts(NamedTuple):
    """What makes a half day the same one."""

    assessor: int
    prosecutor: int
    unit: int
    activity: int
    question_set: int
    worked_on: date
    half: str
    assessed_on: date
    additional: bool

    def key(self, number: int) -> uuid.UUID:
        """Of the `number`th half day of these facts: 0, then 1 for an IQA of a case that 0 has."""
        return uuid.uuid5(_NAMESPACE, "|".join(map(str, (*self, number))))


def facts_of(half_day: HalfDay) -> HalfDayFacts:
    return HalfDayFacts(
        half_day.assessor_id,
        half_day.prosecutor_id,
        half_day.unit_id,
        half_day.activity_id,
        half_day.question_set_id,
        half_day.worked_on,
        half_day.half,
        half_day.assessed_on,
        half_day.additional,
    )


class HalfDays:
    """Finds or makes the half days of a batch of IQAs."""

    def __init__(self, wanted: Collection[HalfDayFacts]) -> None:
        """`wanted` has the facts of each IQA that is to be placed."""
        first = {facts.key(0) for facts in wanted}
        self._new = Rows(HalfDay, *_COLUMNS)
        self._keys: dict[uuid.UUID, int] = {}
        self._cases: dict[int, set[int]] = defaultdict(set)
        self._asked = set(first)
        self._find(first)

    def place(self, facts: HalfDayFacts, case: int) -> int:
        """The key of the half day for an IQA of `case`."""
        number = 0
        while True:
            key = facts.key(number)
            if key not in self._asked:
                self._asked.add(key)
                self._find({key})
            half_day = self._keys.get(key) or self._make(key, facts)
            if case not in self._cases[half_day]:
                self._cases[half_day].add(case)
                return half_day
            number += 1

    def write(self) -> None:
        self._new.write()

    def _find(self, keys: set[uuid.UUID]) -> None:
        found = dict(HalfDay.objects.filter(key__in=keys).values_list("key", "pk"))
        self._keys |= found
        held = Assessment.objects.filter(half_day__in=found.values())
        for half_day, case in held.values_list("half_day_id", "case_id"):
            self._cases[half_day].add(case)

    def _make(self, key: uuid.UUID, facts: HalfDayFacts) -> int:
        pk = self._new.next_key()
        self._new.add(pk, key, *facts, "", "", "", start_of(facts.assessed_on))
        self._keys[key] = pk
        return pk
