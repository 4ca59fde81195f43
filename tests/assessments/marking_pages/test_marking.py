"""The marking page: a draft saved incomplete, in two tabs, by the page itself; and what it refuses, in words."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from assessments.actions import drafts
from iqa.audit.models import Read
from tests.assessments.marking_pages.pages import answers_in, complete

pytestmark = pytest.mark.django_db
BY_THE_PAGE = {"Accept": "application/json"}


def test_every_question_is_asked_in_the_words_of_the_scheme(client, page):
    html = client.get(page).content.decode()
    assert [int(n) for n in re.findall(r"<h2[^>]*>Question (\d+)</h2>", html)] == list(range(9, 18))
    assert "Did the prosecutor anticipate and resolve all likely issues?" in html
    assert "A comment is needed with not met and not met other." in html


def test_a_draft_is_saved_incomplete(client, page, assessment):
    response = client.post(page, {"version": "0", "q9-outcome": "fully_met", "q10-comment": "Fair\r\nthroughout"})
    assert response.url == page
    saved = answers_in(assessment)
    assert saved[9].outcome.code == "fully_met"
    assert (saved[10].outcome, saved[10].comment) == (None, "Fair\nthroughout")


def test_what_was_saved_is_on_the_page_again(client, page):
    client.post(
        page,
        {
            "version": "0",
            "q14-outcome": "not_met",
            "q14-reasons": ["q14-other"],
            "q14-other_reason": "The index was missing",
            "q14-comment": "No index <b>at all</b>",
        },
    )
    html = client.get(page).content.decode()
    assert "The index was missing" in html
    assert "No index &lt;b&gt;at all&lt;/b&gt;" in html
    assert re.search(r'name="q14-outcome"[^>]*value="not_met"[^>]*checked', html)


def test_continuing_incomplete_saves_and_says_what_is_missing(client, page, assessment):
    fields = complete(q14_outcome="not_met", q15_outcome="not_met_other", continue_="yes")
    fields["continue"] = "yes"
    del fields["q9-outcome"]
    html = client.post(page, fields).content.decode()
    for words in (
        "Select an outcome for question 9",
        "Select a reason why question 14 was not met",
        "Enter a comment on question 14",
        "Select who question 15 lies with",
        "Enter a comment on question 15",
    ):
        assert words in html
    assert 'href="#id_q9-outcome"' in html
    assert answers_in(assessment)[14].outcome.code == "not_met"
    assert 'name="version" value="1"' in html


def test_continuing_complete_leads_to_action_and_feedback(client, page, assessment):
    response = client.post(page, complete() | {"continue": "yes"})
    assert response.url == reverse("assessments:action_edit", args=[assessment.pk])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"q14-comment": "x" * 5001}, "Comment on question 14 must be 5,000 characters or fewer"),
        ({"q14-comment": "x" * 100_000}, "Comment on question 14 must be 5,000 characters or fewer"),
        ({"q14-comment": "bell\x07"}, "Comment on question 14 must not include characters that cannot be printed"),
        ({"q14-outcome": "brilliant"}, "Select an outcome for question 14"),
        ({"q14-reasons": ["q9-no-strategy"]}, "Select a reason why question 14 was not met"),
        ({"q14-lies_with": "the weather"}, "Select who question 14 lies with"),
    ],
)
def test_bad_input_gets_words_keeps_all_and_writes_nothing(client, page, assessment, fields, words):
    html = client.post(page, {"version": "0", "q9-comment": "Kept as typed", **fields}).content.decode()
    assert words in html
    assert "Kept as typed" in html
    assert "Error: Mark the questions" in html
    assert answers_in(assessment) == {}


def test_answers_of_another_activity_are_not_taken(client, page, assessment):
    fields = {"version": "0", "q3-outcome": "fully_met", "q18-comment": "Not asked", "q9-comment": "Asked"}
    html = client.post(page, fields).content.decode()
    assert "Question 3 and question 18 cannot be answered here: nothing was saved." in html
    assert "Error: Mark the questions" in html
    assert "Asked" in html
    assert answers_in(assessment) == {}


@pytest.mark.parametrize("version", ["", "x", "-1", "٣", "9" * 30])
def test_a_tampered_version_is_behind(client, page, place, assessment, version):
    client.post(page, {"version": "0", "q9-comment": "First"})
    html = client.post(page, {"version": version, "q9-comment": "Second"}).content.decode()
    assert "Choose which answers to keep" in html
    assert answers_in(assessment)[9].comment == "First"


class TestTwoTabs:
    @pytest.fixture
    def conflict(self, client, page):
        client.post(page, complete(q9_comment="From the first tab", q10_comment="The same"))
        return client.post(
            page, complete(q9_comment="From the second tab", q10_comment="The same", q11_outcome="not_met")
        ).content.decode()

    def test_both_texts_stand_side_by_side_and_neither_is_chosen(self, conflict, assessment):
        assert "Choose which answers to keep" in conflict
        sides = [side.get_text() for side in BeautifulSoup(conflict, "html.parser").select("h3 + .govuk-inset-text")]
        assert ["From the second tab" in sides[0], "From the first tab" in sides[1]] == [True, True]
        assert re.findall(r"<h2[^>]*>Question (\d+)</h2>", conflict) == ["9", "11"]
        assert "checked" not in conflict
        assert answers_in(assessment)[9].comment == "From the first tab"

    def resolve(self, client, page, **keep):
        fields = complete(q9_comment="From the second tab", q10_comment="The same", q11_outcome="not_met")
        return client.post(page, fields | {"version": "1", "resolve": "yes"} | keep)

    def test_one_may_be_kept_for_each_question(self, client, page, conflict, assessment):
        self.resolve(client, page, keep_9="theirs", keep_11="mine")
        saved = answers_in(assessment)
        assert saved[9].comment == "From the first tab"
        assert saved[11].outcome.code == "not_met"

    def test_a_choice_is_needed_for_each(self, client, page, conflict, assessment):
        html = self.resolve(client, page, keep_9="mine").content.decode()
        assert "Select which answer to question 11 to keep" in html
        assert answers_in(assessment)[9].comment == "From the first tab"

    def test_a_third_save_meanwhile_is_a_conflict_again(self, client, page, conflict, assessment):
        client.post(page, complete(q9_comment="From a third tab", q10_comment="The same") | {"version": "1"})
        html = self.resolve(client, page, keep_9="mine", keep_11="mine").content.decode()
        assert "From a third tab" in html
        assert answers_in(assessment)[9].comment == "From a third tab"

    def test_the_same_answers_again_are_no_conflict(self, client, page, assessment):
        client.post(page, complete())
        assert client.post(page, complete()).url == page


class TestThePageSavesByItself:
    def test_it_learns_the_new_version(self, client, page):
        response = client.post(page, {"version": "0", "q9-comment": "Typed"}, headers=BY_THE_PAGE)
        assert response.json()["version"] == 1
        assert re.fullmatch(r"at \d{1,2}:\d\d[ap]m", response.json()["saved"])

    def test_it_learns_what_is_wrong(self, client, page):
        response = client.post(page, {"version": "0", "q9-comment": "x" * 5001}, headers=BY_THE_PAGE)
        assert response.status_code == 422
        [problem] = response.json()["problems"]
        assert problem["anchor"] == "id_q9-comment"
        assert problem["message"] == "Comment on question 9 must be 5,000 characters or fewer"

    def test_it_learns_that_it_is_behind(self, client, page):
        client.post(page, {"version": "0", "q9-comment": "One"}, headers=BY_THE_PAGE)
        assert client.post(page, {"version": "0", "q9-comment": "Two"}, headers=BY_THE_PAGE).status_code == 409

    def test_it_is_given_suggestions(self, client, page):
        fields = {"version": "0", "q9-outcome": "fully_met", "q9-comment": "The police were late with the statement"}
        prompts = client.post(page, fields, headers=BY_THE_PAGE).json()["prompts"]
        assert [(prompt["number"], prompt["section"]) for prompt in prompts] == [(9, "§5.26")]


class TestWhoMay:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("sdcp", 403), ("apm", 403), ("pmu", 403), ("dcp2", 404), ("prosecutor", 404), ("apm2", 404)],
    )
    def test_nobody_else_sees_or_changes_a_draft(self, client, place, assessment, page, who, status):
        client.force_login(getattr(place, who))
        assert client.get(page).status_code == status
        assert client.post(page, complete()).status_code == status
        assert answers_in(assessment) == {}

    def test_reading_it_is_logged(self, client, place, page, assessment):
        client.get(page)
        assert Read.objects.of(assessment).filter(by=place.dcp).exists()


def test_a_discarded_draft_says_so_and_keeps_what_was_typed(client, place, page, assessment):
    drafts.discard(assessment=assessment, by=place.dcp)
    html = client.post(page, complete(q9_comment="Typed too late")).content.decode()
    assert "This IQA is discarded: its draft can no longer be changed." in html
    assert "Typed too late" in html
    assert client.get(page).status_code == 302
