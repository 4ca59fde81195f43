"""Recording an IQA: complete, once, with its deadlines, its copies of the case, and its email."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions import cases, drafts, markings, recording
from assessments.actions.markings import answers_of
from assessments.models import Assessment, CourtLevel, FinalisedReason, Marking, SensitiveCategory, State
from assessments.policies.answers import NOT_ANSWERED, AnswerData
from assessments.policies.lifecycle import NotAllowed
from iqa.audit.models import Event
from iqa.calendar import today
from iqa.notifications.models import OutboxEmail
from iqa.questions.models import Outcome, Wording
from iqa.terms.models import Term
from tests.at_once import at_once
from tests.factories import CaseFactory, PersonFactory, answers_to, begun, draft, facts, recorded

pytestmark = pytest.mark.django_db

# A Thursday; four days of Easter lie before the fifth working day after it.
THURSDAY = datetime(2018, 3, 29, 15, 30, tzinfo=UTC)


def record(assessment, **said):
    return recording.record(assessment=assessment, by=assessment.half_day.assessor, **said)


def fresh(assessment):
    return Assessment.objects.with_facts().get(pk=assessment.pk)


def question(number):
    return Wording.objects.get(number=number).question_id


def test_recording_sets_its_times_and_its_deadlines(scheme):
    with time_machine.travel(THURSDAY, tick=False):
        assessment = fresh(record(draft(action=True)))
    assert assessment.state == State.RECORDED
    assert (assessment.recorded_at, assessment.recorded_by) == (THURSDAY, assessment.half_day.assessor)
    assert assessment.feedback_due_on == date(2018, 4, 9)
    assert assessment.readable_from == THURSDAY + timedelta(hours=24)
    assert (assessment.marking.by, assessment.marking.made_at) == (assessment.half_day.assessor, THURSDAY)
    assert [event.verb for event in Event.objects.of(assessment)] == ["recorded", "begun"]


def test_the_terms_are_those_in_force_in_the_area(place):
    Term.objects.create(name="feedback_working_days", value=10, starts_on=date(2018, 1, 1), reason="x", area=place.area)
    Term.objects.create(name="hours_before_email", value=48, starts_on=date(2018, 3, 29), reason="x", area=place.area)
    with time_machine.travel(THURSDAY, tick=False):
        here = recorded(assessor=place.dcp, prosecutor=place.prosecutor, action=True)
        elsewhere = recorded(assessor=place.dcp3, prosecutor=place.prosecutor3, action=True)
    assert (here.feedback_due_on, here.readable_from) == (date(2018, 4, 16), THURSDAY + timedelta(hours=48))
    assert (elsewhere.feedback_due_on, elsewhere.readable_from) == (date(2018, 4, 9), THURSDAY + timedelta(hours=24))


def test_an_incomplete_draft_says_what_is_missing_and_stays_as_it_is(scheme):
    assessment = draft()
    answers = {question(14): AnswerData(outcome_id=Outcome.objects.get(code="not_met").pk), question(9): NOT_ANSWERED}
    drafts.save_answers(assessment=assessment, answers=answers, version=1, by=assessment.half_day.assessor)
    with pytest.raises(markings.Incomplete) as refused:
        record(assessment)
    assert [problem.message for problem in refused.value.problems] == [
        "Select an outcome for question 9",
        "Select a reason why question 14 was not met",
        "Enter a comment on question 14",
    ]
    assert fresh(assessment).state == State.DRAFT
    assert not OutboxEmail.objects.exists()
    assert not Event.objects.filter(verb="recorded").exists()


def test_whether_action_is_required_is_to_be_said(scheme):
    with pytest.raises(NotAllowed, match="Say what action is required"):
        record(draft(action=None))
    assessment = draft(action=None)
    empty = drafts.ActionData(required=True)
    drafts.save_action(assessment=assessment, action=empty, by=assessment.half_day.assessor)
    with pytest.raises(NotAllowed, match="Say what action is required"):
        record(assessment)


def test_late_is_allowed_with_a_reason_and_marked(scheme):
    assessment = draft(assessed_on=today() - timedelta(days=2))
    with pytest.raises(NotAllowed, match="Enter why this is recorded late"):
        record(assessment)
    assert fresh(assessment).state == State.DRAFT
    record(assessment, late_reason="The file was with counsel")
    assert fresh(assessment).late_reason == "The file was with counsel"


def test_the_day_after_is_in_time(scheme):
    assert record(draft(assessed_on=today() - timedelta(days=1))).late_reason == ""


def test_lateness_is_by_the_date_in_london(scheme):
    with time_machine.travel(datetime(2018, 6, 10, 12, tzinfo=UTC)):
        assessment = draft()
    in_time, late = datetime(2018, 6, 11, 22, 59, tzinfo=UTC), datetime(2018, 6, 11, 23, 1, tzinfo=UTC)
    assert not recording.is_late(assessment, in_time)
    assert recording.is_late(assessment, late)


def test_a_finalised_case_is_allowed_with_a_reason_and_marked(scheme):
    assessment = draft(case=CaseFactory(finalised="Acquittal after trial"))
    with pytest.raises(NotAllowed, match="Select why a finalised case was assessed"):
        record(assessment)
    record(assessment, finalised_reason=FinalisedReason.OTHER, finalised_reason_words="A debrief")
    assessment = fresh(assessment)
    assert (assessment.finalised, assessment.finalised_reason) == ("Acquittal after trial", "other")
    assert assessment.finalised_reason_words == "A debrief"


def test_what_was_known_of_the_case_stays_known(scheme):
    rape, hate = (SensitiveCategory.objects.get(code=code) for code in ("rape", "hate_racial"))
    case = CaseFactory(court_level=CourtLevel.CROWN)
    case.sensitive.add(rape)
    assessment = recorded(case=case)
    later = facts(court_level=CourtLevel.YOUTH, sensitive=[hate], finalised="Discontinued")
    cases.edit(case=case, facts=later, by=PersonFactory())
    assessment = fresh(assessment)
    assert (assessment.court_level, assessment.finalised) == ("crown", "")
    assert list(assessment.sensitive.all()) == [rape]


def test_the_record_leaves_out_what_the_draft_no_longer_wanted(scheme):
    assessment = draft(not_met={14: ["q14-other"]}, action=True)
    stored = answers_of(assessment.marking)[question(14)]
    met = Outcome.objects.get(code="fully_met").pk
    by = assessment.half_day.assessor
    drafts.save_answers(
        assessment=assessment, answers={question(14): replace(stored, outcome_id=met)}, version=1, by=by
    )
    assert answers_of(assessment.marking)[question(14)].reason_ids == stored.reason_ids
    record(assessment)
    assert answers_of(assessment.marking)[question(14)] == AnswerData(outcome_id=met, comment=stored.comment)


def test_nothing_outstanding_closes_it_at_once(scheme):
    assessment = recorded(not_met_other={15: "police"})
    assert assessment.state == State.CLOSED
    assert assessment.closed_at is not None
    closed = Event.objects.of(assessment).first()
    assert (closed.verb, closed.by) == ("closed", None)


def test_pressed_twice_it_is_recorded_once(scheme):
    assessment = draft(action=True)
    first, again = record(assessment), record(assessment)
    assert first.recorded_at == again.recorded_at
    assert Event.objects.filter(verb="recorded").count() == 1
    closed = draft()
    assert record(closed) == record(closed) == closed


def test_only_whoever_may_edit_the_draft_records_it(place):
    assessment = draft(assessor=place.dcp, prosecutor=place.prosecutor)
    for person in (place.sdcp, place.ccp, place.prosecutor):
        with pytest.raises(PermissionDenied):
            recording.record(assessment=assessment, by=person)


def test_a_discarded_draft_is_not_recorded(scheme):
    assessment = draft()
    drafts.discard(assessment=assessment, by=assessment.half_day.assessor)
    with pytest.raises(NotAllowed, match="This IQA is discarded, so you cannot record it"):
        record(assessment)


def test_recording_takes_few_queries(place):
    case = CaseFactory(court_level=CourtLevel.CROWN)
    case.sensitive.add(SensitiveCategory.objects.get(code="rape"))
    assessment = draft(
        assessor=place.dcp, prosecutor=place.prosecutor, case=case, not_met={14: ["q14-other"]}, action=True
    )
    with CaptureQueriesContext(connection) as queries:
        record(assessment)
    # The tallies of reports, kept in step with it, among them.
    assert len(queries) <= 25, "\n".join(query["sql"][:150] for query in queries)


@pytest.mark.django_db(transaction=True)
def test_fifty_presses_at_once_record_it_once_and_write_one_email(scheme):
    assessment = draft(action=True)
    by = assessment.half_day.assessor
    outcomes = at_once(50, lambda: recording.record(assessment=assessment, by=by).state)
    assert outcomes == [State.RECORDED] * 50
    assert Event.objects.filter(verb="recorded").count() == 1
    assert OutboxEmail.objects.count() == 1
    assert Marking.objects.count() == 1


# The email


def test_the_email_is_due_when_the_prosecutor_may_read_it_and_holds_no_casework(place):
    assessment = draft(
        assessor=place.dcp,
        prosecutor=place.prosecutor,
        action=True,
        not_met={14: ["q14-other"]},
        comments={9: "An excellent strategy"},
    )
    with time_machine.travel(THURSDAY, tick=False):
        assessment = record(assessment)
    email = OutboxEmail.objects.get()
    assert (email.recipient, email.due_at) == (place.prosecutor, assessment.readable_from)
    assert email.subject == "IQA: an action is open on your case progression work"
    assert f"/assessments/{assessment.pk}/" in email.body
    assert "An IQA recorded on 29 March 2018 has an action not yet marked as taken." in email.body
    assert f"Feedback is due by {assessment.feedback_due_on:%A} " in email.body
    said = email.subject + email.body
    secrets = [
        assessment.case.urn,
        place.prosecutor.name,
        place.dcp.name,
        place.unit.name,
        place.area.name,
        assessment.action.what,
        *(answer.comment for answer in answers_of(assessment.marking).values() if answer.comment),
        "The index was missing",
        "disclosure",
        "not met",
    ]
    assert [secret for secret in secrets if secret.lower() in said.lower()] == []


def test_without_an_action_there_is_no_email(scheme):
    recorded(not_met={14: []})
    assert not OutboxEmail.objects.exists()


def test_complete_answers_again_are_the_same(scheme):
    assessment = recorded(not_met={14: []})
    assert answers_of(assessment.marking) == answers_to(assessment, not_met={14: []})
    assert timezone.now() - assessment.recorded_at < timedelta(minutes=5)
    assert begun().markings.get().number == 1
