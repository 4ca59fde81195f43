"""A quarter's draw: made by a DCCP, sampled from by them and an SDCP, topped up as IQAs arrive."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from dipsamples.actions.draws import make
from dipsamples.models import DipSample, Draw
from iqa.calendar import quarter, today
from tests.assessments.bulk import recorded_in_bulk
from tests.factories import started
from tests.journeys.checks import check_page
from tests.journeys.conftest import Visit
from tests.journeys.test_pages import check_at_each_width


@pytest.fixture
def half_days(place: Any) -> Any:
    """Two DCPs' work: 25 and 10 IQAs."""
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    other = started(assessor=place.dcp2, prosecutor=place.prosecutor2, activity="charging_and_review")
    recorded_in_bulk(half_day, 25)
    recorded_in_bulk(other, 10)
    return half_day, other


@pytest.mark.parametrize(("width", "js"), [(1280, True), (320, False)])
def test_a_dccp_makes_a_draw_samples_from_it_and_tops_it_up(
    visit: Visit, place: Any, half_days: Any, width: int, js: bool
):
    page = visit(place.dccp, width=width, js=js)
    page.goto("/draws/")
    expect(page.get_by_text("No draw has been made yet.")).to_be_visible()
    check_page(page, "draws-none")
    page.get_by_role("button", name="Make a draw").click()
    check_page(page, "draw-make")
    page.get_by_label("Quarter").select_option("2014-15 Q3")
    page.get_by_role("button", name="Make the draw").click()
    expect(page.get_by_text("No IQAs recorded in this quarter yet.")).to_be_visible()
    check_page(page, "draw-empty")

    page.goto("/draws/make/")
    page.get_by_label("Quarter").select_option("2014-15 Q3")
    page.get_by_role("button", name="Make the draw").click()
    expect(page.get_by_role("link", name="Top that one up instead")).to_be_visible()
    check_page(page, "draw-make-error")
    page.get_by_label("Quarter").select_option(quarter(today()))
    page.get_by_role("button", name="Make the draw").click()
    expect(page.get_by_role("alert")).to_contain_text("4 IQAs drawn.")
    expect(page.get_by_text("Drawn again from its seed and steps: the same.")).to_be_visible()
    check_page(page, "draw")

    page.get_by_role("button", name="Sample the next IQA").click()
    expect(page).to_have_url(re.compile(r"/dip-samples/\d+/$"))
    sample = DipSample.objects.get()
    assert sample.sampler == place.dccp
    page.goto(f"/draws/{sample.drawn.draw_id}/")
    expect(page.get_by_text("Dev Deputy: 0 done, 1 begun")).to_be_visible()

    recorded_in_bulk(half_days[0], 10)
    page.reload()
    expect(page.get_by_text("more are to be drawn in case progression")).to_be_visible()
    check_page(page, "draw-owed")
    page.get_by_role("button", name="Top up").click()
    expect(page.get_by_role("alert")).to_contain_text("1 more IQA drawn.")
    check_page(page, "draw-topped-up")
    page.goto("/draws/")
    check_page(page, "draws")
    page.goto("/")
    expect(page.get_by_role("link", name="Dip sample: Wessex")).to_be_visible()


def test_an_sdcp_takes_what_is_in_their_units_by_keyboard(visit: Visit, place: Any):
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 5)
    recorded_in_bulk(started(assessor=place.sdcp, prosecutor=place.prosecutor2, unit=place.unit2, activity="advice"), 5)
    make(area=place.area, quarter=quarter(today()), by=place.dccp)
    page = visit(place.sdcp)
    page.goto("/draws/")
    page.get_by_role("link", name="Wessex").click()
    expect(page.get_by_role("button", name="Top up")).to_have_count(0)
    page.get_by_role("button", name="Sample the next IQA").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/dip-samples/\d+/$"))
    check_page(page, "draw-taken")
    DipSample.objects.update(sampler=place.dccp)
    page.goto(f"/draws/{Draw.objects.get().pk}/")
    page.get_by_role("button", name="Sample the next IQA").click()
    expect(page.get_by_text("No drawn IQA is left for you to sample.")).to_be_visible()
    check_page(page, "draw-none-left")


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_a_dccp_substitutes_until_none_is_left(visit: Visit, place: Any, js: bool):
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 2)
    draw = make(area=place.area, quarter=quarter(today()), by=place.dccp)
    page = visit(place.dccp, js=js)
    page.goto(f"/draws/{draw.pk}/")
    page.get_by_role("button", name="Sample the next IQA").click()
    check_at_each_width(page, "draw-taken")
    page.get_by_role("link", name="Substitute this IQA").click()
    check_at_each_width(page, "substitute")
    page.get_by_role("button", name="Substitute").click()
    expect(page.get_by_role("link", name="Enter why this IQA is not sampled")).to_be_visible()
    check_at_each_width(page, "substitute-error")
    page.get_by_label("Why is this IQA not sampled?").fill("The file is sealed")
    page.get_by_role("button", name="Substitute").click()
    expect(page.get_by_role("alert")).to_contain_text("Another IQA has taken its place in the draw.")
    expect(page.locator("main")).to_contain_text("by Dev Deputy: The file is sealed")
    check_at_each_width(page, "draw-substituted")
    page.goto(f"/dip-samples/{DipSample.objects.get().pk}/")
    expect(page.locator("main")).to_contain_text("by Dev Deputy: another IQA has taken the place of this one")
    check_at_each_width(page, "dip-substituted")

    page.get_by_role("link", name="Drawn").click()
    page.get_by_role("button", name="Sample the next IQA").click()
    page.get_by_role("link", name="Substitute this IQA").click()
    page.get_by_label("Why is this IQA not sampled?").fill("This one too")
    page.get_by_role("button", name="Substitute").click()
    expect(page.get_by_role("alert")).to_contain_text("No other IQA on case progression is left")
    expect(page.get_by_label("Why is this IQA not sampled?")).to_have_value("This one too")
    check_at_each_width(page, "substitute-none-left")
