"""A consistency exercise: created by a deputy, marked blind by those invited, talked about, agreed, sent to CAT."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from iqa.calendar import today
from iqa.notifications.actions import send_due_emails
from iqa.organisation.models import Person
from tests.dipsamples.exercises import agreed, made, marked
from tests.factories import CaseFactory, PersonFactory, PostingFactory
from tests.journeys.checks import check_page
from tests.journeys.test_pages import check_at_each_width, summary_leads_to_the_field

WIDE = {"width": 1280, "height": 800}


def fill_in(page: Page, urns: str, *invited: Person) -> None:
    page.get_by_label("Title").fill("First hearings in March")
    page.get_by_label("Case progression").check()
    page.get_by_label("Cases").fill(urns)
    page.get_by_label("What to mark, and where it is").fill("The review of 3 March, in the case management system.")
    closes_on = today() + timedelta(days=7)
    for part, value in {"Day": closes_on.day, "Month": closes_on.month, "Year": closes_on.year}.items():
        page.get_by_role("group", name="Closing date").get_by_label(part).fill(str(value))
    for person in invited:
        page.get_by_label(person.name).check()


def mark_all(page: Page, *, not_met: int | None = None) -> None:
    for number in range(9, 18):
        outcome = "not_met" if number == not_met else "fully_met"
        page.locator(f"input[name=q{number}-outcome][value={outcome}]").check()
    if not_met:
        page.locator(f"input[name=q{not_met}-reasons]").first.check()
        page.get_by_label(f"Comment on question {not_met}").fill("The unused material was not scheduled.")


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_an_exercise_from_its_making_to_its_reference(js, visit, place):
    known = CaseFactory(urn="01AB1234518")

    # The deputy creates it: wrong first, then with a case that nobody has registered.
    deputy = visit(place.dccp, js=js)
    deputy.goto("/exercises/")
    check_at_each_width(deputy, "exercises-empty")
    deputy.get_by_role("button", name="Create an exercise").click()
    check_at_each_width(deputy, "exercise-create")
    deputy.get_by_role("button", name="Create exercise and invite").click()
    summary_leads_to_the_field(deputy, "Enter the URN of a case") if js else None
    check_at_each_width(deputy, "exercise-create-error")
    deputy.set_viewport_size(WIDE)
    fill_in(deputy, f"{known.urn}\n09ZZ7654318", place.dcp, place.dcp2)
    deputy.get_by_role("button", name="Create exercise and invite").click()
    expect(deputy.get_by_role("heading", name="Case 09ZZ7654318")).to_be_visible()
    check_at_each_width(deputy, "exercise-create-new-case")
    deputy.set_viewport_size(WIDE)
    deputy.get_by_label("Crown Court", exact=True).check()
    deputy.get_by_label("Live", exact=True).check()
    deputy.get_by_role("button", name="Create exercise and invite").click()
    expect(deputy.get_by_role("alert")).to_contain_text("Exercise created. Those invited are told by email.")
    expect(deputy.get_by_text("0 of 2 have finished.")).to_be_visible()
    check_at_each_width(deputy, "exercise-open-deputy")
    exercise = deputy.url

    # A DCP is told, finds it on home, and marks.
    send_due_emails()
    marker = visit(place.dcp, js=js)
    marker.goto("/")
    marker.get_by_role("link", name="Mark for consistency: First hearings in March").click()
    check_at_each_width(marker, "exercise-open-dcp")
    for urn, not_met in ((known.urn, 14), ("09ZZ7654318", None)):
        marker.set_viewport_size(WIDE)
        marker.get_by_role("link", name=urn).click()
        check_at_each_width(marker, "exercise-case-not-started")
        marker.get_by_role("button", name="Start marking").click()
        marker.set_viewport_size(WIDE)
        mark_all(marker, not_met=not_met)
        check_at_each_width(marker, "exercise-mark")
        marker.get_by_role("button", name="Save and continue").click()
        expect(marker.locator("h1")).to_have_text("Check your answers and finish")
        check_at_each_width(marker, "exercise-finish")
        marker.get_by_role("button", name="Finish marking").click()
        expect(marker.get_by_role("alert")).to_contain_text(f"You have finished marking {urn}.")
    check_at_each_width(marker, "exercise-finished-dcp")
    marker.get_by_role("link", name=known.urn).click()
    check_at_each_width(marker, "exercise-case-finished")

    # Closing asks first.
    deputy.set_viewport_size(WIDE)
    deputy.reload()
    expect(deputy.get_by_text("1 of 2 has finished.")).to_be_visible()
    expect(deputy.get_by_text("unused material")).to_have_count(0)
    deputy.get_by_role("button", name="Close this exercise").click()
    check_at_each_width(deputy, "exercise-close")
    deputy.get_by_role("button", name="Close exercise").click()
    expect(deputy.get_by_role("alert")).to_contain_text("Exercise closed.")
    check_at_each_width(deputy, "exercise-closed-deputy")

    # The reference is written in the discussion, case by case, and agreed.
    for urn in (known.urn, "09ZZ7654318"):
        deputy.set_viewport_size(WIDE)
        deputy.goto(exercise)
        deputy.get_by_role("link", name=urn).click()
        check_at_each_width(deputy, "exercise-case-closed-deputy")
        deputy.get_by_role("button", name="Enter the reference marking").click()
        check_at_each_width(deputy, "exercise-reference")
        deputy.set_viewport_size(WIDE)
        mark_all(deputy)
        deputy.get_by_role("button", name="Save and continue").click()
        expect(deputy.locator("h1")).not_to_have_text("Mark the questions")
    expect(deputy.locator("h1")).to_have_text("Agree the reference")
    check_at_each_width(deputy, "exercise-agree")
    deputy.get_by_role("button", name="Agree the reference").click()
    check_at_each_width(deputy, "exercise-agree-error")
    deputy.get_by_label("Why is this the reference?").fill("The schedule was served late, but before the hearing.")
    deputy.get_by_label("What guidance was unclear?").fill("Question 14 does not say when a schedule is late.")
    deputy.get_by_role("button", name="Agree the reference").click()
    expect(deputy.get_by_role("alert")).to_contain_text("Reference agreed.")
    check_at_each_width(deputy, "exercise-agreed-deputy")

    # Who marked sees their own answers beside it; CAT, what was unclear.
    marker.goto(exercise)
    marker.get_by_role("link", name=known.urn).click()
    expect(marker.get_by_text("8 of 9 agree. Question 14 differs.")).to_be_visible()
    expect(marker.get_by_text("Too robust")).to_be_visible()
    check_at_each_width(marker, "exercise-compared-dcp")
    cat = visit(place.cat, js=js)
    cat.goto("/exercises/")
    check_at_each_width(cat, "exercises-cat")
    cat.get_by_role("link", name="Guidance found unclear").click()
    expect(cat.get_by_text("Question 14 does not say when a schedule is late.")).to_be_visible()
    check_at_each_width(cat, "exercise-guidance")


def test_a_marking_after_closing_is_told_so(visit, place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2])
    marked(exercise, place.dcp2)
    marker, deputy = visit(place.dcp), visit(place.dccp)
    marker.goto(f"/exercises/{exercise.pk}/cases/1/")
    marker.get_by_role("button", name="Start marking").click()
    deputy.goto(f"/exercises/{exercise.pk}/close/")
    deputy.get_by_role("button", name="Close exercise").click()
    mark_all(marker)
    marker.get_by_role("button", name="Save and continue").click()
    expect(marker.get_by_role("alert")).to_contain_text(
        re.compile("This exercise closed on .*can no longer be changed")
    )
    check_at_each_width(marker, "exercise-mark-closed")


def test_an_exercise_closed_with_no_marks_is_told_so(visit, place, clock):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp])
    deputy = visit(place.dccp)
    deputy.goto(f"/exercises/{exercise.pk}/close/")
    deputy.get_by_role("button", name="Close exercise").click()
    expect(deputy.get_by_text("Nobody has finished marking yet")).to_be_visible()
    check_at_each_width(deputy, "exercise-close-refused")
    clock.shift(timedelta(days=8))
    deputy = visit(place.dccp)
    for address, words in (("", "closed before anyone had finished"), ("agree/", "nothing to agree on")):
        deputy.goto(f"/exercises/{exercise.pk}/{address}")
        expect(deputy.locator("main")).to_contain_text(words)
        check_at_each_width(deputy, f"exercise-without-marks-{address.strip('/') or 'page'}")


def test_an_exercise_of_many_with_long_words_fits_on_a_small_screen(visit, place):
    people = [PostingFactory(person=PersonFactory(name=f"{n} " + "N" * 140), unit=place.unit).person for n in range(10)]
    exercise = made(
        by=place.dccp, area=place.area, people=people, title="T" * 100, material="M" * 2000, activity="case_progression"
    )
    for number, person in enumerate(people):
        marked(exercise, person, not_met=[9 + number % 9], comments={9: "C" * 3000})
    agreed(exercise, place.dccp, notes="W" * 5000, unclear="G" * 5000, not_met_other=[9])
    page = visit(width=320)
    for person, address in (
        (people[0], "cases/1/"),
        (people[0], ""),
        (place.dccp, ""),
        (place.cat, "../guidance/"),
        (place.cat, "../create/"),
    ):
        visit(person, instead=page)
        page.goto(f"/exercises/{exercise.pk}/{address}")
        check_page(page, f"long-exercise-{person.pk}-{address.strip('./').replace('/', '-') or 'page'}")
