"""Very many dip samples at once."""

from collections.abc import Iterable

from django.utils import timezone

from assessments.models import Assessment, Marking
from dipsamples.models import DipSample, SecondMarking, Tag
from iqa.calendar import today
from iqa.organisation.models import Person


def sampled_in_bulk(assessments: Iterable[Assessment], *, by: Person) -> None:
    """Each recorded, marked first and tagged; and begun by whoever else."""
    iqas, now = list(assessments), timezone.now()
    markings = Marking.objects.bulk_create(
        Marking(question_set=iqa.half_day.question_set, activity=iqa.half_day.activity, by=by) for iqa in iqas
    )
    seconds = SecondMarking.objects.bulk_create(
        SecondMarking(
            kind="dip_sample", marking=marking, assessment=iqa, by=by, finished_at=now, compared_with_id=iqa.marking_id
        )
        for iqa, marking in zip(iqas, markings, strict=True)
    )
    samples = DipSample.objects.bulk_create(
        DipSample(
            assessment=second.assessment,
            sampler=by,
            targeted=True,
            second_marking=second,
            iqa_comment="Fair",
            work_comment="Sound",
            recorded_at=now,
            sampled_on=today(),
        )
        for second in seconds
    )
    tag, _ = Tag.objects.get_or_create(kind=Tag.Kind.ISSUE, name="Late schedules")
    through = DipSample.tags.through
    through.objects.bulk_create(through(dipsample=sample, tag=tag) for sample in samples)
