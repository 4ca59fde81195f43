"""What needs a person: each app registers a source in its AppConfig, and home asks them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Task:
    """One thing that a person is to do. `text` begins with the verb; `due_on` is None where nothing is due."""

    text: str
    url: str
    lines: tuple[str, ...] = ()
    due_on: date | None = None
    at: datetime | None = None


Source = Callable[[Any], Iterable[Task]]

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source: a function from a person to their tasks."""
    _sources.append(source)
    return source


def tasks_for(person: Any) -> list[Task]:
    """Everything that needs `person`, the most urgent first; what has no day comes last."""
    tasks = [task for source in _sources for task in source(person)]
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or date.max))
