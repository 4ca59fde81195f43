"""Areas, units and people; who works where, and what else they were allowed."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.functional import cached_property

from iqa.calendar import today
from iqa.organisation.querysets import (
    AreaQuerySet,
    GrantQuerySet,
    HeldQuerySet,
    PersonManager,
    PostingQuerySet,
    UnitQuerySet,
)
from iqa.permissions import ROLE_LEVELS, ROLE_PERMISSIONS, Holding, Level, Permission, Place, Role

_WHOLE_NATION = Q(area__isnull=True, unit__isnull=True)
_AN_AREA = Q(area__isnull=False, unit__isnull=True)
_A_UNIT = Q(area__isnull=True, unit__isnull=False)


def _roles_at(*levels: Level) -> list[str]:
    return [role for role, level in ROLE_LEVELS.items() if level in levels]


class Area(models.Model):
    name = models.CharField(max_length=60, unique=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return Place(area_id=self.pk)


class UnitKind(models.TextChoices):
    MAGISTRATES = "magistrates", "Magistrates' courts"
    CROWN = "crown", "Crown Court"
    RASSO = "rasso", "Rape and serious sexual offences"
    CCU = "ccu", "Complex Casework Unit"
    CENTRAL = "central", "Central casework division"
    CPS_DIRECT = "cps_direct", "CPS Direct"


class MadeOnceModel(models.Model):
    """Made by a form that carries a one-use key: the same form sent twice makes one."""

    key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        abstract = True


class Unit(MadeOnceModel):
    area = models.ForeignKey(Area, models.PROTECT, related_name="units")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=UnitKind)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="Its last day.")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["area__name", "name"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="unit_name_once_in_area"),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="unit_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False), name="merged_unit_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.area.name}"

    @property
    def place(self) -> Place:
        return Place(area_id=self.area_id, unit_id=self.pk)


class Person(AbstractBaseUser):
    """Someone who signs in, by their email address in lower case."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField("may sign in", default=True)
    added_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_in_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def postings_today(self) -> list["Posting"]:
        return list(self.postings.in_force(on=today()).select_related("unit", "area"))

    @cached_property
    def holdings(self) -> list[Holding]:
        """What they may do today and where, from their postings and grants."""
        grants = self.grants.in_force(on=today()).select_related("unit")
        held = [posting.holding for posting in self.postings_today if posting.level != Level.SELF]
        return held + [grant.holding for grant in grants]


class PlacedModel(MadeOnceModel):
    """Something a person has in a place between two dates, both included."""

    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        if self.unit is not None:
            return self.unit.place
        return Place(area_id=self.area_id)

    @property
    def place_name(self) -> str:
        return str(self.unit or self.area or "National")


class Posting(PlacedModel):
    """A role that a person holds in a place between two dates. A prosecutor's place is where they work; what they may
    see is their own work."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="postings")
    role = models.CharField(max_length=30, choices=Role)
    is_acting = models.BooleanField("acting up", default=False, db_default=False)
    is_advocate = models.BooleanField("advocate", default=False, db_default=False)
    full_time_equivalent = models.DecimalField(max_digits=3, decimal_places=2, default=1, db_default=1)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="posting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(full_time_equivalent__gt=0, full_time_equivalent__lte=1), name="posting_part_of_full_time"
            ),
            models.CheckConstraint(
                condition=(Q(role__in=_roles_at(Level.SELF, Level.UNIT)) & _A_UNIT)
                | (Q(role__in=_roles_at(Level.AREA)) & _AN_AREA)
                | (Q(role__in=_roles_at(Level.NATIONAL)) & _WHOLE_NATION),
                name="posting_place_fits_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    @property
    def level(self) -> Level:
        return ROLE_LEVELS[self.role]

    @property
    def holding(self) -> Holding:
        return Holding(permissions=ROLE_PERMISSIONS[self.role], place=self.place)


class Absence(MadeOnceModel):
    """A long time away between two dates, both included: no half days are due in it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} from {self.starts_on}"


class Grant(PlacedModel):
    """One permission for a person in a place, for a business need, until a day (§4.27). Asked for by one person, and of
    no effect until someone other than who gets it has approved it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    permission = models.CharField(max_length=30, choices=Permission)
    business_need = models.TextField()
    requested_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now, db_default=Now())
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("person")) & (Q(requested_by__isnull=True) | ~Q(approved_by=F("requested_by")))),
                name="grant_approved_by_someone_else",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False, ends_on__gte=F("starts_on")), name="grant_lapses_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(area__isnull=True) | Q(unit__isnull=True), name="grant_has_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_permission_display()}"

    @property
    def holding(self) -> Holding:
        return Holding(permissions=frozenset({Permission(self.permission)}), place=self.place)


class StaffList(models.Model):
    """Files of units and people as they were uploaded, kept under a one-use key from the preview of what they would
    change until that is done."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    units = models.BinaryField(default=b"")
    people = models.BinaryField(default=b"")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"Staff list of {self.uploaded_by} at {self.uploaded_at:%Y-%m-%d %H:%M}"
