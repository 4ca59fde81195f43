"""The numbers of the scheme. Each is data with a date: what was in force on a day stays known."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from iqa.organisation.models import Area, UnitKind
from iqa.terms.querysets import TermQuerySet


class TermName(models.TextChoices):
    HOURS_BEFORE_EMAIL = "hours_before_email", "Hours between recording and the email to the prosecutor"
    FEEDBACK_WORKING_DAYS = "feedback_working_days", "Working days in which feedback is given"
    RECORDING_DAYS = "recording_days", "Days after the assessment in which it is recorded in time"
    EMAIL_EVERY_IQA = "email_every_iqa", "An email for every IQA, whatever its marks"
    DIP_SAMPLE_PERCENT = "dip_sample_percent", "Percentage of IQAs that are dip sampled"
    HALF_DAYS_OTHER = "half_days_other", "Half days a year: office-based work in other units"
    HALF_DAYS_RASSO = "half_days_rasso", "Half days a year: office-based work in RASSO units"
    HALF_DAYS_CCU = "half_days_ccu", "Half days a year: office-based work in CCU and central casework"
    HALF_DAYS_ADVOCACY = "half_days_advocacy", "Half days a year: advocacy"
    HALF_DAYS_CONTESTED = "half_days_contested", "Half days a year: advocacy on a contested case, among these"
    IQAS_ADVICE = "iqas_advice", "IQAs expected in a half day: advice"
    IQAS_CHARGING = "iqas_charging", "IQAs expected in a half day: charging and review"
    IQAS_PROGRESSION = "iqas_progression", "IQAs expected in a half day: case progression"
    IQAS_PRESENTATION = "iqas_presentation", "IQAs expected in a half day: case presentation"


# What an Area may set for itself. The rest is the nation's alone, so that Areas can be compared.
AREA_MAY_SET = {TermName.EMAIL_EVERY_IQA, TermName.DIP_SAMPLE_PERCENT, TermName.HOURS_BEFORE_EMAIL}

# What the nation may set apart for a kind of unit.
BY_UNIT_KIND = {TermName.IQAS_ADVICE, TermName.IQAS_CHARGING, TermName.IQAS_PROGRESSION, TermName.IQAS_PRESENTATION}

# Where the nation asks for more than an Area's own value, the nation's holds there too (HMCPSI 2018 §3.12).
AREA_NEVER_BELOW = {TermName.DIP_SAMPLE_PERCENT}


class Term(models.Model):
    """The value of a number of the scheme from a day on; for the nation, or instead of it for one Area, or for the
    nation's units of one kind."""

    name = models.CharField(max_length=40, choices=TermName)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="terms")
    unit_kind = models.CharField(max_length=20, choices=UnitKind, blank=True, default="", db_default="")
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
                fields=["name", "unit_kind", "starts_on"],
                condition=Q(area__isnull=True),
                name="national_term_of_a_kind_once_from_a_day",
            ),
            models.UniqueConstraint(
                fields=["name", "area", "starts_on"], condition=Q(area__isnull=False), name="area_term_once_from_a_day"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="term_is_not_negative"),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(unit_kind=""), name="term_of_an_area_or_of_a_kind_of_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} from {self.starts_on}: {self.value}"

    @property
    def whose(self) -> Area | UnitKind | None:
        """Which Area's it is, or which kind of unit's; None for the nation's."""
        return self.area or (UnitKind(self.unit_kind) if self.unit_kind else None)
