"""Publishing a set, taking it back before its day; and that a published one never changes, whoever tries."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from assessments.actions import drafts, recording
from assessments.models import Assessment, State
from iqa.audit.models import Event
from iqa.calendar import today
from iqa.questions.actions import activities, editing, outcomes, publishing
from iqa.questions.actions.drafting import Behind
from iqa.questions.actions.outcomes import OutcomeData
from iqa.questions.models import Activity, Outcome, QuestionSet, Reason, SetActivity, Wording
from iqa.questions.policies.publishing import NotAllowed
from tests.factories import action_data, answers_to, begun, started
from tests.factories import draft as complete_draft

pytestmark = pytest.mark.django_db


def publish(question_set, *, by, on=None):
    question_set.refresh_from_db()
    publishing.publish(question_set=question_set, in_force_from=on or today(), seen=question_set.edited_at, by=by)
    question_set.refresh_from_db()


def retire(question_set, number, *, by):
    wording = question_set.wordings.get(number=number)
    editing.retire_question(wording=wording, version=wording.version, by=by)


def test_someone_other_than_the_last_editor_publishes(place, draft):
    day = today() + timedelta(days=30)
    publish(draft, by=place.cat, on=day)
    assert (draft.is_published, draft.published_by, draft.in_force_from) == (True, place.cat, day)
    event = Event.objects.of(draft).order_by("-pk")[0]
    assert (event.verb, event.by, event.detail) == ("published", place.cat, {"in_force_from": day.isoformat()})
    assert QuestionSet.objects.in_force(on=today()).title == "Annex F"
    assert QuestionSet.objects.in_force(on=day) == draft


def test_the_last_editor_does_not(place, draft):
    retire(draft, 28, by=place.cat)
    with pytest.raises(NotAllowed, match="Someone else must publish this set: you edited it last"):
        publish(draft, by=place.cat)
    retire(draft, 27, by=place.editor)
    publish(draft, by=place.cat)


@pytest.mark.parametrize("who", ["editor", "administrator", "dcp", "dccp", "director"])
def test_who_may_not_publish_is_refused(place, draft, who):
    with pytest.raises(PermissionDenied):
        publish(draft, by=getattr(place, who))
    publish(draft, by=place.cat, on=today() + timedelta(days=30))
    with pytest.raises(PermissionDenied):
        publishing.take_back(question_set=draft, by=getattr(place, who))


def test_not_in_the_past_and_not_from_the_day_of_another(place, scheme, draft):
    with pytest.raises(NotAllowed, match="must be today or in the future"):
        publish(draft, by=place.cat, on=today() - timedelta(days=1))
    publish(draft, by=place.cat)
    other = editing.copy_set(source=scheme, title="Another", by=place.editor)
    with pytest.raises(NotAllowed, match="Another question set is in force from that date"):
        publish(other, by=place.cat)


def test_nobody_publishes_what_they_have_not_read(place, draft):
    read = draft.edited_at
    retire(draft, 28, by=place.editor)
    with pytest.raises(Behind):
        publishing.publish(question_set=draft, in_force_from=today(), seen=read, by=place.cat)


def an_activity_without_questions(draft, by):
    activities.add_activity(question_set=draft, name="Disclosure", base="office", is_optional=True, by=by)


def no_activity_but_an_optional_one(draft, by):
    for activity in draft.activities.all():
        activities.retire_activity(question_set=draft, activity=activity, seen=edited_at(draft), by=by)
    activities.add_activity(question_set=draft, name="Disclosure", base="office", is_optional=True, by=by)


def edited_at(draft):
    return QuestionSet.objects.get(pk=draft.pk).edited_at


def a_reason_without_words(draft, by):
    Reason.objects.filter(wording__question_set=draft, code="q9-no-strategy").update(text=" ")


def a_question_without_reasons(draft, by):
    Reason.objects.filter(wording__question_set=draft, wording__number=9).delete()


def a_question_without_words(draft, by):
    Wording.objects.filter(question_set=draft, number=9).update(text="")


def no_outcomes(draft, by):
    Outcome.objects.filter(question_set=draft).delete()


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        (an_activity_without_questions, "Disclosure has no questions"),
        (no_activity_but_an_optional_one, "no activity that half days can be started for"),
        (a_reason_without_words, "Question 9 has a reason without words"),
        (a_question_without_reasons, "Question 9 has no reasons"),
        (a_question_without_words, "Question 9 has no words"),
        (no_outcomes, "No outcome counts as fully met; No outcome counts as not met"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_set_that_lacks_something_is_not_published(place, draft, lack, words):
    lack(draft, place.editor)
    with pytest.raises(NotAllowed, match=words):
        publish(draft, by=place.cat)
    draft.refresh_from_db()
    assert not draft.is_published


# Taking back


def test_before_its_day_a_set_is_taken_back_and_edited_again(place, draft, nine, as_it_is):
    publish(draft, by=place.cat, on=today() + timedelta(days=30))
    publishing.take_back(question_set=draft, by=place.cat)
    draft.refresh_from_db()
    assert (draft.is_published, draft.in_force_from, draft.published_by) == (False, None, None)
    editing.edit_question(wording=nine, asked=as_it_is(nine), same_as=nine.question, version=0, by=place.editor)


def test_from_its_day_on_it_is_not_taken_back(place, draft):
    publish(draft, by=place.cat)
    with pytest.raises(NotAllowed, match="not yet in force"):
        publishing.take_back(question_set=draft, by=place.cat)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        QuestionSet.objects.filter(pk=draft.pk).update(published_at=None)


def test_a_draft_is_not_taken_back(place, draft):
    with pytest.raises(NotAllowed, match="not yet in force"):
        publishing.take_back(question_set=draft, by=place.cat)


# Published sets never change


@pytest.fixture
def published(place, draft):
    """Published for next month: even what could be taken back is not changed under its readers."""
    publish(draft, by=place.cat, on=today() + timedelta(days=30))
    return draft


def test_no_action_changes_a_published_set(place, published, nine, as_it_is):
    asked, met = as_it_is(nine), published.outcomes.get(code="fully_met")
    for action, given in [
        (editing.add_question, {"question_set": published, "activity": nine.activity, "same_as": None, "asked": asked}),
        (editing.edit_question, {"wording": nine, "asked": asked, "same_as": None, "version": 0}),
        (editing.move_question, {"wording": nine, "up": False}),
        (editing.retire_question, {"wording": nine, "version": 0}),
        (outcomes.add_outcome, {"question_set": published, "data": OutcomeData("New", "not_met")}),
        (outcomes.edit_outcome, {"outcome": met, "data": OutcomeData("New", "not_met"), "seen": None}),
        (outcomes.move_outcome, {"outcome": met, "up": False}),
        (outcomes.retire_outcome, {"outcome": met, "seen": None}),
        (activities.add_activity, {"question_set": published, "name": "New", "base": "office", "is_optional": False}),
        (
            activities.edit_activity,
            {"question_set": published, "activity": nine.activity, "seen": None}
            | {"name": "New", "base": "office", "is_optional": False},
        ),
        (activities.move_activity, {"question_set": published, "activity": nine.activity, "up": True}),
        (activities.retire_activity, {"question_set": published, "activity": nine.activity, "seen": None}),
        (publishing.publish, {"question_set": published, "in_force_from": today(), "seen": None}),
    ]:
        with pytest.raises(NotAllowed, match="published, so it cannot be changed"):
            action(**given, by=place.cat)


def parts_of(question_set):
    return {
        "set": QuestionSet.objects.filter(pk=question_set.pk),
        "wording": Wording.objects.filter(question_set=question_set),
        "reason": Reason.objects.filter(wording__question_set=question_set),
        "outcome": Outcome.objects.filter(question_set=question_set),
        "activity": SetActivity.objects.filter(question_set=question_set),
    }


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("set", {"title": "Quite another"}),
        ("set", {"in_force_from": today() + timedelta(days=60)}),
        ("set", {"published_at": timezone.now()}),
        ("wording", {"text": "Something else"}),
        ("reason", {"text": "Something else"}),
        ("outcome", {"counts_as": "fully_met"}),
        ("activity", {"activity": 1}),
        ("activity", {"order": 9}),
    ],
)
def test_the_database_refuses_to_change_it(published, part, change):
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        parts_of(published)[part].update(**change)


@pytest.mark.parametrize(
    "change", [{"name": "Guidance"}, {"code": "guidance"}, {"base": "court"}, {"is_optional": True}]
)
def test_the_database_refuses_to_change_what_an_activity_of_it_is(published, change):
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Activity.objects.filter(code="advice").update(**change)


def test_the_database_refuses_to_add_to_it(published):
    wording = published.wordings.all()[0]
    activity = Activity.objects.create(code="new", name="New", base="office", order=9)
    for add in (
        lambda: Wording.objects.create(question_set=published, question=wording.question, activity=activity, number=99),
        lambda: Reason.objects.create(wording=wording, code="new", text="New", order=99),
        lambda: Outcome.objects.create(question_set=published, code="new", label="New", order=9),
        lambda: published.activities.add(activity),
    ):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            add()


def test_the_database_refuses_to_move_a_part_into_it(published, scheme, place):
    """Out of a draft, by changing which set or question it belongs to."""
    other = editing.copy_set(source=scheme, title="Another", by=place.editor)
    stray = other.wordings.get(number=28)
    theirs = published.wordings.get(number=28)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Reason.objects.filter(wording=stray, order=1).update(wording=theirs, code="stray", is_other=False)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Outcome.objects.filter(question_set=other, code="not_met").update(question_set=published, code="stray")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite empties its tables by DELETE between tests")
@pytest.mark.parametrize("part", ["reason", "wording", "outcome", "activity", "set"])
def test_postgresql_refuses_to_delete_it(published, part):
    rows = parts_of(published)[part]
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        rows._raw_delete(rows.db)


# Drafts of assessments


def test_a_draft_begun_under_the_old_set_finishes_under_it(place, scheme, draft):
    assessment = begun(assessor=place.dcp, prosecutor=place.prosecutor)
    retire(draft, 17, by=place.editor)
    publish(draft, by=place.cat)
    answers = answers_to(assessment)
    assert len(answers) == 9
    drafts.save_answers(assessment=assessment, answers=answers, version=0, by=place.dcp)
    drafts.save_action(assessment=assessment, action=action_data(False), by=place.dcp)
    recorded = recording.record(assessment=assessment, by=place.dcp)
    assert (recorded.state, recorded.marking.question_set) == (State.CLOSED, scheme)
    assert recorded.marking.answers.count() == 9
    # Another case of the same half day is asked the same; a new half day follows the new set.
    assert begun(half_day=assessment.half_day).marking.question_set == scheme
    later = started(assessor=place.dcp, prosecutor=place.prosecutor, half="pm")
    assert later.question_set == draft
    new = complete_draft(half_day=later)
    assert Assessment.objects.get(pk=new.pk).marking.answers.count() == 8
