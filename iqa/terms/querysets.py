from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q


class TermQuerySet(models.QuerySet):
    def value_on(self, day: date, *, name: str, area_id: int) -> Decimal:
        """The value in force on `day` in an Area: its own where it has one, else the nation's.

        Raises `Term.DoesNotExist` where the scheme's numbers have not been loaded (`load_question_set`).
        """
        in_force = self.filter(Q(area=area_id) | Q(area__isnull=True), name=name, starts_on__lte=day)
        term = in_force.order_by(F("area").desc(nulls_last=True), "-starts_on").first()
        if term is None:
            raise self.model.DoesNotExist(f"No term {name} in force on {day}: run load_question_set.")
        return term.value
