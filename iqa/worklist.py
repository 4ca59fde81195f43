"""What needs a person: each app registers its sources in its AppConfig, and home asks them all."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from iqa.calendar import add_working_days

OVERDUE, TODAY, SOON, LATER = "Overdue", "Today", "Next five working days", "Later"
SHOWN = 25


class Line(NamedTuple):
    """What is said under a link: "Prosecutor", "Priya Shah"."""

    label: str
    value: str


@dataclass(frozen=True)
class Task:
    """One thing that a person is to do. `text` begins with the verb; `hidden` tells it, for who hears the link alone,
    from another of the same text; `due_on` is None where nothing is due."""

    text: str
    url: str
    lines: tuple[Line, ...] = ()
    due_on: date | None = None
    hidden: str = ""


@dataclass(frozen=True)
class Rest:
    """Where all the tasks of a source are, when there are more than are shown."""

    text: str
    url: str


class Source(ABC):
    """One kind of task. It says first which there are and by when, cheaply, and then puts into words the few that are
    shown: ten thousand tasks cost little more than ten.

    `heading` is the worklist that it fills by itself; where it is empty, the day that a task is due says which.
    """

    heading = ""

    @abstractmethod
    def due(self, person: Any) -> Iterable[tuple[int, date | None]]:
        """The key of each task of `person`, and the day that it is due."""

    @abstractmethod
    def tasks(self, person: Any, keys: Collection[int]) -> Mapping[int, Task]:
        """The tasks of these keys."""

    @abstractmethod
    def rest(self, person: Any) -> Rest:
        """Where to find those that are not shown."""


@dataclass(frozen=True)
class Worklist:
    """Tasks under a heading, the most urgent first; `total` counts also those that are not shown."""

    heading: str
    total: int
    tasks: tuple[Task, ...]
    rests: tuple[Rest, ...] = ()


class _Due(NamedTuple):
    source: Source
    key: int
    day: date | None


_sources: list[Source] = []


def register(source: type[Source]) -> type[Source]:
    """Add a source: decorate its class."""
    _sources.append(source())
    return source


def worklists(person: Any, *, on: date, shown: int = SHOWN) -> list[Worklist]:
    """Everything that needs `person`, the most urgent first, no worklist empty."""
    found = _by_heading(person, on)
    first = {heading: due[:shown] for heading, due in found.items()}
    words = _in_words(person, [due for listed in first.values() for due in listed])
    return [
        Worklist(
            heading,
            total=len(due),
            # One that was dealt with between the two questions has no words any more.
            tasks=tuple(words[each.source][each.key] for each in first[heading] if each.key in words[each.source]),
            rests=tuple(source.rest(person) for source in dict.fromkeys(each.source for each in due[shown:])),
        )
        for heading, due in found.items()
    ]


def needing_today(lists: Iterable[Worklist]) -> int:
    """How many tasks are overdue or due today."""
    return sum(each.total for each in lists if each.heading in (OVERDUE, TODAY))


def _by_heading(person: Any, on: date) -> dict[str, list[_Due]]:
    # What is due on days off after the fifth working day is done by the end of it.
    soon = add_working_days(on, 6) - timedelta(days=1)
    found: dict[str, list[_Due]] = {OVERDUE: [], TODAY: [], SOON: [], LATER: []}
    for source in _sources:
        for key, day in source.due(person):
            found.setdefault(source.heading or _heading(day, on, soon), []).append(_Due(source, key, day))
    return {heading: sorted(due, key=_urgency) for heading, due in found.items() if due}


def _heading(day: date | None, on: date, soon: date) -> str:
    if day is None or day > soon:
        return LATER
    if day > on:
        return SOON
    return TODAY if day == on else OVERDUE


def _urgency(due: _Due) -> date:
    return due.day or date.max


def _in_words(person: Any, shown: list[_Due]) -> dict[Source, Mapping[int, Task]]:
    by_source = sorted(shown, key=lambda due: _sources.index(due.source))
    return {
        source: source.tasks(person, [due.key for due in group])
        for source, group in groupby(by_source, key=lambda due: due.source)
    }
