"""The IQA's own page: to whom it says what, and what it offers them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assessments.actions import drafts
from assessments.actions.feedback import FeedbackData, record_feedback, take_action
from assessments.models import Assessment
from iqa.audit.models import Read
from iqa.calendar import today
from iqa.permissions import Permission
from tests.assessments.assessment_pages.pages import ASSESSED, corrected, status, texts
from tests.factories import GrantFactory, PostingFactory, answers_to, begun, draft, recorded


@pytest.mark.parametrize(
    ("drafted", "expected"),
    [
        ({"not_met": {14: []}}, ["Correct this IQA", "Withdraw this IQA", "Dip sample this IQA"]),
        ({}, ["Correct this IQA", "Reopen this IQA", "Withdraw this IQA", "Dip sample this IQA"]),
    ],
)
def test_links_are_what_the_state_and_the_reader_allow(look, place, at_work, drafted, expected):
    assessment = recorded(**drafted, **at_work)
    look(place.sdcp, assessment)
    assert texts(look.soup, ".iqa-links a") == expected
    look(place.dcp, assessment)
    assert texts(look.soup, ".iqa-links a") == expected[:-1]
    look(place.ccp, assessment)
    assert texts(look.soup, ".iqa-links a") == []


def test_comments_are_for_those_who_may_see_them(look, place, at_work):
    secrets = [
        "Question 14 was not met",
        "The index was missing",
        "Talk through the disclosure schedules",
        "Spoke about schedules",
        "Done in supervision",
    ]
    assessment = recorded(not_met={14: ["q14-other"]}, action=True, **at_work)
    given = FeedbackData(given_on=today(), mode="phone", kind="both", note="Spoke about schedules")
    record_feedback(assessments=[assessment], feedback=given, by=place.dcp)
    take_action(assessment=assessment, note="Done in supervision", by=place.dcp)
    for person in (place.dcp, place.cat, place.inspector, place.prosecutor):
        said = look(person, assessment)
        assert [secret for secret in secrets if secret not in said] == []
        assert "permission to see comments" not in said
    for name, args in (("assessment_detail", ()), ("version_detail", (1,))):
        said = look(place.apm, assessment, name, *args)
        assert [secret for secret in secrets if secret in said] == []
        assert said.count("You do not have permission to see comments.") == 1
        assert "Reason: Other" in said
    GrantFactory(person=place.apm, permission=Permission.VIEW_COMMENTS, area=place.area)
    assert secrets[0] in look(place.apm, assessment)


def test_the_prosecutor_reads_it_once_released(look, client, place, at_work):
    assessment = recorded(at=ASSESSED, not_met={14: []}, action=True, **at_work)
    with time_machine.travel(ASSESSED + timedelta(hours=23)):
        assert status(client, place.prosecutor, assessment) == 404
        assert status(client, place.prosecutor, assessment, "version_detail", 1) == 404
    with time_machine.travel(ASSESSED + timedelta(hours=25)):
        said = look(place.prosecutor, assessment)
        assert "Question 14 was not met" in said
        assert texts(look.soup, ".iqa-links a, .govuk-button") == []
        assert "Record feedback" not in said


def test_outside_their_place_it_does_not_exist_and_within_it_some_may_not(client, place, at_work):
    assessment = recorded(**at_work)
    for person in (place.dcp2, place.apm2, place.prosecutor2):
        assert status(client, person, assessment) == 404
    for person in (place.businesscentre, place.pmu, place.editor, place.administrator):
        assert status(client, person, assessment) == 403
    assert status(client, place.dcp, Assessment(pk=999_999)) == 404


def test_an_open_draft_is_its_assessors_to_continue(look, place, at_work):
    assessment = begun(**at_work)
    answers = answers_to(assessment, comments={9: "Well prepared"})
    some = dict(list(answers.items())[:5])
    drafts.save_answers(assessment=assessment, answers=some, version=0, by=place.dcp)
    said = look(place.dcp, assessment)
    assert texts(look.soup, ".govuk-tag") == ["Draft"]
    assert "5 of 9 answered" in said
    assert texts(look.soup, ".govuk-button-group a") == ["Continue marking", "Discard draft"]
    assert look.soup.select("h2") == []


def test_others_in_place_see_that_a_draft_exists_and_no_more(look, client, place, at_work):
    assessment = draft(not_met={14: []}, action=True, **at_work)
    for person in (place.sdcp, place.ccp, place.apm, place.cat):
        said = look(person, assessment)
        assert "Dana Marker has not recorded this IQA. Its answers can be read once it is recorded." in said
        for secret in ("answered", "Question 14", "Not met", "disclosure", "Continue"):
            assert secret not in said
    assert status(client, place.prosecutor, assessment) == 404
    for person in (place.dcp, place.sdcp):
        assert status(client, person, assessment, "version_detail", 1) == 404


def test_what_an_assessor_who_left_began_others_of_the_unit_may_finish(look, place, at_work):
    assessment = draft(**at_work)
    place.dcp.postings.update(ends_on=today() - timedelta(days=1))
    assert "9 of 9 answered" in look(place.sdcp, assessment)


def test_every_look_is_logged(look, client, place, at_work):
    assessment = corrected(recorded(**at_work))
    look(place.ccp, assessment)
    look(place.ccp, assessment, "version_detail", 1)
    assert [read.by for read in Read.objects.of(assessment)] == [place.ccp, place.ccp]
    status(client, place.dcp2, assessment)
    assert Read.objects.of(assessment).count() == 2


def test_own_work_is_only_ever_the_prosecutors(look, client, place, at_work):
    """A DCP who prosecutes: the unit's records of their own work are theirs to read when released, not to manage."""
    at_work["prosecutor"] = place.sdcp
    PostingFactory(person=place.sdcp, role="prosecutor", unit=place.unit)
    assessment = recorded(not_met={14: []}, **at_work)
    assert status(client, place.sdcp, assessment) == 404
    Assessment.objects.filter(pk=assessment.pk).update(readable_from=timezone.now())
    look(place.sdcp, assessment)
    assert texts(look.soup, ".iqa-links a, .govuk-button") == []


def test_a_grant_of_sight_brings_neither_links_nor_comments(look, place, at_work):
    assessment = recorded(not_met={14: []}, **at_work)
    GrantFactory(person=place.apm2, unit=place.unit)
    said = look(place.apm2, assessment)
    assert look.soup.select(".iqa-links a, .govuk-button") == []
    assert "You do not have permission to see comments." in said
