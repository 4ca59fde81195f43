"""A dip sample from the IQA that is picked to the reply of the DCP: marked blind, compared, recorded, acknowledged."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment
from dipsamples.models import DipSample, Tag
from tests.dipsamples.factories import commented, marked, picked, sampled
from tests.factories import recorded
from tests.journeys.checks import check_page
from tests.journeys.test_pages import check_at_each_width
from tests.journeys.test_pressed_twice_journey import SEND_AT_ONCE

SECRET = "The index was never checked"
with_and_without_js = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def assessment(place) -> Assessment:
    Tag.objects.create(kind=Tag.Kind.ISSUE, name="Disclosure dates not checked")
    Tag.objects.create(kind=Tag.Kind.GOOD_PRACTICE, name="Clear reasons")
    return recorded(assessor=place.dcp, prosecutor=place.prosecutor, comments={9: SECRET}, not_met={11: []})


def wide(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})


def answer_all(page: Page, **codes: str) -> None:
    """Every question "fully met", but for `codes` (q14="not_met")."""
    for number in range(9, 18):
        page.locator(f"input[name=q{number}-outcome][value={codes.get(f'q{number}', 'fully_met')}]").check()


@with_and_without_js
def test_pick_mark_blind_compare_record_then_the_dcp_replies(visit, place, assessment, js):
    page = visit(place.sdcp, js=js)
    page.goto(f"/assessments/{assessment.pk}/dip-samples/add/")
    check_at_each_width(page, "dip-pick")
    page.get_by_role("button", name="Pick this IQA").click()
    expect(page.get_by_role("link", name="Enter why you pick this IQA")).to_be_visible()
    check_page(page, "dip-pick-error")
    page.get_by_label("Why do you pick this IQA?").fill("All fully met in minutes")
    page.get_by_role("button", name="Pick this IQA").click()
    expect(page.locator("h1")).to_have_text(f"Dip sample of {assessment.case.urn}")
    assert place.dcp.name not in page.content()
    check_at_each_width(page, "dip-begun")
    wide(page)

    page.get_by_role("button", name="Mark the questions first").click()
    check_at_each_width(page, "dip-mark-begin")
    wide(page)
    page.get_by_role("button", name="Begin marking").click()
    expect(page.locator("h1")).to_have_text("Mark the questions")
    expect(page.get_by_text("Hidden until you finish marking")).to_be_visible()
    check_at_each_width(page, "dip-mark")
    wide(page)
    answer_all(page, q14="not_applicable")
    if js:
        expect(page.locator("[data-save-state=top]")).to_have_text(re.compile("^Saved at"))
    for hidden in (SECRET, place.dcp.name):
        assert hidden not in page.content()

    page.goto(f"/assessments/{assessment.pk}/")
    if js:
        expect(page.get_by_text("Hidden until you finish marking")).to_be_visible()
        check_at_each_width(page, "iqa-hidden")
        wide(page)
    page.goto("/")
    page.get_by_role("link", name="Mark for the dip sample").click() if js else page.go_back()
    if not js:
        page.goto(f"/dip-samples/{DipSample.objects.get().pk}/mark/")
        answer_all(page, q14="not_applicable")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("You cannot change these answers afterwards")).to_be_visible()
    check_at_each_width(page, "dip-finish")
    wide(page)
    page.get_by_role("button", name="Finish marking").click()
    expect(page.locator("h1")).to_have_text("Compare the answers")
    expect(page.get_by_text("7 of 9 agree. Questions 11 and 14 differ.")).to_be_visible()
    expect(page.get_by_text("Should have been not applicable")).to_be_visible()
    check_at_each_width(page, "dip-compare")
    wide(page)

    page.get_by_role("button", name="Comment and record").click()
    page.get_by_label("Standard of the IQA").fill("Question 14 did not apply here")
    page.get_by_role("button", name="Record dip sample").click()
    expect(page.get_by_role("link", name="Enter a comment on the standard of the work")).to_be_visible()
    check_at_each_width(page, "dip-record-error")
    wide(page)
    page.get_by_label("Standard of the work").fill("A sound review")
    page.get_by_label("Disclosure dates not checked").check()
    page.get_by_role("button", name="Record dip sample").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Dip sample recorded, {place.dcp.name} will be told.")
    check_at_each_width(page, "dip-recorded")
    assert DipSample.objects.get().second_marking.blind

    dcp = visit(place.dcp, js=js)
    dcp.goto("/")
    dcp.get_by_role("link", name="Read the outcome of a dip sample").click()
    expect(dcp.get_by_text("Question 14 did not apply here")).to_be_visible()
    check_at_each_width(dcp, "dip-acknowledge")
    wide(dcp)
    dcp.get_by_label("Your reply (optional)").fill("Agreed, and corrected")
    dcp.get_by_role("button", name="Acknowledge").click()
    expect(dcp.get_by_role("alert")).to_contain_text("Outcome acknowledged.")
    check_at_each_width(dcp, "dip-acknowledged")
    wide(dcp)
    dcp.get_by_role("link", name=f"{assessment.pk}", exact=True).click()
    check_page(dcp, "iqa-dip-sampled")


@with_and_without_js
def test_of_two_tabs_with_comments_both_texts_are_kept(visit, place, assessment, js):
    address = f"/dip-samples/{picked(assessment, by=place.dccp).pk}/record/"
    first = visit(place.dccp, js=js)
    second = first.context.new_page()
    first.goto(address)
    second.goto(address)
    check_at_each_width(first, "dip-record")
    first.get_by_label("Standard of the IQA").fill("From the first tab")
    first.get_by_role("button", name="Save draft").click()
    expect(first.get_by_text("Draft saved. You find it again under My work.")).to_be_visible()
    second.get_by_label("Standard of the IQA").fill("From the second tab")
    if js:
        expect(second.locator("[data-save-state=top]")).to_contain_text("This draft was changed in another tab")
    second.get_by_role("button", name="Save draft").click()
    expect(second.get_by_text("From the first tab")).to_be_visible()
    expect(second.get_by_label("Standard of the IQA")).to_have_value("From the second tab")
    check_at_each_width(second, "dip-record-conflict")
    assert DipSample.objects.get().iqa_comment == "From the first tab"
    second.get_by_role("button", name="Save draft").click()
    expect(second.get_by_text("Draft saved. You find it again under My work.")).to_be_visible()
    assert DipSample.objects.get().iqa_comment == "From the second tab"


def test_comments_save_themselves_and_survive_a_lost_network(visit, place, assessment):
    page = visit(place.dccp)
    page.goto(f"/dip-samples/{picked(assessment, by=place.dccp).pk}/record/")
    page.route("**/record/", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    page.get_by_label("Standard of the work").fill("Typed on a train")
    page.get_by_label("Clear reasons").check()
    expect(page.locator("[data-save-state=top]")).to_have_text(re.compile("^Not saved yet"))
    page.reload()
    expect(page.get_by_label("Standard of the work")).to_have_value("Typed on a train")
    expect(page.get_by_label("Clear reasons")).to_be_checked()
    page.unroute("**/record/")
    expect(page.locator("[data-save-state=top]")).to_have_text(re.compile("^Saved at"))
    assert DipSample.objects.get().work_comment == "Typed on a train"


def test_stop_marking(visit, place, assessment):
    dip_sample = picked(assessment, by=place.sdcp)
    page = visit(place.sdcp)
    page.goto(f"/dip-samples/{dip_sample.pk}/mark/")
    page.get_by_role("button", name="Begin marking").click()
    page.get_by_role("link", name="Stop marking").click()
    check_at_each_width(page, "dip-stop")
    wide(page)
    page.get_by_role("button", name="Stop marking").click()
    expect(page.get_by_role("alert")).to_contain_text("Marking stopped.")
    check_at_each_width(page, "dip-stopped")


def test_record_pressed_many_times_at_once_records_once(visit, place, assessment):
    dip_sample = commented(picked(assessment, by=place.sdcp))
    page = visit(place.sdcp)
    page.goto(f"/dip-samples/{dip_sample.pk}/record/")
    page.evaluate("() => { const said = document.createElement('input'); said.type = 'hidden'; said.name = 'record';"
                  " said.value = 'yes'; document.querySelector('main form').append(said); }")  # fmt: skip
    for html in page.evaluate(SEND_AT_ONCE, 5):
        assert f"Dip sample of {assessment.case.urn}" in html
    assert DipSample.objects.recorded().count() == 1


@with_and_without_js
def test_find_dip_samples_and_keep_tags(visit, place, assessment, js):
    sampled(marked(picked(assessment, by=place.sdcp)), tags=[Tag.objects.get(name="Clear reasons")])
    picked(recorded(assessor=place.dcp, prosecutor=place.prosecutor), by=place.dccp)
    page = visit(place.cat, js=js)
    page.goto("/")
    page.get_by_role("link", name="Dip samples", exact=True).click()
    expect(page.locator("h1")).to_have_text("Dip samples (2)")
    check_at_each_width(page, "dip-list")
    wide(page)
    page.get_by_label("Difference").select_option(label="Too robust")
    page.get_by_label("Tag", exact=True).select_option(label="Clear reasons")
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.locator("h1")).to_have_text("Dip samples (1)")
    check_at_each_width(page, "dip-list-filtered")
    wide(page)
    page.get_by_label("Who sampled").fill("Nobody")
    page.get_by_role("button", name="Apply filters").first.click()
    expect(page.get_by_text("No dip samples match.")).to_be_visible()
    check_at_each_width(page, "dip-list-empty")
    wide(page)

    page.get_by_role("link", name="Dip sample tags").click()
    check_at_each_width(page, "tags")
    wide(page)
    page.get_by_role("button", name="Add a tag").click()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="Enter a name")).to_be_visible()
    check_at_each_width(page, "tag-add-error")
    wide(page)
    page.get_by_label("Good practice").check()
    page.get_by_label("Name").fill("clear reasons")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="There is a tag of this name already.")).to_be_visible()
    page.get_by_label("Name").fill("A plan for every weakness")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Tag added: A plan for every weakness.")
    page.get_by_role("link", name="Rename A plan for every weakness").click()
    check_page(page, "tag-rename")
    page.get_by_label("Name").fill("A plan for each weakness")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("link", name="Retire A plan for each weakness").click()
    check_page(page, "tag-retire")
    page.get_by_role("button", name="Retire").click()
    expect(page.get_by_role("alert")).to_contain_text("Tag retired: A plan for each weakness.")
    page.get_by_role("link", name="Bring back A plan for each weakness").click()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("alert")).to_contain_text("Tag brought back: A plan for each weakness.")
