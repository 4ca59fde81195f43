"""Starts of the service in an environment of one's choosing."""

import os
import signal
import subprocess
from contextlib import suppress

import pytest

from tests.deploy.production import PRODUCTION, ROOT, environment


@pytest.fixture
def production() -> dict[str, str]:
    return dict(PRODUCTION)


@pytest.fixture
def run():
    """Runs a command in the project's folder, in an environment of those variables and no other of ours."""

    def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=environment(**variables), cwd=ROOT, capture_output=True, text=True, timeout=120
        )

    return run


@pytest.fixture
def start():
    """Starts a command as `run` does; what it says is read from its stdout. Stopped with the test, it and all that it
    has started: a process of a worker's pool does not always see its worker go, and holds on to stdout."""
    started = []

    def start(*command: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env=environment(**variables),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):  # all of it has ended
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
