"""The outbox. An email due is a row: the database is the truth, the broker only a bell."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from iqa.notifications.querysets import OutboxQuerySet


class OutboxEmail(models.Model):
    """An email to a person, due at a time, unless it is cancelled first. The key names the occasion, so that each is
    written once; it goes along as Message-ID, with `due_at` as Date."""

    key = models.CharField(max_length=100, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="emails")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    due_at = models.DateTimeField()
    written_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="email_not_both_sent_and_cancelled",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at__isnull=True, cancelled_at__isnull=True), name="email_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.key
