from django.conf import settings
from django.db import models
from django.utils import timezone

from iqa.organisation.models import Area
from iqa.questions.models import Activity
from reporting.querysets.target import TargetQuerySet


class Target(models.Model):
    """The proxy target of an Area and quarter: how many IQAs it should do, office-based or court-based (HMCPSI 2018
    §4.20). `quarter` is written "2017-18 Q2". The last word on it is here, every word in the audit record.

    `set_by` is empty where a command brought it in.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="targets")
    quarter = models.CharField(max_length=10)
    base = models.CharField(max_length=10, choices=Activity.Base)
    proxy_target = models.PositiveIntegerField()
    why = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter", "area__name", "-base"]
        constraints = [
            models.UniqueConstraint(fields=["area", "quarter", "base"], name="target_once_of_area_quarter_and_base")
        ]

    def __str__(self) -> str:
        return f"{self.area}, {self.quarter}, {self.get_base_display()}"
