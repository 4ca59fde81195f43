from django.db import models
from django.db.models import Q

from iqa.organisation.models import Area


class PerformanceMeasure(models.Model):
    """What one of the service's performance measures was in a quarter, written "2017-18 Q2" (HMCPSI 2018 §4.28): of an
    Area, or without one of the nation. `measure` is its code."""

    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="performance_measures")
    measure = models.CharField(max_length=80)
    quarter = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=10)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["measure", "quarter", "area__name"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "quarter", "area"], name="measure_once_of_area_and_quarter"),
            models.UniqueConstraint(
                fields=["measure", "quarter"], condition=Q(area__isnull=True), name="national_measure_once_of_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.area or 'national'}, {self.quarter}"
