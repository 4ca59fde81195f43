"""Readers of report pages at once, over HTTP from this machine to gunicorn as production runs it, while IQAs are
recorded by another process."""

import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from typing import NamedTuple

from django.conf import settings
from django.test import Client
from django.urls import reverse

from iqa.calendar import today
from iqa.organisation.models import Person, Posting
from iqa.permissions import Permission, roles_with
from tests.benchmarks.reports.nation import ROOT

READERS = 20
RECORDED_EACH_SECOND = 5
# For how long someone looks at a page before they ask for the next, in seconds and at a mean: a glance.
LOOKS_FOR = 1
# Of pages in all, and of seconds: whichever is reached first.
PAGES, SECONDS = 1000, int(os.environ.get("BENCH_SECONDS", "60"))
REPORTS = ("volumes", "timing", "fully-met", "reasons", "dip-samples", "feedback", "health", "open")
CHOICES = ("", "?compare=quarter", "?activity=case_progression", "?unit_kind=crown", "?compare=activity")


class Crowd(NamedTuple):
    """`took` are milliseconds of each page, in no order; `recorder` is what the recorder says."""

    took: list[float]
    refused: int
    recorder: str

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.took, n=100)[percent - 1]


def read_at_once(*, looking_for: float) -> Crowd:
    """`looking_for`: seconds at a mean between a page and the next of the same reader; 0 asks again at once."""
    people = _readers()
    with _recorder() as recorder, _gunicorn() as port:
        recorder.stdin.write("now\n")
        recorder.stdin.flush()
        over = time.monotonic() + SECONDS
        with ThreadPoolExecutor(READERS) as pool:
            read = list(pool.map(lambda reader: _read(port, *reader, over, looking_for), enumerate(_cookies(people))))
        said = recorder.communicate("stop\n")[0].strip()
    pages = [page for pages in read for page in pages]
    took = [milliseconds for status, milliseconds in pages if status == 200]
    if len(took) < READERS:
        sys.exit(f"In {SECONDS} seconds only {len(took)} pages were answered: set BENCH_SECONDS higher.")
    return Crowd(took, len(pages) - len(took), said)


def _readers() -> list[Person]:
    """Of all who read reports, so many evenly from the highest roles to the last DCP."""
    postings = Posting.objects.in_force(on=today()).filter(role__in=roles_with(Permission.VIEW_REPORTS))
    people = list(dict.fromkeys(posting.person for posting in postings.select_related("person").order_by("unit", "pk")))
    return people[:: max(1, len(people) // READERS)][:READERS]


def _cookies(people: list[Person]) -> Iterator[str]:
    for person in people:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        yield f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _read(port: int, number: int, cookie: str, over: float, looking_for: float) -> list[tuple[int, float]]:
    """(status, milliseconds) of each page, each reader beginning elsewhere in them."""
    chance = random.Random(number)
    addresses = [
        reverse("reporting:dashboard"),
        *(reverse("reporting:report_detail", args=[name]) + choices for choices in CHOICES for name in REPORTS),
    ]
    headers = {"Cookie": cookie, "X-Forwarded-Proto": "https"}
    connection, found = http.client.HTTPConnection("127.0.0.1", port, timeout=30), []
    for address in islice(cycle(addresses), number * 2, number * 2 + PAGES // READERS):
        time.sleep(chance.uniform(0, 2 * looking_for))
        if time.monotonic() > over:
            break
        began = time.perf_counter()
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
        found.append((response.status, (time.perf_counter() - began) * 1000))
        if looking_for:
            connection.close()  # which the server does too while nobody asks; the next page opens another
    connection.close()
    return found


@contextmanager
def _gunicorn() -> Iterator[int]:
    with tempfile.TemporaryFile() as log, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = ["gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}", "iqa.wsgi"]
        server = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen) -> None:
    """Until a worker answers, which have more to read before it than to listen."""
    while server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/health/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    sys.exit("gunicorn did not start: run make check, which says what its settings lack.")


@contextmanager
def _recorder() -> Iterator[subprocess.Popen]:
    """Waiting, with its drafts made, for a line to begin at."""
    command = [sys.executable, "-m", "tests.benchmarks.reports.recorder", str(SECONDS), str(RECORDED_EACH_SECOND)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    recorder = subprocess.Popen(command, cwd=ROOT, **pipes)
    try:
        if recorder.stdout.readline() != "ready\n":
            sys.exit("No IQAs could be made to record: the reason is above.")
        yield recorder
    finally:
        recorder.kill()
        recorder.wait()
