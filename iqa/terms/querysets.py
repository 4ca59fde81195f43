from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from iqa.terms.models import Term


class TermQuerySet(models.QuerySet["Term"]):
    def value_on(self, day: date, *, name: str, area_id: int | None) -> Decimal:
        """The value in force on `day` in an Area, or with None for the nation. Raises as `values_on`."""
        return self.values_on({name: day}, area_id=area_id)[name]

    def values_on(self, days: Mapping[str, date], *, area_id: int | None) -> dict[str, Decimal]:
        """The value of each of these terms, by name, in force on its day in an Area: the Area's own where it has one,
        else the nation's. One query. What the nation sets apart for a kind of unit holds there alone, and is not it.

        Raises `Term.DoesNotExist` where the scheme's numbers have not been loaded (`load_question_set`).
        """
        of_area = Q(area__isnull=True) if area_id is None else Q(area=area_id) | Q(area__isnull=True)
        terms = list(self.filter(of_area, unit_kind="", name__in=days, starts_on__lte=max(days.values())))
        return {name: self._in_force(terms, name, day).value for name, day in days.items()}

    def history(self, name: str) -> "History":
        """Every value that the nation and its Areas ever had of a term, to ask for many days and Areas. One query."""
        return History(name, tuple(self.filter(name=name, unit_kind="")))

    def with_people(self):
        """With whose they are and who set them, for a page."""
        return self.select_related("area", "set_by")

    def _in_force(self, terms: "Iterable[Term]", name: str, day: date) -> "Term":
        term = in_force((term for term in terms if term.name == name), day)
        if term is None:
            raise _missing(name, day)
        return term


@dataclass(frozen=True)
class History:
    """The values of one term, over time and by Area."""

    name: str
    terms: tuple["Term", ...]

    def value_on(self, day: date, *, area_id: int) -> Decimal:
        """The value in force on `day` in an Area; before the first that there was, the first."""
        terms = [term for term in self.terms if term.area_id in (None, area_id)]
        first = min((term.starts_on for term in terms if term.area_id is None), default=day)
        found = in_force(terms, max(day, first))
        if found is None:
            raise _missing(self.name, day)
        return found.value


def _missing(name: str, day: date) -> Exception:
    from iqa.terms.models import Term

    return Term.DoesNotExist(f"No term {name} in force on {day}: run load_question_set.")


def in_force(terms: "Iterable[Term]", day: date) -> "Term | None":
    """Which of one term's rows, the nation's and those of one Area at most, holds on `day`."""
    from iqa.terms.models import AREA_NEVER_BELOW

    latest = {}
    for term in sorted(terms, key=lambda term: term.starts_on):
        if term.starts_on <= day:
            latest[term.area_id is None] = term
    nations, own = latest.get(True), latest.get(False)
    if nations and own and own.name in AREA_NEVER_BELOW and own.value < nations.value:
        return nations
    return own or nations
