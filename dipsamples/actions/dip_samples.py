"""A dip sample: picked or drawn, marked blind or not, commented on, recorded; its outcome acknowledged."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.utils import timezone

from assessments.actions.locking import locked as locked_assessment
from assessments.actions.markings import Behind
from assessments.models import Assessment
from assessments.policies.lifecycle import NotAllowed
from dipsamples.actions import second_markings
from dipsamples.actions.emails import write_outcome
from dipsamples.models import DipSample, SecondMarking, Tag
from dipsamples.policies import stages
from dipsamples.policies.access import check_is_assessor, check_may_sample, check_may_take
from iqa.audit.actions import log_event
from iqa.audit.models import Read
from iqa.calendar import today
from iqa.organisation.models import Person


@dataclass(frozen=True, kw_only=True)
class Comments:
    """On the standard of the IQA by the DCP, and of the work by the prosecutor (HMCPSI 2018 §5.40); with tags."""

    iqa: str = ""
    work: str = ""
    tags: frozenset[Tag] = frozenset()


def comments_of(dip_sample: DipSample) -> Comments:
    """What has been said so far."""
    return Comments(iqa=dip_sample.iqa_comment, work=dip_sample.work_comment, tags=frozenset(dip_sample.tags.all()))


@transaction.atomic
def pick(*, key: uuid.UUID, assessment: Assessment, reason: str, by: Person) -> DipSample:
    """Begin a dip sample of an IQA that was not drawn, with why. The same key again returns the one that it made.

    Raises `PermissionDenied`, and `NotAllowed` for an IQA that is not on record or that `by` has sampled already, and
    for a key that was used for another.
    """
    current = locked_assessment(assessment)
    check_may_sample(by, current)
    mine = DipSample.objects.taken_by(by).filter(assessment=current).first()
    if mine and mine.key == key:
        return mine
    stages.check_can_be_sampled(current)
    if mine:
        raise NotAllowed("You have dip sampled this IQA already, or have begun to.")
    if DipSample.objects.filter(key=key).exists():
        raise NotAllowed("This page has already begun another dip sample. Go to the IQA again to begin this one.")
    dip_sample = DipSample.objects.create(
        key=key, assessment=current, sampler=by, targeted=True, targeted_reason=reason
    )
    log_event(verb="picked", subject=dip_sample, by=by)
    return dip_sample


@transaction.atomic
def begin_marking(*, dip_sample: DipSample, by: Person) -> DipSample:
    """Begin to mark the IQA before its answers are seen. It counts as blind where the read log shows no earlier look
    at the IQA by the sampler. Begun before, nothing changes.

    Raises `PermissionDenied`, and `NotAllowed` for one that is recorded or was stopped.
    """
    held = _locked(dip_sample)
    check_may_take(by, held)
    stages.check_may_be_marked(held)
    if held.second_marking is None:
        blind = not Read.objects.of(held.assessment).filter(by=by).exists()
        held.second_marking = second_markings.begin_on_iqa(
            assessment=held.assessment, kind=SecondMarking.Kind.DIP_SAMPLE, blind=blind, by=by
        )
        held.save(update_fields=["second_marking"])
    return held


@transaction.atomic
def finish_marking(*, dip_sample: DipSample, by: Person) -> DipSample:
    """Lock the answers, so that they may be read beside the IQA's. Finished before, nothing changes. Raises
    `PermissionDenied`, `Incomplete`, and `NotAllowed` where there is nothing to finish."""
    held = _locked(dip_sample)
    check_may_take(by, held)
    if held.second_marking and held.second_marking.finished_at:
        return held
    stages.check_may_be_finished(held)
    held.second_marking = second_markings.finish(second=cast(SecondMarking, held.second_marking), by=by)
    return held


@transaction.atomic
def stop_marking(*, dip_sample: DipSample, by: Person) -> DipSample:
    """Give up marking: from now on the IQA may be read, and what was marked counts nowhere. Stopped before, nothing
    changes. Raises `PermissionDenied`, and `NotAllowed` where there is nothing to stop."""
    held = _locked(dip_sample)
    check_may_take(by, held)
    if held.stopped_at:
        return held
    stages.check_may_be_stopped(held)
    held.stopped_at = timezone.now()
    held.save(update_fields=["stopped_at"])
    log_event(verb="stopped", subject=held, by=by)
    return held


@transaction.atomic
def save_comments(*, dip_sample: DipSample, comments: Comments, version: int, by: Person) -> int:
    """Save the comments of one last read at `version`; the version that it is at now.

    Raises `PermissionDenied`; `Behind` where something else has been saved since: saying the same is not behind; and
    `NotAllowed` for one that is recorded, or is still marked: there too, saying the same changes nothing.
    """
    held = _locked(dip_sample)
    check_may_take(by, held)
    if comments == comments_of(held):
        return held.draft_version
    stages.check_may_be_commented(held)
    if held.draft_version != version:
        raise Behind
    held.iqa_comment, held.work_comment = comments.iqa, comments.work
    held.tags.set(_offered(comments.tags, held))
    held.draft_version += 1
    held.saved_at = timezone.now()
    held.save(update_fields=["iqa_comment", "work_comment", "draft_version", "saved_at"])
    return held.draft_version


@transaction.atomic
def record(*, dip_sample: DipSample, by: Person) -> DipSample:
    """Record it, and tell the DCP. Both comments are required (HMCPSI 2018 §5.40). Recorded before, nothing changes.

    Raises `PermissionDenied`, and `NotAllowed` for one that lacks a comment or is still marked.
    """
    held = _locked(dip_sample)
    check_may_take(by, held)
    if held.recorded_at:
        return held  # pressed twice
    stages.check_may_be_commented(held)
    if not (held.iqa_comment and held.work_comment):
        raise NotAllowed("Enter both comments before you record this dip sample.")
    held.recorded_at, held.sampled_on = timezone.now(), today()
    held.save(update_fields=["recorded_at", "sampled_on"])
    log_event(verb="recorded", subject=held, by=by)
    write_outcome(held)
    return held


@transaction.atomic
def acknowledge(*, dip_sample: DipSample, reply: str, by: Person) -> DipSample:
    """The DCP has read the outcome, and may reply. Raises `PermissionDenied`, and `NotAllowed` before there is an
    outcome or, with another reply, after it was acknowledged."""
    held = _locked(dip_sample)
    check_is_assessor(by, held)
    if held.acknowledged_at and held.reply == reply:
        return held  # pressed twice
    stages.check_may_be_acknowledged(held)
    held.acknowledged_at, held.reply = timezone.now(), reply
    held.save(update_fields=["acknowledged_at", "reply"])
    log_event(verb="acknowledged", subject=held, by=by)
    return held


def _offered(tags: Iterable[Tag], held: DipSample) -> list[Tag]:
    """Those of the tags that are not retired, or that it has already."""
    had = set(held.tags.all())
    return [tag for tag in tags if tag.retired_on is None or tag in had]


def _locked(dip_sample: DipSample) -> DipSample:
    """The dip sample as it stands, held until the transaction ends. First the IQA's row, in the order in which
    whatever changes the IQA takes them; then its own; then the reading."""
    Assessment.objects.select_for_update().only("pk").get(pk=dip_sample.assessment_id)
    DipSample.objects.select_for_update().only("pk").get(pk=dip_sample.pk)
    return DipSample.objects.with_facts().get(pk=dip_sample.pk)
