"""The numbers of the scheme. Each is data with a date: what was in force on a day stays known."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from iqa.organisation.models import Area
from iqa.terms.querysets import TermQuerySet


class TermName(models.TextChoices):
    HOURS_BEFORE_EMAIL = "hours_before_email", "Hours between recording and the email to the prosecutor"
    FEEDBACK_WORKING_DAYS = "feedback_working_days", "Working days in which feedback is given"
    RECORDING_DAYS = "recording_days", "Days after the assessment in which it is recorded in time"
    DIP_SAMPLE_PERCENT = "dip_sample_percent", "Percentage of IQAs that are dip sampled"


class Term(models.Model):
    """The value of a number of the scheme from a day on; for the nation, or for one Area instead of it."""

    name = models.CharField(max_length=40, choices=TermName)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="terms")
    starts_on = models.DateField()
    value = models.DecimalField(max_digits=7, decimal_places=2)
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "starts_on"], condition=Q(area__isnull=True), name="national_term_once_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["name", "area", "starts_on"], condition=Q(area__isnull=False), name="area_term_once_from_a_day"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="term_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} from {self.starts_on}: {self.value}"
