"""Everything pressed twice, and sent five times at once, is done once."""

import re

from playwright.sync_api import Page, expect

from assessments.models import Assessment, HalfDay, Marking
from iqa.audit.models import Event
from iqa.notifications.models import OutboxEmail
from tests.factories import CaseFactory, draft, started
from tests.journeys.checks import check_page
from tests.journeys.test_main_journey import fill_date

SEND_AT_ONCE = """times => {
    const form = document.querySelector("main form[method=post]");
    const send = () => fetch(form.action, {method: "POST", body: new FormData(form)}).then(response => response.text());
    return Promise.all(Array.from({length: times}, send));
}"""


def press_again_and_again(page: Page, button: str, then: str) -> None:
    """Sends the form five times at once, then presses its button: each time the page with the heading `then` comes."""
    for html in page.evaluate(SEND_AT_ONCE, 5):
        assert re.search(rf"<h1[^>]*>\s*{then}\s*</h1>", html)
    page.get_by_role("button", name=button).click()
    expect(page.locator("h1")).to_have_text(then)


def test_a_half_day_pressed_twice_is_one(visit, place):
    page = visit(place.dcp)
    page.goto("/half-days/start/")
    page.get_by_label("Whose work").select_option(label=place.prosecutor.name)
    page.get_by_label("Case progression").check()
    fill_date(page, "Date of the work", 9, 3, 2026)
    page.get_by_label("Morning", exact=True).check()
    press_again_and_again(page, "Save and continue", "Add a case")
    assert HalfDay.objects.count() == 1


def test_a_case_pressed_twice_is_one_iqa(visit, place):
    case, half_day = CaseFactory(), started(assessor=place.dcp, prosecutor=place.prosecutor)
    page = visit(place.dcp)
    page.goto(f"/half-days/{half_day.pk}/cases/add/?urn={case.urn}")
    check_page(page, "case-add-known")
    press_again_and_again(page, "Use this case", "Mark the questions")
    assert Assessment.objects.count() == Marking.objects.count() == 1


def test_record_pressed_twice_records_once(visit, place):
    assessment = draft(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []}, action=True)
    page = visit(place.dcp)
    page.goto(f"/assessments/{assessment.pk}/record/")
    press_again_and_again(page, "Record IQA", "IQA recorded")
    assert Event.objects.filter(verb="recorded").count() == OutboxEmail.objects.count() == 1
