import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from iqa.questions.models import Activity, Outcome, Question, QuestionSet, Reason


class LiesWith(models.TextChoices):
    """With whom it lies that a standard was not met, when not with the person assessed (HMCPSI 2018 §3.6)."""

    POLICE = "police", "Police"
    COURT = "court", "Court"
    DEFENCE = "defence", "Defence"
    CPS = "cps", "Another part of the CPS"
    OTHER = "other", "Someone else"


class Marking(models.Model):
    """One person's answers to one activity's questions about one piece of work.

    `added` are the optional activities whose questions the assessor added to those of the activity (§5.50).

    An assessment's first marking has number 1, each correction the next; `reason` says why it was corrected. Without an
    `assessment` it is no version of one, but somebody's own answers about work that is marked elsewhere too.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", models.PROTECT, null=True, related_name="markings")
    number = models.PositiveSmallIntegerField(default=1)
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    added = models.ManyToManyField(Activity, related_name="+", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="markings")
    made_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="marking_number_once_in_assessment")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Answer(models.Model):
    """The answer to one question in a marking; without an outcome while it is a draft."""

    marking = models.ForeignKey(Marking, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, related_name="+")
    reasons = models.ManyToManyField(Reason, related_name="+")
    other_reason = models.TextField(max_length=500, blank=True)
    lies_with = models.CharField(max_length=20, choices=LiesWith, blank=True)
    comment = models.TextField(max_length=5000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["marking", "question"], name="question_once_in_marking")]

    def __str__(self) -> str:
        return f"{self.question}: {self.outcome}"
