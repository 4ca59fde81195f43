"""An inspector marks an IQA for reference, blind, and compares."""

import pytest
from playwright.sync_api import expect

from tests.factories import recorded
from tests.journeys.test_exercise_journey import WIDE, mark_all
from tests.journeys.test_pages import check_at_each_width


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_a_reference_marking_from_finding_to_comparing(js, visit, place):
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})
    page = visit(place.inspector, js=js)
    page.goto("/references/")
    check_at_each_width(page, "references-empty")
    page.get_by_label("URN or IQA number").fill(iqa.case.urn)
    page.get_by_role("button", name="Find IQA").click()
    check_at_each_width(page, "references-found")
    page.get_by_role("link", name=iqa.case.urn).click()
    check_at_each_width(page, "reference-add")
    page.get_by_role("button", name="Begin marking").click()
    check_at_each_width(page, "reference-mark")
    page.goto(f"/assessments/{iqa.pk}/")
    expect(page.get_by_text("Hidden until you finish marking")).to_be_visible()
    check_at_each_width(page, "reference-hidden-iqa")
    page.goto("/")
    check_at_each_width(page, "reference-home")
    page.set_viewport_size(WIDE)
    page.get_by_role("link", name="Mark for reference").click()
    mark_all(page)
    page.get_by_role("button", name="Save and continue").click()
    check_at_each_width(page, "reference-finish")
    page.get_by_role("button", name="Finish marking").click()
    expect(page.get_by_text("8 of 9 agree. Question 14 differs.")).to_be_visible()
    check_at_each_width(page, "reference-compared")
    page.get_by_role("link", name="Back to the IQA").click()
    expect(page.get_by_role("link", name="Marked for reference by Ines Spector")).to_be_visible()
    check_at_each_width(page, "reference-iqa")

    assessor = visit(place.dcp, js=js)
    assessor.goto(f"/assessments/{iqa.pk}/")
    assessor.get_by_role("link", name="Marked for reference by Ines Spector").click()
    expect(assessor.locator("main")).to_contain_text("Marked for reference by Ines Spector")
    check_at_each_width(assessor, "reference-compared-dcp")
