"""After any sequence of what people do, the tallies say what a recount says, to the integer."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from assessments.actions import drafts, feedback, recording
from assessments.models import Assessment
from dipsamples.models import DipSample, SecondMarking
from iqa.calendar import today
from iqa.organisation.models import UnitKind
from reporting.actions.folding import fold
from reporting.actions.rebuilding import rebuild_tallies
from reporting.actions.tallying import tally, untally
from tests import factories
from tests.dipsamples.factories import begun_on, finished
from tests.places import Organisation
from tests.reporting.tallies import assert_in_step


class WhatPeopleDo(RuleBasedStateMachine):
    place: Organisation

    begun = Bundle("begun")
    recorded = Bundle("recorded")

    @initialize(target=recorded)
    def start(self):
        """With one IQA recorded, for most of what people do is done to those."""
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.day = factories.started(assessor=self.place.dcp, prosecutor=self.place.prosecutor, unit=self.place.unit)
        return factories.recorded(half_day=self.day, not_met={9: []}, action=True)

    @rule(target=begun, activity=st.sampled_from(["advice", "case_presentation", None]), extra=st.booleans())
    def begin(self, activity, extra):
        """In the half day that there is, or in another of the same tuple or not."""
        day = self.day
        if activity:
            day = factories.started(
                activity=activity,
                assessor=self.place.dcp,
                prosecutor=self.place.prosecutor,
                unit=self.place.unit,
                additional=extra,
            )
        number = {"advice": 1, "case_presentation": 18, None: 9}[activity]
        return factories.draft(half_day=day, not_met={number: []} if extra else {}, action=extra)

    @rule(target=recorded, iqa=consumes(begun))
    def record(self, iqa):
        return recording.record(assessment=iqa, by=self.place.dcp)

    @rule(iqa=begun)
    def discard_and_restore(self, iqa):
        drafts.discard(assessment=iqa, by=self.place.dcp)
        assert_in_step()
        drafts.restore(assessment=iqa, by=self.place.dcp)

    @rule(iqa=consumes(begun))
    def discard(self, iqa):
        drafts.discard(assessment=iqa, by=self.place.dcp)

    @rule(iqa=recorded, missed=st.booleans())
    def correct(self, iqa, missed):
        current = Assessment.objects.with_facts().get(pk=iqa.pk)
        number = current.marking.number
        first = {"advice": 1, "case_presentation": 18, "case_progression": 9}[current.half_day.activity.code]
        comments = {first: f"After version {number}"}
        answers = factories.answers_to(current, not_met={first: []} if missed else {}, comments=comments)
        recording.correct(
            assessment=current, answers=answers, number=number, key=uuid.uuid4(), reason="Again", by=self.place.dcp
        )

    @rule(iqa=consumes(recorded))
    def withdraw(self, iqa):
        recording.withdraw(assessment=iqa, reason="The wrong case", by=self.place.dcp)

    @rule(iqa=recorded)
    def reopen_and_close(self, iqa):
        if Assessment.objects.get(pk=iqa.pk).state != "closed":
            return
        recording.reopen(assessment=iqa, reason="A look", by=self.place.dcp)
        assert_in_step()
        if not recording.outstanding(Assessment.objects.get(pk=iqa.pk)):
            recording.close(assessment=iqa, by=self.place.dcp)

    @rule(iqa=recorded, days=st.integers(0, 9))
    def give_feedback(self, iqa, days):
        given = feedback.FeedbackData(given_on=today() + timedelta(days=days), mode="phone", kind="both")
        feedback.record_feedback(assessments=[iqa], feedback=given, by=self.place.dcp)

    @rule(iqa=recorded)
    def take_action(self, iqa):
        feedback.take_action(assessment=iqa, note="", by=self.place.dcp)

    @rule(iqa=recorded, targeted=st.booleans(), comment=st.sampled_from(["", "Sound"]), recorded=st.booleans())
    def sample(self, iqa, targeted, comment, recorded):
        now = timezone.now()
        DipSample.objects.update_or_create(
            assessment_id=iqa.pk,
            sampler=self.place.sdcp,
            defaults={
                "targeted": targeted,
                "iqa_comment": comment,
                "work_comment": "Sound",
                "recorded_at": now if recorded else None,
                "sampled_on": now.date() if recorded else None,
                "imported_at": now,
            },
        )

    @rule(iqa=recorded, who=st.sampled_from(["inspector", "cat"]))
    def mark_a_second_time(self, iqa, who):
        by = getattr(self.place, who)
        if not SecondMarking.objects.filter(assessment=iqa.pk, by=by).exists():
            second = begun_on(Assessment.objects.get(pk=iqa.pk), by=by)
            assert_in_step()
            finished(second)

    @rule(kind=st.sampled_from([UnitKind.RASSO, UnitKind.MAGISTRATES]))
    def change_the_unit(self, kind):
        self.place.unit.kind = kind
        self.place.unit.save()

    @rule(iqa=recorded)
    def take_out_and_put_in(self, iqa):
        """As an import does that changes what was imported before."""
        untally([iqa.pk])
        type(self.day).objects.filter(pk=iqa.half_day_id).update(worked_on=self.day.worked_on - timedelta(days=1))
        others = Assessment.objects.filter(half_day=iqa.half_day_id).values_list("pk", flat=True)
        tally(list(others))

    @rule()
    def fold(self):
        fold()

    @rule()
    def rebuild(self):
        rebuild_tallies()

    @invariant()
    def in_step(self):
        assert_in_step()

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)


@pytest.mark.django_db
def test_tallies_equal_a_recount_after_anything(place):
    machine = type("Here", (WhatPeopleDo,), {"place": place})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        machine, settings=settings(max_examples=8, stateful_step_count=15, suppress_health_check=checks, deadline=None)
    )
