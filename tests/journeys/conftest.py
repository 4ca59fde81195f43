"""A real browser on a real server. Time begins on a Tuesday morning, and goes on from there."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from iqa.organisation.models import Person
from tests.factories import PASSWORD
from tests.journeys.browsers import WAIT, Browsers

BEGINS = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Europe/London"))


class Visit(Protocol):
    def __call__(
        self, person: Person | None = None, instead: Page | None = None, *, width: int = 1280, js: bool = True
    ) -> Page: ...


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The server's time: `clock.shift(timedelta(hours=24))` moves it on. The browser's own goes on as it is."""
    with time_machine.travel(BEGINS) as coordinates:
        yield coordinates


@pytest.fixture(autouse=True)
def mail_folder(settings: Any, live_server: Any, tmp_path: Path) -> Path:
    """Emails are written to a folder, as in a demonstration, and link to the server of the test."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.SITE_URL = live_server.url
    return tmp_path / "mail"


@pytest.fixture(scope="session")
def browsers(browser: Browser, live_server: Any) -> Browsers:
    return Browsers(browser, live_server.url)


@pytest.fixture
def visit(browsers: Browsers, live_server: Any, place: Any) -> Iterator[Visit]:
    """Opens a browser of its own for a person, already signed in, or for nobody; or `instead` of whoever is signed in
    at another page, which goes on as theirs. What its scripts complain about, or the Content Security Policy stops,
    fails the test in the end."""
    taken: list[tuple[Page, int, bool]] = []
    complaints: list[str] = []
    expect.set_options(timeout=WAIT)

    def on_console(message: ConsoleMessage) -> None:
        # What the server answered, or that it could not be reached, is the page's business, and tested as such.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def on_error(error: Exception) -> None:
        complaints.append(str(error))

    def open_page(
        person: Person | None = None, instead: Page | None = None, *, width: int = 1280, js: bool = True
    ) -> Page:
        if instead:
            page = instead
            page.context.clear_cookies()
        else:
            page = browsers.take(width=width, js=js)
            taken.append((page, width, js))
            page.on("console", on_console)
            page.on("pageerror", on_error)
        if person:
            page.context.add_cookies([session_of(person, live_server.url)])
        return page

    yield open_page
    for page, width, js in taken:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)
        browsers.give_back(page, width=width, js=js)
    assert not complaints


def session_of(person: Person, url: str) -> Any:
    """The cookie of someone who has signed in."""
    client = Client()
    client.force_login(person)
    return {"name": "iqa_session", "value": client.cookies["iqa_session"].value, "url": url}


def sign_in(page: Page, person: Person) -> None:
    """On the page where one signs in."""
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
