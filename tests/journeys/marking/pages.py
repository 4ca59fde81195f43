"""What the journeys through marking look at: the comments, on the page and saved, and what its tab keeps."""

import pytest
from playwright.sync_api import Page

from assessments.models import Answer, Assessment

with_and_without_js = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])


def comment(page: Page, number: int):
    return page.get_by_label(f"Comment on question {number}")


def saved_comments(assessment: Assessment) -> list[str]:
    answers = Answer.objects.filter(marking__assessment=assessment).exclude(comment="")
    return list(answers.order_by("question__wordings__number").values_list("comment", flat=True))


def expect_nothing_kept_in_tab(page: Page) -> None:
    page.wait_for_load_state()  # a page can be read before its script has run, and forgotten
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('iqa-unsaved-'))") == []
