"""Marking by keyboard, saved by itself; with no network, in two tabs, signed out; and everything pressed twice."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from assessments.models import Answer, Assessment, HalfDay, Marking, State
from iqa.audit.models import Event
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Posting
from tests.factories import CaseFactory, begun, draft, started
from tests.journeys.checks import check_page
from tests.journeys.conftest import sign_in
from tests.journeys.test_main_journey import fill_date

FOCUSED = """() => {
    const focused = document.activeElement;
    const box = focused.getBoundingClientRect();
    const question = focused.closest("[data-question]");
    return {
        tag: focused.tagName,
        name: focused.name ?? focused.className,
        question: question ? Number(question.dataset.question) : null,
        visible: focused.matches(":focus-visible"),
        on_screen: box.bottom > 0 && box.top < window.innerHeight,
    };
}"""
SEND_AT_ONCE = """times => {
    const form = document.querySelector("main form[method=post]");
    const send = () => fetch(form.action, {method: "POST", body: new FormData(form)}).then(response => response.text());
    return Promise.all(Array.from({length: times}, send));
}"""
with_and_without_js = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def assessment(place) -> Assessment:
    return begun(assessor=place.dcp, prosecutor=place.prosecutor)


@pytest.fixture
def address(assessment) -> str:
    return f"/assessments/{assessment.pk}/mark/"


def focused(page: Page) -> dict:
    """Where the focus is: never nowhere, never unseen."""
    where = page.evaluate(FOCUSED)
    assert where["tag"] != "BODY", "the focus was lost"
    assert where["visible"], f"the focus cannot be seen on {where}"
    assert where["on_screen"], f"the focus is off the screen, on {where}"
    return where


def press(page: Page, key: str) -> dict:
    page.keyboard.press(key)
    return focused(page)


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        if press(page, "Tab")["name"] == name:
            return
    raise AssertionError(f"Tab does not come to {name}")


def comment(page: Page, number: int):
    return page.get_by_label(f"Comment on question {number}")


def saved_comments(assessment: Assessment) -> list[str]:
    answers = Answer.objects.filter(marking__assessment=assessment).exclude(comment="")
    return list(answers.order_by("question__wordings__number").values_list("comment", flat=True))


def test_marking_by_keyboard_alone(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    tab_to(page, "q9-outcome")
    for number in range(9, 18):
        assert focused(page)["question"] == number
        if number == 14:
            assert press(page, "2")["name"] == "q14-outcome"
            assert press(page, "Tab")["name"] == "q14-reasons"
            press(page, "Space")
            assert press(page, "Enter")["name"] == "q14-comment"
            page.keyboard.type("Served late")
            tab_to(page, "q15-outcome")
        else:
            press(page, "1")
            press(page, "Enter")
    assert focused(page)["name"] == "continue"
    page.keyboard.press("Control+Enter")

    expect(page.locator("h1")).to_have_text("Action and feedback")
    outcomes = Answer.objects.filter(marking__assessment=assessment).order_by("question__wordings__number")
    assert list(outcomes.values_list("outcome__code", flat=True)) == ["fully_met"] * 5 + ["not_met"] + ["fully_met"] * 3


@pytest.mark.parametrize("width", [1280, 320])
def test_tab_goes_question_by_question_with_guidance_last(visit, place, address, width):
    page = visit(place.dcp, width=width)
    page.goto(address)
    tab_to(page, "q9-outcome")
    stops = [focused(page)]
    while stops[-1]["name"] != "continue":
        stops.append(press(page, "Tab"))

    expected = [(n, kind) for n in range(9, 18) for kind in (f"q{n}-outcome", f"q{n}-comment", "SUMMARY")]
    found = [(stop["question"], "SUMMARY" if stop["tag"] == "SUMMARY" else stop["name"]) for stop in stops[:-1]]
    assert found == expected


def test_what_is_typed_saves_itself(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    page.locator("input[name=q9-outcome][value=fully_met]").check()
    comment(page, 9).fill("Read the file before the hearing")
    states = page.locator("[data-save-state]:visible")
    expect(states).to_have_text(["Saved at 10:00am."] * 3)
    check_page(page, "mark-saved")

    page.reload()
    expect(comment(page, 9)).to_have_value("Read the file before the hearing")
    expect(page.locator("input[name=q9-outcome][value=fully_met]")).to_be_checked()


def test_without_a_network_typing_goes_on_and_is_saved_afterwards(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    comment(page, 9).fill("Before")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")

    page.context.set_offline(True)
    comment(page, 10).fill("While there was no network")
    not_saved = "Not saved since 10:00am. Keep this page open: we are trying again."
    expect(page.locator("[data-save-state=top]")).to_have_text(not_saved)
    expect(page.get_by_role("status")).to_have_text(not_saved)
    assert saved_comments(assessment) == ["Before"]

    page.context.set_offline(False)
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    expect(page.get_by_role("status")).to_have_text("Your answers are saved again.")
    assert saved_comments(assessment) == ["Before", "While there was no network"]


def test_what_could_not_be_saved_survives_a_reload(visit, place, address, assessment):
    page = typed_on_a_train(visit, place, address)
    page.reload()
    expect(comment(page, 9)).to_have_value("Typed on a train")
    page.unroute("**/mark/")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Typed on a train"]


def test_what_was_refused_survives_a_reload(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    page.route("**/mark/", lambda r: r.fulfill(status=403) if r.request.method == "POST" else r.fallback())
    comment(page, 9).fill("Refused")
    expect(page.locator("[data-save-state=top]")).to_have_text("Not saved yet. Choose Save draft to see why.")
    page.unroute("**/mark/")
    page.reload()
    expect(comment(page, 9)).to_have_value("Refused")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Refused"]


def test_a_comment_too_long_keeps_nothing_else_from_coming_back(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    too_long = "Not saved yet. Comment on question 9 must be 5,000 characters or fewer."
    comment(page, 9).fill("x" * 5001)
    expect(page.locator("[data-save-state=top]")).to_have_text(too_long)
    comment(page, 10).fill("Typed afterwards")
    page.locator("input[name=q11-outcome][value=fully_met]").check()
    page.reload()
    expect(comment(page, 9)).to_have_value("x" * 5001)
    expect(comment(page, 10)).to_have_value("Typed afterwards")
    expect(page.locator("input[name=q11-outcome][value=fully_met]")).to_be_checked()
    expect(page.locator("[data-save-state=top]")).to_have_text(too_long)
    check_page(page, "mark-not-saved")

    comment(page, 9).fill("Shorter")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Shorter", "Typed afterwards"]
    expect_nothing_kept_in_tab(page)


def test_what_was_not_saved_is_not_brought_back_once_a_button_saved_it(visit, place, address, assessment):
    page = typed_on_a_train(visit, place, address)
    page.unroute("**/mark/")
    comment(page, 9).fill("Typed after the train")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    expect(comment(page, 9)).to_have_value("Typed after the train")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    expect_nothing_kept_in_tab(page)


def test_a_refusal_is_said_as_it_stands(visit, place, address, assessment):
    page = visit(place.dcp)
    page.goto(address)
    Assessment.objects.update(state=State.DISCARDED)
    comment(page, 9).fill("Too late")
    refusal = "Not saved yet. This IQA is discarded: its draft can no longer be changed."
    expect(page.locator("[data-save-state=top]")).to_have_text(refusal)
    Assessment.objects.update(state=State.DRAFT)
    page.reload()
    expect(comment(page, 9)).to_have_value("Too late")


@pytest.mark.parametrize("keep", ["The answer in this form", "The answer saved"])
def test_what_is_behind_survives_a_reload_until_it_is_chosen_between(visit, place, address, assessment, keep):
    first = visit(place.dcp)
    second = first.context.new_page()
    first.goto(address)
    second.goto(address)
    comment(first, 9).fill("From the first tab")
    expect(first.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    comment(second, 9).fill("From the second")
    behind = "This draft was changed in another tab or by someone else. Choose Save draft to see both."
    expect(second.locator("[data-save-state=top]")).to_contain_text(behind)
    comment(second, 9).fill("From the second tab")

    second.reload()
    expect(comment(second, 9)).to_have_value("From the second tab")
    expect(second.locator("[data-save-state=top]")).to_contain_text(behind)
    assert saved_comments(assessment) == ["From the first tab"]
    second.get_by_role("button", name="Save draft").click()
    expect(second.locator("h1")).to_have_text("Choose which answers to keep")
    second.get_by_role("button", name="Keep these answers").click()
    expect(second.get_by_role("link", name="Select which answer to question 9 to keep")).to_be_visible()
    second.goto(address)
    expect(comment(second, 9)).to_have_value("From the second tab")

    second.get_by_role("button", name="Save draft").click()
    second.get_by_label(keep).check()
    second.get_by_role("button", name="Keep these answers").click()
    expect(second.locator("h1")).to_have_text("Mark the questions")
    kept = "From the second tab" if keep == "The answer in this form" else "From the first tab"
    expect(comment(second, 9)).to_have_value(kept)
    assert saved_comments(assessment) == [kept]
    expect_nothing_kept_in_tab(second)


def typed_on_a_train(visit, place, address: str) -> Page:
    """Nothing that is sent arrives, until `page.unroute("**/mark/")`."""
    page = visit(place.dcp)
    page.goto(address)
    page.route("**/mark/", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    comment(page, 9).fill("Typed on a train")
    expect(page.locator("[data-save-state=top]")).to_have_text(re.compile("^Not saved yet"))
    return page


def expect_nothing_kept_in_tab(page: Page) -> None:
    page.wait_for_load_state()  # a page can be read before its script has run, and forgotten
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('iqa-unsaved-'))") == []


@with_and_without_js
def test_of_two_tabs_the_second_is_asked_which_answers_to_keep(visit, place, address, assessment, js):
    first = visit(place.dcp, js=js)
    second = first.context.new_page()
    first.goto(address)
    second.goto(address)
    comment(first, 9).fill("From the first tab")
    first.get_by_role("button", name="Save draft").click()
    expect(first.get_by_text("Draft saved. You find it again under My work.")).to_be_visible()

    comment(second, 9).fill("From the second tab")
    comment(second, 10).fill("In the second tab alone")
    if js:
        behind = "This draft was changed in another tab or by someone else. Choose Save draft to see both."
        expect(second.locator("[data-save-state=top]")).to_contain_text(behind)
    second.get_by_role("button", name="Save draft").click()
    expect(second.locator("h1")).to_have_text("Choose which answers to keep")
    expect(second.get_by_text("From the first tab")).to_be_visible()
    expect(second.get_by_text("From the second tab")).to_be_visible()
    check_page(second, "mark-conflict")
    assert saved_comments(assessment) == ["From the first tab"]

    second.get_by_role("button", name="Keep these answers").click()
    expect(second.get_by_role("link", name="Select which answer to question 9 to keep")).to_be_visible()
    check_page(second, "mark-conflict-error")
    keep = second.get_by_role("group", name="Which answer do you want to keep?")
    keep.nth(0).get_by_label("The answer in this form").check()
    keep.nth(1).get_by_label("The answer in this form").check()
    second.get_by_role("button", name="Keep these answers").click()
    expect(second.locator("h1")).to_have_text("Mark the questions")
    expect(comment(second, 9)).to_have_value("From the second tab")
    assert saved_comments(assessment) == ["From the second tab", "In the second tab alone"]


@with_and_without_js
def test_signed_out_while_marking_the_text_comes_back(visit, place, address, assessment, js):
    page = signed_out_while_marking(visit, place, address, js)
    check_page(page, "sign-in-kept")
    sign_in(page, place.dcp)
    expect(page.locator("h1")).to_have_text("Mark the questions")
    expect(comment(page, 9)).to_have_value("Typed, then signed out")
    expect(page.get_by_text("your answers are kept, check them and save again")).to_be_visible()
    check_page(page, "mark-kept")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert saved_comments(assessment) == ["Typed, then signed out"]


@with_and_without_js
def test_signed_out_while_marking_nobody_else_gets_the_text(visit, place, address, assessment, js):
    page = signed_out_while_marking(visit, place, address, js)
    sign_in(page, place.sdcp)
    expect(page.get_by_text(f"Signed in as {place.sdcp.name}")).to_be_visible()
    assert "Typed, then" not in page.content()
    page.goto(address)
    assert "Typed, then" not in page.content()
    assert saved_comments(assessment) == []


def test_signed_out_and_reloaded_the_text_comes_back(visit, place, address, assessment):
    page = signed_out_and_reloaded(visit, place, address)
    sign_in(page, place.dcp)
    expect(page.locator("h1")).to_have_text("Mark the questions")
    expect(comment(page, 9)).to_have_value("Typed, then signed out")
    expect(comment(page, 10)).to_have_value("Typed once it was known")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Typed, then signed out", "Typed once it was known"]
    expect_nothing_kept_in_tab(page)


def test_signed_out_and_reloaded_nobody_else_gets_the_text(visit, place, address, assessment):
    page = signed_out_and_reloaded(visit, place, address)
    # Only so may anyone else mark here.
    Posting.objects.filter(person=place.dcp).update(ends_on=date(2026, 3, 9))
    sign_in(page, place.sdcp)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Mark the questions")
    expect(comment(page, 9)).to_have_value("")
    expect(comment(page, 10)).to_have_value("")
    comment(page, 11).fill("Somebody else's")
    expect(page.locator("[data-save-state=top]")).to_have_text("Saved at 10:00am.")
    assert saved_comments(assessment) == ["Somebody else's"]


def signed_out_and_reloaded(visit, place, address: str) -> Page:
    page = visit(place.dcp)
    page.goto(address)
    Session.objects.all().delete()
    comment(page, 9).fill("Typed, then signed out")
    expect(page.locator("[data-save-state=top]")).to_contain_text("You are signed out.")
    comment(page, 10).fill("Typed once it was known")
    page.reload()
    expect(page.locator("h1")).to_have_text("Sign in")
    return page


def signed_out_while_marking(visit, place, address: str, js: bool) -> Page:
    page = visit(place.dcp, js=js)
    page.goto(address)
    Session.objects.all().delete()
    comment(page, 9).fill("Typed, then signed out")
    if js:
        kept = "You are signed out. Choose Save draft: your answers are kept while you sign in."
        expect(page.locator("[data-save-state=top]")).to_contain_text(kept)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_text("What you sent was not saved, but it is kept.")).to_be_visible()
    return page


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
