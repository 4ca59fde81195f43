"""How long a draw takes, and how many queries: of few IQAs, and of very many in one quarter of one Area."""

import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Max, Model
from django.utils import timezone

from assessments.models import Assessment, Case, HalfDay, State
from dipsamples.actions.draws import make
from iqa.calendar import quarter, today
from iqa.organisation.models import Area, Person
from tests.factories import AreaFactory, CaseFactory, PersonFactory, UnitFactory, begun, started
from tests.kept import analyze

FEW, MANY = 10_000, int(os.environ.get("BENCH_DRAWN", "1000000"))
DCPS, CASES_IN_HALF_DAY = 40, 4


def report() -> None:
    print(f"\n{'draw':8}{'IQAs':>12}{'drawn':>10}{'queries':>10}{'seconds':>10}")
    for count in (FEW, MANY):
        area = AreaFactory(name=f"An Area of {count:,} IQAs")
        fill(area, count)
        asked, took, draw = timed(lambda area=area: make(area=area, quarter=quarter(today()), by=None))
        print(f"{'':8}{count:12,}{draw.drawn.count():10,}{asked:10}{took:10.1f}", flush=True)


def timed(act: Callable[[], Any]) -> tuple[int, float, Any]:
    """(queries, seconds, what it returned)"""
    asked = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        began = time.perf_counter()
        result = act()
    return asked, time.perf_counter() - began, result


def fill(area: Area, count: int) -> None:
    """`count` recorded IQAs of today in an Area, by 40 DCPs, written by the database itself."""
    half_day = started(unit=UnitFactory(area=area))
    first = Person.objects.bulk_create(
        Person(email=f"dcp{n}.of{count}@example.test", name=f"DCP {n}") for n in range(DCPS)
    )[0].pk
    template = begun(half_day=half_day, case=CaseFactory())
    recorded = Assessment.objects.filter(pk=template.pk)
    recorded.update(
        state=State.RECORDED,
        action_required=False,
        recorded_at=timezone.now(),
        recorded_by=PersonFactory(),
        feedback_due_on=today(),
        readable_from=timezone.now(),
    )
    cases, half_days = _last(Case), _last(HalfDay)
    _copy(template.case, count, urn=f"CAST({10_000_000_000 + cases} + i AS varchar(11))")
    _copy(half_day, count // CASES_IN_HALF_DAY + 1, key=_UUID, assessor_id=f"{first} + i %% {DCPS}")
    _copy(
        template,
        count - 1,
        key=_UUID,
        marking_id="NULL",
        case_id=f"{cases} + i",
        half_day_id=f"{half_days} + 1 + i / {CASES_IN_HALF_DAY}",
    )
    analyze()


_UUID = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"


def _last(model: type[Model]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"]


def _copy(row: Model, count: int, **columns: str) -> None:
    """`count` rows more like this one, but for these columns: SQL in which `i` counts from 1, as their keys do from
    this one's."""
    table = row._meta.db_table
    names = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < %s) "
            f"INSERT INTO {table} ({', '.join(names)}) "
            f"SELECT {', '.join(columns.get(name, f'{table}.{name}') for name in names)} "
            f"FROM {table} CROSS JOIN numbers WHERE {table}.id = %s",
            [count, row.pk],
        )
