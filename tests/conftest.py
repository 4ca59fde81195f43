"""What every test stands on: the scheme, an organisation, and the browser of the journeys."""

import gc
import os
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import transaction
from django.test import TransactionTestCase

from assessments.loading import load_scheme
from iqa.questions.models import QuestionSet
from tests import chromium
from tests.kept import KeptDatabase, vacuum
from tests.places import Organisation, make_organisation

# Playwright runs an event loop in the thread that the tests use the database from.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# However slow the machine: an example that takes long is no failure.
hypothesis.settings.register_profile("iqa", deadline=None)
hypothesis.settings.load_profile("iqa")

JOURNEYS = Path(__file__).parent / "journeys"
JOURNEYS_ARE_REQUIRED = os.environ.get("IQA_JOURNEYS") == "required"
NO_CHROMIUM = "no Chromium: install one, or set IQA_CHROMIUM to its path"

find_chromium = cache(chromium.find)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    journeys = [item for item in items if JOURNEYS in item.path.parents]
    for item in journeys:
        item.add_marker(pytest.mark.journey)
        if not find_chromium():
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_collection_finish() -> None:
    # What is loaded by now stays: to look through it again and again takes one second in twenty; and to look every 700
    # objects whether any can go, one in six.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if JOURNEYS_ARE_REQUIRED and report.skipped and item.get_closest_marker("journey"):
        report.outcome = "failed"
        report.longrepr = f"IQA_JOURNEYS=required, and this journey was skipped: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.section(f"{len(skipped)} JOURNEYS SKIPPED: {NO_CHROMIUM}", sep="!", red=True, bold=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": find_chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The scheme is loaded once a run. A test's transaction begins from there, and a test that commits
    (`transactional_db`, `live_server`) leaves the database so."""
    with django_db_blocker.unblock():
        load_scheme()
        kept = KeptDatabase()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: kept.bring_back())
        yield


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For a fixture that makes records once for all tests of a module, who only look at them: what it makes is undone
    after the last of them, and what each test does by itself."""
    with django_db_blocker.unblock():
        vacuum()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


@pytest.fixture
def scheme(db: None) -> QuestionSet:
    """The Areas, terms and questions of the scheme are there, and this is its question set."""
    return QuestionSet.objects.get(title="Annex F")


@pytest.fixture
def place(scheme: QuestionSet) -> Organisation:
    """Someone in every role, in Wessex and beside it; see `tests/places.py`."""
    return make_organisation()
