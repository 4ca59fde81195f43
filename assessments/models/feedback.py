from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models.assessment import Assessment


class FeedbackAction(models.Model):
    """What is to be done after an assessment, by whom and by when; open until marked as taken (HMCPSI 2018 §3.8)."""

    class Owner(models.TextChoices):
        PROSECUTOR = "prosecutor", "The prosecutor"
        ASSESSOR = "assessor", "The assessor"
        POLICE_LIAISON = "police_liaison", "Police liaison"
        OTHER = "other", "Someone else"

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="action")
    what = models.TextField(max_length=2000, blank=True)
    owner = models.CharField("who does it", max_length=20, choices=Owner, blank=True)
    owner_name = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_note = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="action_taken_at_and_taken_by",
            )
        ]

    def __str__(self) -> str:
        return f"Action of {self.assessment}"


class Feedback(models.Model):
    """That a prosecutor was told what was found, when and how (HMCPSI 2018 §3.8-3.11)."""

    class Mode(models.TextChoices):
        MEETING = "meeting", "Face to face or video meeting"
        APPRAISAL = "appraisal", "Part of a wider meeting"
        PHONE = "phone", "Phone"
        EMAIL = "email", "Email"
        COMBINATION = "combination", "A combination of these"

    class Kind(models.TextChoices):
        POSITIVE = "positive", "Positive"
        DEVELOPMENTAL = "developmental", "Developmental"
        BOTH = "both", "Both"

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="feedback")
    given_on = models.DateField()
    mode = models.CharField(max_length=20, choices=Mode)
    kind = models.CharField(max_length=20, choices=Kind)
    note = models.TextField(max_length=5000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"Feedback on {self.assessment}"
