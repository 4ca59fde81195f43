"""docker-compose.yml without an engine: what it says, and that its own commands run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
import yaml

from tests.deploy.production import PRODUCTION, ROOT

SECRET = re.compile(r"KEY|PASSWORD|SECRET|TOKEN(?!_ENDPOINT)")
VARIABLE = re.compile(r"\$\{(\w+)([^}]*)\}")

text = (ROOT / "docker-compose.yml").read_text()
services = yaml.safe_load(text)["services"]
OURS = ("migrate", "web", "worker", "beat")


def command(service: str) -> list[str]:
    return shlex.split(services[service]["command"])


def test_every_service_is_there():
    assert set(services) == {*OURS, "postgres", "redis", "mail"}
    assert services["postgres"]["image"] == "postgres:17"


@pytest.mark.parametrize("service", [name for name in services if name != "migrate"])
def test_every_service_that_stays_has_a_health_check(service):
    assert services[service]["healthcheck"]["test"]


def test_no_secret_has_a_default():
    secrets = [(name, rest) for name, rest in VARIABLE.findall(text) if SECRET.search(name)]

    assert {name for name, _ in secrets} == {"SECRET_KEY", "POSTGRES_PASSWORD", "OIDC_CLIENT_SECRET"}
    # Asked for, or empty where it may be left out.
    assert all(rest.startswith(":?") or rest == ":-" for _, rest in secrets), secrets


@pytest.mark.parametrize("service", services)
def test_no_secret_is_written_down(service):
    for name, value in services[service].get("environment", {}).items():
        if SECRET.search(name):
            assert VARIABLE.fullmatch(value), f"{service}: {name}"
        assert not re.search(r"://\w+:[^$@]+@", str(value)), f"{service}: {name}"


def test_the_example_names_every_variable_and_holds_no_secret():
    lines = (ROOT / ".env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert {name for name, _ in VARIABLE.findall(text)} == set(example)
    assert not any(value for name, value in example.items() if SECRET.search(name))


@pytest.mark.parametrize("service", OURS)
def test_the_application_is_given_what_production_asks_for(service):
    assert set(PRODUCTION) <= set(services[service]["environment"])
    assert "DEMO" not in services[service]["environment"]


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_nothing_starts_before_the_migration_has_ended_well(service):
    assert services[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_client_accepts_the_file():
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("no docker compose here")

    made_up = {"SECRET_KEY": "x", "ALLOWED_HOSTS": "x", "POSTGRES_PASSWORD": "x"}
    checked = subprocess.run([docker, "compose", "config", "--quiet"], cwd=ROOT, env=made_up, capture_output=True)

    assert checked.returncode == 0, checked.stderr


def test_the_migration_step_runs(run, production, tmp_path):
    production["DATABASE_URL"] = f"sqlite:///{tmp_path}/iqa.sqlite3"

    migrated = run(*command("migrate"), **production)
    assert migrated.returncode == 0, migrated.stderr

    nothing_left = run(sys.executable, "manage.py", "migrate", "--check", **production)
    assert nothing_left.returncode == 0, nothing_left.stdout


def test_the_web_server_takes_its_configuration(run, production):
    checked = run(*command("web"), "--check-config", **production)

    assert checked.returncode == 0, checked.stderr


def test_an_address_of_eight_thousand_characters_comes_to_the_application(start, production):
    server = start(*[part.replace("0.0.0.0:8000", "127.0.0.1:0") for part in command("web")], **production)
    port = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", read_until(server, "Listening at"))[1]

    connection = HTTPConnection("127.0.0.1", int(port), timeout=60)
    connection.request("GET", f"/assessments/?q={'x' * 8000}", headers={"Host": production["ALLOWED_HOSTS"]})

    # It asks for the address again by HTTPS, where the web server alone would answer 414.
    assert connection.getresponse().status == 301


def test_the_worker_starts_and_knows_the_sweep(start, production):
    worker = start(*command("worker"), **production)

    said = read_until(worker, "ready.")

    assert "iqa.notifications.tasks.send_due" in said


def test_the_clock_starts(start, production, tmp_path):
    in_a_folder_of_its_own = [part.replace("/tmp/", f"{tmp_path}/") for part in command("beat")]

    read_until(start(*in_a_folder_of_its_own, **production), "beat: Starting")


@pytest.mark.skipif(not os.environ.get("REDIS_URL", "").startswith("redis"), reason="only with Redis in REDIS_URL")
@pytest.mark.parametrize(("service", "words"), [("worker", "ready."), ("beat", "beat pidbox: Connected")])
def test_the_health_check_of_worker_and_clock_sees_them_and_their_absence(
    start, run, production, tmp_path, service, words
):
    # A Redis database of its own: another test's worker would take what this clock rings for.
    production["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path="/15").geturl()
    _, check = services[service]["healthcheck"]["test"]
    check = check.replace("$$", "$")
    process = start(*[part.replace("/tmp/", f"{tmp_path}/") for part in command(service)], **production)

    read_until(process, words)
    assert run("sh", "-c", check, **production).returncode == 0

    process.kill()
    process.wait()
    assert run("sh", "-c", check.replace("--timeout 10", "--timeout 2"), **production).returncode


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What `process` says until it says `words`."""
    said = ""
    for line in process.stdout or ():
        said += line
        if words in line:
            return said
    pytest.fail(f"It ended without {words!r}: {said}")
