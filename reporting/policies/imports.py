"""Who may import which of the contract's files. Pure.

Each file needs the permission of its kind, wherever it is uploaded; who may import one of them may open the page.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from iqa.organisation.imports.lines import PEOPLE, UNITS
from iqa.organisation.models import Person
from iqa.permissions import NATIONAL, Permission, has_permission, has_permission_anywhere
from reporting.imports.files import ANSWERS, CASES, DIP_SAMPLES, IQAS, MEASURES, NAMES, TARGETS

# To import records is to set the targets, and the measures that they serve, among them.
SETTING_TARGETS = (Permission.SET_TARGETS, Permission.IMPORT_RECORDS)


@dataclass(frozen=True)
class Kind:
    """Files that take one of the same permissions; `who` has it, in words. Files of people are judged line by line,
    so that of those a place is enough."""

    files: tuple[str, ...]
    permissions: tuple[Permission, ...]
    who: str
    in_a_place: bool = False

    def is_open_to(self, person: Person) -> bool:
        if self.in_a_place:
            return any(has_permission_anywhere(person, each) for each in self.permissions)
        return any(has_permission(person, each, NATIONAL) for each in self.permissions)


_RECORDS = tuple(file.name for file in (CASES, IQAS, ANSWERS, DIP_SAMPLES))
KINDS = (
    Kind((UNITS, PEOPLE), (Permission.MANAGE_PEOPLE,), "manages people", in_a_place=True),
    Kind(_RECORDS, (Permission.IMPORT_RECORDS,), "imports records"),
    Kind((TARGETS.name, MEASURES.name), SETTING_TARGETS, "sets targets"),
)


def files_open_to(person: Person) -> list[str]:
    """The names of the files that they may import, in the order of the contract."""
    found = {name for kind in KINDS if kind.is_open_to(person) for name in kind.files}
    return [name for name in NAMES if name in found]


def may_import(person: Person) -> bool:
    """Whether there is any file that they may import."""
    return any(kind.is_open_to(person) for kind in KINDS)


def check_may_import(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not may_import(person):
        raise PermissionDenied


def refusals(person: Person, names: Collection[str]) -> Iterator[str]:
    """Why they may not import files of these names: a sentence for each kind that is not theirs."""
    for kind in KINDS:
        if not kind.is_open_to(person) and not set(names).isdisjoint(kind.files):
            yield f"Only someone who {kind.who} may import {_either(kind.files)}"


def _either(names: Collection[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
