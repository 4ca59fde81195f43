"""Finding an IQA, and what may be done with it once found: correct, withdraw, read earlier versions."""

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment, State
from tests.factories import CaseFactory, begun, recorded, started
from tests.journeys.checks import check_page
from tests.journeys.test_pages import check_at_each_width


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_filter_remove_a_filter_and_turn_pages(visit, place, js):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    for _ in range(27):
        begun(half_day=half_day)
    recorded(half_day=half_day, case=CaseFactory(urn="99ZZ0000118"), not_met={14: []})
    page = visit(place.dcp, js=js)
    page.goto("/assessments/")
    expect(page.locator("h1")).to_have_text("IQAs (28)")
    check_at_each_width(page, "list")
    page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_role("link", name="Next").click()
    expect(page).to_have_title("IQAs (28), 26 to 28 – IQA")
    expect(page.locator("#results li")).to_have_count(3)
    check_page(page, "list-second-page")
    page.get_by_role("link", name="Previous").click()
    expect(page).to_have_title("IQAs (28) – IQA")

    page.get_by_label("Recorded (1)").check()
    page.get_by_label("Case progression").check()
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.locator("h1")).to_have_text("IQAs (1)")
    expect(page.get_by_role("link", name="99ZZ0000118")).to_be_visible()
    check_at_each_width(page, "list-filtered")
    page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_role("link", name="Remove the filter Recorded").click()
    expect(page.locator("h1")).to_have_text("IQAs (28)")
    page.get_by_label("URN or IQA number").fill("00XX0000000")
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.get_by_text("No IQAs match. Remove a filter or check the URN.")).to_be_visible()
    check_at_each_width(page, "list-empty")


def test_correct_then_read_both_versions_then_withdraw(visit, place):
    assessment = recorded(
        assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []}, comments={14: "First view"}
    )
    page = visit(place.dcp)
    page.goto(f"/assessments/{assessment.pk}/")
    page.get_by_role("link", name="Correct this IQA").click()
    check_page(page, "correct")
    page.get_by_label("Comment on question 14").fill("Second view")
    page.get_by_label("Why is this IQA being corrected?").fill("I had the wrong date")
    page.get_by_role("button", name="Correct IQA").click()
    expect(page.get_by_role("alert")).to_contain_text("IQA corrected: version 2.")
    expect(page.locator("#question-14")).to_contain_text("Second view")
    check_at_each_width(page, "iqa-corrected")

    page.get_by_role("link", name="version 1", exact=True).click()
    expect(page.locator("h1")).to_have_text("Version 1")
    expect(page.locator("#question-14")).to_contain_text("First view")
    check_at_each_width(page, "version")
    page.get_by_role("link", name="read the latest answers").click()

    page.get_by_role("link", name="Withdraw this IQA").click()
    check_page(page, "withdraw")
    page.get_by_label("Why is this IQA withdrawn?").fill("It was somebody else's case")
    page.get_by_role("button", name="Withdraw IQA").click()
    expect(page.locator("main .govuk-tag")).to_have_text("Withdrawn")
    expect(page.locator("main").get_by_text("It was somebody else's case").first).to_be_visible()
    check_at_each_width(page, "iqa-withdrawn")
    assert Assessment.objects.get().state == State.WITHDRAWN


def test_a_case_leads_to_its_iqas_and_can_be_edited(visit, place):
    assessment = begun(assessor=place.dcp, prosecutor=place.prosecutor)
    page = visit(place.dcp)
    page.goto(f"/cases/{assessment.case_id}/")
    check_at_each_width(page, "case")
    page.get_by_role("link", name="Edit this case").click()
    check_at_each_width(page, "case-edit")
    page.get_by_label("Finalised", exact=True).check()
    page.get_by_role("button", name="Save case").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Enter how it was finalised")).to_be_visible()
    check_at_each_width(page, "case-edit-error")
    page.get_by_label("How it was finalised").fill("Guilty plea")
    page.get_by_role("button", name="Save case").click()
    expect(page.get_by_role("alert")).to_contain_text("Case saved.")
    expect(page.locator("main")).to_contain_text("Guilty plea")
