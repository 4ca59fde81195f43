"""What was done to a person or a unit, told from the audit record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from iqa.audit.models import Event
from iqa.govuk.formats import date_long
from iqa.permissions import Role

SHOWN = 50

SAID = {
    "added": "Added",
    "renamed": "Name or email address changed",
    "posted": "Posting given",
    "changed": "Changed",
    "ended": "Posting ended",
    "withdrawn": "Posting withdrawn",
    "left": "Left",
    "disabled": "Stopped from signing in",
    "enabled": "Let sign in again",
    "away": "Long absence",
    "back": "Long absence ended",
    "opened": "Opened",
    "closed": "Closed",
    "merged": "Merged",
    "took_in": "Took in another unit",
}


@dataclass(frozen=True)
class Told:
    what: str
    detail: str
    by: str
    at: datetime


def history_of(subject: Model) -> list[Told]:
    """The latest first; no more than a page can show."""
    events: Iterable[Event] = Event.objects.of(subject).select_related("by")[:SHOWN]
    return [
        Told(SAID.get(event.verb, event.verb), _detail(event.detail), event.by.name if event.by else "", event.at)
        for event in events
    ]


def _detail(said: dict[str, Any]) -> str:
    """What of an event's detail tells what it was."""
    before = said.get("before")
    parts = [
        Role(said["role"]).label if "role" in said else "",
        said.get("place", ""),
        f"from {_day(said['starts_on'])}" if said.get("starts_on") else "",
        f"to {_day(said['ends_on'])}" if said.get("ends_on") else "",
        f"last day {_day(said['last_day'])}" if said.get("last_day") else "",
        f"into {said['into']}" if "into" in said else "",
        said.get("unit", ""),
        f"{before['name']} ({before['email']}) to {said['name']} ({said['email']})" if isinstance(before, dict) else "",
        "by a staff list" if "file" in said else "",
    ]
    return ", ".join(part for part in parts if part)


def _day(text: str) -> str:
    return date_long(date.fromisoformat(text))
