import logging
import re
from io import StringIO

import pytest
import structlog
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, RequestFactory

from iqa.accounts import errors
from iqa.logs import line_formatter

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


@pytest.fixture
def client(person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@pytest.fixture(params=[True, False], ids=["readable", "json"])
def log(request):
    """Everything that is logged, as the service writes it."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(line_formatter(readable=request.param))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/nowhere/", 404, "Page not found"),
        ("/forbid/", 403, "You cannot see this page"),
        ("/refuse/", 400, "The service could not read what was sent"),
        ("/crash/", 500, "There is a problem with the service"),
    ],
)
def test_each_failure_has_its_page(client, path, status, heading):
    response = client.get(path)

    assert response.status_code == status
    assert BeautifulSoup(response.content, "html.parser").h1.text.strip() == heading


def test_a_crash_shows_the_reference_under_which_it_is_logged(client, log):
    page = client.get("/crash/?urn=01AB1234518").content.decode()

    [reference] = re.findall(r"<strong>([0-9a-f-]{36})</strong>", page)
    logged = [line for line in log.getvalue().splitlines() if "ValueError" in line]
    assert logged
    assert all(reference in line for line in logged)


def test_a_crash_shows_no_stack_trace_and_no_casework(client):
    page = client.get("/crash/?urn=01AB1234518").content.decode()

    assert "ValueError" not in page
    assert "Traceback" not in page
    assert "01AB1234518" not in page


@pytest.mark.parametrize("path", ["/crash/", "/crash-for-a-reason/"])
def test_the_log_names_what_failed_and_where_but_not_what_it_quotes(client, log, path):
    client.get(f"{path}?urn=01AB1234518")

    assert "ValueError" in log.getvalue()
    assert re.search(r"tests\.accounts\.urls:\d+ crash", log.getvalue())
    assert f"GET {path}" in log.getvalue()
    assert "defendant" not in log.getvalue()
    assert "casework" not in log.getvalue()
    assert "01AB1234518" not in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_the_log_names_what_lay_behind_it(client, log):
    client.get("/crash-for-a-reason/")

    assert "RuntimeError from ValueError" in log.getvalue()


def test_what_was_posted_is_not_logged(client, log):
    client.post("/crash/", {"comment": "the defendant pleaded"})
    client.post("/note/?urn=01AB1234518", {"note": "the defendant pleaded"})

    assert "/note/" in log.getvalue()
    assert "pleaded" not in log.getvalue()
    assert "01AB1234518" not in log.getvalue()


def test_a_library_that_logs_an_exception_is_no_different(log):
    try:
        raise KeyError("the defendant")
    except KeyError as error:
        logging.getLogger("some.library").exception("It failed")
        logging.getLogger("some.library").error("And again", exc_info=error)
        structlog.get_logger("ours").error("ours", exc_info=error)

    assert log.getvalue().count("KeyError") == 3
    assert "defendant" not in log.getvalue()


def test_a_line_without_an_exception_has_none(log):
    structlog.get_logger("ours").error("ours", exc_info=True)

    assert "error=" not in log.getvalue()


def test_a_password_is_not_logged(log, person):
    Client().post("/account/sign-in/", {"email": person.email, "password": "my-secret"})
    Client().post("/account/sign-in/", {"email": person.email, "password": "iqa-demo"})

    assert "sign-in" in log.getvalue()
    assert "my-secret" not in log.getvalue()
    assert "iqa-demo" not in log.getvalue()


def test_what_fails_before_it_has_a_reference_gets_one(log):
    response = Client(raise_request_exception=False).get("/plain/", headers={"Host": "evil.example.test"})

    assert response.status_code == 400
    assert "error_without_request" in log.getvalue()


def test_the_reference_of_a_crash_outside_any_request_is_logged(log):
    page = errors.server_error(RequestFactory().get("/")).content.decode()

    [reference] = re.findall(r"<strong>([0-9a-f-]{36})</strong>", page)
    assert reference in log.getvalue()


def test_what_one_may_not_see_and_what_is_not_there_look_alike_to_who_is_not_signed_in():
    assert Client().get("/nowhere/").status_code == 404
    assert Client().get("/forbid/").status_code == 302


def test_django_mails_no_tracebacks():
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
