"""Every page in its other states: wrong, empty, overfull, for each role."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from assessments.actions import drafts, recording
from assessments.models import CourtLevel, HalfDay
from iqa.calendar import today
from iqa.notifications.actions import send_due_emails
from iqa.permissions import Role
from tests.factories import (
    CaseFactory,
    PersonFactory,
    PostingFactory,
    UnitFactory,
    answers_to,
    begun,
    draft,
    recorded,
    started,
)
from tests.journeys.checks import check_page

WIDTHS = (1280, 320)


def check_at_each_width(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        check_page(page, name)


# Wrong


@pytest.fixture
def half_day(place) -> HalfDay:
    return started(assessor=place.dcp, prosecutor=place.prosecutor)


def page_of_start(half_day):
    return "/half-days/start/"


def page_of_finding_a_case(half_day):
    return f"/half-days/{half_day.pk}/cases/add/"


def page_of_adding_a_case(half_day):
    return f"/half-days/{half_day.pk}/cases/add/?urn=01AB1234518"


def page_of_feedback_on_a_half_day(half_day):
    recorded(half_day=half_day, not_met={14: []})
    return f"/half-days/{half_day.pk}/feedback/record/"


def page_of_action(half_day):
    return f"/assessments/{begun(half_day=half_day).pk}/action/edit/"


def page_of_correction(half_day):
    return f"/assessments/{recorded(half_day=half_day, not_met={14: []}).pk}/correct/"


def page_of_withdrawal(half_day):
    return f"/assessments/{recorded(half_day=half_day, not_met={14: []}).pk}/withdraw/"


def page_of_reopening(half_day):
    return f"/assessments/{recorded(half_day=half_day).pk}/reopen/"


def page_of_feedback(half_day):
    return f"/assessments/{recorded(half_day=half_day, not_met={14: []}).pk}/feedback/record/"


def page_of_recording_late_a_finalised_case(half_day):
    HalfDay.objects.filter(pk=half_day.pk).update(
        worked_on=today() - timedelta(days=60), assessed_on=today() - timedelta(days=60)
    )
    case = CaseFactory(court_level=CourtLevel.CROWN, finalised="Guilty plea")
    return f"/assessments/{draft(half_day=half_day, case=case).pk}/record/"


SENT_EMPTY = [
    (page_of_start, "Save and continue", "Select whose work you assessed"),
    (page_of_finding_a_case, "Find case", "Enter the URN"),
    (page_of_adding_a_case, "Use this case", "Select the court level"),
    (page_of_action, "Save and continue", "Select whether action is required"),
    (page_of_recording_late_a_finalised_case, "Record IQA", "Enter why this is recorded late"),
    (page_of_correction, "Correct IQA", "Enter why this IQA is corrected"),
    (page_of_withdrawal, "Withdraw IQA", "Enter why this IQA is withdrawn"),
    (page_of_reopening, "Reopen IQA", "Enter why this IQA is reopened"),
    (page_of_feedback, "Record feedback", "Select how feedback was given"),
    (page_of_feedback_on_a_half_day, "Record feedback", "Select how feedback was given"),
]


@pytest.mark.parametrize(("where", "button", "message"), SENT_EMPTY, ids=lambda value: getattr(value, "__name__", ""))
def test_a_form_sent_empty_says_what_to_do(visit, place, half_day, where, button, message):
    page = visit(place.dcp)
    page.goto(where(half_day))
    name = where.__name__.replace("_", "-")
    check_at_each_width(page, name)
    page.get_by_role("button", name=button).click()
    summary_leads_to_the_field(page, message)
    check_at_each_width(page, f"{name}-error")


def test_questions_left_open_are_listed_and_lead_to_their_fields(visit, place, half_day):
    page = visit(place.dcp)
    page.goto(f"/assessments/{begun(half_day=half_day).pk}/mark/")
    page.locator("input[name=q14-outcome][value=not_met]").check()
    page.locator("input[name=q15-outcome][value=not_met_other]").check()
    page.get_by_role("button", name="Save and continue").click()
    messages = page.get_by_role("alert").get_by_role("link")
    expect(messages).to_have_count(7 + 2 + 2)
    summary_leads_to_the_field(page, "Select a reason why question 14 was not met")
    check_at_each_width(page, "mark-error")


def test_a_wrong_urn_stays_to_be_mended(visit, place, half_day):
    page = visit(place.dcp)
    page.goto(page_of_finding_a_case(half_day))
    page.get_by_label("URN").fill("01AB123")
    page.get_by_role("button", name="Find case").click()
    summary_leads_to_the_field(page, "URN must be 11 letters and numbers")
    expect(page.get_by_label("URN")).to_have_value("01AB123")


def test_a_form_without_javascript_says_what_to_do(visit, place, half_day):
    page = visit(place.dcp, js=False)
    page.goto(f"/assessments/{begun(half_day=half_day).pk}/mark/")
    check_at_each_width(page, "mark-empty")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("link", name="Select an outcome for question 9", exact=True)).to_be_visible()
    check_at_each_width(page, "mark-error")


def summary_leads_to_the_field(page: Page, message: str) -> None:
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    link = page.get_by_role("alert").get_by_role("link", name=message, exact=True)
    field = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    expect(page.locator(f"[id='{field}']")).to_be_focused()
    page.evaluate("window.scrollTo(0, 0)")


# Asked first


@pytest.mark.parametrize("what", ["discard", "restore", "close", "action/take"])
def test_what_is_asked_before_it_is_done(visit, place, half_day, what):
    if what == "close":
        assessment = recorded(half_day=half_day)
        recording.reopen(assessment=assessment, reason="To look again", by=place.dcp)
    elif what == "action/take":
        assessment = recorded(half_day=half_day, action=True)
    else:
        assessment = begun(half_day=half_day)
    if what == "restore":
        drafts.discard(assessment=assessment, by=place.dcp)
    page = visit(place.dcp)
    page.goto(f"/assessments/{assessment.pk}/{what}/")
    check_at_each_width(page, f"asked-{what.replace('/', '-')}")


# Empty


def test_pages_of_someone_with_nothing(visit, place):
    new = PostingFactory(role=Role.DCP, unit=UnitFactory(area=place.area)).person
    page = visit(new)
    for address, words in (
        ("/", "Nothing is due. What needs you will be listed here."),
        ("/assessments/", "No IQAs match. Remove a filter or check the URN."),
        ("/half-days/start/", "There is nobody whose work you can assess."),
        ("/mailbox/", ""),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        check_at_each_width(page, f"empty-{address.strip('/').replace('/', '-') or 'home'}")


def test_pages_of_a_prosecutor_with_nothing(visit, place):
    page = visit(place.prosecutor)
    for address, words in (
        ("/", "Nothing is due."),
        (f"/people/{place.prosecutor.pk}/assessments/", "No IQAs of your work can be read yet."),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        check_at_each_width(page, f"empty-prosecutor-{'iqas' if 'people' in address else 'home'}")


def test_a_half_day_without_cases(visit, place, half_day):
    page = visit(place.dcp)
    page.goto(f"/half-days/{half_day.pk}/")
    expect(page.get_by_text("No cases have been added to this half day.")).to_be_visible()
    check_at_each_width(page, "empty-half-day")


# Overfull


def test_long_words_fit_on_a_small_screen(visit, place):
    unit = UnitFactory(area=place.area, name="U" * 100)
    dcp = PostingFactory(person=PersonFactory(name="D" * 150), unit=unit).person
    prosecutor = PostingFactory(person=PersonFactory(name="P" * 150), role=Role.PROSECUTOR, unit=unit).person
    long = ("W" * 60 + " ") * 40 + "W" * 2500
    half_day = started(assessor=dcp, prosecutor=prosecutor, kind_of_work="K" * 100)
    marks = {"not_met": {14: ["q14-other"]}, "not_met_other": {15: "police"}, "comments": {9: long, 14: long, 15: long}}
    full = draft(half_day=half_day, action=True, **marks)
    done = recorded(half_day=half_day, action=True, **marks)
    for _ in range(12):
        begun(half_day=half_day)
    page = visit(dcp, width=320)
    page.goto(f"/assessments/{done.pk}/withdraw/")
    page.get_by_label("Why is this IQA withdrawn?").fill("R" * 1990)
    page.get_by_role("button", name="Withdraw IQA").click()
    for address, name in (
        (f"/assessments/{done.pk}/", "iqa"),
        (f"/assessments/{done.pk}/versions/1/", "version"),
        (f"/assessments/{full.pk}/mark/", "mark"),
        (f"/assessments/{full.pk}/action/edit/", "action-edit"),
        (f"/assessments/{full.pk}/record/", "record"),
        (f"/half-days/{half_day.pk}/", "half-day"),
        (f"/cases/{full.case_id}/", "case"),
        (f"/assessments/?person={'P' * 100}&q={quote('Q' * 90)}", "list-empty"),
        ("/assessments/", "list"),
        ("/half-days/start/", "half-day-start"),
        ("/", "home"),
    ):
        page.goto(address)
        check_page(page, f"long-{name}")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"/assessments/{done.pk}/")
    check_page(page, "long-iqa")


def test_long_answers_in_two_tabs_fit_on_a_small_screen(visit, place, half_day):
    assessment = begun(half_day=half_day)
    page = visit(place.dcp, width=320, js=False)
    page.goto(f"/assessments/{assessment.pk}/mark/")
    theirs = answers_to(assessment, comments={9: "T" * 5000})
    drafts.save_answers(assessment=assessment, answers=theirs, version=0, by=place.dcp)
    page.get_by_label("Comment on question 9").fill("M" * 5000)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("h1")).to_have_text("Choose which answers to keep")
    check_page(page, "long-conflict")


# For each role


MAY_FIND = [
    ["dcp", "dcp2", "sdcp", "dccp", "ccp", "apm"],
    ["apm2", "cat", "director", "inspector", "prosecutor", "prosecutor2"],
]
MAY_NOT_FIND = ["businesscentre", "editor", "pmu", "administrator"]


@pytest.fixture
def some_iqas(place, half_day):
    recorded(half_day=half_day, not_met={14: []}, action=True)
    recorded(half_day=half_day)
    draft(half_day=half_day, action=True)
    recorded(assessor=place.dcp2, prosecutor=place.prosecutor2, not_met_other={14: "police"})


@pytest.mark.parametrize("names", [*MAY_FIND, MAY_NOT_FIND], ids=["these", "those", "no casework"])
def test_home_and_list_of_each_role(visit, place, some_iqas, clock, names):
    clock.shift(timedelta(hours=25))
    page = visit()
    for name in names:
        visit(place.people[name], instead=page)
        page.goto("/")
        expect(page.get_by_text(f"Signed in as {place.people[name].name}")).to_be_visible()
        check_page(page, f"role-{name}-home")
        response = page.goto("/assessments/")
        assert response.status == (403 if name in MAY_NOT_FIND else 200)
        check_page(page, f"role-{name}-list")


def test_the_mailbox_shows_what_was_sent(visit, place, half_day, clock):
    recorded(half_day=half_day, not_met={14: []}, action=True)
    clock.shift(timedelta(hours=24))
    send_due_emails()
    page = visit()
    page.goto("/mailbox/")
    expect(page.get_by_text("IQA: an action is open on your case progression work")).to_be_visible()
    check_at_each_width(page, "mailbox")
