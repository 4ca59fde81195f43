"""The nation's IQAs, month by month: written as rows, for through the actions a million would take days."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from assessments.models import CourtLevel, SensitiveCategory
from iqa.calendar import is_working_day
from iqa.organisation.models import Unit, UnitKind
from iqa.questions.models import Activity, Outcome, QuestionSet
from reporting.demo.afterwards import Afterwards, at_hour
from reporting.demo.marks import Given, Marks
from reporting.demo.staff import Staff
from reporting.demo.tables import Tables

# What is assessed in a unit, in a hundred half days.
_WORK = {
    UnitKind.MAGISTRATES: {"charging_and_review": 25, "case_progression": 45, "case_presentation": 30},
    UnitKind.CROWN: {"advice": 2, "charging_and_review": 18, "case_progression": 55, "case_presentation": 25},
    UnitKind.RASSO: {"advice": 12, "charging_and_review": 38, "case_progression": 45, "case_presentation": 5},
    UnitKind.CCU: {"advice": 15, "charging_and_review": 35, "case_progression": 50},
    UnitKind.CENTRAL: {"advice": 20, "charging_and_review": 40, "case_progression": 40},
    UnitKind.CPS_DIRECT: {"charging_and_review": 100},
}
_COURTS = ("Ashby", "Brookhampton", "Carrow Bridge", "Denholme", "Easterly")
_IQAS_IN_HALF_DAY = (1, 2, 2, 3, 3, 3, 4, 4, 5)
# Of a thousand: half days that are additional; IQAs recorded late; cases that are finalised, had before, sensitive.
_ADDITIONAL, _LATE, _FINALISED, _HAD_BEFORE, _SENSITIVE = 60, 35, 40, 250, 280
_IQA_COMMENTS = (
    "Evidenced marks, which the file bears out.",
    "Two questions are marked more kindly than the file allows.",
    "Comments are short; say what was good and why.",
)
_WORK_COMMENTS = ("Careful work.", "The review needed more on disclosure.", "Well prepared, with one date missed.")


@dataclass(frozen=True)
class Scheme:
    """What the rows point to."""

    question_set: QuestionSet
    activities: dict[str, Activity]
    categories: list[int]
    marks: Marks


class _CaseFacts(NamedTuple):
    key: int
    court_level: str
    finalised: str
    category: int | None


class _Work(NamedTuple):
    """A half day's work, and how its prosecutor works and its assessor marks: 0 is average."""

    half_day: int
    unit: Unit
    activity: int
    day: date
    assessor: int
    lenient: float
    good: float


class Casework:
    """Makes IQAs and writes them, a month in a transaction."""

    def __init__(self, staff: Staff, scheme: Scheme, *, start: date, today: date, random: Random) -> None:
        self.staff, self.scheme, self.start, self.today, self.random = staff, scheme, start, today, random
        self.tables = Tables()
        self.afterwards = Afterwards(self.tables, today=today, random=random)
        self.busy = [random.uniform(0.5, 1.5) for _ in staff.units]
        # An Area's habits: of a thousand IQAs how many are dip sampled.
        self.sampled = {area: random.randint(50, 125) for area in staff.samplers}
        self.cases: dict[int, list[_CaseFacts]] = {unit.pk: [] for unit in staff.units}

    def make_month(self, month: date, iqas: int) -> Iterator[int]:
        """Make and write so many IQAs assessed in a month; yields how many came with each half day."""
        days = _days_of(month, self.today)
        rush, left = [_rush(day) for day in days], iqas
        with transaction.atomic():
            while left:
                number = min(left, self.random.choice(_IQAS_IN_HALF_DAY))
                self._half_day(self.random.choices(days, rush)[0], number)
                left -= number
                yield number
            self.tables.write()

    def _half_day(self, day: date, iqas: int) -> None:
        random, rows = self.random, self.tables.half_days
        unit = random.choices(self.staff.units, self.busy)[0]
        kinds = _WORK[UnitKind(unit.kind)]
        code = random.choices(list(kinds), list(kinds.values()))[0]
        assessor, lenient = random.choice(self.staff.assessors[unit.pk]).holder(day)
        prosecutor, good = random.choice(self.staff.prosecutors[unit.pk]).holder(day)
        worked_on = _working_day_before(day - timedelta(days=random.randint(0, 9)))
        court = (random.choice(_COURTS), "trials") if code == "case_presentation" else ("", "")
        activity, half_day = self.scheme.activities[code].pk, rows.next_key()
        rows.add(
            *(half_day, self._uuid(), assessor, prosecutor, unit.pk, activity, self.scheme.question_set.pk, worked_on),
            *(random.choice(("am", "pm")), day, random.randrange(1000) < _ADDITIONAL, "", *court, at_hour(day, 9)),
        )
        work = _Work(half_day, unit, activity, day, assessor, lenient, good)
        used: set[int] = set()
        for number in range(iqas):
            self._iqa(work, number, self._case(unit, day, used))

    def _iqa(self, work: _Work, number: int, case: _CaseFacts) -> None:
        years = (work.day - self.start).days / 365.25
        deserved = self.scheme.marks.deserved(work.activity, years=years, manner=work.good)
        marked = self.scheme.marks.as_marked(deserved, manner=work.lenient)
        late = self.random.randrange(1000) < _LATE
        after_days = self.random.randint(2, 9) if late else self.random.randint(0, 1)
        recorded_at = at_hour(work.day + timedelta(days=after_days), 10 + number)
        key, marking = self.tables.assessments.next_key(), self.tables.markings.next_key()
        not_met = any(given.counts_as == Outcome.CountsAs.NOT_MET for given in marked)
        outlook = self.afterwards.of(
            key, by=work.assessor, day=work.day, recorded_at=recorded_at, late=late, not_met=not_met
        )
        is_draft = outlook.recorded_at is None
        saved_at = at_hour(work.day, 10 + number) if is_draft else recorded_at
        copied = ("", "", "") if is_draft else (case.court_level, case.finalised, case.finalised and "adverse")
        self.tables.assessments.add(
            *(key, self._uuid(), work.half_day, case.key, marking, 1, saved_at, work.assessor, *copied, ""),
            *outlook,
        )
        if case.category and not is_draft:
            self.tables.categories.add(self.tables.categories.next_key(), key, case.category)
        answers = marked[: len(marked) // 2] if is_draft else marked
        self._marking(marking, key, work.activity, work.assessor, saved_at, answers)
        if outlook.state in ("recorded", "closed"):
            self._sample(key, marking, work, deserved)

    def _case(self, unit: Unit, day: date, used: set[int]) -> _CaseFacts:
        """A case of the unit: a new one, or one of its last few again; never one twice in a half day."""
        known = self.cases[unit.pk]
        again = self.random.choice(known) if known and self.random.randrange(1000) < _HAD_BEFORE else None
        case = again if again and again.key not in used else self._new_case(unit, day)
        used.add(case.key)
        return case

    def _new_case(self, unit: Unit, day: date) -> _CaseFacts:
        random, rows = self.random, self.tables.cases
        levels = (CourtLevel.MAGISTRATES.value, CourtLevel.YOUTH.value, CourtLevel.CROWN.value)
        key = rows.next_key()
        level = random.choices(levels, (70, 12, 18) if unit.kind == UnitKind.MAGISTRATES else (5, 2, 93))[0]
        finalised = "Acquitted after trial" if random.randrange(1000) < _FINALISED else ""
        trial = None if finalised else day + timedelta(days=random.randint(10, 120))
        plea = random.choice(("gap", "ngap"))
        rows.add(key, _urn(unit, key, day), level, plea, finalised, None, trial, at_hour(day, 8))
        category = None
        if unit.kind == UnitKind.RASSO or random.randrange(1000) < _SENSITIVE:
            # The first two are rape and other serious sexual offences.
            category = random.choice(self.scheme.categories[: 2 if unit.kind == UnitKind.RASSO else None])
            self.tables.case_categories.add(self.tables.case_categories.next_key(), key, category)
        case = _CaseFacts(key, level, finalised, category)
        self.cases[unit.pk] = [*self.cases[unit.pk][-30:], case]
        return case

    def _marking(
        self, key: int, assessment: int | None, activity: int, by: int, at: datetime, given: Iterable[Given]
    ) -> None:
        tables, outcomes = self.tables, self.scheme.marks.outcomes
        tables.markings.add(key, self._uuid(), assessment, 1, self.scheme.question_set.pk, activity, by, at, "")
        for each in given:
            row = tables.answers.next_key()
            said = (each.other_reason, each.lies_with, each.comment)
            tables.answers.add(row, key, each.asked.question_id, outcomes[each.counts_as], *said)
            if each.reason is not None:
                tables.reasons.add(tables.reasons.next_key(), row, each.reason)

    def _sample(self, assessment: int, marking: int, work: _Work, deserved: list[Given]) -> None:
        """A dip sample of one IQA in ten or so; half of them blind, by a sampler who sees the work as it is."""
        random, tables, area = self.random, self.tables, work.unit.area_id
        sampled_at = at_hour(work.day + timedelta(days=random.randint(12, 40)), 14)
        if random.randrange(1000) >= self.sampled[area] or sampled_at.date() >= self.today:
            return
        sampler, _ = self.staff.samplers[area].holder(sampled_at.date())
        second = None
        if random.random() < 0.5:
            second, own = tables.seconds.next_key(), tables.markings.next_key()
            self._marking(own, None, work.activity, sampler, sampled_at, deserved)
            said = ("dip_sample", own, assessment, sampler, True, 1, sampled_at, sampled_at, sampled_at, marking)
            tables.seconds.add(second, *said)
        targeted = random.random() < 0.08
        tables.samples.add(
            *(tables.samples.next_key(), assessment, sampler, targeted, "A new DCP." if targeted else "", second),
            *(random.choice(_IQA_COMMENTS), random.choice(_WORK_COMMENTS)),
            *(1, sampled_at, sampled_at, timezone.localdate(sampled_at), sampled_at, ""),
        )

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128))


def make_scheme(random: Random, *, start: date) -> Scheme:
    """What is in force on the first day."""
    question_set = QuestionSet.objects.in_force(on=start)
    return Scheme(
        question_set=question_set,
        activities={activity.code: activity for activity in Activity.objects.asked_in(question_set)},
        categories=list(SensitiveCategory.objects.order_by("order").values_list("pk", flat=True)),
        marks=Marks(question_set, random),
    )


@cache
def _days_of(month: date, today: date) -> list[date]:
    """The working days of a month that are over."""
    days = (month + timedelta(days=n) for n in range(31))
    return [day for day in days if day.month == month.month and day < today and is_working_day(day)]


def _rush(day: date) -> float:
    """How much more is assessed on a day: most at the end of a month, and of a quarter above all (§5.17)."""
    third = 1.0 if day.day <= 10 else 1.4 if day.day <= 20 else 2.6
    return third * (1.5 if day.month % 3 == 0 and day.day > 20 else 1)


@cache
def _working_day_before(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _urn(unit: Unit, key: int, day: date) -> str:
    """A URN that no other case has: the Area and unit for force and division, the key in two parts, the year."""
    division = f"{chr(65 + key // 100_000 % 26)}{chr(65 + unit.pk % 26)}"
    return f"{60 + unit.area_id % 40:02d}{division}{key % 100_000:05d}{day.year % 100:02d}"
