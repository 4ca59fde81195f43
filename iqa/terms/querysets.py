from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from iqa.terms.models import Term  # noqa: F401 (named in a string)


class TermQuerySet(models.QuerySet["Term"]):
    def value_on(self, day: date, *, name: str, area_id: int) -> Decimal:
        """The value in force on `day` in an Area. Raises as `values_on`."""
        return self.values_on({name: day}, area_id=area_id)[name]

    def values_on(self, days: Mapping[str, date], *, area_id: int) -> dict[str, Decimal]:
        """The value of each of these terms, by name, in force on its day in an Area: the Area's own where it has one,
        else the nation's. One query.

        Raises `Term.DoesNotExist` where the scheme's numbers have not been loaded (`load_question_set`).
        """
        of_area = Q(area=area_id) | Q(area__isnull=True)
        terms = list(self.filter(of_area, name__in=days, starts_on__lte=max(days.values())))
        return {name: self._in_force(terms, name, day).value for name, day in days.items()}

    def _in_force(self, terms, name: str, day: date):
        in_force = [term for term in terms if term.name == name and term.starts_on <= day]
        if not in_force:
            raise self.model.DoesNotExist(f"No term {name} in force on {day}: run load_question_set.")
        return max(in_force, key=lambda term: (term.area_id is not None, term.starts_on))
