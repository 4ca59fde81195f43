"""The demonstration's dip samples, out of `fixtures/demo_dip_samples.yaml`, by the same actions as the pages'."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments.demo.clock import at
from assessments.models import Assessment
from assessments.policies.answers import AnswerData
from dipsamples.actions import dip_samples, second_markings
from dipsamples.models import DipSample, SecondMarking, Tag
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person
from iqa.questions.loading import read
from iqa.questions.models import Outcome, Wording


@transaction.atomic
def seed_dip_samples() -> None:
    """Make them beside the demonstration's IQAs."""
    described, now = read("demo_dip_samples.yaml"), timezone.now()
    for kind, names in described["tags"].items():
        Tag.objects.bulk_create(Tag(key=uuid.uuid4(), kind=kind, name=name) for name in names)
    for one in described["samples"]:
        _make(one, now)
    # What was due before today went then.
    OutboxEmail.objects.due(at=now).update(sent_at=F("due_at"))


def _make(described: dict[str, Any], now: datetime) -> None:
    sampler, assessment = _person(described["sampler"]), _iqa(described["iqa"])
    begun_at = now - timedelta(days=described["days_ago"], minutes=50)
    with at(begun_at):
        dip_sample = dip_samples.pick(key=uuid.uuid4(), assessment=assessment, reason=described["why"], by=sampler)
    with at(begun_at + timedelta(minutes=20)):
        dip_sample = _marked(dip_sample, described)
    if "begun" in described:
        return
    with at(begun_at + timedelta(minutes=40)):
        _record(dip_sample, described)
    if "acknowledged" in described:
        with at(begun_at + timedelta(days=described["acknowledged"]["after"])):
            reply = described["acknowledged"].get("reply", "")
            dip_samples.acknowledge(dip_sample=dip_sample, reply=reply, by=assessment.half_day.assessor)


def _marked(dip_sample: DipSample, described: dict[str, Any]) -> DipSample:
    """With the sampler's own answers, where they mark first: all of them, or those of one that is only begun."""
    codes = described.get("blind", described.get("begun"))
    if codes is None:
        return dip_sample
    by = dip_sample.sampler
    begun = dip_samples.begin_marking(dip_sample=dip_sample, by=by)
    second = cast(SecondMarking, begun.second_marking)
    answers = dict(_answers(second, codes, complete="blind" in described))
    second_markings.save_answers(second=second, answers=answers, version=0, by=by)
    return dip_samples.finish_marking(dip_sample=begun, by=by) if "blind" in described else begun


def _answers(second: SecondMarking, codes: Mapping[int, str], *, complete: bool) -> Iterator[tuple[int, AnswerData]]:
    outcomes = {each.code: each for each in Outcome.objects.allowed(question_set=second.marking.question_set_id)}
    asked = Wording.objects.asked(question_set=second.marking.question_set_id, activity=second.marking.activity_id)
    for wording in asked:
        if complete or wording.number in codes:
            yield wording.question_id, _answer(wording, outcomes[codes.get(wording.number, "fully_met")])


def _answer(wording: Wording, outcome: Outcome) -> AnswerData:
    """With the first reason of the question, and words, where the outcome asks for them."""
    reasons = [reason.pk for reason in wording.reasons.all()][: int(outcome.requires_reason)]
    return AnswerData(
        outcome_id=outcome.pk,
        reason_ids=frozenset(reasons),
        lies_with="police" if outcome.requires_whom else "",
        comment="Seen on the file before the IQA was read." if outcome.requires_comment else "",
    )


def _record(dip_sample: DipSample, described: dict[str, Any]) -> None:
    tags = Tag.objects.filter(name__in=described["tags"])
    said = dip_samples.Comments(iqa=described["iqa_comment"], work=described["work_comment"], tags=frozenset(tags))
    by = dip_sample.sampler
    dip_samples.save_comments(dip_sample=dip_sample, comments=said, version=dip_sample.draft_version, by=by)
    dip_samples.record(dip_sample=dip_sample, by=by)


def _iqa(named: dict[str, str]) -> Assessment:
    found = Assessment.objects.recorded().filter(
        case__urn=named["urn"],
        half_day__activity__code=named["activity"],
        half_day__assessor=_person(named["assessor"]),
    )
    return found.select_related("half_day__assessor").latest("recorded_at")


def _person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.test")
