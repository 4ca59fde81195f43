from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from iqa.permissions import NATIONAL, Holder, Permission, Place, places_with

if TYPE_CHECKING:
    from iqa.organisation.models import Person  # noqa: F401 (named in a string)


def in_places(places: Iterable[Place], unit: str = "unit") -> Q:
    """A condition that holds for rows whose unit (the field path `unit`) lies in one of `places`; for no row where
    there is no place."""
    places = set(places)
    if NATIONAL in places:
        return Q()
    areas = [place.area_id for place in places if place.unit_id is None]
    units = [place.unit_id for place in places if place.unit_id is not None]
    area = "area" if unit == "pk" else f"{unit}__area"
    return Q(**{f"{area}__in": areas}) | Q(**{f"{unit}__in": units})


class UnitQuerySet(models.QuerySet):
    def where(self, person: Holder, permission: Permission):
        """Units in which `person` holds `permission`."""
        return self.filter(in_places(places_with(person, permission), unit="pk"))

    def open(self, *, on: date):
        """Those open on a day."""
        opened = Q(opened_on__isnull=True) | Q(opened_on__lte=on)
        return self.filter(opened & (Q(closed_on__isnull=True) | Q(closed_on__gte=on)))


class HeldQuerySet(models.QuerySet):
    def in_force(self, *, on: date):
        """Those whose dates include `on`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class GrantQuerySet(HeldQuerySet):
    def in_force(self, *, on: date):
        """Those approved whose dates include `on`."""
        return super().in_force(on=on).filter(approved_by__isnull=False)

    def waiting(self):
        """Asked for, neither approved nor refused."""
        return self.filter(approved_by__isnull=True, refused_at__isnull=True)


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username):
        return self.get(email=username.strip().lower())

    def create_person(self, *, email: str, name: str, password: str | None = None):
        """A new person; without a password they cannot sign in by one."""
        person = self.model(email=email.strip().lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person
