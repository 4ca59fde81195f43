"""`python -m tests.benchmarks`: home, find and record beside a bare Django view that reads or writes the same rows; and
a draw of dip samples from a million IQAs.

On the database of DATABASE_URL, else on PostgreSQL at 127.0.0.1:5432 where it answers, else on SQLite; in a database of
its own, dropped when it ends. Both are asked in turn, in one process and through Django's test client, so that whatever
else the machine does weighs on both alike. It says how long, and asserts nothing.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import django
import psycopg2

IQAS = int(os.environ.get("BENCH_IQAS", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "150"))
WARM_UP = 10
POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"


class Timed(NamedTuple):
    """What one way of answering took: the number of queries, and milliseconds of each round, sorted."""

    queries: int
    took: list[float]

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.took, n=100)[percent - 1]


def main() -> None:
    os.environ["DATABASE_URL"] = address = _database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    with _own_database():
        from tests.benchmarks import drawing
        from tests.benchmarks.seeding import seed

        print(f"{IQAS:,} IQAs on {urlsplit(address).scheme}, {ROUNDS} rounds, milliseconds", flush=True)
        began = time.perf_counter()
        seeded = seed(iqas=IQAS, drafts=2 * (ROUNDS + WARM_UP + 1))
        print(f"(seeded in {time.perf_counter() - began:.0f} s)\n")
        print(f"{'':8}{'queries':>16}{'p50':>24}{'p95':>24}")
        print(f"{'page':8}{'ours':>8}{'bare':>8}" + 2 * f"{'ours':>8}{'bare':>8}{'ratio':>8}")
        for page, (ours, bare) in _pages(seeded).items():
            print(_line(page, *_in_turn(ours, bare)), flush=True)
        drawing.report()


def _database() -> str:
    """The address of a database that need not exist."""
    if address := os.environ.get("DATABASE_URL"):
        return address
    try:
        psycopg2.connect(POSTGRESQL, connect_timeout=2).close()
    except psycopg2.Error:
        return "sqlite:///:memory:"
    return urlsplit(POSTGRESQL)._replace(path=f"/iqa_bench_{os.getpid()}").geturl()


@contextmanager
def _own_database() -> Iterator[None]:
    from django.test.utils import setup_databases, teardown_databases

    from assessments.loading import load_scheme

    made = setup_databases(verbosity=0, interactive=False)
    try:
        load_scheme()
        yield
    finally:
        teardown_databases(made, verbosity=0)


def _pages(seeded: Any) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Each page: how to ask ours, and how to ask the bare view."""
    from django.test import Client, override_settings
    from django.urls import reverse

    def client_of(person: Any) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(person)
        return client

    bare_client = Client(SERVER_NAME="127.0.0.1")
    is_bare = override_settings(ROOT_URLCONF="tests.benchmarks.bare", MIDDLEWARE=[])
    with is_bare:
        bare_client.handler.load_middleware()

    def bare(method: str, path: str) -> None:
        is_bare.enable()
        try:
            _answered(getattr(bare_client, method)(path))
        finally:
            is_bare.disable()

    assessor, manager = client_of(seeded.assessor), client_of(seeded.manager)
    drafts = iter(seeded.drafts)
    home, find = reverse("assessments:home"), reverse("assessments:assessment_list")
    return {
        "home": (lambda: _answered(assessor.get(home)), lambda: bare("get", f"/home/{seeded.assessor.pk}/")),
        "find": (lambda: _answered(manager.get(find)), lambda: bare("get", f"/find/{seeded.area.pk}/")),
        "record": (
            lambda: _answered(assessor.post(reverse("assessments:assessment_record", args=[next(drafts)])), 302),
            lambda: bare("post", f"/record/{next(drafts)}/{seeded.assessor.pk}/"),
        ),
    }


def _answered(response: Any, status: int = 200) -> None:
    if response.status_code != status:
        sys.exit(f"The page answered {response.status_code}, not {status}: there is nothing to compare.")


def _in_turn(*ways: Callable[[], Any]) -> list[Timed]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(WARM_UP):
        for way in ways:
            way()
    took: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, times in zip(ways, took, strict=True):
            began = time.perf_counter()
            way()
            times.append((time.perf_counter() - began) * 1000)
    counted = []
    for way in ways:
        with CaptureQueriesContext(connection) as queries:
            way()
        counted.append(len(queries))
    return [Timed(queries, times) for queries, times in zip(counted, took, strict=True)]


def _line(page: str, ours: Timed, bare: Timed) -> str:
    columns = [f"{page:8}{ours.queries:8}{bare.queries:8}"]
    for percent in (50, 95):
        mine, floor = ours.percentile(percent), bare.percentile(percent)
        columns.append(f"{mine:8.1f}{floor:8.1f}{mine / floor:8.1f}")
    return "".join(columns)


if __name__ == "__main__":
    main()
