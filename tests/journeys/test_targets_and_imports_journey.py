"""Headquarters sets what an Area should do, and brings in records from elsewhere."""

import pytest
from playwright.sync_api import expect

from reporting.tasks import import_records
from tests.journeys.checks import check_page
from tests.journeys.test_pages import check_at_each_width
from tests.reporting.imports.records import make_records


def test_pmu_sets_a_target(visit, place):
    page = visit(place.pmu)
    page.goto("/targets/")
    check_at_each_width(page, "targets-none")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Set a target").click()
    page.get_by_role("button", name="Set target").click()
    expect(page.get_by_role("link", name="Select the Area")).to_be_visible()
    check_at_each_width(page, "target-errors")
    page.get_by_label("Area").select_option("Wessex")
    page.get_by_label("Quarter").select_option("2025-26 Q4")
    page.get_by_label("Office-based").check()
    page.get_by_label("Proxy target").fill("120")
    page.get_by_label("Why is it set, or changed?").fill("Agreed with the Area in January")
    page.get_by_role("button", name="Set target").click()
    expect(page.get_by_role("alert")).to_contain_text("Wessex, 2025-26 Q4, office-based: 120 IQAs.")
    check_at_each_width(page, "target")
    page.get_by_role("link", name="Targets").click()
    check_at_each_width(page, "targets")


def test_pmu_imports_targets(visit, place, tmp_path):
    file = tmp_path / "targets.csv"
    file.write_text("area,period,base,proxy_target\nWessex,2025-26 Q4,office,120\n")
    page = visit(place.pmu)
    page.goto("/targets/")
    page.get_by_role("link", name="Import targets from a file").click()
    check_at_each_width(page, "import-add-targets")
    page.get_by_label("Files", exact=True).set_input_files([file])
    page.get_by_label("Import them").check()
    page.get_by_role("button", name="Continue").click()
    import_records()
    page.get_by_role("link", name="Stop that").click()
    expect(page.get_by_text("Everything came in.")).to_be_visible()
    page.goto("/targets/?year=2025-26")
    expect(page.get_by_role("cell", name="120")).to_be_visible()
    check_at_each_width(page, "targets-imported")


@pytest.mark.parametrize(("width", "js"), [(1280, False), (320, False), (320, True)])
def test_cat_imports_records(visit, place, tmp_path, width, js):
    records = make_records(iqas=8)
    folder = records.write(tmp_path / "in")
    page = visit(place.cat, width=width, js=js)
    page.goto("/imports/")
    check_page(page, "imports-none")
    page.get_by_role("button", name="Import files").click()
    check_page(page, "import-add")
    page.get_by_label("Files", exact=True).set_input_files([folder / "units.csv"])
    page.get_by_label("Import them").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Only someone who manages people")).to_be_visible()
    check_page(page, "import-add-error")
    page.get_by_label("Files", exact=True).set_input_files(
        [folder / "cases.csv", folder / "iqas.csv", folder / "answers.csv"]
    )
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("These files wait for their turn")).to_be_visible()
    check_page(page, "import-waiting")
    import_records()
    page.get_by_role("link", name="Stop that").click()
    expect(page.get_by_text("What is sound came in")).to_be_visible()
    check_page(page, "import-done-in-part")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them all").click()
    assert "iqas.csv:2: " in download.value.path().read_text()
    page.goto("/imports/")
    check_page(page, "imports")
