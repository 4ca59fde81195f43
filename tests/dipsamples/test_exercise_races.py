"""Several people, or one in several tabs, do something with an exercise at the same moment."""

import uuid

import pytest

from dipsamples.actions.exercises import agreeing, making, marking
from dipsamples.models import Exercise, SecondMarking
from iqa.audit.models import Event
from iqa.notifications.models import OutboxEmail
from iqa.permissions import Role
from tests.at_once import at_once
from tests.dipsamples.exercises import begun, case_of, made, marked, referred
from tests.factories import CaseFactory, PostingFactory

pytestmark = pytest.mark.django_db(transaction=True)


def events(exercise: Exercise, verb: str) -> int:
    return Event.objects.of(exercise).filter(verb=verb).count()


def test_the_same_form_sent_many_times_at_once_makes_one(place):
    said = {"key": uuid.uuid4(), "cases": [CaseFactory()], "by": place.dccp, "area": place.area}
    results = at_once(4, lambda: made(people=[place.dcp], **said))
    assert set(results) == {Exercise.objects.get()}
    assert OutboxEmail.objects.filter(recipient=place.dcp, key__contains="invited").count() == 1


def test_a_case_begun_many_times_at_once_is_marked_once(place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp])
    results = at_once(4, lambda: marking.begin(exercise_case=case_of(exercise), by=place.dcp))
    assert set(results) == {SecondMarking.objects.get()}


def test_the_last_two_to_finish_close_it_once(place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2])
    waiting = [begun(exercise, person) for person in (place.dcp, place.dcp2)]

    def finish():
        second = waiting.pop()
        marking.finish(second=second, by=second.by)

    assert at_once(2, finish) == [None, None]
    exercise.refresh_from_db()
    assert exercise.closed_at is not None
    assert events(exercise, "closed") == 1


def test_nothing_is_finished_after_closing(place):
    """Whoever comes first: each marking that is finished was finished before the exercise closed."""
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2, place.sdcp])
    marked(exercise, place.sdcp)
    first, second = begun(exercise, place.dcp), begun(exercise, place.dcp2)
    acts = [
        lambda: marking.finish(second=first, by=place.dcp),
        lambda: making.close(exercise=exercise, by=place.dccp),
        lambda: marking.finish(second=second, by=place.dcp2),
    ]
    results = at_once(3, lambda: acts.pop()())
    exercise.refresh_from_db()
    finished = SecondMarking.objects.filter(finished_at__isnull=False)
    assert all(each.finished_at <= exercise.closed_at for each in finished)
    assert sum(result is None for result in results) == finished.count()  # the closing, and all but the SDCP's
    assert all(result is None or "This exercise closed" in str(result) for result in results)


def test_two_who_begin_the_reference_at_once_write_one(place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp])
    marked(exercise, place.dcp)
    deputies = [place.dccp, PostingFactory(role=Role.DCCP, area=place.area).person]
    results = at_once(2, lambda: agreeing.begin_reference(exercise_case=case_of(exercise), by=deputies.pop()))
    assert set(results) == {SecondMarking.objects.get(kind="reference")}


def test_agreed_many_times_at_once_is_agreed_once(place):
    exercise = made(by=place.dccp, area=place.area, people=[place.dcp])
    marked(exercise, place.dcp)
    referred(exercise, place.dccp)

    def agree():
        agreeing.agree(exercise=exercise, notes="We talked", unclear_guidance="Question 14", by=place.dccp)

    assert at_once(4, agree) == [None] * 4
    assert events(exercise, "agreed") == 1
    assert OutboxEmail.objects.filter(recipient=place.cat).count() == 1
