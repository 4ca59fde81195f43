from django.conf import settings
from django.db import models
from django.utils import timezone


class CommentsExport(models.Model):
    """That comments left the service: by whom, when, what for, and which (HMCPSI 2018 §4.26)."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    purpose = models.TextField(max_length=500)
    choices = models.JSONField(default=dict)
    iqas = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Comments exported by {self.by} at {self.at:%Y-%m-%d %H:%M}"
