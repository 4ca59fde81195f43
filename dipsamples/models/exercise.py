"""Consistency exercises: several people mark the same work, blind, and then talk about it (HMCPSI 2018 §5.10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models import Case
from dipsamples.querysets.exercise import ExerciseCaseQuerySet, ExerciseQuerySet
from iqa.organisation.models import Area, MadeOnceModel
from iqa.permissions import NATIONAL, Place
from iqa.questions.models import Activity, QuestionSet


class Exercise(MadeOnceModel):
    """One or more cases and an activity, marked blind by those invited until all have or it is closed; then the
    reference marking of each case is agreed. Without an Area it is the nation's."""

    title = models.CharField(max_length=100)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="exercises")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    material = models.TextField(max_length=2000, blank=True, help_text="What to mark, and where it is.")
    closes_on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exercises_made")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    notes = models.TextField(max_length=5000, blank=True, help_text="Why the reference is what it is.")
    unclear_guidance = models.TextField(max_length=5000, blank=True, help_text="Sent to CAT.")

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            # Closed by the service itself, once all have marked or its day is over, it has no `closed_by`.
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False), name="exercise_closed_by_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, closed_at__isnull=False),
                name="exercise_agreed_once_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.area.place if self.area else NATIONAL


class ExerciseCase(models.Model):
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    objects = ExerciseCaseQuerySet.as_manager()

    class Meta:
        ordering = ["exercise", "order"]
        constraints = [models.UniqueConstraint(fields=["exercise", "case"], name="case_once_in_exercise")]

    def __str__(self) -> str:
        return f"{self.case} in {self.exercise}"


class Invitation(models.Model):
    """Someone invited to mark every case of an exercise."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exercise_invitations")
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["exercise", "person__name"]
        constraints = [models.UniqueConstraint(fields=["exercise", "person"], name="person_invited_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.exercise}"
