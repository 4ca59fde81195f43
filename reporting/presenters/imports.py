"""The words of an import."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from iqa.govuk.formats import clock_time, date_long
from reporting.models import RecordImport

_BECAME = {
    "added": "added",
    "changed": "changed",
    "there": "there already",
    "unchanged": "unchanged",
    "left_out": "left out",
}


def counts_in_words(counts: Mapping[str, int]) -> str:
    """3 added, 1 left out"""
    return ", ".join(f"{counts[became]:,} {words}" for became, words in _BECAME.items() if counts.get(became))


_TAGS = {
    RecordImport.State.WAITING: "grey",
    RecordImport.State.RUNNING: "blue",
    RecordImport.State.DONE: "green",
    RecordImport.State.DONE_IN_PART: "yellow",
    RecordImport.State.STOPPED: "red",
}


# A check writes nothing: it is not done, in part or whole.
_CHECKED = {RecordImport.State.DONE: "All sound", RecordImport.State.DONE_IN_PART: "Not all sound"}


@dataclass(frozen=True)
class Row:
    """An import in the list."""

    pk: int
    title: str
    by: str
    files: str
    state: str
    colour: str


def title_of(record_import: RecordImport) -> str:
    """Import of 26 November 2026, 2:05pm"""
    at = timezone.localtime(record_import.uploaded_at)
    kind = "Check" if record_import.is_trial else "Import"
    return f"{kind} of {date_long(at.date())}, {clock_time(at)}"


def state_of(record_import: RecordImport) -> str:
    """Done in part"""
    state = RecordImport.State(record_import.state)
    return _CHECKED.get(state, state.label) if record_import.is_trial else state.label


def row_of(record_import: RecordImport) -> Row:
    return Row(
        record_import.pk,
        title_of(record_import),
        record_import.uploaded_by.name,
        ", ".join(file.name for file in record_import.files.all()),
        state_of(record_import),
        _TAGS[RecordImport.State(record_import.state)],
    )


def status_of(record_import: RecordImport) -> str:
    """How far it is, in a sentence."""
    state, trial = record_import.state, record_import.is_trial
    if state == RecordImport.State.WAITING:
        return "These files wait for their turn. It begins within half a minute, unless another import is under way."
    if state == RecordImport.State.RUNNING:
        percent = 100 * record_import.done // record_import.total if record_import.total else 0
        return f"{record_import.step or 'Begun'}: {min(percent, 100)}%."
    if state == RecordImport.State.STOPPED:
        return f"{record_import.stopped_because}"
    if state == RecordImport.State.DONE:
        return "Nothing was written." if trial else "Everything came in."
    return "Nothing was written; what is not sound is below." if trial else "What is sound came in; the rest is below."


def counts_of(record_import: RecordImport) -> list[tuple[str, str]]:
    """What became of what is in each file."""
    return [(name, words) for name, counts in record_import.counts.items() if (words := counts_in_words(counts))]
