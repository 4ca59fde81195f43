from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models import Assessment, Marking
from dipsamples.models.exercise import ExerciseCase
from dipsamples.querysets.second_marking import SecondMarkingQuerySet


class SecondMarking(models.Model):
    """Somebody's own answers about work that is marked elsewhere too: an IQA, or a case of an exercise.

    Its answers are `marking`'s. They may change until it is finished, never afterwards; `draft_version` counts the
    saves until then. What an IQA's is compared with is the IQA's own marking as it stood when this one was finished:
    `compared_with`.
    """

    class Kind(models.TextChoices):
        DIP_SAMPLE = "dip_sample", "Dip sample"
        REFERENCE = "reference", "Reference"
        EXERCISE = "exercise", "Consistency exercise"

    kind = models.CharField(max_length=20, choices=Kind)
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="second")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="second_markings")
    exercise_case = models.ForeignKey(ExerciseCase, models.PROTECT, null=True, related_name="markings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_markings")
    blind = models.BooleanField(default=False, db_default=False)
    draft_version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    compared_with = models.ForeignKey(Marking, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = SecondMarkingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            # Of the few under way: what somebody is marking blind is asked before each list of IQAs.
            models.Index(fields=["by"], condition=Q(finished_at__isnull=True), name="second_marking_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(assessment__isnull=False, exercise_case__isnull=True)
                | Q(assessment__isnull=True, exercise_case__isnull=False),
                name="second_marking_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind="dip_sample", assessment__isnull=False)
                | Q(kind="exercise", exercise_case__isnull=False)
                | Q(kind="reference"),
                name="second_marking_kind_fits",
            ),
            models.UniqueConstraint(
                fields=["assessment", "by", "kind"],
                condition=Q(assessment__isnull=False),
                name="iqa_marked_once_by_a_person_and_kind",
            ),
            models.UniqueConstraint(
                fields=["exercise_case", "by"],
                condition=Q(kind="exercise"),
                name="exercise_case_marked_once_by_a_person",
            ),
            models.UniqueConstraint(
                fields=["exercise_case"],
                condition=Q(kind="reference", exercise_case__isnull=False),
                name="one_reference_of_an_exercise_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by}"
