from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Q

if TYPE_CHECKING:
    from iqa.notifications.models import OutboxEmail


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor cancelled."""
        return self.filter(sent_at__isnull=True, cancelled_at__isnull=True)

    def put(self, email: "OutboxEmail") -> None:
        """Insert it, or say what it says under the same key anew unless that was sent: in one statement, which Django
        has no words for."""
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        values = [field.get_db_prep_save(field.pre_save(email, add=True), connection) for field in fields]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        anew = ", ".join(f"{name} = excluded.{name}" for name in ("subject", "body", "due_at", "cancelled_at"))
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(values))})"  # noqa: S608 (all ours)
                f" ON CONFLICT (key) DO UPDATE SET {anew} WHERE {table}.sent_at IS NULL",
                values,
            )

    def due(self, *, at: datetime):
        return self.waiting().filter(Q(retry_at__isnull=True) | Q(retry_at__lte=at), due_at__lte=at)
