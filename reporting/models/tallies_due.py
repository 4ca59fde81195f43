from django.db import models
from django.utils import timezone


class TalliesDue(models.Model):
    """That records have come in which the tallies do not hold yet. One row at most, written with them, and gone once
    the tallies are made anew: whatever ends an import half way, they are made anew then.

    `heard_at` is when the last of them came.
    """

    heard_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "tallies due"

    def __str__(self) -> str:
        return f"Tallies due since {self.heard_at:%Y-%m-%d %H:%M}"
