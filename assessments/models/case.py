from django.db import models
from django.utils import timezone

from assessments.querysets.case import CaseQuerySet


class CourtLevel(models.TextChoices):
    MAGISTRATES = "magistrates", "Magistrates' court"
    CROWN = "crown", "Crown Court"
    YOUTH = "youth", "Youth court"


class Plea(models.TextChoices):
    GAP = "gap", "Guilty anticipated plea (GAP)"
    NGAP = "ngap", "Not guilty anticipated plea (NGAP)"


class SensitiveCategory(models.Model):
    """A kind of case that is watched apart: rape and, beyond the scheme, those of HMCPSI 2018 §5.42."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "sensitive categories"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """A prosecution, registered once by its URN and used by every assessment of it (HMCPSI 2018 §4.7)."""

    urn = models.CharField("URN", max_length=11, unique=True)
    court_level = models.CharField(max_length=20, choices=CourtLevel)
    plea = models.CharField("anticipated plea", max_length=10, choices=Plea, blank=True)
    sensitive = models.ManyToManyField(SensitiveCategory, blank=True, related_name="+")
    # As long as old records have it; the form asks for 100 characters at most.
    finalised = models.TextField("how it was finalised", blank=True, help_text="Empty while it is live.")
    next_hearing = models.DateField(null=True, blank=True)
    trial_date = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField(default=timezone.now)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["urn"]

    def __str__(self) -> str:
        return self.urn

    @property
    def is_finalised(self) -> bool:
        return bool(self.finalised)
