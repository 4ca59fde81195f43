"""The marking page: a draft saved incomplete, in two tabs, by the page itself; and what it refuses, in words."""

import re
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from assessments.actions import drafts, recording
from assessments.actions.drafts import ActionData
from assessments.models import Assessment, FeedbackAction, State
from iqa.audit.models import Read
from iqa.calendar import today
from iqa.govuk.keys import OUT_OF_DATE
from tests.factories import begun, draft, recorded

pytestmark = pytest.mark.django_db
BY_THE_PAGE = {"Accept": "application/json"}


@pytest.fixture
def assessment(place):
    return begun(assessor=place.dcp, prosecutor=place.prosecutor)


@pytest.fixture
def page(client, place, assessment):
    client.force_login(place.dcp)
    return reverse("assessments:assessment_mark", args=[assessment.pk])


def answers_in(assessment):
    marking = Assessment.objects.get(pk=assessment.pk).marking
    return {
        answer.question.wordings.get().number: answer
        for answer in marking.answers.select_related("outcome", "question")
    }


def complete(**changes):
    """Every question of case progression fully met, but for `changes` (names with _ for -)."""
    fields = {f"q{number}-outcome": "fully_met" for number in range(9, 18)} | {"version": "0"}
    return fields | {name.replace("_", "-", 1): value for name, value in changes.items()}


def problems(page):
    items = page.select(".govuk-error-summary__list li")
    return [(item.get_text(strip=True), item.a["href"] if item.a else None) for item in items]


def carried(page, *names):
    """What the page sends in hidden fields."""
    return {name: page.find("input", attrs={"name": name})["value"] for name in names}


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


class TestCorrecting:
    @pytest.fixture
    def iqa(self, client, place):
        client.force_login(place.dcp)
        return recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})

    def correct(self, client, iqa, **fields):
        page = reverse("assessments:assessment_correct", args=[iqa.pk])
        return client.post(page, complete() | {"number": "1", "key": str(uuid.uuid4()), "reason": "Misread"} | fields)

    def test_it_adds_a_version_and_keeps_the_first(self, client, iqa):
        response = self.correct(client, iqa)
        assert response.url == reverse("assessments:assessment_detail", args=[iqa.pk])
        iqa.refresh_from_db()
        assert [marking.number for marking in iqa.markings.all()] == [1, 2]
        assert iqa.marking.reason == "Misread"
        assert iqa.state == State.CLOSED

    def test_it_starts_from_what_was_recorded(self, client, iqa):
        html = client.get(reverse("assessments:assessment_correct", args=[iqa.pk])).content.decode()
        assert re.search(r'name="q14-outcome"[^>]*value="not_met"[^>]*checked', html)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"reason": ""}, "Enter why this IQA is corrected"),
            ({"q9-outcome": "not_met"}, "Select a reason why question 9 was not met"),
            ({"q9-comment": "x" * 5001}, "Comment on question 9 must be 5,000 characters or fewer"),
        ],
    )
    def test_it_refuses_in_words(self, client, iqa, fields, words):
        html = self.correct(client, iqa, **fields).content.decode()
        assert words in html
        assert iqa.markings.count() == 1

    @pytest.mark.parametrize(
        "hidden",
        [{"key": "not-a-key"}, {"key": ""}, {"number": "x"}, {"number": "9" * 5000}, {"number": "", "key": "\x00"}],
        ids=str,
    )
    def test_tampered_hidden_fields_are_replaced(self, client, iqa, hidden):
        page = BeautifulSoup(self.correct(client, iqa, reason="Misread", **hidden).content, "html.parser").main
        assert problems(page) == [(OUT_OF_DATE, None)]
        assert page.find("textarea", attrs={"name": "reason"}).get_text(strip=True) == "Misread"
        assert iqa.markings.count() == 1
        self.correct(client, iqa, **carried(page, "number", "key"))
        assert iqa.markings.count() == 2

    def test_one_that_changes_nothing_is_refused_and_its_reason_kept(self, client, iqa):
        page = reverse("assessments:assessment_correct", args=[iqa.pk])
        context = client.get(page).context
        shown = [field for form in (*context["questions"], context["why"]) for field in form]
        same = {field.html_name: field.value() for field in shown if field.value()} | {"reason": "Misread"}
        response = BeautifulSoup(client.post(page, same).content, "html.parser").main
        assert problems(response) == [("Change at least one answer to correct this IQA", "#id_q9-outcome")]
        assert response.find("textarea", attrs={"name": "reason"}).get_text(strip=True) == "Misread"
        assert iqa.markings.count() == 1
        client.post(page, same | {"q9-comment": "Well done"})
        assert iqa.markings.count() == 2

    def test_pressing_twice_makes_one_version(self, client, iqa):
        key = str(uuid.uuid4())
        self.correct(client, iqa, key=key)
        self.correct(client, iqa, key=key)
        assert iqa.markings.count() == 2

    def test_of_two_the_second_is_told_of_the_first_and_may_be_sent_again(self, client, iqa):
        self.correct(client, iqa)
        response = self.correct(client, iqa, **{"q9-comment": "Seen twice"}, reason="Misread as well")
        html = response.content.decode()
        assert "Version 2 of this IQA was saved after you opened this page" in html
        assert reverse("assessments:assessment_detail", args=[iqa.pk]) in html
        assert ("Seen twice" in html, "Misread as well" in html, iqa.markings.count()) == (True, True, 2)
        [number] = re.findall(r'name="number" value="(\d+)"', html)
        self.correct(client, iqa, number=number, reason="Misread as well", **{"q9-comment": "Seen twice"})
        assert [marking.reason for marking in iqa.markings.order_by("number")] == ["", "Misread", "Misread as well"]

    def test_the_person_assessed_may_not(self, client, place, iqa):
        client.force_login(place.prosecutor)
        assert self.correct(client, iqa).status_code == 404

    def test_a_withdrawn_one_leads_to_its_page(self, client, place, iqa):
        recording.withdraw(assessment=iqa, reason="The wrong case", by=place.dcp)
        page = reverse("assessments:assessment_correct", args=[iqa.pk])
        assert client.get(page).url == reverse("assessments:assessment_detail", args=[iqa.pk])


class TestRecording:
    @pytest.fixture
    def complete_draft(self, client, place):
        client.force_login(place.dcp)
        return draft(assessor=place.dcp, prosecutor=place.prosecutor, action=None)

    def url(self, name, assessment):
        return reverse(f"assessments:{name}", args=[assessment.pk])

    def test_no_action(self, client, complete_draft):
        response = client.post(self.url("action_edit", complete_draft), {"required": "no", "what": "Typed in vain"})
        assert response.url == self.url("assessment_record", complete_draft)
        response = client.post(response.url)
        assert response.url == self.url("assessment_recorded", complete_draft)
        assert "Nothing is outstanding" in client.get(response.url).content.decode()

    def test_what_was_typed_of_an_action_stays_in_the_draft_and_out_of_the_record(self, client, complete_draft):
        page = self.url("action_edit", complete_draft)
        typed = {"what": "Talk it through", "owner": "other", "owner_name": "The file team"}
        client.post(page, {"required": "no"} | typed)
        html = client.get(page).content.decode()
        assert ("Talk it through" in html, "The file team" in html) == (True, True)
        check = self.url("assessment_record", complete_draft)
        assert "Talk it through" not in client.get(check).content.decode()
        client.post(check)
        complete_draft.refresh_from_db()
        assert complete_draft.state == State.CLOSED
        assert not FeedbackAction.objects.exists()

    def test_an_action_says_what_who_and_by_when(self, client, complete_draft):
        html = client.post(self.url("action_edit", complete_draft), {"required": "yes"}).content.decode()
        assert "Enter what is to be done" in html
        assert "Select who is to do it" in html
        assert "Enter the date by which it is to be done" in html
        fields = {
            "required": "yes",
            "what": "Talk it through",
            "owner": "other",
            "owner_name": "The file team",
            "due_on_day": "1",
            "due_on_month": "3",
            "due_on_year": str(today().year + 1),
        }
        client.post(self.url("action_edit", complete_draft), fields)
        complete_draft.refresh_from_db()
        assert complete_draft.action_required
        assert (complete_draft.action.what, complete_draft.action.owner_name) == ("Talk it through", "The file team")
        html = client.get(self.url("assessment_record", complete_draft)).content.decode()
        assert "The file team" in html

    def test_an_action_saved_in_another_tab_stands_beside_and_is_not_overwritten(self, client, place, complete_draft):
        page = self.url("action_edit", complete_draft)
        seen = re.search(r'name="seen" value="(\w+)"', client.get(page).content.decode()).group(1)
        theirs = ActionData(required=True, what="Theirs", owner="prosecutor", due_on=today())
        drafts.save_action(assessment=complete_draft, action=theirs, by=place.dcp)
        typed = {"owner_name": "The file team", "due_on_day": "1", "due_on_month": "3", "due_on_year": "2027"}
        mine = {"required": "no", "what": "Mine", "owner": "other", "seen": seen} | typed
        html = client.post(page, mine).content.decode()
        assert "This was changed in another tab, or by someone else" in html
        assert "Theirs" in html
        assert re.search(r'<textarea[^>]*name="what"[^>]*>\s*Mine</textarea>', html)
        for name, value in typed.items():
            [field] = re.findall(rf'<input[^>]*name="{name}"[^>]*>', html)
            assert f'value="{value}"' in field
        complete_draft.refresh_from_db()
        assert complete_draft.action_required
        seen = re.search(r'name="seen" value="(\w+)"', html).group(1)
        client.post(page, {"required": "no", "seen": seen})
        complete_draft.refresh_from_db()
        assert complete_draft.action_required is False

    @pytest.mark.parametrize("seen", ["x" * 17, "\x00"])
    def test_a_tampered_fingerprint_is_replaced(self, client, place, complete_draft, seen):
        drafts.save_action(assessment=complete_draft, action=ActionData(required=False), by=place.dcp)
        address = self.url("action_edit", complete_draft)
        said = {"required": "yes", "what": "Talk it through", "owner": "assessor"}
        said |= {"due_on_day": "1", "due_on_month": "3", "due_on_year": str(today().year + 1)}
        page = BeautifulSoup(client.post(address, said | {"seen": seen}).content, "html.parser").main
        assert problems(page) == [(OUT_OF_DATE, None)]
        assert page.find("textarea", attrs={"name": "what"}).get_text(strip=True) == "Talk it through"
        complete_draft.refresh_from_db()
        assert complete_draft.action_required is False
        client.post(address, said | carried(page, "seen"))
        complete_draft.refresh_from_db()
        assert complete_draft.action_required

    def test_an_incomplete_draft_is_not_recorded(self, client, place, assessment, page):
        html = client.post(self.url("assessment_record", assessment)).content.decode()
        assert "Complete the questions listed below" in html
        assert "Select an outcome for question 9" in html
        assessment.refresh_from_db()
        assert assessment.state == State.DRAFT

    def test_without_action_said_it_is_not_recorded(self, client, complete_draft):
        page = BeautifulSoup(client.post(self.url("assessment_record", complete_draft)).content, "html.parser")
        words = "Say what action is required, if any, before you record this IQA."
        assert problems(page) == [(words, self.url("action_edit", complete_draft))]

    def test_pressing_twice_records_once(self, client, place, complete_draft):
        drafts.save_action(assessment=complete_draft, action=ActionData(required=False), by=place.dcp)
        page = self.url("assessment_record", complete_draft)
        assert client.post(page).url == client.post(page).url == self.url("assessment_recorded", complete_draft)

    def test_a_late_one_and_a_finalised_case_say_why(self, client, place):
        client.force_login(place.dcp)
        late = draft(assessor=place.dcp, prosecutor=place.prosecutor, assessed_on=_days_ago(5))
        late.case.finalised = "Guilty plea"
        late.case.save()
        page = self.url("assessment_record", late)
        html = client.post(page).content.decode()
        assert "Enter why this is recorded late" in html
        assert "Select why a finalised case was assessed" in html
        fields = {"late_reason": "On leave", "finalised_reason": "other", "finalised_reason_words": ""}
        assert "Enter why a finalised case was assessed" in client.post(page, fields).content.decode()
        assert client.post(page, fields | {"finalised_reason_words": "Asked for by the CCP"}).status_code == 302
        late.refresh_from_db()
        assert (late.late_reason, late.finalised_reason_words) == ("On leave", "Asked for by the CCP")
        assert late.finalised == "Guilty plea"

    def test_recording_takes_at_most_25_queries(self, client, place, django_assert_max_num_queries):
        client.force_login(place.dcp)
        ready = draft(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []}, action=True)
        page = self.url("assessment_record", ready)
        with django_assert_max_num_queries(200) as captured:
            client.post(page)
        ready.refresh_from_db()
        assert ready.state == State.RECORDED
        statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        assert len(statements) <= 25, "\n".join(statements)


def _days_ago(days):
    return today() - timedelta(days=days)
