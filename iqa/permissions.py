"""Who may do what, where. Pure: a person here is anything that has `holdings`.

A permission is held in a place. A role is a bundle of permissions, held in a place between two dates; a grant is a
single permission so held. Code asks for a permission in a place and never for a role's name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import Http404


class Permission(TextChoices):
    RECORD_IQAS = "record_iqas", "Record IQAs"
    VIEW_IQAS = "view_iqas", "See single IQAs"
    VIEW_COMMENTS = "view_comments", "See comments"
    DIP_SAMPLE = "dip_sample", "Take dip samples"
    VIEW_DIP_SAMPLES = "view_dip_samples", "See dip samples"
    DRAW_SAMPLES = "draw_samples", "Draw dip samples"
    RUN_EXERCISES = "run_exercises", "Run consistency exercises"
    MARK_FOR_REFERENCE = "mark_for_reference", "Make reference markings"
    VIEW_REPORTS = "view_reports", "Read and export reports"
    SET_TARGETS = "set_targets", "Set targets"
    IMPORT_RECORDS = "import_records", "Import records"
    DRAFT_QUESTION_SETS = "draft_question_sets", "Draft question sets"
    PUBLISH_QUESTION_SETS = "publish_question_sets", "Publish question sets"
    MANAGE_PEOPLE = "manage_people", "Manage people and places"


class Level(StrEnum):
    """How wide a role's place is."""

    SELF = "self"
    UNIT = "unit"
    AREA = "area"
    NATIONAL = "national"


class Role(TextChoices):
    PROSECUTOR = "prosecutor", "Prosecutor"
    DCP = "dcp", "District Crown Prosecutor"
    SDCP = "sdcp", "Senior District Crown Prosecutor"
    DCCP = "dccp", "Deputy Chief Crown Prosecutor"
    CCP = "ccp", "Chief Crown Prosecutor"
    APM = "apm", "Area Performance Manager"
    BUSINESS_CENTRE_HEAD = "business_centre_head", "Area Business Centre Head"
    CAT = "cat", "Compliance and Assurance"
    PMU = "pmu", "Performance Management Unit"
    DIRECTOR = "director", "Director of Legal or Business Services"
    INSPECTOR = "inspector", "HMCPSI inspector"
    ADMINISTRATOR = "administrator", "Administrator"
    QUESTION_EDITOR = "question_editor", "Question editor"


ROLE_LEVELS: dict[str, Level] = {
    Role.PROSECUTOR: Level.SELF,
    Role.DCP: Level.UNIT,
    Role.SDCP: Level.UNIT,
    Role.DCCP: Level.AREA,
    Role.CCP: Level.AREA,
    Role.APM: Level.AREA,
    Role.BUSINESS_CENTRE_HEAD: Level.AREA,
    Role.INSPECTOR: Level.AREA,
    Role.CAT: Level.NATIONAL,
    Role.PMU: Level.NATIONAL,
    Role.DIRECTOR: Level.NATIONAL,
    Role.ADMINISTRATOR: Level.NATIONAL,
    Role.QUESTION_EDITOR: Level.NATIONAL,
}

_P = Permission
_CASEWORK = frozenset({_P.VIEW_IQAS, _P.VIEW_COMMENTS, _P.VIEW_REPORTS})
_MARKING = _CASEWORK | {_P.RECORD_IQAS}

# A prosecutor's rights are over their own work alone: they come from being the person assessed, not from a place.
ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.PROSECUTOR: frozenset(),
    Role.DCP: _MARKING,
    Role.SDCP: _MARKING | {_P.DIP_SAMPLE, _P.VIEW_DIP_SAMPLES},
    Role.DCCP: _MARKING | {_P.DIP_SAMPLE, _P.VIEW_DIP_SAMPLES, _P.DRAW_SAMPLES, _P.RUN_EXERCISES, _P.MANAGE_PEOPLE},
    Role.CCP: _CASEWORK,
    Role.APM: frozenset({_P.VIEW_IQAS, _P.VIEW_REPORTS}),
    Role.BUSINESS_CENTRE_HEAD: frozenset({_P.VIEW_REPORTS}),
    Role.CAT: _CASEWORK
    | {_P.VIEW_DIP_SAMPLES, _P.RUN_EXERCISES, _P.DRAFT_QUESTION_SETS, _P.PUBLISH_QUESTION_SETS, _P.IMPORT_RECORDS},
    Role.PMU: frozenset({_P.VIEW_REPORTS, _P.SET_TARGETS}),
    Role.DIRECTOR: _CASEWORK,
    Role.INSPECTOR: _CASEWORK | {_P.MARK_FOR_REFERENCE},
    Role.ADMINISTRATOR: frozenset({_P.MANAGE_PEOPLE}),
    Role.QUESTION_EDITOR: frozenset({_P.DRAFT_QUESTION_SETS}),
}


@dataclass(frozen=True)
class Place:
    """The nation (neither key), an Area, or a unit (both keys)."""

    area_id: int | None = None
    unit_id: int | None = None

    def covers(self, other: "Place") -> bool:
        if self.unit_id is not None:
            return self.unit_id == other.unit_id
        return self.area_id is None or self.area_id == other.area_id


NATIONAL = Place()


@dataclass(frozen=True)
class Holding:
    """Permissions held in a place today, by a posting or a grant."""

    permissions: frozenset[Permission]
    place: Place


class Holder(Protocol):
    @property
    def holdings(self) -> Iterable[Holding]: ...


def has_permission(person: Holder, permission: Permission, place: Place) -> bool:
    return any(held.covers(place) for held in places_with(person, permission))


def has_permission_anywhere(person: Holder, permission: Permission) -> bool:
    return bool(places_with(person, permission))


def places_with(person: Holder, permission: Permission) -> list[Place]:
    """The places in which `person` holds `permission`."""
    return [holding.place for holding in person.holdings if permission in holding.permissions]


def roles_with(permission: Permission) -> list[str]:
    """The roles that carry `permission`, for a query."""
    return [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]


def is_in_place(person: Holder, place: Place) -> bool:
    """Whether `place` is the nation, which is everyone's, or part of any place of theirs, whatever they do there."""
    return place == NATIONAL or any(holding.place.covers(place) for holding in person.holdings)


def refuse(person: Holder, place: Place) -> Exception:
    """What to raise for something in `place` that `person` may not have: in their place they learn that it is not
    theirs to do (403), outside it they learn nothing (404)."""
    return PermissionDenied() if is_in_place(person, place) else Http404()


def check_permission(person: Holder, permission: Permission, place: Place) -> None:
    """Raises `PermissionDenied` in the person's place and `Http404` outside it, unless they hold `permission` there."""
    if not has_permission(person, permission, place):
        raise refuse(person, place)


def check_permission_anywhere(person: Holder, permission: Permission) -> None:
    """Raises `PermissionDenied` unless they hold `permission` in some place."""
    if not has_permission_anywhere(person, permission):
        raise PermissionDenied
