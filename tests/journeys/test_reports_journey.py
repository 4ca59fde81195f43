"""Reading reports: from the dashboard to a comparison, to the IQAs behind it, to a file, and back by a saved view."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from iqa.calendar import today
from reporting.models import SavedView, Target
from tests.factories import CaseFactory, PersonFactory, PostingFactory, UnitFactory, recorded, started
from tests.journeys.checks import check_page
from tests.journeys.test_pages import check_at_each_width

WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def records(place):
    """Two quarters of two units of Wessex, and one of Bristol."""
    for days in (100, 0):
        day = today() - timedelta(days=days)
        for assessor, prosecutor in (
            (place.dcp, place.prosecutor),
            (place.dcp2, place.prosecutor2),
            (place.dcp3, place.prosecutor3),
        ):
            half_day = started(assessor=assessor, prosecutor=prosecutor, worked_on=day, assessed_on=day)
            recorded(half_day=half_day, not_met={14: []}, not_met_other={15: "police"})
            recorded(half_day=half_day, not_met={} if days else {9: [], 14: []})
    Target.objects.create(area=place.area, quarter="2025-26 Q4", base="office", proxy_target=10)


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize(
    ("who", "heading"),
    [("dcp", "Portsmouth magistrates' courts, Wessex"), ("apm", "Wessex"), ("cat", "England and Wales")],
)
def test_from_the_dashboard_to_the_iqas_behind_a_figure(visit, place, records, who, heading, js):
    page = visit(getattr(place, who), js=js)
    page.goto("/dashboard/")
    expect(page.locator("h1")).to_have_text(f"{heading}: 2025-26 Q4")
    check_at_each_width(page, f"dashboard-{who}")
    page.set_viewport_size(WIDE)

    page.get_by_role("link", name="Fully met: the report").click()
    expect(page.locator("h1")).to_have_text("Fully met")
    check_at_each_width(page, f"report-{who}")
    page.set_viewport_size(WIDE)

    page.get_by_label("Compare by").select_option("quarter")
    page.get_by_label("Then by").select_option("unit")
    page.get_by_label("Quarter", exact=True).select_option("")
    page.get_by_role("button", name="Show figures").click()
    expect(page.locator("caption").first).to_contain_text("Fully met by quarter and unit")
    check_at_each_width(page, f"compared-{who}")
    page.set_viewport_size(WIDE)

    page.locator("thead a").nth(1).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.locator("tbody td a").first.click()
    expect(page.locator("h1")).to_have_text("IQAs (2)")
    check_page(page, f"behind-{who}")


def test_a_funnel_in_place_of_a_league_table(visit, place, records):
    page = visit(place.apm)
    page.goto("/reports/fully-met/?compare=assessor&year=")
    expect(page.locator(".iqa-chart__drawing--wide")).to_be_visible()
    expect(page.locator(".iqa-chart__drawing--narrow")).to_be_hidden()
    expect(page.get_by_text("Within").first).to_be_visible()
    check_page(page, "funnel")
    page.set_viewport_size({"width": 320, "height": 800})
    expect(page.locator(".iqa-chart__drawing--narrow")).to_be_visible()
    check_page(page, "funnel")


def test_heads_are_of_few_lines_and_a_caption_stays_in_view(visit, place, records):
    page = visit(place.apm, width=320)
    page.goto("/reports/timing/?year=")
    lines = page.evaluate(
        """[...document.querySelectorAll('.iqa-figures thead th')].map(each => {
            const words = document.createRange()
            words.selectNodeContents(each)
            return Math.round(words.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight))
        })"""
    )
    assert 1 < max(lines) <= 4
    region = page.locator(".iqa-table-region").last
    region.evaluate("element => { element.scrollLeft = 200; }")
    box, around = region.locator(".iqa-figures__caption").bounding_box(), region.bounding_box()
    assert box["x"] >= around["x"]
    assert box["x"] + box["width"] <= around["x"] + around["width"] + 1


def test_printed_it_says_what_the_figures_mean(visit, place, records):
    """Closed on the screen, open on paper, and there once, so that nobody hears it twice."""
    page = visit(place.apm, js=False)
    page.goto("/reports/feedback/")
    meaning = page.get_by_text("What followed the assessment")
    # Content that is skipped is not in the accessibility tree or on paper, whatever box it has.
    is_seen = "element => element.checkVisibility({contentVisibilityAuto: true})"
    assert not meaning.evaluate(is_seen)
    page.emulate_media(media="print")
    assert meaning.evaluate(is_seen)
    expect(meaning).to_have_count(1)


def test_printed_nothing_is_to_be_scrolled(visit, place, records):
    page = visit(place.apm)
    page.emulate_media(media="print")
    for address in (
        "fully-met/?compare=unit&year=", "volumes/?compare=unit&year=", "agreement/", "robustness/?compare=area&year=",
    ):  # fmt: skip
        page.goto(f"/reports/{address}")
        # A4 without its margins, on its side where there are many columns.
        page.set_viewport_size({"width": 1046 if page.locator(".iqa-figures--wide").count() else 718, "height": 1000})
        expect(page.get_by_role("button", name="Show figures")).to_be_hidden()
        wider = page.evaluate(
            "[...document.querySelectorAll('.iqa-table-region')]"
            ".filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.scrollWidth)"
        )
        assert not wider, address


def test_save_a_view_open_rename_and_delete_it(visit, place, records):
    page = visit(place.dccp)
    page.goto("/reports/feedback/?compare=assessor&year=")
    page.get_by_role("link", name="Save this view").click()
    check_at_each_width(page, "view-save")
    page.set_viewport_size(WIDE)
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Enter a name for this view")).to_be_visible()
    check_page(page, "view-save-error")
    page.get_by_label("Name of the view").fill("Feedback by DCP")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("alert")).to_contain_text("View “Feedback by DCP” saved.")
    check_at_each_width(page, "views")
    page.set_viewport_size(WIDE)
    page.get_by_role("link", name="Feedback by DCP", exact=True).click()
    expect(page.get_by_label("Compare by")).to_have_value("assessor")
    expect(page.get_by_label("Business year")).to_have_value("")
    page.goto("/views/")
    page.get_by_role("link", name="Rename Feedback by DCP").click()
    check_page(page, "view-rename")
    page.get_by_label("Name of the view").fill("V" * 80)
    page.get_by_role("button", name="Rename view").click()
    check_at_each_width(page, "views-long")
    page.set_viewport_size(WIDE)
    page.get_by_role("link", name="Delete").click()
    check_at_each_width(page, "view-delete")
    page.get_by_role("button", name="Delete view").click()
    expect(page.get_by_text("You have saved no views.")).to_be_visible()
    assert not SavedView.objects.exists()


def test_download_figures_and_comments(visit, place, records):
    page = visit(place.dccp)
    page.goto("/reports/")
    check_at_each_width(page, "reports")
    page.goto("/reports/fully-met/?year=&compare=unit")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download XLSX").click()
    assert download.value.suggested_filename == "iqa-fully-met.xlsx"
    page.goto("/comments/export/")
    check_at_each_width(page, "comments-export")
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Enter what the comments are for")).to_be_visible()
    check_at_each_width(page, "comments-export-error")
    page.get_by_label("What are they for?").fill("The Area's own review of disclosure")
    page.get_by_label("Spreadsheet").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename.startswith("iqa-comments-")


def test_wrong_empty_and_overfull(visit, place):
    unit = UnitFactory(area=place.area, name="U" * 100)
    dcp = PostingFactory(person=PersonFactory(name="D" * 150), unit=unit).person
    recorded(assessor=dcp, unit=unit, case=CaseFactory(), not_met={14: []})
    page = visit(place.dccp)
    page.goto("/reports/fully-met/?compare=unit&then=unit")
    expect(page.get_by_role("alert")).to_contain_text("Compare by and Then by must be different")
    check_at_each_width(page, "report-error")
    page.goto("/reports/fully-met/?year=2014-15")
    expect(page.get_by_text("No IQAs match these choices.")).to_be_visible()
    check_at_each_width(page, "report-empty")
    page.goto("/dashboard/?period=2015-16+Q1")
    expect(page.get_by_text("No IQAs in this quarter. The last were in 2025-26 Q4.")).to_be_visible()
    check_at_each_width(page, "dashboard-empty")
    for compare in ("unit", "assessor", "month"):
        page.goto(f"/reports/fully-met/?year=&compare={compare}")
        check_at_each_width(page, f"long-{compare}")
