"""What happened to an IQA, told from the audit record: newest first, by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Marking
from iqa.audit.models import Event
from iqa.notifications.models import OutboxEmail

_WHAT = {
    "begun": "Begun",
    "recorded": "Recorded",
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
    "reopened": "Reopened",
    "feedback_recorded": "Feedback recorded",
    "action_taken": "Action marked as taken",
    "activity_added": "Optional questions added",
    "activity_removed": "Optional questions removed",
    "closed": "Closed",
    "discarded": "Draft discarded",
    "restored": "Draft restored",
    "imported": "Imported from other records",
    "imported_again": "Changed by an import",
}
_WHAT_BY_ITSELF = {"closed": "Closed by itself: nothing outstanding"}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. What the service did by itself is `quiet`: one line, without a `who`."""

    what: str
    at: datetime
    who: str = ""
    words: str = ""
    href: str = ""

    @property
    def quiet(self) -> bool:
        return not self.who


@dataclass(frozen=True)
class Day:
    day: date
    entries: tuple[Entry, ...]


def timeline(
    assessment: Assessment,
    *,
    events: Iterable[Event],
    markings: Mapping[int, Marking],
    emails: Iterable[OutboxEmail],
    added: Iterable["Entry"] = (),
) -> list[Day]:
    """The days of an IQA. `events` are its own with their people, `markings` its versions by number, `emails` those
    sent about it, `added` what apps above tell."""
    entries = [_entry(assessment, event, markings) for event in events]
    entries += added
    entries += [Entry(f"Email sent to {email.recipient}", email.sent_at) for email in emails if email.sent_at]
    # Stable: what happened in the same moment stays in the order of the record.
    entries.sort(key=lambda entry: entry.at, reverse=True)
    days = groupby(entries, key=lambda entry: timezone.localdate(entry.at))
    return [Day(day, tuple(of_day)) for day, of_day in days]


def _entry(assessment: Assessment, event: Event, markings: Mapping[int, Marking]) -> Entry:
    what = _WHAT.get(event.verb, event.verb.replace("_", " ").capitalize())
    if event.by is None:
        return Entry(_WHAT_BY_ITSELF.get(event.verb, what), event.at)
    if event.verb == "corrected":
        number = event.detail["version"]
        href = reverse("assessments:version_detail", args=[assessment.pk, number])
        return Entry(f"{what}: version {number}", event.at, event.by.name, markings[number].reason, href)
    return Entry(what, event.at, event.by.name, _words(assessment, event))


def _words(assessment: Assessment, event: Event) -> str:
    """Why, where somebody said so."""
    if event.verb == "recorded":
        return assessment.late_reason
    if event.verb == "withdrawn":
        return assessment.withdrawn_reason
    return event.detail.get("reason", "")
