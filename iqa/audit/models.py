"""What was changed and who read what: rows are added, never changed and never deleted."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from iqa.audit.querysets import AppendOnlyQuerySet


class Entry(models.Model):
    """Something that a person (or, where `by` is empty, the service itself) did to a subject."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("An audit record does not change.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("An audit record is not deleted.")


class Event(Entry):
    """A change. `verb` is in the past ("recorded"); `detail` says what a timeline needs and the subject does not."""

    verb = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    class Meta(Entry.Meta):
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="event_of_subject")]


class Read(Entry):
    """A look at a single IQA, a case's facts or an export of comments."""

    class Meta(Entry.Meta):
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="read_of_subject"),
            models.Index(fields=["by", "at"], name="read_by_person"),
        ]
