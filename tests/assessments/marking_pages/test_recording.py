"""The action of a draft, and recording it."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from assessments.actions import drafts
from assessments.actions.drafts import ActionData
from assessments.models import FeedbackAction, State
from iqa.calendar import today
from iqa.govuk.keys import OUT_OF_DATE
from tests.assessments.marking_pages.pages import carried
from tests.assessments.pages import problems_on
from tests.factories import draft

pytestmark = pytest.mark.django_db


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
        assert problems_on(page) == [(OUT_OF_DATE, None)]
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
        assert problems_on(page) == [(words, self.url("action_edit", complete_draft))]

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
