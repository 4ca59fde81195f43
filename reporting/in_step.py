"""What the tallies listen to: each change brings them in step within its own transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from assessments.changes import changed
from assessments.models import Assessment
from dipsamples.models import DipSample
from iqa.organisation.models import Unit
from reporting.actions.tallying import tally, tally_held
from reporting.actions.unit_kinds import move_unit_kind


def listen() -> None:
    changed.connect(_of_iqa, sender=Assessment)
    post_save.connect(_of_dip_sample, sender=DipSample)
    post_delete.connect(_of_dip_sample, sender=DipSample)
    post_save.connect(_of_unit, sender=Unit)


def _of_iqa(assessment: Assessment, **kwargs: Any) -> None:
    tally_held(assessment)


def _of_dip_sample(instance: DipSample, **kwargs: Any) -> None:
    tally([instance.assessment_id])


def _of_unit(instance: Unit, created: bool, **kwargs: Any) -> None:
    if not created:
        move_unit_kind(instance)
