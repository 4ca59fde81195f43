"""Marking by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Answer

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
