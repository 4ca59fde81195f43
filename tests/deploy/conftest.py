"""Starts of the service in an environment of one's choosing."""

import subprocess

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
    """Starts a command as `run` does; what it says is read from its stdout. Stopped with the test."""
    started = []

    def start(*command: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env=environment(**variables),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
