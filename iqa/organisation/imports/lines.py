"""The lines of units.csv and people.csv, each read by itself. Pure."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from iqa.organisation.imports import cells
from iqa.organisation.imports.reading import Problem, Row, read_rows
from iqa.organisation.models import UnitKind
from iqa.organisation.policies.postings import FIRST_DAY, LAST_DAY
from iqa.permissions import ROLE_LEVELS, Level, Role

UNITS, PEOPLE = "units.csv", "people.csv"
UNITS_REQUIRED = ("area", "unit", "kind")
PEOPLE_REQUIRED = ("email", "name", "role", "from")

UnitKey = tuple[str, str]


@dataclass(frozen=True)
class UnitLine:
    line: int
    area: str
    unit: str
    kind: str

    @property
    def key(self) -> UnitKey:
        return (self.area, self.unit)


@dataclass(frozen=True)
class PersonLine:
    """What a line says of a posting: of its last three Ellipsis where the file has no such column, and None where the
    cell is empty."""

    line: int
    email: str
    name: str
    role: str
    area: str
    unit: str
    starts_on: date
    ends_on: Any
    is_advocate: Any
    full_time_equivalent: Any

    @property
    def key(self) -> tuple[str, str, str, str, date]:
        """The identity of the posting."""
        return (self.email, self.role, self.area, self.unit, self.starts_on)


@dataclass
class BadLine:
    """A line that cannot be taken; `email` is whose it is, as far as it can be read, and `unit` which."""

    problems: list[Problem]
    email: str = ""
    unit: UnitKey = ("", "")


@dataclass
class Reading:
    """A row on the way to its line: what is right in it is taken, the problems of what is not are kept."""

    file: str
    row: Row
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.row.problem:
            self.problems.append(self.row.problem)

    def get(self, column: str) -> str:
        return self.row.values.get(column, "")

    def take(self, column: str, read: Callable[..., Any], **options: Any) -> Any:
        try:
            return read(self.get(column), **options)
        except cells.Bad as bad:
            self.refuse(column, str(bad))
            return None

    def take_if_given(self, column: str, read: Callable[..., Any]) -> Any:
        return self.take(column, read) if self.get(column) else None

    def refuse(self, column: str, words: str) -> None:
        self.problems.append(Problem(self.file, self.row.line, column, words))


def read_units(stream: BinaryIO, *, areas: Collection[str]) -> Iterator[UnitLine | BadLine]:
    """`areas` are the names of the Areas. Raises `Unreadable`."""
    for row in read_rows(UNITS, stream, required=UNITS_REQUIRED):
        reading = Reading(UNITS, row)
        area = reading.take("area", cells.one_of_areas, areas=areas)
        unit = reading.take("unit", cells.name, longest=100)
        kind = reading.take("kind", cells.one_of, codes=[str(kind) for kind in UnitKind])
        if reading.problems:
            yield BadLine(reading.problems, unit=(area or "", unit or ""))
        else:
            yield UnitLine(row.line, area, unit, kind)


def read_people(stream: BinaryIO, *, areas: Collection[str]) -> Iterator[PersonLine | BadLine]:
    """`areas` are the names of the Areas. Raises `Unreadable`."""
    for row in read_rows(PEOPLE, stream, required=PEOPLE_REQUIRED):
        reading = Reading(PEOPLE, row)
        email = reading.take("email", cells.email)
        line = PersonLine(
            row.line,
            email=email,
            name=reading.take("name", cells.name, longest=150),
            role=reading.take("role", cells.one_of, codes=[str(role) for role in Role]),
            area=reading.get("area"),
            unit=reading.get("unit"),
            starts_on=reading.take("from", cells.day),
            ends_on=_if_there(reading, "to", cells.day),
            is_advocate=_if_there(reading, "advocate", cells.yes_or_no),
            full_time_equivalent=_if_there(reading, "full_time_equivalent", cells.part_of_full_time),
        )
        _check_days(reading, line)
        _check_place(reading, line, areas)
        yield BadLine(reading.problems, email=email or "") if reading.problems else line


def _if_there(reading: Reading, column: str, read: Callable[..., Any]) -> Any:
    return reading.take_if_given(column, read) if column in reading.row.values else ...


def _check_days(reading: Reading, line: PersonLine) -> None:
    for column, day in (("from", line.starts_on), ("to", line.ends_on)):
        if isinstance(day, date) and not FIRST_DAY <= day <= LAST_DAY:
            reading.refuse(column, "must be between 1950 and 2099")
    if line.starts_on and isinstance(line.ends_on, date) and line.ends_on < line.starts_on:
        reading.refuse("to", "is before the posting begins")


def _check_place(reading: Reading, line: PersonLine, areas: Collection[str]) -> None:
    """A posting has a place as wide as its role's. In an Area that does not exist, nothing can be said of the unit."""
    if line.role is None:
        return
    level, role = ROLE_LEVELS[line.role], Role(line.role).label
    if level == Level.NATIONAL:
        for column, given in (("area", line.area), ("unit", line.unit)):
            if given:
                reading.refuse(column, f"must be empty: a posting as {role} is national")
        return
    if reading.take("area", cells.one_of_areas, areas=areas) is None and line.area:
        return
    if level == Level.AREA and line.unit:
        reading.refuse("unit", f"must be empty: a posting as {role} is in an Area")
    if level in (Level.UNIT, Level.SELF) and not line.unit:
        reading.refuse("unit", f"is empty: a posting as {role} is in a unit")
