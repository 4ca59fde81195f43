from django.db import models

from iqa.organisation.models import Person, Unit
from iqa.questions.models import Activity


class SplitHalfDay(models.Model):
    """Where a half day lies whose IQAs are in more than one unit or month, or some additional and some not: a row each.
    In a wider sum it counts once, so it cannot be added up."""

    assessor = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    prosecutor = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+", db_index=False)
    worked_on = models.DateField()
    half = models.CharField(max_length=2)
    month = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    additional = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessor", "worked_on", "prosecutor", "activity", "half", "month", "unit", "additional"],
                name="split_half_day_once_in_a_place",
            )
        ]

    def __str__(self) -> str:
        return f"Split half day {self.pk}"
