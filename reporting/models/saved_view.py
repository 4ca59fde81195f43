from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from iqa.organisation.models import MadeOnceModel


class SavedView(MadeOnceModel):
    """The choices of a report that someone keeps under a name of their own. What it opens is read anew, with the
    rights that they have then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    report = models.CharField(max_length=40)
    choices = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [models.UniqueConstraint("person", Lower("name"), name="saved_view_name_once_for_a_person")]

    def __str__(self) -> str:
        return self.name
