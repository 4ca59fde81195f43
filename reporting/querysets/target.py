from collections.abc import Iterable

from django.db import models

from iqa.organisation.models import Area, Person
from iqa.permissions import Permission, Place, places_with


class TargetQuerySet(models.QuerySet):
    def visible_to(self, person: Person):
        """Those of the Areas in which, or in a part of which, the person reads reports."""
        places = places_with(person, Permission.VIEW_REPORTS)
        return self.filter(area__in=areas_of(places))

    def of_year(self, year: str):
        """Those of a business year, written "2017-18"."""
        return self.filter(quarter__startswith=f"{year} ")

    def with_people(self):
        return self.select_related("area", "set_by")


def areas_of(places: Iterable[Place]) -> models.QuerySet[Area]:
    """The Areas that these places are, lie in or hold."""
    found = list(places)
    areas = [place.area_id for place in found if place.area_id is not None]
    return Area.objects.all() if len(areas) < len(found) else Area.objects.filter(pk__in=areas)
