from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from assessments.models import Assessment, Marking
from dipsamples.models.draw import DrawnIQA
from dipsamples.models.second_marking import SecondMarking
from dipsamples.querysets.dip_sample import DipSampleQuerySet
from dipsamples.querysets.tag import TagQuerySet
from iqa.organisation.models import MadeOnceModel


class Tag(MadeOnceModel):
    """A recurring issue, or good practice to be shared, as headquarters words it. Retired, never deleted."""

    class Kind(models.TextChoices):
        ISSUE = "issue", "Recurring issue"
        GOOD_PRACTICE = "good_practice", "Good practice"

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=80)
    retired_on = models.DateField(null=True, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        # Words that differ in capitals alone are the same to who reads them.
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_named_once")]

    def __str__(self) -> str:
        return self.name


class DipSample(MadeOnceModel):
    """A senior manager's check of one recorded IQA (HMCPSI 2018 §3.12): a comment on the DCP's IQA and one on the
    prosecutor's work, both required (§5.40). `drawn` is empty where it was picked (`targeted`) or imported."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="dip_samples")
    sampler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="dip_samples")
    drawn = models.OneToOneField(DrawnIQA, models.PROTECT, null=True, blank=True, related_name="dip_sample")
    targeted = models.BooleanField(default=False)
    targeted_reason = models.TextField(blank=True)
    second_marking = models.OneToOneField(SecondMarking, models.PROTECT, null=True, related_name="dip_sample")
    iqa_comment = models.TextField("standard of the IQA", max_length=5000, blank=True)
    work_comment = models.TextField("standard of the work", max_length=5000, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="dip_samples")
    draft_version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    sampled_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="When blind marking was given up.")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(max_length=2000, blank=True)
    corrected_in = models.ForeignKey(Marking, models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = DipSampleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "sampler"], name="iqa_sampled_once_by_a_person"),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True, sampled_on__isnull=True)
                | (
                    Q(recorded_at__isnull=False, sampled_on__isnull=False)
                    & ((~Q(iqa_comment="") & ~Q(work_comment="")) | Q(imported_at__isnull=False))
                ),
                name="recorded_dip_sample_has_both_comments",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(recorded_at__isnull=False),
                name="acknowledged_once_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"Dip sample {self.pk}"
