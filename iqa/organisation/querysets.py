from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q

from iqa.permissions import NATIONAL, Holder, Permission, Place, Role, places_with, roles_with
from iqa.querysets import keys_if_few

if TYPE_CHECKING:
    from iqa.organisation.models import Area, Person, Unit


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


def placed_in(places: Iterable[Place]) -> Q:
    """The same for what is placed in a unit, an Area or the nation: postings and grants."""
    places = set(places)
    areas = [place.area_id for place in places if place.unit_id is None]
    return in_places(places) if NATIONAL in places else in_places(places) | Q(area__in=areas)


class AreaQuerySet(models.QuerySet):
    def managed_by(self, person: Holder):
        """Areas the whole of whose people and units `person` manages."""
        return self.where(person, Permission.MANAGE_PEOPLE)

    def where(self, person: Holder, permission: Permission):
        """Areas in the whole of which `person` holds `permission`."""
        places = places_with(person, permission)
        if NATIONAL in places:
            return self.all()
        return self.filter(pk__in=[place.area_id for place in places if place.unit_id is None])


class UnitQuerySet(models.QuerySet):
    def where(self, person: Holder, permission: Permission):
        """Units in which `person` holds `permission`."""
        return self.filter(in_places(places_with(person, permission), unit="pk"))

    def open(self, *, on: date):
        """Those open on a day."""
        opened = Q(opened_on__isnull=True) | Q(opened_on__lte=on)
        return self.filter(opened & (Q(closed_on__isnull=True) | Q(closed_on__gte=on)))

    def with_people_counted(self, *, on: date):
        """With `people_count`: how many have a posting in it on a day."""
        ended = Q(postings__ends_on__isnull=False, postings__ends_on__lt=on)
        there = Q(postings__starts_on__lte=on) & ~ended
        return self.annotate(people_count=models.Count("postings__person", filter=there, distinct=True))

    def not_closed(self, *, on: date):
        """Those open on a day or to open after it."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=on))


class HeldQuerySet(models.QuerySet):
    def in_force(self, *, on: date):
        """Those whose dates include `on`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def not_ended(self, *, on: date):
        """Those whose dates include `on`, and those that begin after it."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def overlapping(self, starts_on: date, ends_on: date | None):
        """Those with a day in common with the days from `starts_on` to `ends_on` (None: with no end)."""
        found = self.not_ended(on=starts_on)
        return found if ends_on is None else found.filter(starts_on__lte=ends_on)


class PostingQuerySet(HeldQuerySet):
    def managed_by(self, person: Holder):
        """Those in the places whose people `person` manages."""
        return self.filter(placed_in(places_with(person, Permission.MANAGE_PEOPLE)))

    def administrators_without_end(self, *, on: date):
        """Postings of administrators who may sign in, begun by a day, that go on."""
        return self.filter(role=Role.ADMINISTRATOR, person__is_active=True, starts_on__lte=on, ends_on__isnull=True)


class GrantQuerySet(HeldQuerySet):
    def in_force(self, *, on: date):
        """Those approved whose dates include `on`."""
        return super().in_force(on=on).filter(approved_by__isnull=False)

    def waiting(self):
        """Asked for, neither approved nor refused."""
        return self.filter(approved_by__isnull=True, refused_at__isnull=True)

    def to_decide(self, *, on: date):
        """Those waiting whose last day is not over."""
        return self.waiting().filter(ends_on__gte=on)

    def to_decide_by(self, person: "Person", *, on: date):
        """Those that `person` may approve or refuse."""
        return self.managed_by(person).to_decide(on=on).exclude(person=person).exclude(requested_by=person)

    def approved(self, *, on: date):
        """Those in force, and those that will be."""
        return self.filter(approved_by__isnull=False, refused_at__isnull=True, ends_on__gte=on)

    def over(self, *, on: date):
        """Those that have lapsed or were refused."""
        return self.filter(Q(refused_at__isnull=False) | Q(ends_on__lt=on))

    def with_facts(self):
        return self.select_related("person", "area", "unit__area", "requested_by", "approved_by")

    def managed_by(self, person: Holder):
        """Those in the places whose people `person` manages."""
        return self.filter(placed_in(places_with(person, Permission.MANAGE_PEOPLE)))

    def concerning(self, person: "Person"):
        """Those that `person` manages, asked for or gets."""
        places = places_with(person, Permission.MANAGE_PEOPLE)
        if NATIONAL in places:
            return self.all()  # an empty condition, or another, is the other alone
        return self.filter(placed_in(places) | Q(person=person) | Q(requested_by=person))


class PersonQuerySet(models.QuerySet["Person"]):
    def managed_by(self, person: Holder):
        """Those who have, or had, a posting in a place whose people `person` manages; nationally, everyone."""
        places = places_with(person, Permission.MANAGE_PEOPLE)
        if NATIONAL in places:
            return self.all()
        return self.filter(self._with_posting(placed_in(places)))

    def keys_named(self, text: str):
        """What to look for by `…__in`, of those with this in their name."""
        return keys_if_few(self.filter(name__icontains=text))

    def matching(self, words: str):
        """Those whose name or email address holds each of `words`."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return found

    def found(self, by: Holder, *, on: date, q: str = "", unit: "Unit | None" = None, role: str = "", when: str = ""):
        """Those that `by` manages who match: with such a posting on a day or, `when` "ever", on any."""
        places = places_with(by, Permission.MANAGE_PEOPLE)
        found = self.managed_by(by).matching(q)
        if when == "ever" and not unit and not role:
            return found
        return found.posted(on=None if when == "ever" else on, unit=unit, role=role, places=places)

    def with_postings(self, by: Holder, *, on: date):
        """With `postings_shown`: those of a day in the places whose people `by` manages."""
        from iqa.organisation.models import Posting

        postings = Posting.objects.managed_by(by).in_force(on=on).select_related("unit__area", "area")
        return self.prefetch_related(models.Prefetch("postings", postings, to_attr="postings_shown"))

    def posted(self, *, on: date | None, unit: "Unit | None" = None, role: str = "", places: Iterable[Place] = ()):
        """Those with a posting on a day (None: ever), in one of `places`, in a unit, as a role, all of one posting."""
        posting = placed_in(places)
        if on is not None:
            posting &= Q(ends_on__isnull=True) | Q(ends_on__gte=on)
            posting &= Q(starts_on__lte=on)
        if unit is not None:
            posting &= Q(unit=unit)
        if role:
            posting &= Q(role=role)
        return self.filter(self._with_posting(posting))

    def holding(self, permission: Permission, *, on: date, area: "Area | None" = None):
        """Those who may sign in and hold `permission` on a day, by a posting or a grant: in an Area, part of it or the
        nation; without `area`, wherever."""
        from iqa.organisation.models import Grant, Posting

        there = Q(area=area) | Q(unit__area=area) | Q(area__isnull=True, unit__isnull=True) if area else Q()
        postings = Posting.objects.in_force(on=on).filter(there, role__in=roles_with(permission))
        grants = Grant.objects.in_force(on=on).filter(there, permission=permission)
        held = Q(Exists(postings.filter(person=OuterRef("pk")))) | Q(Exists(grants.filter(person=OuterRef("pk"))))
        return self.filter(held, is_active=True)

    def _with_posting(self, condition: Q):
        from iqa.organisation.models import Posting  # models need their querysets first

        return Exists(Posting.objects.filter(condition, person=OuterRef("pk")))


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username):
        return self.get(email=username.strip().lower())

    def create_person(self, *, email: str, name: str, password: str | None = None):
        """A new person; without a password they cannot sign in by one."""
        person = self.model(email=email.strip().lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person
