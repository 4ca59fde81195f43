"""The IQA's own page, and the versions of its answers: what it says, in each state."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions import drafts, recording
from assessments.actions.feedback import FeedbackData, record_feedback, take_action
from assessments.models import Assessment, Case
from assessments.presenters.assessment import time_left
from iqa.calendar import today
from tests.assessments.assessment_pages.pages import ASSESSED, corrected, row, status, texts
from tests.factories import CaseFactory, draft, recorded


def test_it_is_headed_by_urn_and_activity_with_its_facts(look, place, at_work):
    case = CaseFactory(urn="01AB1234518", court_level="crown", plea="ngap")
    assessment = recorded(case=case, not_met={14: []}, activity="case_progression", **at_work)
    look(place.dcp, assessment)
    assert texts(look.soup, "h1") == ["01AB1234518: case progression"]
    assert texts(look.soup, ".govuk-tag") == ["Recorded"]
    assert texts(look.soup, "h2") == ["Answers", "Action and feedback", "Timeline"]
    assert row(look.soup, "Prosecutor") == place.prosecutor.name
    assert row(look.soup, "Unit") == "Portsmouth magistrates' courts, Wessex"
    assert row(look.soup, "Assessor") == place.dcp.name
    assert row(look.soup, "Date of the work").endswith(", morning")
    assert row(look.soup, "Court level") == "Crown Court"
    assert row(look.soup, "Anticipated plea") == "Not guilty anticipated plea (NGAP)"
    assert row(look.soup, "IQA number") == str(assessment.pk)


def test_the_answers_are_a_sentence_and_a_list_that_it_links_to(look, place, at_work):
    reasons = ["q14-other"]
    assessment = recorded(not_met={14: reasons}, not_met_other={15: "police"}, not_applicable=[16, 17], **at_work)
    said = look(place.dcp, assessment)
    assert (
        "5 fully met, 1 not met (question 14 ), 1 not met other (question 15 ), 2 not applicable (questions 16 and 17 )"
        in said
    )
    fourteen = look.soup.select_one(look.soup.find("a", string="14")["href"])
    assert fourteen.strong.get_text() == "Not met"
    assert "Reason: Other: The index was missing" in fourteen.get_text()
    assert "Question 14 was not met" in fourteen.get_text()
    assert "Lies with: Police" in look.soup.select_one("#question-15").get_text()


def test_what_is_due_stands_above_the_facts_with_its_button(look, place, at_work):
    assessment = recorded(at=ASSESSED, not_met={14: []}, action=True, **at_work)
    with time_machine.travel(ASSESSED + timedelta(days=5)):
        look(place.dcp, assessment)
        action, feedback = texts(look.soup, ".govuk-inset-text")
        assert (
            action
            == "An action is open, due by Thursday 12 October 2017 (overdue by 3 working days) Mark the action as taken"
        )
        assert row(look.soup, "By when") == "Thursday 12 October 2017"
        assert feedback == "Feedback is due by Thursday 19 October 2017 (2 working days) Record feedback"
        assert texts(look.soup, ".govuk-tag") == ["Recorded", "Overdue"]
        look(place.ccp, assessment)
        assert texts(look.soup, ".govuk-inset-text .govuk-button") == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-7, "(overdue by 5 working days)"),
        (-1, "(overdue by 1 working day)"),
        (0, "(today)"),
        (1, "(tomorrow)"),
        (4, "(2 working days)"),
        (5, "(3 working days)"),
    ],
)
def test_a_deadline_says_how_far_off_it_is(days, words):
    assert time_left(ASSESSED.date() + timedelta(days=days), on=ASSESSED.date()) == words


def test_overdue_at_a_weekend_counts_no_working_day():
    friday = ASSESSED.date() + timedelta(days=1)
    assert time_left(friday, on=friday + timedelta(days=1)) == "(overdue)"


def test_with_nothing_to_do_it_is_closed_and_says_so(look, place, at_work):
    said = look(place.dcp, recorded(**at_work))
    assert texts(look.soup, ".govuk-tag") == ["Closed"]
    assert look.soup.select(".govuk-inset-text") == []
    assert "No action is required." in said
    assert "No feedback has been recorded." in said
    assert "Record feedback" in said


def test_what_is_out_of_the_ordinary_is_said_in_words(look, place, at_work):
    case = CaseFactory(finalised="Guilty plea")
    assessment = recorded(
        at=ASSESSED,
        case=case,
        assessed_on=ASSESSED.date() - timedelta(days=3),
        late_reason="The file was away",
        finalised_reason="complaint",
        additional=True,
        **at_work,
    )
    said = look(place.dcp, assessment)
    assert "Recorded late: The file was away" in said
    assert "The case was finalised when it was assessed: Guilty plea. It was assessed because of: a complaint." in said
    assert "This IQA is additional to the minimum for this prosecutor." in said


def test_another_reason_for_a_finalised_case_is_told_in_its_own_words(look, place, at_work):
    assessment = recorded(case=CaseFactory(finalised="Acquitted"), finalised_reason="other", **at_work)
    Assessment.objects.filter(pk=assessment.pk).update(finalised_reason_words="The judge asked")
    assert "It was assessed because: The judge asked" in look(place.dcp, assessment)


def test_facts_are_those_of_the_day_it_was_recorded(look, place, at_work):
    case = CaseFactory(court_level="crown")
    assessment = recorded(case=case, **at_work)
    Case.objects.filter(pk=case.pk).update(court_level="youth")
    look(place.dcp, assessment)
    assert row(look.soup, "Court level") == "Crown Court"


def test_action_and_feedback_are_told(look, place, at_work):
    assessment = recorded(not_met={14: []}, action=True, **at_work)
    given = FeedbackData(given_on=today(), mode="phone", kind="both", note="Spoke about schedules")
    record_feedback(assessments=[assessment], feedback=given, by=place.sdcp)
    take_action(assessment=assessment, note="Done in supervision", by=place.dcp)
    look(place.dcp, assessment)
    assert row(look.soup, "Action required") == "Talk through the disclosure schedules"
    assert row(look.soup, "Who does it") == "Priya Prosecutor, the prosecutor"
    assert row(look.soup, "Marked as taken").endswith("by Dana Marker")
    assert row(look.soup, "Note on the action") == "Done in supervision"
    assert row(look.soup, "How") == "Phone"
    assert row(look.soup, "Kind") == "Both"
    assert row(look.soup, "Note on the feedback") == "Spoke about schedules"


def test_a_corrected_one_links_to_its_earlier_versions(look, client, place, at_work):
    assessment = corrected(recorded(not_met={14: []}, **at_work))
    said = look(place.dcp, assessment)
    assert "Corrected: this is version 2. Earlier: version 1" in said
    assert "9 fully met" in said
    said = look(place.dcp, assessment, "version_detail", 1)
    assert texts(look.soup, "h1") == ["Version 1"]
    assert "1 not met (question 14 )" in said
    assert "Corrected since: read the latest answers" in said
    said = look(place.dcp, assessment, "version_detail", 2)
    assert row(look.soup, "Why corrected") == "Wrong box"
    assert row(look.soup, "By") == place.dcp.name
    assert "These are the latest answers." in said
    assert status(client, place.dcp, assessment, "version_detail", 3) == 404


def test_a_withdrawn_one_says_who_and_why_above_all(look, place, at_work):
    assessment = recorded(not_met={14: []}, **at_work)
    recording.withdraw(assessment=assessment, reason="Wrong case", by=place.dcp)
    said = look(place.dcp, assessment)
    assert said.index("This IQA was withdrawn by Dana Marker") < said.index(assessment.case.urn)
    assert "Why: Wrong case" in said
    assert texts(look.soup, ".govuk-tag") == ["Withdrawn"]
    assert look.soup.select(".govuk-inset-text") == []
    assert look.soup.select(".iqa-links a") == []


def test_a_reopened_one_with_nothing_outstanding_can_be_closed(look, place, at_work):
    assessment = recorded(**at_work)
    recording.reopen(assessment=assessment, reason="To look again", by=place.dcp)
    look(place.dcp, assessment)
    assert "Close this IQA" in texts(look.soup, ".iqa-links a")


def test_a_discarded_draft_can_be_restored(look, place, at_work):
    assessment = draft(**at_work)
    drafts.discard(assessment=assessment, by=place.dcp)
    look(place.dcp, assessment)
    assert texts(look.soup, ".govuk-tag") == ["Discarded"]
    assert texts(look.soup, ".govuk-button") == ["Restore draft"]


def test_what_people_wrote_is_shown_as_they_wrote_it(look, place, at_work):
    assessment = recorded(not_met={14: []}, comments={14: "<b>one</b>\ntwo"}, **at_work)
    said = look(place.dcp, assessment)
    assert "<b>one</b> two" in said
    assert look.soup.select("b") == []


@time_machine.travel(timezone.now(), tick=False)  # a session notes now and then when it was last seen
def test_its_queries_do_not_grow(client, place, at_work):
    client.force_login(place.dcp)
    small = recorded(**at_work)
    large = recorded(not_met={n: [] for n in range(9, 18)}, action=True, **at_work)
    given = FeedbackData(given_on=today(), mode="phone", kind="both")
    record_feedback(assessments=[large], feedback=given, by=place.sdcp)
    take_action(assessment=large, note="", by=place.sdcp)
    for _ in range(5):
        large = corrected(large)
    recording.withdraw(assessment=large, reason="Wrong case", by=place.sdcp)
    counts = []
    for assessment in (small, large):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("assessments:assessment_detail", args=[assessment.pk]))
        counts.append(len(queries))
    assert max(counts) <= 26
    # Who withdrew it, gave the feedback and took the action.
    assert counts[1] - counts[0] <= 3
