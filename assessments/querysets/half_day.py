from datetime import date

from django.db import models

from iqa.organisation.querysets import in_places
from iqa.permissions import Permission, places_with


class HalfDayQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Half days in the person's places, but none of their own work: of that they see released IQAs alone."""
        in_place = in_places(places_with(person, Permission.VIEW_IQAS))
        return self.filter(in_place).exclude(prosecutor=person)

    def with_people(self):
        return self.select_related("assessor", "prosecutor", "unit__area", "activity", "question_set")

    def assessed_by(self, person, *, on: date):
        return self.filter(assessor=person, assessed_on=on)

    def same_as(self, *, assessor, prosecutor, unit, activity, worked_on, half):
        """Those by the same assessor of the same work."""
        return self.filter(
            assessor=assessor, prosecutor=prosecutor, unit=unit, activity=activity, worked_on=worked_on, half=half
        )
