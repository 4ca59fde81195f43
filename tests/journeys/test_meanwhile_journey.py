"""What somebody else saved meanwhile stands beside what was typed, and nothing of either is lost."""

import pytest
from playwright.sync_api import expect

from assessments.models import Case
from tests.factories import CaseFactory, recorded, started
from tests.journeys.test_pages import check_at_each_width

pytestmark = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
LONG = "W" * 100
URN = "01AB1234518"


def test_of_two_corrections_the_second_reads_the_first_and_follows_it(visit, place, js):
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})
    first, second = visit(place.dcp, js=js), visit(place.dcp, js=js)
    for page in (first, second):
        page.goto(f"/assessments/{iqa.pk}/correct/")
        page.get_by_label("Comment on question 9").fill(f"{page is first}")
        page.get_by_label("Why is this IQA being corrected?").fill(f"{page is first} {LONG}")
    first.get_by_role("button", name="Correct IQA").click()
    expect(first.get_by_role("alert")).to_contain_text("IQA corrected: version 2.")

    second.get_by_role("button", name="Correct IQA").click()
    expect(second.get_by_role("link", name="version 2 (opens in new tab)")).to_be_visible()
    check_at_each_width(second, "correct-meanwhile")
    second.get_by_role("button", name="Correct IQA").click()
    expect(second.get_by_role("alert")).to_contain_text("IQA corrected: version 3.")
    assert [marking.reason for marking in iqa.markings.order_by("number")] == ["", f"True {LONG}", f"False {LONG}"]


def test_of_two_who_edit_a_case_the_second_sees_both(visit, place, js):
    case = CaseFactory(court_level="crown")
    recorded(assessor=place.dcp, prosecutor=place.prosecutor, case=case)
    first, second = visit(place.dcp, js=js), visit(place.dcp, js=js)
    for page in (first, second):
        page.goto(f"/cases/{case.pk}/edit/")
        page.get_by_label("Finalised", exact=True).check()
    first.get_by_label("How it was finalised").fill(LONG)
    first.get_by_role("button", name="Save case").click()
    expect(first.get_by_role("alert")).to_contain_text("Case saved.")

    second.get_by_label("How it was finalised").fill("Discontinued")
    second.get_by_role("button", name="Save case").click()
    expect(second.get_by_role("definition").filter(has_text=LONG)).to_be_visible()
    check_at_each_width(second, "case-edit-meanwhile")
    second.get_by_role("button", name="Save case").click()
    expect(second.get_by_role("alert")).to_contain_text("Case saved.")
    case.refresh_from_db()
    assert case.finalised == "Discontinued"


@pytest.mark.parametrize("is_here", [True, False], ids=["in the same half day", "in another"])
def test_of_two_who_register_a_case_the_second_sees_both(visit, place, js, is_here):
    mine = started(assessor=place.dcp, prosecutor=place.prosecutor)
    theirs = mine if is_here else started(assessor=place.dcp, prosecutor=place.prosecutor, half="pm")
    first, second = visit(place.dcp, js=js), visit(place.dcp, js=js)
    for page, half_day, court in ((first, theirs, "Crown Court"), (second, mine, "Youth court")):
        page.goto(f"/half-days/{half_day.pk}/cases/add/?urn={URN}")
        page.get_by_label(court).check()
        page.get_by_label("Live", exact=True).check()
    first.get_by_role("button", name="Use this case").click()
    expect(first.locator("h1")).to_have_text("Mark the questions")

    second.get_by_role("button", name="Use this case").click()
    expect(second.get_by_text("This case was registered in another tab, or by someone else")).to_be_visible()
    check_at_each_width(second, f"case-add-meanwhile-{'here' if is_here else 'elsewhere'}")
    if is_here:
        second.get_by_role("link", name="Go to its IQA").click()
    else:
        second.get_by_role("button", name="Use this case").click()
    expect(second.locator("h1")).to_have_text("Mark the questions")
    assert Case.objects.get(urn=URN).court_level == "crown"
