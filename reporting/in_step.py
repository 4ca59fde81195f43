"""What the tallies listen to: each change brings them in step within its own transaction."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save

from assessments.changes import changed
from assessments.models import Assessment
from dipsamples.models import DipSample, SecondMarking
from iqa.organisation.models import Unit
from reporting.actions.tallying import tally, tally_held, tally_second_marking
from reporting.actions.unit_kinds import move_unit_kind


def listen() -> None:
    changed.connect(_of_iqa, sender=Assessment)
    post_save.connect(_of_dip_sample, sender=DipSample)
    post_delete.connect(_of_dip_sample, sender=DipSample)
    post_save.connect(_of_second_marking, sender=SecondMarking)
    post_save.connect(_of_unit, sender=Unit)


def _of_iqa(assessment: Assessment, **kwargs: Any) -> None:
    tally_held(assessment)


def _of_dip_sample(instance: DipSample, **kwargs: Any) -> None:
    tally([instance.assessment_id])


def _of_second_marking(
    instance: SecondMarking, created: bool, update_fields: Collection[str] | None, **kwargs: Any
) -> None:
    """What is finished once stays so: it counts from the moment that says so."""
    if instance.finished_at and (created or "finished_at" in (update_fields or ())):
        tally_second_marking(instance)


def _of_unit(instance: Unit, created: bool, **kwargs: Any) -> None:
    if not created:
        move_unit_kind(instance)
