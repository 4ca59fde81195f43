"""A new password by email, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from iqa.notifications.actions import send_due_emails
from iqa.notifications.mailbox import read_emails
from tests.journeys.checks import check_page
from tests.journeys.test_pages import check_at_each_width


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_forgotten_password(visit, place, mail_folder, js):
    page = visit(js=js)
    page.goto("/account/sign-in/")
    page.get_by_role("link", name="I have forgotten my password").click()
    check_at_each_width(page, "password-reset")
    page.get_by_label("Email address").fill("not an address")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter an email address in the correct format")
    check_page(page, "password-reset-error")
    page.get_by_label("Email address").fill(place.dcp.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator("h1")).to_have_text("Check your email")
    check_at_each_width(page, "password-reset-sent")

    send_due_emails()
    link = re.search(r"http\S+/account/password/set/\S+", read_emails(mail_folder)[0].body)[0]
    page.goto(link)
    expect(page).to_have_url(re.compile("/account/password/set/$"))
    check_at_each_width(page, "password-set")
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_role("alert")).to_contain_text("New password must be 8 characters or more")
    check_page(page, "password-set-error")
    page.get_by_label("New password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_role("alert")).to_contain_text("Your new password is set.")
    page.get_by_label("Email address").fill(place.dcp.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("My work")

    page.goto(link)
    expect(page.locator("h1")).to_have_text("This link no longer works")
    check_at_each_width(page, "password-link-over")
