"""The service navigation: each app registers its pages in its AppConfig, the shell asks for those to show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

View = Callable[[Any], HttpResponse]

# The same order everywhere, whatever of it a person may see.
ORDER = (
    "My work",
    "IQAs",
    "Dip samples",
    "Reference markings",
    "Reports",
    "Question sets",
    "People and places",
    "Help",
)


@dataclass(frozen=True)
class Item:
    """A link of the navigation, as a template needs it."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True)
class _Entry:
    url_name: str
    shown_to: Callable[[Any], bool]
    others: tuple[str, ...]


_entries: dict[str, _Entry] = {}
_fronts: list[tuple[View, Callable[[Any], bool]]] = []


def register(
    text: str,
    url_name: str,
    *,
    shown_to: Callable[[Any], bool] = lambda person: True,
    others: tuple[str, ...] = (),
) -> None:
    """Add a page by its name in `ORDER`; without `shown_to`, for everyone who is signed in. `others` are where further
    pages of the entry begin."""
    if text not in ORDER:
        raise ValueError(f"{text} has no place in the navigation: give it one in ORDER.")
    _entries[text] = _Entry(url_name, shown_to, others)


def register_front(view: View, *, shown_to: Callable[[Any], bool]) -> None:
    """Add a page that stands at the front for who has no work of their own, if it is for them."""
    _fronts.append((view, shown_to))


def front_for(person: Any) -> View | None:
    """What stands at the front for `person` in place of work of their own."""
    return next((view for view, shown_to in _fronts if shown_to(person)), None)


def items_for(person: Any, *, path: str) -> list[Item]:
    """What `person` may go to, in order. The entry whose pages `path` is one of is the current one."""
    there = [(text, _entries[text]) for text in ORDER if text in _entries]
    shown = [(text, reverse(entry.url_name), entry.others) for text, entry in there if entry.shown_to(person)]
    return [
        Item(text, href, current=any(_is_part_of(begins, path) for begins in (href, *others)))
        for text, href, others in shown
    ]


def _is_part_of(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))
