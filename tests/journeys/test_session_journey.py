"""Two minutes before a session ends, and after."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, Route, expect

from iqa.accounts.sessions import SIGNED_IN_AT
from tests.journeys.checks import axe_violations, check_page
from tests.journeys.conftest import sign_in

TITLE = "You will be signed out in 2 minutes. Your draft is saved."


@pytest.fixture
def pass_time(clock):
    """Lets time go by on the server and in the browsers."""

    def pass_time(*pages: Page, **time: int) -> None:
        clock.shift(timedelta(**time))
        for page in pages:
            page.clock.run_for(1000)
            page.clock.fast_forward(int(timedelta(**time).total_seconds() * 1000))
            page.clock.run_for(2000)

    return pass_time


@pytest.fixture
def open_page(visit, place):
    """A page of someone signed in, in a browser whose clock the test moves."""

    def open_page(address="/help/", *, beside: Page | None = None, width: int = 1280) -> Page:
        page = beside.context.new_page() if beside else visit(place.dcp, width=width)
        page.clock.install()
        page.goto(address)
        return page

    return open_page


def dialog_of(page):
    return page.get_by_role("dialog", name="You")


@pytest.mark.parametrize("width", [1280, 320])
def test_one_is_asked_two_minutes_before(open_page, pass_time, width):
    page = open_page(width=width)
    pass_time(page, minutes=27, seconds=30)
    expect(dialog_of(page)).not_to_be_visible()

    pass_time(page, seconds=40)

    expect(page.get_by_role("dialog", name=TITLE)).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    check_page(page, "session-timeout")

    pass_time(page, seconds=60)
    expect(page.get_by_role("dialog", name="You will be signed out in 1 minute. Your draft is saved.")).to_be_visible()


@pytest.mark.parametrize("how", ["button", "Esc"])
def test_staying_puts_it_off_and_focus_returns(open_page, pass_time, how):
    page = open_page()
    link = page.get_by_role("link", name="Accessibility statement")
    link.focus()
    pass_time(page, minutes=28, seconds=10)
    expect(dialog_of(page)).to_be_visible()

    with page.expect_response(lambda response: response.request.method == "POST"):
        if how == "Esc":
            page.keyboard.press("Escape")
        else:
            page.get_by_role("button", name="Stay signed in").click()
    pass_time(page, seconds=1)
    expect(dialog_of(page)).not_to_be_visible()
    expect(link).to_be_focused()

    pass_time(page, minutes=27)
    expect(dialog_of(page)).not_to_be_visible()
    page.reload()
    expect(page.locator("h1")).to_have_text("Help")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_what_is_done_in_another_tab_counts(open_page, pass_time):
    page = open_page()
    other = open_page(beside=page)
    pass_time(page, other, minutes=20)
    other.reload()

    pass_time(page, other, minutes=9)
    expect(dialog_of(page)).not_to_be_visible()

    pass_time(page, other, minutes=19, seconds=30)
    expect(dialog_of(page)).to_be_visible()
    expect(dialog_of(other)).to_be_visible()
    with other.expect_response(lambda response: response.request.method == "POST"):
        other.get_by_role("button", name="Stay signed in").click()
    pass_time(page, other, seconds=2)
    expect(dialog_of(page)).not_to_be_visible()


def test_a_page_left_open_does_not_keep_anyone_signed_in(open_page, pass_time):
    page = open_page()
    for _ in range(31):
        pass_time(page, minutes=1)

    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_text("because you did nothing for 30 minutes")).to_be_visible()


def test_an_answer_long_on_its_way_promises_no_more_time(open_page, pass_time):
    page = open_page()
    held: list[Route] = []
    page.route("**/account/stay/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/account/stay/"):
        pass_time(page, minutes=28, seconds=10)
    answer = held[0].fetch()

    pass_time(page, minutes=2)
    held[0].fulfill(response=answer)

    expect(page.locator("h1")).to_have_text("Sign in")


def test_a_page_without_a_form_leads_to_the_sign_in_page_and_back(open_page, pass_time, place):
    page = open_page("/?sort=due")
    pass_time(page, minutes=28, seconds=10)
    # The server has answered how long is left: an answer on its way while time goes by would be taken for a later one.
    expect(dialog_of(page)).to_be_visible()
    pass_time(page, minutes=2)

    expect(page.locator("h1")).to_have_text("Sign in")
    sign_in(page, place.dcp)
    expect(page.locator("h1")).to_have_text("My work")
    assert page.url.endswith("/?sort=due")


def test_a_form_stays_with_what_was_typed_and_is_held_when_sent(open_page, pass_time, place):
    page = open_page("/half-days/start/")
    page.get_by_label("Morning", exact=True).check()
    page.get_by_label("Day", exact=True).first.fill("9")
    pass_time(page, minutes=28, seconds=10)
    expect(dialog_of(page)).to_be_visible()

    pass_time(page, minutes=2)
    expect(page.get_by_role("dialog", name="You were signed out")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Go back to the page").click()
    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_text("What you sent was not saved, but it is kept")).to_be_visible()
    check_page(page, "sign-in-held")
    sign_in(page, place.dcp)
    expect(page.locator("h1")).to_have_text("Start a half day")
    expect(page.get_by_text("This page was out of date: your answers are kept")).to_be_visible()
    expect(page.get_by_label("Morning", exact=True)).to_be_checked()
    expect(page.get_by_label("Day", exact=True).first).to_have_value("9")


def test_after_twelve_hours_there_is_no_staying(open_page, pass_time, place):
    page = open_page()
    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "iqa_session")
    session = SessionStore(cookie["value"])
    session[SIGNED_IN_AT] -= 12 * 60 * 60 - 20 * 60
    session.save()
    page.reload()
    pass_time(page, minutes=18, seconds=10)

    expect(dialog_of(page)).to_contain_text("It is 12 hours since you signed in")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Continue").click()
    pass_time(page, seconds=10)
    expect(dialog_of(page)).not_to_be_visible()
    pass_time(page, minutes=2)
    expect(page.locator("h1")).to_have_text("Sign in")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/help/", "help"),
        ("/accessibility/", "accessibility"),
        ("/mailbox/", "mailbox-empty"),
        ("/nowhere/", "not-found"),
        ("/account/sign-in/", "sign-in"),
    ],
)
def test_pages_that_are_open_to_all(visit, address, name, width, js):
    page = visit(width=width, js=js)
    page.goto(address)

    check_page(page, name)


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_that_refuse(visit, place, width):
    page = visit(width=width)
    page.goto("/account/sign-in/")
    page.get_by_label("Email address").fill("nobody@example.test")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Check your email address and password")).to_be_visible()
    check_page(page, "sign-in-refused")

    for _ in range(9):
        page.get_by_label("Password", exact=True).fill("wrong")
        page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Too many attempts")
    check_page(page, "too-many-attempts")
