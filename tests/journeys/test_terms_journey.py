"""The numbers of the scheme: read by everyone, changed from a day on by those who may."""

from playwright.sync_api import expect

from tests.journeys.checks import check_page
from tests.journeys.test_pages import check_at_each_width


def test_change_a_term_and_read_its_history(visit, place):
    page = visit(place.cat)
    page.goto("/help/")
    page.get_by_role("link", name="Terms of the scheme").click()
    expect(page.locator("h1")).to_have_text("Terms of the scheme")
    check_at_each_width(page, "terms")
    page.get_by_role("link", name="hours between recording and the email to the prosecutor").click()
    check_at_each_width(page, "term")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Change").click()
    check_at_each_width(page, "term-change")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("link", name="Enter why it is changed")).to_be_visible()
    check_at_each_width(page, "term-change-error")

    page.get_by_label("New value, in hours").fill("36")
    for part, value in {"Day": "1", "Month": "4", "Year": "2030"}.items():
        page.get_by_label(part).fill(value)
    page.get_by_label("Why is it changed?").fill("More time to talk " * 60)
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("alert")).to_contain_text("National: 36 hours from 1 April 2030.")
    check_at_each_width(page, "term-history-long")


def test_a_deputy_says_yes_for_their_area_without_javascript(visit, place):
    page = visit(place.dccp, js=False)
    page.goto("/terms/email_every_iqa/change/")
    expect(page.get_by_text("For: Wessex")).to_be_visible()
    page.get_by_label("Yes").check()
    for part, value in {"Day": "1", "Month": "4", "Year": "2030"}.items():
        page.get_by_label(part).fill(value)
    page.get_by_label("Why is it changed?").fill("We try it")
    check_page(page, "term-change-area")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("alert")).to_contain_text("Wessex: Yes from 1 April 2030.")
