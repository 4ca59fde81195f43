"""Question sets in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from iqa.govuk import formats
from iqa.questions.models import QuestionSet, Wording
from iqa.questions.policies.difference import Asked, Difference, Pair, Piece, word_changes


@dataclass(frozen=True)
class SetState:
    """A set's tag and, in a sentence, since when and by whom."""

    tag: str
    colour: str
    words: str


def state_of(question_set: QuestionSet, *, on: date) -> SetState:
    day = question_set.in_force_from
    if not question_set.is_published or day is None:
        by = question_set.edited_by
        when = f"last edited by {by.name} on {formats.date_long(question_set.edited_at)}" if by else "not edited yet"
        return SetState("Draft", "grey", f"Draft, {when}")
    tense = "In force from" if day <= on else "Published, in force from"
    by = f", published by {question_set.published_by.name}" if question_set.published_by else ""
    return SetState("Published", "green", f"{tense} {formats.date_long(day)}{by}")


def set_rows(sets: Iterable[QuestionSet], *, on: date) -> list[dict[str, Any]]:
    return [{"set": question_set, "state": state_of(question_set, on=on)} for question_set in sets]


def activities_of(question_set: QuestionSet) -> list[dict[str, Any]]:
    """Each activity of a set with its questions; of each whether it is the same as in an earlier set."""
    wordings = list(
        question_set.wordings.select_related("question").with_earlier().prefetch_related("reasons").order_by("number")
    )
    return [
        {"activity": activity, "wordings": [w for w in wordings if w.activity_id == activity.pk]}
        for activity in question_set.activities.all()
    ]


def address_of(wording: Wording) -> str:
    """Where a question stands on its set's page."""
    return f"{reverse('questions:set_detail', args=[wording.question_set_id])}#question-{wording.pk}"


def asked_in(question_set: QuestionSet) -> list[Asked]:
    wordings = question_set.wordings.select_related("question", "activity").prefetch_related("reasons")
    return [
        Asked(
            key=wording.question.key,
            activity=wording.activity.name,
            number=wording.number,
            label=wording.label,
            text=wording.text,
            guidance=wording.guidance,
            reasons=tuple((reason.code, reason.text) for reason in wording.reasons.all()),
        )
        for wording in wordings.order_by("number")
    ]


@dataclass(frozen=True)
class ChangedRow:
    """One thing of a question, before and after, with the words that changed marked."""

    name: str
    pieces: list[Piece]


def sections_of(found: Difference) -> dict[str, Any]:
    """The difference page's four sections; of each changed question what changed."""
    return {
        "added": found.added,
        "removed": found.removed,
        "changed": [{"pair": pair, "rows": _changed_rows(pair)} for pair in found.changed],
        "moved": found.moved,
    }


def _changed_rows(pair: Pair) -> list[ChangedRow]:
    before, after = pair
    texts = [
        ("Short label", before.label, after.label),
        ("Question", before.text, after.text),
        ("What to consider", before.guidance, after.guidance),
        ("Reasons", _in_lines(before), _in_lines(after)),
    ]
    return [ChangedRow(name, word_changes(old, new)) for name, old, new in texts if old != new]


def _in_lines(asked: Asked) -> str:
    return "\n".join(text for _, text in asked.reasons)
