from datetime import datetime

from django.db import models
from django.db.models import Q


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor cancelled."""
        return self.filter(sent_at__isnull=True, cancelled_at__isnull=True)

    def due(self, *, at: datetime):
        return self.waiting().filter(Q(retry_at__isnull=True) | Q(retry_at__lte=at), due_at__lte=at)
