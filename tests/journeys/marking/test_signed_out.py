"""Signed out while marking: the text comes back, and to nobody else."""

from datetime import date

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from iqa.organisation.models import Posting
from tests.journeys.checks import check_page
from tests.journeys.conftest import sign_in
from tests.journeys.marking.pages import comment, expect_nothing_kept_in_tab, saved_comments, with_and_without_js


@with_and_without_js
def test_signed_out_while_marking_the_text_comes_back(visit, place, address, assessment, js):
    page = signed_out_while_marking(visit, place, address, js)
    check_page(page, "sign-in-kept")
    sign_in(page, place.dcp)
    expect(page.locator("h1")).to_have_text("Mark the questions")
    expect(comment(page, 9)).to_have_value("Typed, then signed out")
    expect(page.get_by_text("your answers are kept, check them and save again")).to_be_visible()
    check_page(page, "mark-kept")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert saved_comments(assessment) == ["Typed, then signed out"]


@with_and_without_js
def test_signed_out_while_marking_nobody_else_gets_the_text(visit, place, address, assessment, js):
    page = signed_out_while_marking(visit, place, address, js)
    sign_in(page, place.sdcp)
    expect(page.get_by_text(f"Signed in as {place.sdcp.name}")).to_be_visible()
    assert "Typed, then" not in page.content()
    page.goto(address)
    assert "Typed, then" not in page.content()
    assert saved_comments(assessment) == []


def test_signed_out_and_reloaded_the_text_comes_back(visit, place, address, assessment):
    page = signed_out_and_reloaded(visit, place, address)
    sign_in(page, place.dcp)
    expect(page.locator("h1")).to_have_text("Mark the questions")
    expect(comment(page, 9)).to_have_value("Typed, then signed out")
    expect(comment(page, 10)).to_have_value("Typed once it was known")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Typed, then signed out", "Typed once it was known"]
    expect_nothing_kept_in_tab(page)


def test_signed_out_and_reloaded_nobody_else_gets_the_text(visit, place, address, assessment):
    page = signed_out_and_reloaded(visit, place, address)
    # Only so may anyone else mark here.
    Posting.objects.filter(person=place.dcp).update(ends_on=date(2026, 3, 9))
    sign_in(page, place.sdcp)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Mark the questions")
    expect(comment(page, 9)).to_have_value("")
    expect(comment(page, 10)).to_have_value("")
    comment(page, 11).fill("Somebody else's")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Somebody else's"]


def signed_out_and_reloaded(visit, place, address: str) -> Page:
    page = visit(place.dcp)
    page.goto(address)
    Session.objects.all().delete()
    comment(page, 9).fill("Typed, then signed out")
    expect(page.locator("[data-save-state=top]")).to_contain_text("You are signed out.")
    comment(page, 10).fill("Typed once it was known")
    page.reload()
    expect(page.locator("h1")).to_have_text("Sign in")
    return page


def signed_out_while_marking(visit, place, address: str, js: bool) -> Page:
    page = visit(place.dcp, js=js)
    page.goto(address)
    Session.objects.all().delete()
    comment(page, 9).fill("Typed, then signed out")
    if js:
        kept = "You are signed out. Choose Save draft: your answers are kept while you sign in."
        expect(page.locator("[data-save-state=top]")).to_contain_text(kept)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_text("What you sent was not saved, but it is kept.")).to_be_visible()
    return page
