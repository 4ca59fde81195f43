"""An IQA from start to finish: recorded with one "not met", mailed, read, its action taken, feedback given, closed."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment, State
from iqa.notifications.actions import send_due_emails
from iqa.notifications.mailbox import read_emails
from tests.journeys.checks import check_page
from tests.journeys.conftest import sign_in

URN = "01AB1234518"
COMMENT = "The unused schedule was served three weeks late"
ACTION = "Talk through the disclosure schedules"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_iqa_from_start_to_finish(visit, place, clock, mail_folder, width, js):
    page = visit(width=width, js=js)
    page.goto("/")
    check_page(page, "sign-in")
    sign_in(page, place.dcp)
    check_page(page, "home-empty")

    start_half_day(page, place.prosecutor.name)
    add_case(page)
    mark(page)
    say_what_follows(page)
    record(page)
    assessment = Assessment.objects.get()
    assert assessment.state == State.RECORDED

    send_due_emails()
    assert read_emails(mail_folder) == [], "an email went before its time"
    clock.shift(timedelta(hours=24))
    send_due_emails()
    read_and_follow_the_email(visit(width=width, js=js), place, mail_folder)

    page.goto("/")
    sign_in(page, place.dcp)  # a day has passed
    check_page(page, "home")
    take_action_and_give_feedback(page, assessment)
    assert Assessment.objects.get().state == State.CLOSED
    clock.shift(timedelta(hours=24))
    send_due_emails()
    assert len(read_emails(mail_folder)) == 1, "an email went twice"

    prosecutor = visit(place.prosecutor, width=width, js=js)
    prosecutor.goto(f"/assessments/{assessment.pk}/")
    expect(prosecutor.locator("main .govuk-tag")).to_have_text("Closed")
    expect(prosecutor.get_by_text("Closed by itself: nothing outstanding")).to_be_visible()
    check_page(prosecutor, "iqa-closed-prosecutor")


def start_half_day(page: Page, prosecutor: str) -> None:
    page.get_by_role("button", name="Start a half day").click()
    expect(page.locator("h1")).to_have_text("Start a half day")
    check_page(page, "half-day-start")
    page.get_by_label("Whose work").select_option(label=prosecutor)
    page.get_by_label("Case progression").check()
    fill_date(page, "Date of the work", 9, 3, 2026)
    page.get_by_label("Morning", exact=True).check()
    page.get_by_role("button", name="Save and continue").click()


def add_case(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Add a case")
    check_page(page, "case-find")
    page.get_by_label("URN").fill("01/ab/12345/18")
    page.get_by_role("button", name="Find case").click()
    expect(page.get_by_text(f"No case has the URN {URN} yet")).to_be_visible()
    check_page(page, "case-add-new")
    page.get_by_label("Magistrates", exact=False).check()
    page.get_by_label("Live", exact=True).check()
    page.get_by_role("button", name="Use this case").click()


def mark(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Mark the questions")
    for number in range(9, 18):
        page.locator(f"input[name=q{number}-outcome][value=fully_met]").check()
    page.locator("input[name=q14-outcome][value=not_met]").check()
    reasons = page.get_by_role("group", name=re.compile(r"Reasons, if not met.*14"))
    expect(reasons).to_be_visible()
    reasons.get_by_role("checkbox").first.check()
    page.get_by_label("Comment on question 14").fill(COMMENT)
    check_page(page, "mark")
    page.get_by_role("button", name="Save and continue").click()


def say_what_follows(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Action and feedback")
    expect(page.get_by_text("Feedback is due by Tuesday 17 March 2026")).to_be_visible()
    check_page(page, "action-edit")
    page.get_by_label("Yes, action is required").check()
    page.get_by_label("What is to be done").fill(ACTION)
    page.get_by_role("group", name="Who does it").get_by_label("prosecutor").check()
    fill_date(page, "By when", 20, 3, 2026)
    page.get_by_role("button", name="Save and continue").click()


def record(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Check your answers and record this IQA")
    expect(page.get_by_text("8 fully met, 1 not met")).to_be_visible()
    expect(page.get_by_text(COMMENT)).to_be_visible()
    check_page(page, "record")
    page.get_by_role("button", name="Record IQA").click()
    expect(page.locator("h1")).to_have_text("IQA recorded")
    check_page(page, "recorded")


def read_and_follow_the_email(page: Page, place, mail_folder) -> None:
    (email,) = read_emails(mail_folder)
    assert email.to == place.prosecutor.email
    assert email.subject == "IQA: an action is open on your case progression work"
    (raw,) = (file.read_text() for file in mail_folder.glob("*.log"))
    for casework in (URN, COMMENT, ACTION, "not met", place.dcp.name, place.prosecutor.name):
        assert casework not in raw
    page.goto(re.search(r"http\S+/assessments/\d+/", email.body)[0])
    expect(page.locator("h1")).to_have_text("Sign in")
    sign_in(page, place.prosecutor)
    expect(page.locator("h1")).to_have_text(f"{URN}: case progression")
    expect(page.get_by_text(COMMENT)).to_be_visible()
    expect(page.get_by_text(ACTION)).to_be_visible()
    check_page(page, "iqa-recorded-prosecutor")
    page.get_by_role("link", name="Individual Quality Assessments").click()
    expect(page.locator("h1")).to_have_text("My work")
    check_page(page, "home-prosecutor")


def take_action_and_give_feedback(page: Page, assessment: Assessment) -> None:
    page.goto(f"/assessments/{assessment.pk}/")
    check_page(page, "iqa-recorded")
    page.get_by_role("button", name="Mark the action as taken").click()
    expect(page.locator("h1")).to_have_text("Mark the action as taken")
    check_page(page, "action-take")
    page.get_by_role("button", name="Mark the action as taken").click()
    expect(page.get_by_role("alert")).to_contain_text("Action marked as taken")
    expect(page.locator("main .govuk-tag")).to_have_text("Recorded")
    check_page(page, "iqa-action-taken")
    page.get_by_role("button", name="Record feedback").click()
    expect(page.locator("h1")).to_have_text("Record feedback")
    check_page(page, "feedback-record")
    page.get_by_role("group", name="How was it given?").get_by_role("radio").first.check()
    page.get_by_role("group", name="What kind of feedback was it?").get_by_role("radio").last.check()
    page.get_by_role("button", name="Record feedback").click()
    expect(page.locator("main .govuk-tag")).to_have_text("Closed")
    check_page(page, "iqa-closed")


def fill_date(page: Page, name: str, *parts: int) -> None:
    date = page.get_by_role("group", name=name, exact=True)
    for label, part in zip(("Day", "Month", "Year"), parts, strict=True):
        date.get_by_label(label).fill(str(part))
