"""Somebody's reference marking of an IQA: begun, saved, finished, by who may make one there."""

from collections.abc import Mapping

from django.db import transaction

from assessments.models import Assessment
from assessments.policies.answers import AnswerData
from dipsamples.actions import second_markings
from dipsamples.models import SecondMarking
from dipsamples.policies.references import check_may_refer
from iqa.audit.models import Read
from iqa.organisation.models import Person


@transaction.atomic
def begin(*, assessment: Assessment, by: Person) -> SecondMarking:
    """Begin a reference marking, or go on with it; blind only where the read log shows no earlier look. Raises
    `PermissionDenied`, and `NotAllowed` for an IQA that is not on record."""
    check_may_refer(by, assessment)
    blind = not Read.objects.of(assessment).filter(by=by).exists()
    kind = SecondMarking.Kind.REFERENCE
    return second_markings.begin_on_iqa(assessment=assessment, kind=kind, blind=blind, by=by)


@transaction.atomic
def save(*, second: SecondMarking, answers: Mapping[int, AnswerData], version: int, by: Person) -> int:
    """Save its answers, as `second_markings.save_answers`."""
    check_may_refer(by, _iqa_of(second))
    return second_markings.save_answers(second=second, answers=answers, version=version, by=by)


@transaction.atomic
def finish(*, second: SecondMarking, by: Person) -> None:
    """Lock its answers, as `second_markings.finish`: from then on others in place see it beside the IQA's."""
    check_may_refer(by, _iqa_of(second))
    second_markings.finish(second=second, by=by)


def _iqa_of(second: SecondMarking) -> Assessment:
    return Assessment.objects.with_facts().get(second_markings=second)
