import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models.case import Case, CourtLevel, SensitiveCategory
from assessments.models.half_day import HalfDay
from assessments.querysets.assessment import AssessmentQuerySet

if TYPE_CHECKING:
    from assessments.models.marking import Marking


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    RECORDED = "recorded", "Recorded"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Discarded"


class FinalisedReason(models.TextChoices):
    """Why a case that was no longer live was assessed (HMCPSI 2018 §5.29)."""

    VRR = "vrr", "A request under the Victims' Right to Review"
    COMPLAINT = "complaint", "A complaint"
    ADVERSE = "adverse", "An adverse outcome"
    OTHER = "other", "Another reason"


def _both_or_neither(at: str, by: str) -> models.CheckConstraint:
    condition = Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(
        **{f"{at}__isnull": False, f"{by}__isnull": False}
    )
    return models.CheckConstraint(condition=condition, name=f"assessment_{at}_and_{by}")


class Assessment(models.Model):
    """An IQA: one prosecutor's work on one activity in one case, judged against that activity's questions.

    `key` is the one-use key of the form that began it; `draft_version` counts the saves of the draft. Recording copies
    court level, sensitive categories and finalised from the case, since reports tell what was known then, and sets the
    times at which feedback is due and the prosecutor may read it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    half_day = models.ForeignKey(HalfDay, models.PROTECT, related_name="assessments")
    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Empty only between the two rows' inserts, for each points to the other.
    marking: "models.OneToOneField[Marking, Marking]" = models.OneToOneField(  # type: ignore[misc]
        "assessments.Marking", models.PROTECT, null=True, related_name="current_in"
    )

    draft_version = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(default=timezone.now)
    draft_saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    action_required = models.BooleanField(null=True)

    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    late_reason = models.TextField(blank=True)
    feedback_due_on = models.DateField(null=True, blank=True)
    readable_from = models.DateTimeField(null=True, blank=True)
    court_level = models.CharField(max_length=20, choices=CourtLevel, blank=True)
    sensitive = models.ManyToManyField(SensitiveCategory, blank=True, related_name="+")
    finalised = models.TextField(blank=True)
    finalised_reason = models.CharField(max_length=20, choices=FinalisedReason, blank=True)
    finalised_reason_words = models.CharField(max_length=500, blank=True)

    # What the records that it came in with call it, and when it last came in.
    imported_id = models.CharField(max_length=200, null=True, blank=True, unique=True)
    imported_at = models.DateTimeField(null=True, blank=True)

    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            _both_or_neither("recorded_at", "recorded_by"),
            _both_or_neither("withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.DISCARDED], recorded_at__isnull=True)
                | Q(
                    state__in=[State.RECORDED, State.CLOSED, State.WITHDRAWN],
                    recorded_at__isnull=False,
                    feedback_due_on__isnull=False,
                    readable_from__isnull=False,
                    action_required__isnull=False,
                ),
                name="assessment_state_fits_its_times",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True)),
                name="assessment_closed_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["half_day", "case"],
                condition=Q(state__in=[State.DRAFT, State.RECORDED, State.CLOSED]),
                name="case_once_in_half_day",
            ),
        ]

    def __str__(self) -> str:
        return f"IQA {self.pk}"
