"""What a dip sample's actions refuse whoever asks, and what happens when they are done by many at once."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from assessments.actions import recording
from assessments.actions.feedback import take_action
from assessments.actions.markings import Behind, Incomplete
from assessments.policies.lifecycle import NotAllowed
from dipsamples.actions import dip_samples
from dipsamples.actions.dip_samples import Comments
from dipsamples.models import DipSample, Draw, DrawnIQA, DrawStep, SecondMarking, Tag
from dipsamples.policies.stages import Stage, stage_of
from iqa.audit.actions import log_read
from iqa.audit.models import Event
from iqa.notifications.models import OutboxEmail
from iqa.permissions import Role
from tests.at_once import at_once
from tests.dipsamples.factories import commented, correct, marked, picked, sampled
from tests.factories import PostingFactory, answers_to, draft, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(place):
    return recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []}, action=True)


@pytest.fixture
def dip_sample(place, assessment) -> DipSample:
    return picked(assessment, by=place.sdcp)


def now(dip_sample) -> DipSample:
    return DipSample.objects.with_facts().get(pk=dip_sample.pk)


def verbs(dip_sample) -> list[str]:
    return [event.verb for event in Event.objects.of(dip_sample).order_by("pk")]


class TestWhoMaySample:
    @pytest.mark.parametrize("name", ["dcp", "prosecutor", "apm", "cat", "inspector", "dcp2"])
    def test_only_who_takes_dip_samples_there(self, place, assessment, name):
        with pytest.raises(PermissionDenied):
            picked(assessment, by=getattr(place, name))

    def test_not_the_assessor(self, place):
        with pytest.raises(PermissionDenied):
            picked(recorded(assessor=place.sdcp, prosecutor=place.prosecutor), by=place.sdcp)

    def test_not_the_person_assessed(self, place):
        PostingFactory(person=place.dccp, role=Role.PROSECUTOR, unit=place.unit)
        with pytest.raises(PermissionDenied):
            picked(recorded(assessor=place.dcp, prosecutor=place.dccp, unit=place.unit), by=place.dccp)

    def test_not_who_corrected_it(self, place, assessment):
        corrected = correct(assessment, place.sdcp)
        with pytest.raises(PermissionDenied):
            picked(corrected, by=place.sdcp)
        assert picked(corrected, by=place.dccp)

    def test_not_outside_their_units(self, place):
        elsewhere = recorded(assessor=place.dcp3, prosecutor=place.prosecutor3)
        for sampler in (place.sdcp, place.dccp):
            with pytest.raises(PermissionDenied):
                picked(elsewhere, by=sampler)

    def test_nobody_else_goes_on_with_it(self, place, dip_sample):
        for act in (
            lambda by: dip_samples.begin_marking(dip_sample=dip_sample, by=by),
            lambda by: dip_samples.finish_marking(dip_sample=dip_sample, by=by),
            lambda by: dip_samples.stop_marking(dip_sample=dip_sample, by=by),
            lambda by: dip_samples.save_comments(dip_sample=dip_sample, comments=Comments(iqa="x"), version=0, by=by),
            lambda by: dip_samples.record(dip_sample=dip_sample, by=by),
            lambda by: dip_samples.acknowledge(dip_sample=dip_sample, reply="", by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(place.dccp)

    def test_who_has_moved_does_not_go_on_either(self, place, dip_sample):
        sampler = type(place.sdcp).objects.get(pk=place.sdcp.pk)
        sampler.postings.update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
        with pytest.raises(PermissionDenied):
            dip_samples.begin_marking(dip_sample=dip_sample, by=type(sampler).objects.get(pk=sampler.pk))


class TestPicking:
    def test_only_what_is_on_record(self, place, assessment):
        recording.withdraw(assessment=assessment, reason="The wrong case", by=place.dcp)
        for unfit in (assessment, draft(assessor=place.dcp, prosecutor=place.prosecutor)):
            with pytest.raises(NotAllowed, match="so it cannot be dip sampled"):
                picked(unfit, by=place.sdcp)

    def test_a_key_makes_one(self, place, assessment):
        other = recorded(assessor=place.dcp, prosecutor=place.prosecutor)
        key = uuid.uuid4()
        made = dip_samples.pick(key=key, assessment=assessment, reason="Why", by=place.sdcp)
        assert dip_samples.pick(key=key, assessment=assessment, reason="Why", by=place.sdcp) == made
        with pytest.raises(NotAllowed, match="already begun another dip sample"):
            dip_samples.pick(key=key, assessment=other, reason="Why", by=place.sdcp)
        with pytest.raises(NotAllowed, match="already, or have begun to"):
            picked(assessment, by=place.sdcp)
        assert verbs(made) == ["picked"]
        assert str(made) == f"Dip sample {made.pk}"


class TestMarking:
    def test_it_is_blind_only_without_an_earlier_look(self, place, assessment, dip_sample):
        looked = recorded(assessor=place.dcp, prosecutor=place.prosecutor)
        log_read(subject=looked, by=place.sdcp)
        log_read(subject=assessment, by=place.dccp)
        assert dip_samples.begin_marking(dip_sample=dip_sample, by=place.sdcp).second_marking.blind
        seen = dip_samples.begin_marking(dip_sample=picked(looked, by=place.sdcp), by=place.sdcp)
        assert not seen.second_marking.blind

    def test_begun_or_finished_again_nothing_changes(self, place, dip_sample):
        begun = dip_samples.begin_marking(dip_sample=dip_sample, by=place.sdcp)
        assert dip_samples.begin_marking(dip_sample=dip_sample, by=place.sdcp).second_marking == begun.second_marking
        with pytest.raises(Incomplete):
            dip_samples.finish_marking(dip_sample=dip_sample, by=place.sdcp)
        done = marked(dip_sample)
        again = dip_samples.finish_marking(dip_sample=dip_sample, by=place.sdcp)
        assert again.second_marking.finished_at == done.second_marking.finished_at

    def test_what_was_not_begun_is_neither_finished_nor_stopped(self, place, dip_sample):
        with pytest.raises(NotAllowed, match="no marking to finish"):
            dip_samples.finish_marking(dip_sample=dip_sample, by=place.sdcp)
        with pytest.raises(NotAllowed, match="no marking to stop"):
            dip_samples.stop_marking(dip_sample=dip_sample, by=place.sdcp)

    def test_stopped_it_stays_so(self, place, dip_sample):
        dip_samples.begin_marking(dip_sample=dip_sample, by=place.sdcp)
        stopped = dip_samples.stop_marking(dip_sample=dip_sample, by=place.sdcp)
        assert dip_samples.stop_marking(dip_sample=dip_sample, by=place.sdcp).stopped_at == stopped.stopped_at
        with pytest.raises(NotAllowed, match="cannot begin again"):
            dip_samples.begin_marking(dip_sample=dip_sample, by=place.sdcp)
        assert sampled(now(dip_sample)).recorded_at
        assert verbs(dip_sample) == ["picked", "stopped", "recorded"]

    def test_of_one_withdrawn_meanwhile_nothing_goes_on(self, place, assessment, dip_sample):
        dip_samples.begin_marking(dip_sample=dip_sample, by=place.sdcp)
        recording.withdraw(assessment=assessment, reason="The wrong case", by=place.dcp)
        with pytest.raises(NotAllowed, match="This IQA is withdrawn"):
            dip_samples.stop_marking(dip_sample=dip_sample, by=place.sdcp)
        assert not DipSample.objects.under_way().exists()


class TestRecording:
    def test_both_comments_are_required(self, place, dip_sample):
        half = commented(dip_sample, work="")
        with pytest.raises(NotAllowed, match="Enter both comments"):
            dip_samples.record(dip_sample=half, by=place.sdcp)

    def test_so_says_the_database(self, dip_sample):
        with pytest.raises(IntegrityError):
            DipSample.objects.filter(pk=dip_sample.pk).update(recorded_at=timezone.now(), sampled_on="2026-01-01")

    def test_while_it_is_marked_nothing_is_said(self, place, dip_sample):
        dip_samples.begin_marking(dip_sample=dip_sample, by=place.sdcp)
        with pytest.raises(NotAllowed, match="Finish marking, or stop"):
            commented(dip_sample)

    def test_who_is_behind_overwrites_nothing_and_saying_the_same_is_not_behind(self, place, dip_sample):
        commented(dip_sample, iqa="First")
        with pytest.raises(Behind):
            commented(dip_sample, iqa="Second")
        assert commented(dip_sample, iqa="First").draft_version == 1

    def test_recorded_it_is_as_it_is_and_told_once(self, place, dip_sample):
        done = sampled(dip_sample)
        assert done.sampled_on == timezone.localdate()
        assert dip_samples.record(dip_sample=dip_sample, by=place.sdcp).recorded_at == done.recorded_at
        with pytest.raises(NotAllowed, match="has been recorded"):
            commented(done, iqa="Otherwise")
        assert OutboxEmail.objects.filter(key=f"dip-sample-{done.pk}-outcome").count() == 1

    def test_a_retired_tag_stays_where_it_is_and_goes_nowhere_else(self, place, dip_sample):
        old, new = (Tag.objects.create(kind=Tag.Kind.ISSUE, name=name) for name in ("Old", "New"))
        had = commented(dip_sample, tags=[old])
        Tag.objects.filter(pk=old.pk).update(retired_on=timezone.localdate())
        Tag.objects.filter(pk=new.pk).update(retired_on=timezone.localdate())
        old.refresh_from_db()
        new.refresh_from_db()
        assert list(Tag.objects.offered_to(had)) == [old]
        assert list(Tag.objects.in_use()) == []
        assert list(commented(had, iqa="More", tags=[old, new]).tags.all()) == [old]

    def test_a_dcp_who_has_moved_is_not_written_to(self, place, dip_sample):
        place.dcp.postings.update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
        sampled(dip_sample)
        assert not OutboxEmail.objects.filter(key__startswith="dip-sample-").exists()


class TestOutcome:
    def test_it_is_acknowledged_once(self, place, dip_sample):
        with pytest.raises(NotAllowed, match="no outcome yet"):
            dip_samples.acknowledge(dip_sample=dip_sample, reply="", by=place.dcp)
        sampled(dip_sample)
        done = dip_samples.acknowledge(dip_sample=dip_sample, reply="Agreed", by=place.dcp)
        again = dip_samples.acknowledge(dip_sample=dip_sample, reply="Agreed", by=place.dcp)
        assert again.acknowledged_at == done.acknowledged_at
        with pytest.raises(NotAllowed, match="acknowledged this outcome already"):
            dip_samples.acknowledge(dip_sample=dip_sample, reply="On second thoughts", by=place.dcp)

    def test_the_first_correction_since_is_noted(self, place, assessment, dip_sample):
        sampled(dip_sample)
        corrected = correct(assessment, place.dcp)
        assert now(dip_sample).corrected_in == corrected.marking
        recording.correct(
            assessment=corrected,
            answers=answers_to(corrected, not_applicable=[9]),
            number=2,
            key=uuid.uuid4(),
            reason="Again",
            by=place.dcp,
        )
        assert now(dip_sample).corrected_in == corrected.marking
        assert verbs(dip_sample) == ["picked", "recorded", "corrected"]

    def test_an_earlier_correction_is_not(self, place, assessment):
        dip_sample = sampled(picked(correct(assessment, place.dcp), by=place.sdcp))
        take_action(assessment=assessment, note="", by=place.dcp)
        assert now(dip_sample).corrected_in is None

    def test_of_an_iqa_withdrawn_no_email_goes(self, place, assessment, dip_sample):
        sampled(dip_sample)
        recording.withdraw(assessment=assessment, reason="The wrong case", by=place.dcp)
        assert OutboxEmail.objects.get(key=f"dip-sample-{dip_sample.pk}-outcome").cancelled_at


def test_what_is_substituted_is_sampled_no_more(place, assessment):
    draw = Draw.objects.create(area=place.area, quarter="2026-27 Q1", seed="s")
    step = DrawStep.objects.create(draw=draw, number=1, percent=10)
    drawn = DrawnIQA.objects.create(
        draw=draw, step=step, position=1, assessment=assessment, activity=assessment.half_day.activity,
        assessor=place.dcp, substituted_at=timezone.now(), substituted_by=place.sdcp, substituted_reason="Lost",
    )  # fmt: skip
    dip_sample = DipSample.objects.create(assessment=assessment, sampler=place.sdcp, drawn=drawn)
    assert stage_of(now(dip_sample)) == Stage.SUBSTITUTED
    with pytest.raises(NotAllowed, match="has taken the place of this one"):
        commented(dip_sample)


# All at once


@pytest.mark.django_db(transaction=True)
def test_picked_ten_times_at_once_it_is_one(place):
    assessment, key = recorded(assessor=place.dcp, prosecutor=place.prosecutor), uuid.uuid4()
    made = at_once(10, lambda: dip_samples.pick(key=key, assessment=assessment, reason="Why", by=place.sdcp))
    assert len(set(made)) == DipSample.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_marking_begun_and_finished_at_once_happens_once(place):
    dip_sample = picked(recorded(assessor=place.dcp, prosecutor=place.prosecutor), by=place.sdcp)
    begun = at_once(6, lambda: dip_samples.begin_marking(dip_sample=dip_sample, by=place.sdcp).second_marking)
    assert len(set(begun)) == SecondMarking.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_recorded_and_acknowledged_at_once_it_happens_once(place):
    dip_sample = commented(picked(recorded(assessor=place.dcp, prosecutor=place.prosecutor), by=place.sdcp))
    done = at_once(6, lambda: dip_samples.record(dip_sample=dip_sample, by=place.sdcp).recorded_at)
    assert len(set(done)) == 1
    at_once(6, lambda: dip_samples.acknowledge(dip_sample=dip_sample, reply="", by=place.dcp))
    assert verbs(dip_sample).count("recorded") == verbs(dip_sample).count("acknowledged") == 1
    assert OutboxEmail.objects.filter(key__startswith="dip-sample-").count() == 1


@pytest.mark.django_db(transaction=True)
def test_corrected_and_recorded_at_once_they_do_not_hold_each_other_up(place):
    assessment = recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})
    dip_sample = commented(picked(assessment, by=place.sdcp))
    turns = iter(range(10))

    def act():
        if next(turns) % 2:
            return correct(assessment, place.dcp)
        return dip_samples.record(dip_sample=dip_sample, by=place.sdcp)

    outcomes = at_once(4, act)
    assert not [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, NotAllowed | Behind)]
    assert now(dip_sample).recorded_at
