"""One shape for all reports: counts of a selection, by the dimensions compared, made into rows."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied

from iqa.organisation.models import Area, Person, Unit
from iqa.permissions import Place
from reporting.choices import DIMENSIONS as ALL_DIMENSIONS
from reporting.choices import BadChoices, Choices
from reporting.dimensions import DIMENSIONS, Dimension, Names, belongs_together
from reporting.measures.limits import Limit
from reporting.policies.access import (
    WHOLE_NATION,
    Scope,
    has_dashboard,
    may_read_reports,
    scope_of,
    totals_beside,
)
from reporting.querysets.counts import Counted, Counts, Rows
from reporting.querysets.selection import Selection
from reporting.table import Column, Kind, Table, Value


class Group(StrEnum):
    """What one asks of reports, in the order and by the headings of their list."""

    HOW_MANY = "How many, and when"
    MARKS = "Marks"
    SECOND_LOOKS = "Dip samples and agreement"
    FEEDBACK = "Feedback, and what is open"
    SCHEME = "How the scheme is used"


@dataclass(frozen=True)
class Beside:
    """The totals of a wider place than the reader's, to set theirs beside."""

    name: str
    table: Table


class Report(ABC):
    """A report of the contract: what it is called, what it means in words, its columns and how to count it.

    `compared_by` is what it may be compared by; `is_of_own_work`, whether who reads no other figures has it of their
    own work; `nothing` is what a page says that has nothing to show. In the list of reports it stands under the heading
    of its `group`, with its `question`: the one it answers, in a short line.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    group: ClassVar[Group]
    question: ClassVar[str]
    definition: ClassVar[str]
    numerator: ClassVar[str] = ""
    denominator: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]]
    compared_by: ClassVar[tuple[str, ...]] = ALL_DIMENSIONS
    is_of_own_work: ClassVar[bool] = True
    nothing: ClassVar[str] = "No IQAs match these choices."

    @abstractmethod
    def count(self, selection: Selection) -> Counted:
        """What there is to count; what is not there is nought."""

    def lines(self, selection: Selection, counted: Counted) -> Sequence[Any]:
        """What has a row under each value of the dimensions: one, unless the report says otherwise."""
        return [None]

    def lines_here(self, lines: Sequence[Any], here: Rows) -> Sequence[Any]:
        """Those that may have a row where `here` was counted: all, unless the report can say at once which."""
        return lines

    @abstractmethod
    def row(self, line: Any, of: Mapping[str, Any], here: Rows) -> dict[str, Value] | None:
        """The row of a line under the values `of` of the dimensions, of which `here` is what was counted; None where
        it has none there."""

    def is_for(self, person: Person) -> bool:
        """Whether they may read it at all: of some place, or of their own work."""
        return may_read_reports(person) if self.is_of_own_work else has_dashboard(person)

    def check_is_for(self, person: Person) -> None:
        """Raises `PermissionDenied`, with words."""
        if not self.is_for(person):
            raise PermissionDenied(
                f"“{self.title}” is only for those who read reports of a unit, an Area or the nation."
            )

    def figures(self, choices: Choices, *, person: Person | None, limit: Limit | None = None) -> Table:
        """The report as `person` may see it; None: the nation's. Raises `PermissionDenied`, `Http404` for a place that
        is none of theirs, `BadChoices` for what it is not compared by, and `TooMuch` for more than a limit."""
        scope = scope_of(person, choices)
        if person is not None:
            self.check_is_for(person)
        self._check_compared(choices)
        return self._table(choices, scope, limit)

    def totals_beside(self, choices: Choices, *, person: Person) -> list[Beside]:
        """The same for the next wider places, whose totals the person sees beside their own: none, one or more."""
        scope_of(person, choices)  # raises, for who may not read the report itself
        return [
            Beside(_name_of(place), self._table(_at(choices, place), Scope(places=(place,), reader=person)))
            for place in totals_beside(person, choices)
        ]

    def caution(self, choices: Choices, *, person: Person) -> str:
        """What a reader must know lest these figures mislead; empty where there is nothing."""
        return ""

    def overlap(self, compared: tuple[str, ...]) -> str:
        """Why rows compared by these do not add up, in words; empty where they do."""
        return "An IQA is counted under each of its sensitive categories." if "sensitive" in compared else ""

    def columns_of(self, choices: Choices) -> tuple[Column, ...]:
        """Those compared first; one that the report has already stands once."""
        compared = [DIMENSIONS[name] for name in choices.compare]
        first = tuple(Column(name=each.name, label=each.label, kind=Kind.VALUE) for each in compared)
        names = set(choices.compare)
        return first + tuple(column for column in self.columns if column.name not in names)

    def names(self, dimension: Dimension, selection: Selection, counted: Collection[Any]) -> Names:
        """The values that have rows, of which `counted` are those that something was counted under."""
        return dimension.names(selection, counted)

    def _check_compared(self, choices: Choices) -> None:
        if others := [name for name in choices.compare if name not in self.compared_by]:
            words = f"{self.title} must be compared by one of {', '.join(self.compared_by)}, not “{others[0]}”"
            raise BadChoices({"compare": words})

    def _table(self, choices: Choices, scope: Scope = WHOLE_NATION, limit: Limit | None = None) -> Table:
        selection = Selection.today(choices, scope)
        counted = self.count(selection)
        names = [
            self.names(DIMENSIONS[name], selection, {keys[at] for keys in counted})
            for at, name in enumerate(choices.compare)
        ]
        lines = self.lines(selection, counted)
        rows: list[dict[str, Value]] = []
        combined = _combined(choices, names)
        for keys in limit.all_of(combined) if limit else combined:
            called = {name: names[at][keys[at]] for at, name in enumerate(choices.compare)}
            of = dict(zip(choices.compare, keys, strict=True))
            here = counted.get(keys, {})
            found = (self.row(line, of, here) for line in self.lines_here(lines, here))
            rows += [{**called, **row} for row in found if row is not None]
            if limit:
                limit.check_rows(len(rows))
        return Table(columns=self.columns_of(choices), rows=tuple(rows), dimensions=choices.compare)


def total(counts: Iterable[Counts]) -> Counter[str]:
    """These added up; what none counts is nought."""
    found: Counter[str] = Counter()
    for each in counts:
        found.update(each)
    return found


def _combined(choices: Choices, names: list[Names]) -> Iterator[tuple[Any, ...]]:
    units = Unit.objects.in_bulk() if "unit" in choices.compare and len(names) > 1 else {}
    return (keys for keys in product(*names) if belongs_together(choices.compare, keys, units))


def _at(choices: Choices, place: Place) -> Choices:
    """Of a wider place, whose total alone is told: nothing is compared there."""
    return choices.but(unit=None, area=Area.objects.get(pk=place.area_id) if place.area_id else None, compare=())


def _name_of(place: Place) -> str:
    return Area.objects.get(pk=place.area_id).name if place.area_id else "National"
