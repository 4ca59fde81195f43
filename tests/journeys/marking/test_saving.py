"""What is typed while marking saves itself; and with no network, refused or in two tabs, nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment, State
from tests.journeys.checks import check_page
from tests.journeys.marking.pages import comment, expect_nothing_kept_in_tab, saved_comments, with_and_without_js


def test_what_is_typed_saves_itself(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    page.locator("input[name=q9-outcome][value=fully_met]").check()
    comment(page, 9).fill("Read the file before the hearing")
    states = page.locator("[data-save-state]:visible")
    expect(states).to_have_text(["Saved at 10:00am."] * 3)
    check_page(page, "mark-saved")

    page.reload()
    expect(comment(page, 9)).to_have_value("Read the file before the hearing")
    expect(page.locator("input[name=q9-outcome][value=fully_met]")).to_be_checked()


def test_without_a_network_typing_goes_on_and_is_saved_afterwards(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    comment(page, 9).fill("Before")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")

    page.context.set_offline(True)
    comment(page, 10).fill("While there was no network")
    not_saved = "Not saved since 10:00am. Keep this page open: we are trying again."
    expect(page.locator("[data-save-state=top]")).to_have_text(not_saved)
    expect(page.get_by_role("status")).to_have_text(not_saved)
    assert saved_comments(assessment) == ["Before"]

    page.context.set_offline(False)
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    expect(page.get_by_role("status")).to_have_text("Your answers are saved again.")
    assert saved_comments(assessment) == ["Before", "While there was no network"]


def test_what_could_not_be_saved_survives_a_reload(visit, place, address, assessment):
    page = typed_on_a_train(visit, place, address)
    page.reload()
    expect(comment(page, 9)).to_have_value("Typed on a train")
    page.unroute("**/mark/")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Typed on a train"]


def test_what_was_refused_survives_a_reload(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    page.route("**/mark/", lambda r: r.fulfill(status=403) if r.request.method == "POST" else r.fallback())
    comment(page, 9).fill("Refused")
    expect(page.locator("[data-save-state=top]")).to_have_text("Not saved yet. Choose Save draft to see why.")
    page.unroute("**/mark/")
    page.reload()
    expect(comment(page, 9)).to_have_value("Refused")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Refused"]


def test_a_comment_too_long_keeps_nothing_else_from_coming_back(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    too_long = "Not saved yet. Comment on question 9 must be 5,000 characters or fewer."
    comment(page, 9).fill("x" * 5001)
    expect(page.locator("[data-save-state=top]")).to_have_text(too_long)
    comment(page, 10).fill("Typed afterwards")
    page.locator("input[name=q11-outcome][value=fully_met]").check()
    page.reload()
    expect(comment(page, 9)).to_have_value("x" * 5001)
    expect(comment(page, 10)).to_have_value("Typed afterwards")
    expect(page.locator("input[name=q11-outcome][value=fully_met]")).to_be_checked()
    expect(page.locator("[data-save-state=top]")).to_have_text(too_long)
    check_page(page, "mark-not-saved")

    comment(page, 9).fill("Shorter")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Shorter", "Typed afterwards"]
    expect_nothing_kept_in_tab(page)


def test_what_was_not_saved_is_not_brought_back_once_a_button_saved_it(visit, place, address, assessment):
    page = typed_on_a_train(visit, place, address)
    page.unroute("**/mark/")
    comment(page, 9).fill("Typed after the train")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    expect(comment(page, 9)).to_have_value("Typed after the train")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    expect_nothing_kept_in_tab(page)


def test_a_refusal_is_said_as_it_stands(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    Assessment.objects.update(state=State.DISCARDED)
    comment(page, 9).fill("Too late")
    refusal = "Not saved yet. This IQA is discarded: its draft can no longer be changed."
    expect(page.locator("[data-save-state=top]")).to_have_text(refusal)
    Assessment.objects.update(state=State.DRAFT)
    page.reload()
    expect(comment(page, 9)).to_have_value("Too late")


@pytest.mark.parametrize("keep", ["The answer in this form", "The answer saved"])
def test_what_is_behind_survives_a_reload_until_it_is_chosen_between(visit, place, address, assessment, keep):
    first = visit(place.dcp)
    second = first.context.new_page()
    first.goto(address)
    second.goto(address)
    comment(first, 9).fill("From the first tab")
    expect(first.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    comment(second, 9).fill("From the second")
    behind = "This draft was changed in another tab or by someone else. Choose Save draft to see both."
    expect(second.locator("[data-save-state=top]")).to_contain_text(behind)
    comment(second, 9).fill("From the second tab")

    second.reload()
    expect(comment(second, 9)).to_have_value("From the second tab")
    expect(second.locator("[data-save-state=top]")).to_contain_text(behind)
    assert saved_comments(assessment) == ["From the first tab"]
    second.get_by_role("button", name="Save draft").click()
    expect(second.locator("h1")).to_have_text("Choose which answers to keep")
    second.get_by_role("button", name="Keep these answers").click()
    expect(second.get_by_role("link", name="Select which answer to question 9 to keep")).to_be_visible()
    second.goto(address)
    expect(comment(second, 9)).to_have_value("From the second tab")

    second.get_by_role("button", name="Save draft").click()
    second.get_by_label(keep).check()
    second.get_by_role("button", name="Keep these answers").click()
    expect(second.locator("h1")).to_have_text("Mark the questions")
    kept = "From the second tab" if keep == "The answer in this form" else "From the first tab"
    expect(comment(second, 9)).to_have_value(kept)
    assert saved_comments(assessment) == [kept]
    expect_nothing_kept_in_tab(second)


def typed_on_a_train(visit, place, address: str) -> Page:
    """Nothing that is sent arrives, until `page.unroute("**/mark/")`."""
    page = visit(place.dcp)
    page.goto(address)
    page.route("**/mark/", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    comment(page, 9).fill("Typed on a train")
    expect(page.locator("[data-save-state=top]")).to_have_text(re.compile("^Not saved yet"))
    return page


@with_and_without_js
def test_of_two_tabs_the_second_is_asked_which_answers_to_keep(visit, place, address, assessment, js):
    first = visit(place.dcp, js=js)
    second = first.context.new_page()
    first.goto(address)
    second.goto(address)
    comment(first, 9).fill("From the first tab")
    first.get_by_role("button", name="Save draft").click()
    expect(first.get_by_text("Draft saved. You find it again under My work.")).to_be_visible()

    comment(second, 9).fill("From the second tab")
    comment(second, 10).fill("In the second tab alone")
    if js:
        behind = "This draft was changed in another tab or by someone else. Choose Save draft to see both."
        expect(second.locator("[data-save-state=top]")).to_contain_text(behind)
    second.get_by_role("button", name="Save draft").click()
    expect(second.locator("h1")).to_have_text("Choose which answers to keep")
    expect(second.get_by_text("From the first tab")).to_be_visible()
    expect(second.get_by_text("From the second tab")).to_be_visible()
    check_page(second, "mark-conflict")
    assert saved_comments(assessment) == ["From the first tab"]

    second.get_by_role("button", name="Keep these answers").click()
    expect(second.get_by_role("link", name="Select which answer to question 9 to keep")).to_be_visible()
    check_page(second, "mark-conflict-error")
    keep = second.get_by_role("group", name="Which answer do you want to keep?")
    keep.nth(0).get_by_label("The answer in this form").check()
    keep.nth(1).get_by_label("The answer in this form").check()
    second.get_by_role("button", name="Keep these answers").click()
    expect(second.locator("h1")).to_have_text("Mark the questions")
    expect(comment(second, 9)).to_have_value("From the second tab")
    assert saved_comments(assessment) == ["From the second tab", "In the second tab alone"]
