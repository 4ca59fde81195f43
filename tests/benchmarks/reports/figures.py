"""How long the database takes for a report, and for the same question in plain SQL."""

import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max

from assessments.models import HalfDay
from iqa.organisation.models import Unit
from reporting.choices import Choices
from reporting.measures import REPORTS
from tests.benchmarks.reports.plain import PLAIN

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
# More than this, and once is enough.
SLOW = 2000


class Case(NamedTuple):
    """What is chosen, and the same for `PLAIN`: what narrows it, its parameters and what it is compared by."""

    label: str
    said: dict[str, str]
    where: str = "true"
    params: tuple[Any, ...] = ()
    by: str = ""


class Timed(NamedTuple):
    queries: int
    milliseconds: float


def tallied_cases() -> list[Case]:
    """What the tallies tell apart: place, unit kind, activity and period. The year is the last that is whole."""
    year, began, ended = _last_year()
    unit = Unit.objects.select_related("area").order_by("-pk")[0]
    quarter = "h.assessed_on BETWEEN %s AND %s"
    return [
        Case("nation, a quarter", {"year": year, "quarter": "Q1"}, quarter, (f"{began}-04-01", f"{began}-06-30")),
        Case("nation, a year", {"year": year}, quarter, (f"{began}-04-01", f"{ended}-03-31")),
        Case("nation, ever", {}),
        Case("an Area", {"area": unit.area.name}, "u.area_id = %s", (unit.area_id,)),
        Case("a unit", {"area": unit.area.name, "unit": unit.name}, "h.unit_id = %s", (unit.pk,)),
        Case("a unit kind", {"unit_kind": "crown"}, "u.kind = 'crown'"),
        Case("an activity", {"activity": "case_progression"}, "y.code = 'case_progression'"),
        Case("by Area", {"compare": "area"}, by="u.area_id, "),
        Case("by quarter", {"compare": "quarter"}, by="date_trunc('quarter', h.assessed_on), "),
    ]


def untallied_cases() -> list[Case]:
    """What they do not: counted from the IQAs one by one."""
    sensitive = "EXISTS (SELECT 1 FROM assessments_assessment_sensitive c WHERE c.assessment_id = s.id)"
    return [
        Case("court level", {"court_level": "crown"}, "s.court_level = 'crown'"),
        Case("no sensitive category", {"sensitive": "none"}, f"NOT {sensitive}"),
        Case("by assessor", {"compare": "assessor"}, by="h.assessor_id, "),
        Case("by prosecutor", {"compare": "prosecutor"}, by="h.prosecutor_id, "),
        Case("additional", {"additional": "yes"}, "h.additional"),
    ]


def asked_of(name: str, cases: list[Case]) -> list[Case]:
    """The cases that compare a report by nothing, or by what it may be compared by."""
    return [case for case in cases if case.said.get("compare") in (None, *REPORTS[name].compared_by)]


def time_report(name: str, case: Case) -> tuple[Timed, Timed | None]:
    """(ours, plain SQL), each the best of some rounds, first those of ours: what else the machine does only adds, and
    plain SQL leaves nothing in the caches that ours would read."""
    choices = Choices.parse(case.said)
    ways: list[Callable[[], Any]] = [lambda: REPORTS[name].figures(choices, person=None)]
    if name in PLAIN:
        ways.append(lambda: _ask(name, case))
    took: list[list[Timed]] = [[] for _ in ways]
    for way, times in zip(ways, took, strict=True):
        for _ in range(ROUNDS):
            if not times or times[0].milliseconds < SLOW:
                times.append(_timed(way))
    ours, *plain = (min(times, key=attrgetter("milliseconds")) for times in took)
    return ours, plain[0] if plain else None


def _ask(name: str, case: Case) -> None:
    sql = PLAIN[name].format(where=case.where, by=case.by)
    with connection.cursor() as cursor:
        cursor.execute(sql, case.params or None)
        cursor.fetchall()


def _timed(act: Callable[[], Any]) -> Timed:
    with _counted() as times:
        act()
    return Timed(len(times), sum(times) * 1000)


@contextmanager
def _counted():
    """The seconds of each query, as its caller waits for it."""
    times: list[float] = []

    def timed(execute: Any, *args: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*args)
        finally:
            times.append(time.perf_counter() - began)

    with connection.execute_wrapper(timed):
        yield times


def _last_year() -> tuple[str, int, int]:
    """The last business year of which IQAs were assessed to its end, and the calendar years of both its ends."""
    last = HalfDay.objects.aggregate(last=Max("assessed_on"))["last"]
    ended = last.year if last.month > 3 else last.year - 1
    return f"{ended - 1}-{ended % 100:02}", ended - 1, ended
