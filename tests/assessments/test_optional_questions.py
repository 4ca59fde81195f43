"""Optional questions: added to a draft, asked after its own, recorded and corrected with them, or removed again."""

import re
import uuid
from dataclasses import replace
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.actions import drafts, markings, recording
from assessments.actions.drafts import Behind
from assessments.models import Assessment
from assessments.policies.answers import AnswerData
from assessments.policies.lifecycle import NotAllowed
from assessments.querysets.marking import asked_in
from iqa.audit.models import Event
from iqa.questions.models import Activity
from tests.another_set import load_another
from tests.factories import action_data, begun, recorded, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def another(place):
    return load_another()


@pytest.fixture
def sentencing(another):
    return Activity.objects.get(code="sentencing")


@pytest.fixture
def assessment(place, another):
    return begun(half_day=started(activity="unused_material", assessor=place.dcp, prosecutor=place.prosecutor))


@pytest.fixture
def added(assessment, sentencing, place):
    drafts.add_activity(assessment=assessment, activity=sentencing, by=place.dcp)
    return assessment


@pytest.fixture
def dcp(client, place):
    client.force_login(place.dcp)
    return client


def url(name, assessment, *args):
    return reverse(f"assessments:{name}", args=[assessment.pk, *args])


def text_of(response):
    inside = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", inside)))


def numbers(assessment):
    return list(asked_in(Assessment.objects.get(pk=assessment.pk).marking).values_list("number", flat=True))


def all_met(assessment):
    met = assessment.marking.question_set.outcomes.get(code="met").pk
    asked = asked_in(assessment.marking)
    answers = {wording.number: (wording.question_id, AnswerData(outcome_id=met)) for wording in asked}
    return dict(answers.values())


def fields_of(response, **changes):
    questions = response.context["questions"]
    fields = {f"{question.prefix}-{name}": question[name].value() for question in questions for name in question.fields}
    return {name: value for name, value in fields.items() if value} | {
        "version": response.context["form"].version,
        **{name.replace("_", "-", 1): value for name, value in changes.items()},
    }


def verbs_of(assessment):
    return list(Event.objects.of(assessment).order_by("pk").values_list("verb", flat=True))


# Adding


def test_added_questions_stand_after_the_activitys_own(added, place, sentencing):
    assert numbers(added) == [101, 107, 140, 50, 51]
    drafts.add_activity(assessment=added, activity=sentencing, by=place.dcp)  # pressed twice
    assert verbs_of(added) == ["begun", "activity_added"]


def test_only_optional_questions_of_its_own_set_are_added(assessment, place):
    for code in ("unused_material", "advice"):
        with pytest.raises(NotAllowed, match="questions to add"):
            drafts.add_activity(assessment=assessment, activity=Activity.objects.get(code=code), by=place.dcp)
    assert numbers(assessment) == [101, 107, 140]


def test_only_to_a_draft_and_only_by_who_may_finish_it(added, place, sentencing):
    for action, given in [(drafts.add_activity, {}), (drafts.remove_activity, {"version": 0})]:
        with pytest.raises(PermissionDenied):
            action(assessment=added, activity=sentencing, by=place.ccp, **given)
    drafts.discard(assessment=added, by=place.dcp)
    for action, given in [(drafts.add_activity, {}), (drafts.remove_activity, {"version": 0})]:
        with pytest.raises(NotAllowed, match="can no longer be changed"):
            action(assessment=added, activity=sentencing, by=place.dcp, **given)


def test_the_button_adds_them_and_loses_nothing_typed(dcp, assessment):
    page = url("assessment_mark", assessment)
    form = dcp.get(page)
    assert "Add the sentencing questions" in text_of(form)
    response = dcp.post(page, fields_of(form, q101_outcome="met", q107_comment="Half a thought", add="sentencing"))
    assert response.url == f"{page}#question-50"
    html = dcp.get(page)
    assert "Half a thought" in html.content.decode()
    words = text_of(html)
    assert "Sentencing questions added." in words
    assert words.index("Was question 140 met?") < words.index("Sentencing questions, added")
    assert words.index("Sentencing questions, added") < words.index("Was question 50 met?")
    assert "Remove the sentencing questions" in words


def test_a_form_that_is_wrong_or_behind_adds_nothing_and_keeps_all(dcp, assessment, place):
    page = url("assessment_mark", assessment)
    form = dcp.get(page)
    wrong = dcp.post(page, fields_of(form, q101_comment="x" * 5001, add="sentencing"))
    assert "must be 5,000 characters or fewer" in text_of(wrong)
    question = asked_in(assessment.marking)[0].question_id
    drafts.save_answers(
        assessment=assessment, answers={question: AnswerData(comment="Theirs")}, version=0, by=place.dcp
    )
    behind = dcp.post(page, fields_of(form, q101_comment="Mine", add="sentencing"))
    assert "Choose which answers to keep" in text_of(behind)
    assert numbers(assessment) == [101, 107, 140]


@pytest.mark.parametrize("code", ["nonsense", "unused_material", "case_progression"])
def test_a_tampered_button_adds_nothing(dcp, assessment, code):
    page = url("assessment_mark", assessment)
    assert dcp.post(page, fields_of(dcp.get(page), add=code)).status_code == 404
    assert numbers(assessment) == [101, 107, 140]


def test_nothing_is_offered_where_the_set_has_none(dcp, place):
    plain = begun(
        assessor=place.dcp, prosecutor=place.prosecutor, assessed_on=load_another().in_force_from.replace(2018)
    )
    assert "Optional questions" not in text_of(dcp.get(url("assessment_mark", plain)))


def test_they_are_no_work_of_their_own(dcp, another):
    page = text_of(dcp.get(reverse("assessments:half_day_start")))
    assert "Unused material" in page
    assert "Sentencing" not in page


def test_they_count_among_the_questions_of_the_draft(dcp, added, place):
    drafts.save_answers(assessment=added, answers=dict(list(all_met(added).items())[:4]), version=0, by=place.dcp)
    assert "4 of 5 answered" in text_of(dcp.get("/"))
    assert "4 of 5 answered" in text_of(dcp.get(url("assessment_detail", added)))


# Recording


def recorded_with_added(added, place):
    drafts.save_answers(assessment=added, answers=all_met(added), version=0, by=place.dcp)
    drafts.save_action(assessment=added, action=action_data(False), by=place.dcp)
    recording.record(assessment=added, by=place.dcp)
    return Assessment.objects.with_facts().get(pk=added.pk)


def test_without_them_it_is_not_complete(dcp, added, place):
    own = dict(list(all_met(added).items())[:3])
    drafts.save_answers(assessment=added, answers=own, version=0, by=place.dcp)
    drafts.save_action(assessment=added, action=action_data(False), by=place.dcp)
    with pytest.raises(markings.Incomplete) as refused:
        recording.record(assessment=added, by=place.dcp)
    assert [problem.number for problem in refused.value.problems] == [50, 51]
    words = text_of(dcp.get(url("assessment_record", added)))
    assert "Select an outcome for question 50" in words


def test_recording_with_them_takes_few_queries(added, place, django_assert_max_num_queries):
    drafts.save_answers(assessment=added, answers=all_met(added), version=0, by=place.dcp)
    drafts.save_action(assessment=added, action=action_data(False), by=place.dcp)
    assessment = Assessment.objects.with_facts().get(pk=added.pk)
    with django_assert_max_num_queries(25):
        recording.record(assessment=assessment, by=place.dcp)


def test_they_are_on_every_page_of_the_record(dcp, added, place):
    assessment = recorded_with_added(added, place)
    for page in (url("assessment_detail", assessment), url("version_detail", assessment, 1)):
        words = text_of(dcp.get(page))
        assert "5 met" in words
        assert words.index("140. Label 140") < words.index("50. Label 50")
    assert "Optional questions added" in text_of(dcp.get(url("assessment_detail", assessment)))


def test_a_correction_asks_and_keeps_them(dcp, added, place, sentencing):
    assessment = recorded_with_added(added, place)
    form = dcp.get(url("assessment_correct", assessment))
    assert "Was question 51 met?" in text_of(form)
    answers = {question: replace(answer, comment="Seen") for question, answer in all_met(assessment).items()}
    recording.correct(assessment=assessment, answers=answers, number=1, key=uuid.uuid4(), reason="A slip", by=place.dcp)
    corrected = Assessment.objects.with_facts().get(pk=assessment.pk)
    assert list(corrected.marking.added.all()) == [sentencing]
    assert corrected.marking.answers.count() == 5


# Removing


def test_the_button_saves_asks_and_removes(dcp, added):
    page = url("assessment_mark", added)
    response = dcp.post(page, fields_of(dcp.get(page), q50_outcome="met", q101_comment="Typed", remove="sentencing"))
    ask = url("activity_remove", added, "sentencing")
    assert response.url == ask
    asked = dcp.get(ask)
    assert "Remove 2 questions from this draft?" in text_of(asked)
    assert "to 1 of them will be deleted" in text_of(asked)
    done = dcp.post(ask, {"version": asked.context["form"]["version"].value()}, follow=True)
    assert "Sentencing questions removed." in text_of(done)
    assert "Typed" in done.content.decode()
    assert numbers(added) == [101, 107, 140]
    assert Assessment.objects.get(pk=added.pk).marking.answers.filter(question__key="guidelines").count() == 0
    assert verbs_of(added) == ["begun", "activity_added", "activity_removed"]
    assert dcp.get(ask).status_code == 404


def test_answers_that_nobody_has_seen_do_not_go(dcp, added, place, sentencing):
    ask = url("activity_remove", added, "sentencing")
    version = dcp.get(ask).context["form"]["version"].value()
    drafts.save_answers(assessment=added, answers=all_met(added), version=0, by=place.dcp)
    with pytest.raises(Behind):
        drafts.remove_activity(assessment=added, activity=sentencing, version=0, by=place.dcp)
    response = dcp.post(ask, {"version": version})
    assert "This draft was saved after you opened this page" in text_of(response)
    dcp.post(ask, {"version": response.context["form"]["version"].value()})
    assert numbers(added) == [101, 107, 140]
    drafts.remove_activity(assessment=added, activity=sentencing, version=0, by=place.dcp)  # pressed twice


def test_nothing_is_removed_from_a_record_or_by_others(client, dcp, added, place):
    ask = url("activity_remove", added, "sentencing")
    assert dcp.post(url("assessment_mark", added), {"version": "0", "remove": "nonsense"}).status_code == 404
    client.force_login(place.ccp)
    assert client.get(ask).status_code == 403
    client.force_login(place.dcp2)
    assert client.get(ask).status_code == 404
    client.force_login(place.dcp)
    recorded_with_added(added, place)
    assert "can no longer be changed" in text_of(client.post(ask, {"version": "1"}))
    assert numbers(added) == [101, 107, 140, 50, 51]


def test_without_added_questions_nothing_changed(place):
    assert recorded(assessor=place.dcp, prosecutor=place.prosecutor).marking.answers.count() == 9
