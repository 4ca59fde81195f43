"""People and places: what an administrator does for the nation, and a DCCP in their Area."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from iqa.calendar import today
from tests.factories import GrantFactory, PostingFactory
from tests.journeys.checks import check_page
from tests.journeys.conftest import Visit

HEADER = "email,name,role,area,unit,from,to,advocate,full_time_equivalent"
LONG = "Anastasia Featherstonehaugh-Cholmondeley " * 3


def fill_date(page: Page, legend: str, day: Any) -> None:
    group = page.get_by_role("group", name=legend)
    for part in ("day", "month", "year"):
        group.get_by_label(part.capitalize()).fill(str(getattr(day, part)))


def choose_files(page: Page, people: str) -> None:
    content = "\n".join([HEADER, *people.splitlines()]).encode()
    page.get_by_label("People (people.csv)").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize(("width", "js"), [(1280, True), (320, False)])
def test_a_dccp_manages_the_people_and_units_of_the_area(visit: Visit, place: Any, width: int, js: bool):
    GrantFactory(person=place.dcp, unit=place.unit, approved_by=None, requested_by=place.sdcp)
    GrantFactory(person=place.sdcp, area=place.area, requested_by=place.dcp, business_need="A review. " * 30)
    page = visit(place.dccp, width=width, js=js)
    page.goto("/people/")
    check_page(page, "people")
    page.get_by_label("Name or email address").fill("nobody at all")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("Nobody matches.")).to_be_visible()
    check_page(page, "people-none")

    page.get_by_role("link", name="Clear all filters").click()
    page.get_by_role("button", name="Add a person").click()
    check_page(page, "person-add")
    page.get_by_role("button", name="Add").click()
    check_page(page, "person-add-errors")
    page.get_by_label("Name").fill(LONG)
    page.get_by_label("Email address").fill("ana@example.test")
    page.get_by_label("Role").select_option("Prosecutor")
    page.get_by_label("Where").select_option("Winchester Crown Court, Wessex")
    page.get_by_label("Advocate").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_contain_text("added.")
    check_page(page, "person")

    page.get_by_role("link", name="Move or change").click()
    check_page(page, "posting-move")
    fill_date(page, "First day", today() + timedelta(days=7))
    page.get_by_label("Full-time equivalent").fill("0.6")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Postings to come")).to_be_visible()
    page.get_by_role("link", name="Withdraw").click()
    check_page(page, "posting-withdraw")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("link", name="End the posting as Prosecutor").click()
    check_page(page, "posting-end")
    fill_date(page, "Last day", today() - timedelta(days=400))
    page.get_by_role("button", name="Save").click()
    check_page(page, "posting-end-errors")
    page.get_by_role("link", name="Anastasia").click()
    page.get_by_role("link", name="Add a long absence").click()
    fill_date(page, "First day away", today())
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="Stop sign-in").click()
    check_page(page, "person-disable")
    page.get_by_role("button", name="Stop sign-in").click()
    expect(page.get_by_text("Stopped: cannot sign in")).to_be_visible()
    check_page(page, "person-stopped")
    page.get_by_role("link", name="Record that they are leaving").click()
    check_page(page, "person-leave")

    page.goto("/areas/")
    check_page(page, "areas")
    page.get_by_role("link", name="Open a unit").click()
    check_page(page, "unit-open")
    page.get_by_label("What is the unit called?").fill("Salisbury")
    page.get_by_label("Crown Court").check()
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("Nobody has a posting in this unit.")).to_be_visible()
    check_page(page, "unit-empty")
    page.goto(f"/units/{place.unit.pk}/")
    page.get_by_role("button", name="Merge into another unit").click()
    page.get_by_role("button", name="Merge").click()
    check_page(page, "unit-merge-errors")
    page.get_by_label("Which unit does it become part of?").select_option("Salisbury, Wessex")
    page.get_by_label("They go on in the other unit").check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("alert")).to_contain_text("3 postings in it end then.")
    check_page(page, "unit-merged")

    page.goto("/grants/")
    check_page(page, "grants")
    page.get_by_role("link", name="Dana Marker: See single IQAs").click()
    check_page(page, "grant-approve")
    page.get_by_role("button", name="Save decision").click()
    check_page(page, "grant-approve-errors")
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_role("heading", name="Waiting for a decision")).to_be_visible()
    expect(page.get_by_text("No grant is waiting.")).to_be_visible()


@pytest.mark.parametrize(("width", "js"), [(1280, True), (320, False)])
def test_an_administrator_imports_a_staff_list_and_asks_for_a_grant(visit: Visit, place: Any, width: int, js: bool):
    for _ in range(26):
        PostingFactory(unit=place.unit3)
    page = visit(place.administrator, width=width, js=js)
    page.goto("/")
    page.goto("/people/")
    check_page(page, "people-national")
    page.get_by_role("link", name="Next").click()
    check_page(page, "people-page-2")
    page.get_by_role("link", name="Import a staff list").click()
    page.get_by_role("button", name="Continue").click()
    check_page(page, "import-errors")
    choose_files(page, 'x@example.test,"Never closed')
    expect(page.get_by_role("alert")).to_contain_text("people.csv:2: quotes open on this line that are never closed.")
    bad = (
        "administrator@example.test,Ali Admin,pmu,,,2017-09-01,,,\na@example.test,=cmd|'/c calc'!A1,cat,,,2017-09-01,,,"
    )
    choose_files(page, bad + f"\nlong@example.test,{LONG * 2},cat,,,2017-09-01,,,")
    expect(page.get_by_text("3 things to put right first")).to_be_visible()
    check_page(page, "import-problems")
    page.get_by_role("link", name="Choose other files").click()
    choose_files(
        page,
        "ana@example.test,Ana New,dccp,South West,,2017-09-01,,,\n"
        "dcp@example.test,Dana Marker,dcp,Wessex,Portsmouth magistrates' courts,2014-10-01,2030-01-31,,0.5",
    )
    expect(page.get_by_text("Add Ana New (ana@example.test)")).to_be_visible()
    check_page(page, "import-preview")
    page.get_by_role("button", name="Make these changes").click()
    expect(page.get_by_role("alert")).to_contain_text("3 changes made.")

    page.goto("/grants/")
    check_page(page, "grants-none")
    page.get_by_role("button", name="Ask for a grant").click()
    page.get_by_label("Whose grant is it?").fill("nobody@example.test")
    page.get_by_role("button", name="Ask").click()
    check_page(page, "grant-request-errors")
    page.get_by_label("Whose grant is it?").fill("apm@example.test")
    page.get_by_label("See comments").check()
    page.get_by_label("Where?").select_option("Wessex")
    page.get_by_label("What is it needed for?").fill("A thematic review of first hearings")
    fill_date(page, "Last day", today() + timedelta(days=90))
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("Someone else must approve it.")
    check_page(page, "grants-asked")
    page.goto(f"/people/{place.administrator.pk}/")
    check_page(page, "person-own")
