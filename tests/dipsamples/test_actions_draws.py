"""Making a draw, topping it up, taking the next one, substituting one."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from assessments.actions.recording import withdraw
from assessments.models import Assessment
from dipsamples.actions import draws
from dipsamples.models import DipSample, Draw, DrawnIQA
from dipsamples.policies.drawing import replay
from dipsamples.querysets.draw_records import records_of
from iqa.audit.models import Event
from iqa.calendar import quarter, today
from iqa.organisation.models import Person
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, Role
from iqa.terms.models import Term, TermName
from tests.assessments.bulk import half_days_in_bulk, recorded_in_bulk
from tests.at_once import at_once
from tests.factories import GrantFactory, PostingFactory, UnitFactory, started


@pytest.fixture
def half_day(place):
    return started(assessor=place.dcp, prosecutor=place.prosecutor)


@pytest.fixture
def half_day2(place):
    return started(assessor=place.dcp2, prosecutor=place.prosecutor2)


def make(place, **said):
    return draws.make(**{"area": place.area, "quarter": quarter(today()), "by": place.dccp, **said})


def keys_of(draw):
    return list(draw.drawn.order_by("position").values_list("assessment", flat=True))


def assert_drawn_again_the_same(draw):
    known = records_of(draw)
    assert replay(draw.seed, known.steps) == known.drawn == keys_of(draw)


def record(sample):
    """As one recorded by its sampler."""
    now = timezone.now()
    DipSample.objects.filter(pk=sample.pk).update(
        iqa_comment="Sound", work_comment="Sound", recorded_at=now, sampled_on=timezone.localdate(now)
    )


def test_a_tenth_of_each_activity_is_drawn_from_every_dcp(place, half_day, half_day2):
    recorded_in_bulk(half_day, 15)
    recorded_in_bulk(half_day2, 6)
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor, activity="advice"), 1)
    recorded_in_bulk(started(assessor=place.dcp3, prosecutor=place.prosecutor3), 9)
    draw = make(place)
    drawn = list(draw.drawn.values_list("activity__code", "assessor"))
    assert sorted(drawn) == sorted(
        [("case_progression", place.dcp.pk)] * 2 + [("case_progression", place.dcp2.pk), ("advice", place.dcp.pk)]
    ) or sorted(drawn) == sorted(
        [("case_progression", place.dcp2.pk)] * 2 + [("case_progression", place.dcp.pk), ("advice", place.dcp.pk)]
    )
    step = draw.steps.get()
    assert (step.percent, step.arrived_count, step.gone_count, step.made_by) == (Decimal(10), 22, 0, place.dccp)
    assert Event.objects.of(draw).get().verb == "drawn"
    assert_drawn_again_the_same(draw)


def test_drafts_withdrawn_ones_and_other_quarters_are_not_drawn_from(place, half_day):
    withdrawn, draft, earlier, counting = recorded_in_bulk(half_day, 4)
    withdraw(assessment=withdrawn, reason="The wrong case", by=place.dcp)
    Assessment.objects.filter(pk=draft.pk).update(
        state="draft", recorded_at=None, recorded_by=None, feedback_due_on=None, readable_from=None
    )
    [before] = half_days_in_bulk(half_day, 1)
    before.assessed_on = before.worked_on = today() - timedelta(days=200)
    before.save()
    Assessment.objects.filter(pk=earlier.pk).update(half_day=before)
    assert keys_of(make(place)) == [counting.pk]


def test_the_rate_is_the_areas_in_force_in_the_quarter(place, half_day):
    recorded_in_bulk(half_day, 10)
    said = {"name": TermName.DIP_SAMPLE_PERCENT, "area": place.area, "reason": "To see more"}
    Term.objects.create(value=50, starts_on=today(), **said)
    Term.objects.create(value=90, starts_on=today() + timedelta(days=1), **said)
    assert len(keys_of(make(place))) == 5


def test_a_rate_below_the_national_one_does_not_hold(place, half_day):
    recorded_in_bulk(half_day, 30)
    Term.objects.create(
        name=TermName.DIP_SAMPLE_PERCENT, area=place.area, value=1, starts_on=today(), reason="To see less"
    )
    assert len(keys_of(make(place))) == 3


def test_of_a_quarter_that_is_over_the_rate_of_its_last_day_holds(place):
    with time_machine.travel("2026-02-10 10:00+00:00"):
        recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 10)
    Term.objects.create(name=TermName.DIP_SAMPLE_PERCENT, value=30, starts_on=date(2026, 3, 31), reason="More")
    Term.objects.create(name=TermName.DIP_SAMPLE_PERCENT, value=80, starts_on=date(2026, 4, 1), reason="Most")
    with time_machine.travel("2026-05-10 10:00+00:00"):
        assert len(keys_of(make(place, quarter="2025-26 Q4"))) == 3


def test_the_same_form_sent_twice_makes_one_draw(place, half_day):
    key = uuid.uuid4()
    assert make(place, key=key) == make(place, key=key)
    assert Draw.objects.count() == 1


def test_an_area_has_one_draw_of_a_quarter(place):
    make(place, key=uuid.uuid4())
    with pytest.raises(NotAllowed, match="Top that one up instead"):
        make(place, key=uuid.uuid4())


@pytest.mark.parametrize(
    ("name", "words"),
    [("2098-99 Q1", "2098-99 Q1 has not begun yet"), ("soon", "Enter a quarter of a business year")],
)
def test_a_quarter_that_has_not_begun(name, words, place):
    with pytest.raises(NotAllowed, match=words):
        make(place, quarter=name)
    assert not Draw.objects.exists()


@pytest.mark.parametrize(
    ("who", "answer"), [("sdcp", PermissionDenied), ("cat", PermissionDenied), ("apm2", Http404), ("dcp3", Http404)]
)
def test_only_who_draws_in_the_area_makes_a_draw_and_tops_it_up(who, answer, place):
    with pytest.raises(answer):
        make(place, by=getattr(place, who))
    draw = make(place)
    with pytest.raises(answer):
        draws.top_up(draw=draw, by=getattr(place, who))


def test_a_top_up_draws_what_is_missing_and_keeps_the_rest(place, half_day, half_day2):
    recorded_in_bulk(half_day, 10)
    draw = make(place)
    before = keys_of(draw)
    assert draws.top_up(draw=draw, by=place.dccp) == 0
    assert draw.steps.count() == 1
    recorded_in_bulk(half_day2, 20)
    assert draws.top_up(draw=draw, by=None) == 2
    assert keys_of(draw)[:1] == before
    assert draw.drawn.get(position=2).assessor == place.dcp2
    assert draw.steps.get(number=2).arrived_count == 20
    assert Event.objects.of(draw).filter(verb="topped_up").count() == 1
    assert_drawn_again_the_same(draw)


def test_a_drawn_iqa_that_is_withdrawn_is_replaced(place, half_day):
    recorded_in_bulk(half_day, 10)
    draw = make(place)
    [gone] = keys_of(draw)
    withdraw(assessment=Assessment.objects.get(pk=gone), reason="The wrong case", by=place.dcp)
    assert draws.top_up(draw=draw, by=place.dccp) == 1
    assert draw.steps.get(number=2).gone == {"case_progression": {str(place.dcp.pk): [gone]}}
    sample = draws.take_next(draw=draw, by=place.dccp)
    assert sample.assessment_id != gone
    assert_drawn_again_the_same(draw)


def test_the_next_one_is_taken_in_the_order_drawn(place, half_day):
    recorded_in_bulk(half_day, 20)
    draw = make(place)
    first = draws.take_next(draw=draw, by=place.dccp)
    assert (first.assessment_id, first.drawn.position, first.targeted) == (keys_of(draw)[0], 1, False)
    assert Event.objects.of(first).get().verb == "taken"
    assert draws.take_next(draw=draw, by=place.dccp) == first
    record(first)
    second = draws.take_next(draw=draw, by=place.dccp)
    assert second.assessment_id == keys_of(draw)[1]
    record(second)
    with pytest.raises(NotAllowed, match="No drawn IQA is left for you to sample"):
        draws.take_next(draw=draw, by=place.dccp)


def test_nobody_gets_their_own_iqa_or_one_of_their_own_work(place):
    both = PostingFactory(role=Role.PROSECUTOR, unit=place.unit2, person=place.sdcp).person
    recorded_in_bulk(started(assessor=place.sdcp, prosecutor=place.prosecutor, unit=place.unit), 1)
    recorded_in_bulk(started(assessor=place.dcp2, prosecutor=both, unit=place.unit2), 1)
    draw = make(place)
    assert len(keys_of(draw)) == 1
    recorded_in_bulk(started(assessor=place.dcp2, prosecutor=both, unit=place.unit2, activity="advice"), 1)
    draws.top_up(draw=draw, by=None)
    with pytest.raises(NotAllowed):
        draws.take_next(draw=draw, by=place.sdcp)
    draws.take_next(draw=draw, by=place.dccp)


def test_an_sdcp_gets_those_of_their_units(place):
    elsewhere = UnitFactory(area=place.area)
    assessor = PostingFactory(role=Role.DCP, unit=elsewhere).person
    recorded_in_bulk(started(assessor=assessor, unit=elsewhere), 10)
    recorded_in_bulk(started(assessor=place.dcp2, prosecutor=place.prosecutor2), 10)
    draw = make(place)
    sample = draws.take_next(draw=draw, by=place.sdcp)
    assert sample.assessment.half_day.assessor == place.dcp2
    record(sample)
    with pytest.raises(NotAllowed):
        draws.take_next(draw=draw, by=place.sdcp)


@pytest.mark.parametrize(("who", "answer"), [("cat", PermissionDenied), ("dcp", Http404), ("dcp3", Http404)])
def test_who_takes_no_dip_samples_there_gets_none(who, answer, place):
    with pytest.raises(answer):
        draws.take_next(draw=make(place), by=getattr(place, who))


def test_what_is_sampled_at_random_without_the_draw_is_not_given_out(place, half_day):
    [sampled] = recorded_in_bulk(half_day, 1)
    draw = make(place)
    record(DipSample.objects.create(assessment=sampled, sampler=place.sdcp))
    with pytest.raises(NotAllowed):
        draws.take_next(draw=draw, by=place.dccp)


def test_a_targeted_sample_of_it_by_someone_else_leaves_it_to_be_taken(place, half_day):
    [picked] = recorded_in_bulk(half_day, 1)
    draw = make(place)
    DipSample.objects.create(assessment=picked, sampler=place.sdcp, targeted=True, targeted_reason="A complaint")
    assert draws.take_next(draw=draw, by=place.dccp).assessment == picked
    DipSample.objects.filter(sampler=place.dccp).delete()
    with pytest.raises(NotAllowed):
        draws.take_next(draw=draw, by=place.sdcp)


def test_a_substitute_is_of_the_same_dcp_and_activity(place, half_day, half_day2):
    recorded_in_bulk(half_day, 10)
    recorded_in_bulk(half_day2, 10)
    draw = make(place)
    sample = draws.take_next(draw=draw, by=place.dccp)
    new = draws.substitute(sample=sample, reason="The file is sealed", by=place.dccp)
    old = DrawnIQA.objects.get(pk=sample.drawn_id)
    assert (old.substituted_by, old.substituted_reason) == (place.dccp, "The file is sealed")
    assert (new.substitute_for, new.assessor, new.activity, new.position) == (old, old.assessor, old.activity, 3)
    assert Event.objects.of(sample).filter(verb="substituted").count() == 1
    assert draws.take_next(draw=draw, by=place.dccp).assessment_id != sample.assessment_id
    recorded_in_bulk(half_day2, 30)
    draws.top_up(draw=draw, by=place.dccp)
    assert_drawn_again_the_same(draw)


def test_a_substitution_says_first_what_has_arrived(place, half_day):
    recorded_in_bulk(half_day, 1)
    draw = make(place)
    sample = draws.take_next(draw=draw, by=place.dccp)
    [arrived] = recorded_in_bulk(half_day, 1)
    assert draws.substitute(sample=sample, reason="Sealed", by=place.dccp).assessment_id == arrived.pk
    assert draw.steps.count() == 2
    assert_drawn_again_the_same(draw)


def test_with_none_left_there_is_no_substitution(place, half_day):
    recorded_in_bulk(half_day, 1)
    draw = make(place)
    sample = draws.take_next(draw=draw, by=place.dccp)
    with pytest.raises(NotAllowed, match="No other IQA on case progression is left"):
        draws.substitute(sample=sample, reason="Sealed", by=place.dccp)
    assert DrawnIQA.objects.get().substituted_at is None


def test_what_cannot_be_substituted(place, half_day):
    recorded_in_bulk(half_day, 20)
    draw = make(place)
    done = draws.take_next(draw=draw, by=place.dccp)
    picked = DipSample.objects.create(
        assessment=Assessment.objects.exclude(pk=done.assessment_id)[0], sampler=place.dccp, targeted=True
    )
    with pytest.raises(NotAllowed, match="this one was picked"):
        draws.substitute(sample=picked, reason="Sealed", by=place.dccp)
    draws.substitute(sample=done, reason="Sealed", by=place.dccp)
    with pytest.raises(NotAllowed, match="substituted already"):
        draws.substitute(sample=DipSample.objects.get(pk=done.pk), reason="Sealed", by=place.dccp)
    other = draws.take_next(draw=draw, by=place.dccp)
    record(other)
    with pytest.raises(NotAllowed, match="is recorded"):
        draws.substitute(sample=other, reason="Sealed", by=place.dccp)


def test_who_may_substitute(place, half_day):
    recorded_in_bulk(half_day, 20)
    draw = make(place)
    sample = draws.take_next(draw=draw, by=place.sdcp)
    GrantFactory(person=place.dcp, area=place.area, permission=Permission.DRAW_SAMPLES)
    for who, answer in (("dcp", PermissionDenied), ("cat", PermissionDenied), ("dcp3", Http404)):
        with pytest.raises(answer):
            draws.substitute(sample=sample, reason="Sealed", by=getattr(place, who))
    # Who draws in the Area may free what another has begun.
    draws.substitute(sample=sample, reason="The sampler has left", by=place.dccp)


def test_a_sampler_who_has_moved_does_not_substitute(place, half_day):
    recorded_in_bulk(half_day, 10)
    sample = draws.take_next(draw=make(place), by=place.sdcp)
    place.sdcp.postings.update(ends_on=today() - timedelta(days=1))
    with pytest.raises(Http404):
        draws.substitute(sample=sample, reason="Sealed", by=Person.objects.get(pk=place.sdcp.pk))


@pytest.mark.django_db(transaction=True)
def test_samplers_at_once_get_different_ones(place):
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 40)
    draw = make(place)
    samplers = [PostingFactory(role=Role.DCCP, area=place.area).person for _ in range(4)]
    waiting = iter(samplers)
    taken = at_once(4, lambda: draws.take_next(draw=draw, by=next(waiting)))
    assert all(isinstance(each, DipSample) for each in taken), taken
    assert len({each.assessment_id for each in taken}) == 4


@pytest.mark.django_db(transaction=True)
def test_draws_at_once_make_one(place):
    recorded_in_bulk(started(assessor=place.dcp, prosecutor=place.prosecutor), 10)
    made = at_once(3, lambda: make(place))
    assert Draw.objects.count() == 1
    assert sum(isinstance(each, NotAllowed) for each in made) == 2, made
    topped_up = at_once(3, lambda: draws.top_up(draw=Draw.objects.get(), by=None))
    assert topped_up == [0, 0, 0]
