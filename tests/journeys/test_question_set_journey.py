"""A question set drafted by the question editor and by CAT, compared, previewed, published by someone else, and asked:
in each state of its pages, empty, wrong and overfull, at both widths, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from iqa.questions.actions import editing
from iqa.questions.loading import load_next_set
from iqa.questions.models import QuestionSet, Wording
from tests.another_set import load_another
from tests.factories import begun, started
from tests.journeys.checks import check_page

WIDTHS = (1280, 320)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 20


def check_at_each_width(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        check_page(page, name)
    page.set_viewport_size({"width": 1280, "height": 800})


def in_summary(page: Page, words: str) -> None:
    expect(page.locator(".govuk-error-summary")).to_contain_text(words)


@pytest.fixture
def draft(place, scheme) -> QuestionSet:
    return editing.copy_set(source=scheme, title="Revision of 2030", by=place.editor)


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_a_set_is_copied_edited_and_published_by_someone_else(visit, place, scheme, js):
    # The editor copies the published set …
    page = visit(place.editor, js=js)
    page.goto("/question-sets/")
    check_at_each_width(page, "question-sets")
    page.get_by_role("link", name="Annex F").click()
    check_at_each_width(page, "question-set-published")
    page.get_by_role("link", name="Copy to a new set").click()
    page.get_by_role("button", name="Copy").click()
    in_summary(page, "Enter what the new set is called")
    check_at_each_width(page, "question-set-copy-error")
    page.get_by_label("What is the new set called?").fill("Revision of 2030")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("alert")).to_contain_text("Revision of 2030 starts as a copy of Annex F.")

    # … rewords a question, moves one, retires one …
    page.get_by_role("link", name="Edit question 12", exact=True).click()
    check_at_each_width(page, "question-edit")
    page.get_by_label("The question, word for word").fill("Did the prosecutor take the steps needed for progress?")
    page.get_by_label("Reason 7").fill("A hearing achieved nothing")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Question 12 saved.")
    page.get_by_role("button", name="Move up question 10", exact=True).click()
    said = "Question 10 is now question 9, 1 of 9 in case progression."
    expect(page.locator(".govuk-notification-banner")).to_contain_text(said)
    if js:
        expect(page.get_by_role("heading", name="Question 9: Fair to all")).to_be_focused()
    page.get_by_role("link", name="Retire question 7", exact=True).click()
    check_at_each_width(page, "question-retire")
    page.get_by_role("button", name="Retire").click()
    expect(page.get_by_role("alert")).to_contain_text("Question 7 retired.")

    # … and adds optional questions.
    page.get_by_role("link", name="Add an activity").click()
    page.get_by_role("button", name="Add").click()
    in_summary(page, "Enter the name of the activity")
    check_at_each_width(page, "activity-add-error")
    page.get_by_label("What is the activity called?").fill("Disclosure")
    page.get_by_label("Office-based").check()
    page.get_by_label("An assessor adds its questions").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Disclosure has no questions")).to_be_visible()
    check_at_each_width(page, "question-set-draft")
    page.get_by_role("link", name="Add a question to disclosure").click()
    page.get_by_role("button", name="Save").click()
    in_summary(page, "Enter the short label")
    check_at_each_width(page, "question-add-error")
    page.get_by_label("Short label").fill("Schedules examined")
    page.get_by_label("The question, word for word").fill("Were the schedules examined?")
    page.get_by_label("A new question: its trend begins here").check()
    page.get_by_label("Reason 1", exact=True).fill("They were not opened")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Question 29: Schedules examined")).to_be_visible()
    assert not page.get_by_role("button", name="Publish").count()
    page.get_by_role("button", name="Move this activity up (disclosure)").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Disclosure is now 4 of 5.")
    if js:
        expect(page.get_by_role("heading", name="Disclosure", exact=True)).to_be_focused()
    page.get_by_role("link", name="Change this activity (disclosure)").click()
    page.get_by_label("What is the activity called?").fill("Unused material")
    check_at_each_width(page, "activity-edit")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Unused material saved.")

    # … and allows a fifth outcome.
    page.get_by_role("link", name="Add an outcome").click()
    page.get_by_role("button", name="Add").click()
    in_summary(page, "Select what it counts as")
    check_at_each_width(page, "outcome-add-error")
    page.get_by_label("What is the outcome called?").fill("Partly met")
    page.get_by_label("Not met", exact=True).check()
    page.get_by_label("Who it lies with").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_contain_text("Partly met added.")
    page.get_by_role("button", name="Move up the outcome partly met").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Partly met is now 4 of 5.")
    check_at_each_width(page, "question-set-outcomes")
    page.get_by_role("link", name="Retire the outcome partly met").click()
    check_at_each_width(page, "outcome-retire")

    # CAT reads what changed, looks at it as a DCP will, and publishes it.
    page = visit(place.cat, js=js)
    page.goto("/question-sets/")
    page.get_by_role("link", name="Revision of 2030").click()
    page.get_by_role("link", name=re.compile("differences")).click()
    expect(page.get_by_text("1 added, 1 removed, 1 changed, 2 moved")).to_be_visible()
    check_at_each_width(page, "question-set-compare")
    page.get_by_role("link", name="Revision of 2030").click()
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("Were the schedules examined?")).to_be_visible()
    check_at_each_width(page, "question-set-preview")
    page.get_by_role("link", name="Revision of 2030").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("button", name="Continue").click()
    in_summary(page, "Enter the date that it is in force from")
    check_at_each_width(page, "question-set-publish-error")
    for part, value in (("Day", "1"), ("Month", "4"), ("Year", "2050")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Publish from 1 April 2050?")).to_be_visible()
    check_at_each_width(page, "question-set-publish-confirm")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Question set from 1 April 2050")).to_be_visible()
    page.get_by_role("link", name="Take back").click()
    check_at_each_width(page, "question-set-take-back")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("alert")).to_contain_text("Revision of 2030 is a draft again.")


def test_two_edit_one_question_and_neither_loses_a_word(visit, place, draft):
    nine = draft.wordings.get(number=9)
    first, second = visit(place.cat), visit(place.editor)
    for page in (first, second):
        page.goto(f"/question-sets/{draft.pk}/questions/{nine.pk}/edit/")
    first.get_by_label("The question, word for word").fill("By the first: " + LONG)
    first.get_by_role("button", name="Save").click()
    second.get_by_label("The question, word for word").fill("By the second")
    second.get_by_label("Reason 9").fill("Last of mine")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("This question was changed by Cat Assurance on")).to_be_visible()
    expect(second.get_by_text("By the first")).to_be_visible()
    expect(second.get_by_label("The question, word for word")).to_have_value("By the second")
    expect(second.get_by_label("Reason 9")).to_have_value("Last of mine")
    check_at_each_width(second, "question-edit-behind")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text("Question 9 saved.")


def test_overfull_and_empty(visit, place, draft):
    wording = draft.wordings.get(number=9)
    Wording.objects.filter(pk=wording.pk).update(label=LONG[:60], text=LONG, guidance=LONG)
    wording.reasons.update(text=LONG[:200])
    page = visit(place.cat)
    for address in ("", "compare/", "preview/", f"questions/{wording.pk}/edit/", f"questions/{wording.pk}/retire/"):
        page.goto(f"/question-sets/{draft.pk}/{address}")
        check_at_each_width(page, f"question-set-overfull-{address.strip('/').replace('/', '-')}")
    empty = QuestionSet.objects.create(title="Empty", copied_from=draft.copied_from)
    for address in ("", "compare/", "preview/", "publish/"):
        page.goto(f"/question-sets/{empty.pk}/{address}")
        check_at_each_width(page, f"question-set-empty-{address.strip('/')}")


def test_the_next_set_reads_well(visit, place, scheme):
    load_next_set()
    page = visit(place.cat)
    draft = QuestionSet.objects.get(title="After the 2018 report")
    for address in ("", "compare/"):
        page.goto(f"/question-sets/{draft.pk}/{address}")
        check_at_each_width(page, f"next-set-{address.strip('/')}")


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_optional_questions_are_added_and_removed(visit, place, scheme, js):
    load_another()
    assessment = begun(half_day=started(activity="unused_material", assessor=place.dcp, prosecutor=place.prosecutor))
    page = visit(place.dcp, js=js)
    page.goto(f"/assessments/{assessment.pk}/mark/")
    page.get_by_label("Comment on question 101").fill("Half a thought")
    page.get_by_role("button", name="Add the sentencing questions").click()
    expect(page.get_by_role("alert")).to_contain_text("Sentencing questions added.")
    expect(page.get_by_label("Comment on question 101")).to_have_value("Half a thought")
    check_at_each_width(page, "mark-with-optional")
    page.get_by_label("Comment on question 50").fill("To go")
    page.get_by_role("button", name="Remove the sentencing questions").click()
    expect(page.get_by_text("Your answer to 1 of them will be deleted.")).to_be_visible()
    check_at_each_width(page, "optional-remove")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("alert")).to_contain_text("Sentencing questions removed.")
    expect(page.get_by_label("Comment on question 50")).to_have_count(0)
