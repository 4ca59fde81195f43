"""A start without a setting stops, and says how to set it. Production is strict, demonstration mode stays at home."""

import json
import re
import shlex
import subprocess
import sys

import pytest

from tests.deploy.production import PRODUCTION, ROOT, environment

SET_UP = (sys.executable, "-c", "import django; django.setup()")

COLLECT = re.compile(r"python (?P<arguments>manage\.py collectstatic .*)")

RESPOND = """
import json
import re
import django
django.setup()
from django.conf import settings
from django.test import Client
host = settings.ALLOWED_HOSTS[0]
plain = Client().get("/", headers={"host": host})
response = Client().get("/account/sign-in/", secure=True, headers={"host": host})
print(json.dumps({
    "page": [response.status_code, response.content.decode()],
    "moved": [plain.status_code, plain.headers.get("Location")],
    "headers": dict(response.headers),
    "settings": {name: getattr(settings, name) for name in dir(settings) if "COOKIE" in name or name == "DEBUG"},
}))
"""


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("SECRET_KEY", "openssl rand"),
        ("ALLOWED_HOSTS", "iqa.example.test"),
        ("DATABASE_URL", "postgres://"),
        ("REDIS_URL", "redis://"),
        ("EMAIL_URL", "smtp"),
    ],
)
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_variable_stops_the_start_with_how_to_set_it(run, production, name, example, value):
    del production[name]
    if value is not None:
        production[name] = value

    stopped = run(*SET_UP, **production)

    assert stopped.returncode
    last_line = stopped.stderr.strip().splitlines()[-1]
    assert f"{name} is not set" in last_line
    assert example in last_line


def test_with_all_of_them_it_starts(run, production):
    started = run(*SET_UP, **production)

    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize("hosts", ["iqa.example.test", "127.0.0.1,iqa.example.test", "*", "0.0.0.0"])
def test_demonstration_mode_refuses_a_public_address(run, hosts):
    stopped = run(*SET_UP, DEMO="1", ALLOWED_HOSTS=hosts)

    assert stopped.returncode
    assert "ALLOWED_HOSTS may only name this machine" in stopped.stderr


def test_demonstration_mode_needs_no_variable(run):
    started = run(*SET_UP, DEMO="1")

    assert started.returncode == 0, started.stderr


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    """What production answers to a visitor, and how its cookies are set."""
    production = environment(**PRODUCTION, STATIC_ROOT=str(tmp_path_factory.mktemp("static")))
    production["DJANGO_SETTINGS_MODULE"] = "tests.deploy.collected"

    def run(*arguments: str) -> str:
        done = subprocess.run([sys.executable, *arguments], env=production, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(*shlex.split(COLLECT.search((ROOT / "Dockerfile").read_text())["arguments"]))
    return json.loads(run("-c", RESPOND).splitlines()[-1])


def test_production_serves_a_page_whose_files_are_named_after_their_content(answer):
    status, page = answer["page"]

    assert status == 200
    assert re.search(r'href="/assets/govuk/govuk-frontend\.min\.[0-9a-f]{12}\.css"', page)


def test_production_moves_a_visitor_to_https(answer):
    assert answer["moved"] == [301, "https://iqa.example.test/"]
    assert "max-age=31536000" in answer["headers"]["Strict-Transport-Security"]


def test_production_allows_nothing_inline_and_nothing_from_elsewhere(answer):
    policy = answer["headers"]["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not any(source in policy for source in ("http:", "https:", "data:", "*"))


def test_production_tells_other_sites_nothing(answer):
    assert answer["headers"]["Referrer-Policy"] == "same-origin"
    assert answer["headers"]["X-Frame-Options"] == "DENY"
    assert answer["headers"]["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in answer["headers"]["Permissions-Policy"]


def test_production_sends_cookies_over_https_only_and_hides_them_from_scripts(answer):
    settings = answer["settings"]

    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SESSION_COOKIE_HTTPONLY"]
    assert settings["CSRF_COOKIE_HTTPONLY"]
    assert settings["SESSION_COOKIE_AGE"] <= 12 * 60 * 60
    assert settings["DEBUG"] is False
