"""What may be done with a consistency exercise, by whom and when; and what it leaves behind."""

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404

from assessments.actions.markings import Behind, Incomplete
from assessments.models import Case
from assessments.policies import lifecycle
from dipsamples.actions.exercises import agreeing, making, marking
from dipsamples.models import Exercise, SecondMarking
from iqa.audit.models import Event, Read
from iqa.calendar import today
from iqa.govuk.formats import LONDON
from iqa.notifications.models import OutboxEmail
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, Role
from tests.dipsamples.exercises import agreed, answers, begun, case_of, made, marked, referred
from tests.factories import CaseFactory, GrantFactory, PostingFactory, draft, facts, recorded

MONDAY = datetime(2026, 3, 9, 10, tzinfo=LONDON)


@pytest.fixture
def exercise(place) -> Exercise:
    return made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2])


def keys(*, sent: bool = False) -> set[str]:
    """The occasion and recipient of each email that waits."""
    waiting = OutboxEmail.objects.filter(cancelled_at__isnull=True).select_related("recipient")
    return {f"{email.key.split('-')[2]} {email.recipient.name}" for email in waiting}


# Made


def test_an_exercise_is_on_the_questions_in_force_and_leaves_its_record(place, scheme, exercise):
    assert exercise.question_set == scheme
    assert [each.order for each in exercise.cases.all()] == [1]
    event = Event.objects.of(exercise).get()
    assert (event.verb, event.by) == ("made", place.dccp)


def test_the_same_form_sent_twice_makes_one(place):
    said = {"key": uuid.uuid4(), "cases": [CaseFactory()], "by": place.dccp, "area": place.area}
    first = made(people=[place.dcp], **said)
    assert made(people=[place.dcp], **said) == first
    with pytest.raises(NotAllowed, match="sent already"):
        made(people=[place.dcp], title="Another", **said)
    assert Exercise.objects.count() == 1


def test_a_case_that_nobody_registered_is_and_one_that_is_known_is_looked_up(place):
    known = CaseFactory()
    exercise = made(
        by=place.dccp,
        area=place.area,
        people=[place.dcp],
        urns=[known.urn, "09ZZ1234518"],
        facts={"09ZZ1234518": facts(court_level="crown")},
    )
    assert [each.case.urn for each in exercise.cases.all()] == [known.urn, "09ZZ1234518"]
    assert Case.objects.get(urn="09ZZ1234518").court_level == "crown"
    assert Read.objects.of(known).get().by == place.dccp


@pytest.mark.parametrize(
    ("who", "where", "refusal"),
    [
        ("dccp", "area2", Http404),
        ("dccp", None, PermissionDenied),
        ("sdcp", "area", Http404),
        ("ccp", "area", PermissionDenied),
        ("cat", "area", PermissionDenied),
    ],
)
def test_only_a_deputy_makes_one_in_their_area_and_only_cat_the_nations(who, where, refusal, place):
    with pytest.raises(refusal):
        made(by=getattr(place, who), area=getattr(place, where) if where else None, people=[place.dcp])
    assert not Exercise.objects.exists()


def test_cat_invites_from_everywhere(place):
    exercise = made(by=place.cat, people=[place.dcp, place.dcp3])
    assert exercise.area is None


@pytest.mark.parametrize("who", ["dcp3", "prosecutor", "apm", "ccp"])
def test_who_may_not_record_there_is_not_invited(who, place):
    person = getattr(place, who)
    with pytest.raises(NotAllowed, match=f"{person.name} may not record IQAs there") as refused:
        made(by=place.dccp, area=place.area, people=[place.dcp, person])
    assert refused.value.field == "people"


def test_who_may_record_there_by_a_grant_is_invited(place):
    GrantFactory(person=place.dcp3, permission=Permission.RECORD_IQAS, unit=place.unit)
    assert made(by=place.dccp, area=place.area, people=[place.dcp3]).invitations.count() == 1


@pytest.mark.parametrize("how", [draft, recorded])
def test_nobody_marks_their_own_work(how, place):
    case = CaseFactory()
    PostingFactory(person=place.dcp2, role=Role.PROSECUTOR, unit=place.unit)
    how(case=case, assessor=place.dcp, prosecutor=place.dcp2, unit=place.unit)
    with pytest.raises(NotAllowed, match=f"{place.dcp2.name} cannot mark {case.urn}") as refused:
        made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2], cases=[case])
    assert refused.value.field == "people"


def test_nobody_makes_an_exercise_of_their_own_work(place):
    case = CaseFactory()
    PostingFactory(person=place.dccp, role=Role.PROSECUTOR, unit=place.unit)
    recorded(case=case, assessor=place.dcp, prosecutor=place.dccp, unit=place.unit)
    with pytest.raises(NotAllowed, match="may be your own") as refused:
        made(by=place.dccp, area=place.area, people=[place.dcp], cases=[case])
    assert refused.value.field == "urns"


# Invited and reminded


@time_machine.travel(MONDAY, tick=False)
def test_the_invited_hear_now_and_are_reminded_two_working_days_before(place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp], closes_on=today() + timedelta(days=7))
    assert keys() == {f"invited {place.dcp.name}", f"reminder {place.dcp.name}", f"closed {place.dccp.name}"}
    due = {email.key.split("-")[2]: email.due_at.astimezone(LONDON) for email in OutboxEmail.objects.all()}
    assert due["invited"] == MONDAY
    # It closes after Monday 16: the reminder is on Thursday, whoever made it hears on Tuesday.
    assert due["reminder"] == datetime(2026, 3, 12, 9, tzinfo=LONDON)
    assert due["closed"] == datetime(2026, 3, 17, 9, tzinfo=LONDON)
    for email in OutboxEmail.objects.all():
        assert f"/exercises/{exercise.pk}/" in email.body
        assert exercise.title not in email.body + email.subject
        assert exercise.cases.get().case.urn not in email.body


@time_machine.travel(MONDAY, tick=False)
def test_there_is_no_reminder_where_it_would_come_too_late(place):
    made(by=place.dccp, area=place.area, people=[place.dcp], closes_on=today() + timedelta(days=2))
    assert keys() == {f"invited {place.dcp.name}", f"closed {place.dccp.name}"}


def test_who_has_finished_every_case_is_reminded_no_more(place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2], cases=2)
    marked(exercise, place.dcp)
    assert f"reminder {place.dcp.name}" in keys()
    marked(exercise, place.dcp, number=2)
    assert keys() == {
        f"invited {place.dcp2.name}",
        f"reminder {place.dcp2.name}",
        f"closed {place.dccp.name}",
    }


# Marked


def test_a_marking_is_blind_and_the_persons_own(place, exercise):
    second = begun(exercise, place.dcp)
    assert (second.blind, second.kind, second.by) == (True, SecondMarking.Kind.EXERCISE, place.dcp)
    assert marking.begin(exercise_case=case_of(exercise), by=place.dcp) == second


@pytest.mark.parametrize("who", ["dccp", "sdcp", "dcp3"])
def test_who_is_not_invited_marks_nothing(who, place, exercise):
    with pytest.raises(PermissionDenied):
        marking.begin(exercise_case=case_of(exercise), by=getattr(place, who))
    second = begun(exercise, place.dcp)
    with pytest.raises(PermissionDenied):
        marking.save(second=second, answers={}, version=1, by=place.dcp2)
    with pytest.raises(PermissionDenied):
        marking.finish(second=second, by=place.dcp2)


def test_two_tabs_overwrite_nothing(place, exercise):
    second = begun(exercise, place.dcp)
    with pytest.raises(Behind):
        marking.save(second=second, answers=answers(exercise, not_met=[14]), version=0, by=place.dcp)


def test_nothing_unfinished_is_finished(place, exercise):
    second = marking.begin(exercise_case=case_of(exercise), by=place.dcp)
    with pytest.raises(Incomplete):
        marking.finish(second=second, by=place.dcp)


def test_it_closes_when_all_have_finished(place, exercise):
    marked(exercise, place.dcp)
    exercise.refresh_from_db()
    assert exercise.closed_at is None
    marked(exercise, place.dcp2)
    exercise.refresh_from_db()
    assert exercise.closed_at is not None
    assert exercise.closed_by is None
    assert keys() == {f"closed {place.dccp.name}"}
    assert OutboxEmail.objects.due(at=datetime.now().astimezone()).filter(cancelled_at=None).count() == 1


def closed_by_the_deputy(place, exercise):
    marked(exercise, place.dcp2)
    making.close(exercise=exercise, by=place.dccp)
    return time_machine.travel(datetime.now().astimezone())


def closed_by_its_day(place, exercise):
    return time_machine.travel(datetime.now().astimezone() + timedelta(days=8))


@pytest.mark.parametrize("close", [closed_by_the_deputy, closed_by_its_day])
def test_a_marking_after_closing_is_refused_in_words(close, place, exercise):
    second = begun(exercise, place.dcp)
    with close(place, exercise):
        for act in (
            lambda: marking.begin(exercise_case=case_of(exercise), by=place.dcp),
            lambda: marking.save(second=second, answers=answers(exercise, not_met=[9]), version=1, by=place.dcp),
            lambda: marking.finish(second=second, by=place.dcp),
        ):
            with pytest.raises(lifecycle.NotAllowed, match="This exercise closed on"):
                act()


# Closed


def test_closing_says_who_and_tells_nobody_to_mark_any_more(place, exercise):
    marked(exercise, place.dcp)
    making.close(exercise=exercise, by=place.dccp)
    exercise.refresh_from_db()
    assert exercise.closed_by == place.dccp
    assert keys() == set()
    closed_at = exercise.closed_at
    making.close(exercise=exercise, by=place.dccp)
    exercise.refresh_from_db()
    assert exercise.closed_at == closed_at
    assert Event.objects.of(exercise).filter(verb="closed").count() == 1


def test_closing_by_another_deputy_tells_who_made_it(place, exercise):
    marked(exercise, place.dcp)
    making.close(exercise=exercise, by=PostingFactory(role=Role.DCCP, area=place.area).person)
    assert keys() == {f"closed {place.dccp.name}"}


def test_an_exercise_closed_with_no_marks_is_refused_in_words(place, exercise):
    begun(exercise, place.dcp)
    with pytest.raises(lifecycle.NotAllowed, match="Nobody has finished marking yet"):
        making.close(exercise=exercise, by=place.dccp)


@pytest.mark.parametrize("who", ["dcp", "sdcp", "cat", "inspector"])
def test_who_does_not_run_it_does_not_close_it(who, place, exercise):
    marked(exercise, place.dcp)
    with pytest.raises(PermissionDenied):
        making.close(exercise=exercise, by=getattr(place, who))


# Agreed


@pytest.fixture
def closed(place, exercise) -> Exercise:
    marked(exercise, place.dcp, not_met=[14])
    marked(exercise, place.dcp2)
    return Exercise.objects.get(pk=exercise.pk)


def test_agreeing_locks_the_reference_and_tells_those_who_marked(place, closed):
    agreed(closed, place.dccp, not_met=[14], unclear="Whether Q14 covers served material")
    closed.refresh_from_db()
    assert (closed.agreed_by, closed.notes) == (place.dccp, "We talked")
    reference = SecondMarking.objects.get(kind="reference")
    assert reference.finished_at is not None
    assert reference.marking.answers.get(outcome__counts_as="not_met").question.wordings.filter(number=14).exists()
    assert keys() == {
        f"agreed {place.dcp.name}",
        f"agreed {place.dcp2.name}",
        f"guidance {place.cat.name}",
    }
    [guidance] = OutboxEmail.objects.filter(recipient=place.cat)
    assert "/exercises/guidance/" in guidance.body
    assert "Q14" not in guidance.body
    assert Event.objects.of(closed).filter(verb="agreed").get().by == place.dccp


def test_without_unclear_guidance_nobody_is_told_of_any(place, closed):
    agreed(closed, place.dccp)
    assert not OutboxEmail.objects.filter(recipient=place.cat).exists()


def test_only_who_marked_hears_of_the_reference(place, exercise):
    marked(exercise, place.dcp)
    making.close(exercise=exercise, by=place.dccp)
    agreed(exercise, place.dccp)
    assert keys() == {f"agreed {place.dcp.name}"}


def test_agreed_twice_changes_nothing(place, closed):
    agreed(closed, place.dccp)
    agreeing.agree(exercise=closed, notes="Something else", unclear_guidance="", by=place.dccp)
    closed.refresh_from_db()
    assert closed.notes == "We talked"


def test_once_agreed_the_reference_is_locked(place, closed):
    agreed(closed, place.dccp)
    reference = SecondMarking.objects.get(kind="reference")
    with pytest.raises(lifecycle.NotAllowed, match="can no longer be changed"):
        agreeing.save_reference(second=reference, answers=answers(closed, not_met=[9]), version=1, by=place.dccp)
    with pytest.raises(lifecycle.NotAllowed, match="can no longer be changed"):
        agreeing.begin_reference(exercise_case=case_of(closed), by=place.dccp)


def test_another_deputy_goes_on_with_the_reference(place, closed):
    other = PostingFactory(role=Role.DCCP, area=place.area).person
    reference = referred(closed, place.dccp)
    assert agreeing.begin_reference(exercise_case=case_of(closed), by=other) == reference
    agreeing.save_reference(second=reference, answers=answers(closed, not_met=[9]), version=1, by=other)
    agreeing.agree(exercise=closed, notes="We talked", unclear_guidance="", by=other)
    closed.refresh_from_db()
    assert closed.agreed_by == other


def test_a_reference_before_closing_is_refused_in_words(place, exercise):
    marked(exercise, place.dcp)
    with pytest.raises(lifecycle.NotAllowed, match="once this exercise has closed"):
        agreeing.begin_reference(exercise_case=case_of(exercise), by=place.dccp)


def test_nothing_is_agreed_on_an_exercise_that_nobody_marked(place, exercise):
    with (
        time_machine.travel(datetime.now().astimezone() + timedelta(days=8)),
        pytest.raises(lifecycle.NotAllowed, match="closed before anyone had finished"),
    ):
        agreeing.agree(exercise=exercise, notes="We talked", unclear_guidance="", by=place.dccp)


def test_an_exercise_whose_day_was_over_closed_then(place, exercise):
    marked(exercise, place.dcp)
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=9)):
        agreed(exercise, place.dccp)
    exercise.refresh_from_db()
    assert exercise.closed_at.astimezone(LONDON).date() == exercise.closes_on


def test_a_case_without_its_reference_is_named(place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp], cases=2)
    marked(exercise, place.dcp)
    marked(exercise, place.dcp, number=2)
    referred(exercise, place.dccp)
    urn = case_of(exercise, 2).case.urn
    with pytest.raises(agreeing.Unfinished, match=f"Enter the reference marking of {urn} first"):
        agreeing.agree(exercise=exercise, notes="We talked", unclear_guidance="", by=place.dccp)
    agreeing.begin_reference(exercise_case=case_of(exercise, 2), by=place.dccp)
    with pytest.raises(agreeing.Unfinished, match=f"Finish the reference marking of {urn} first: Select an outcome"):
        agreeing.agree(exercise=exercise, notes="We talked", unclear_guidance="", by=place.dccp)
    assert not SecondMarking.objects.filter(kind="reference", finished_at__isnull=False).exists()


@pytest.mark.parametrize("who", ["dcp", "cat", "sdcp"])
def test_who_does_not_run_it_writes_no_reference(who, place, closed):
    with pytest.raises(PermissionDenied):
        agreeing.begin_reference(exercise_case=case_of(closed), by=getattr(place, who))
