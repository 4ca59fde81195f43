"""Question sets in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from iqa.govuk import formats
from iqa.questions.models import Activity, Outcome, QuestionSet, Wording
from iqa.questions.policies.difference import Asked, Difference, Pair, Piece, difference, word_changes


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
    whose = f", published by {question_set.published_by.name}" if question_set.published_by else ""
    return SetState("Published", "green", f"{tense} {formats.date_long(day)}{whose}")


def set_rows(sets: Iterable[QuestionSet], *, on: date) -> list[dict[str, Any]]:
    return [{"set": question_set, "state": state_of(question_set, on=on)} for question_set in sets]


def title_of(question_set: QuestionSet) -> str:
    """Question set from 1 October 2014; a draft goes by its name."""
    if question_set.is_published:
        return f"Question set from {formats.date_long(question_set.in_force_from)}"
    return question_set.title


def edited_words(edited: QuestionSet | Wording) -> str:
    """Who changed a set or a question last, and when."""
    what = "This set" if isinstance(edited, QuestionSet) else "This question"
    if edited.edited_at is None:
        return f"{what} was changed"
    by = edited.edited_by.name if edited.edited_by else "someone else"
    when = f"{formats.date_long(edited.edited_at)} at {formats.clock_time(edited.edited_at)}"
    return f"{what} was changed by {by} on {when}"


def moved_words(before: Wording, after: Wording, beside: Iterable[Wording]) -> str:
    """Question 10 is now question 9, 1 of 9 in case progression. `beside` are the questions of its activity."""
    numbers = sorted(wording.number for wording in beside)
    where = f"{numbers.index(after.number) + 1} of {len(numbers)} in {before.activity.name.lower()}"
    if before.number == after.number:
        return f"Question {after.number} stays {where}."
    return f"Question {before.number} is now question {after.number}, {where}."


def now_at(name: str, moved: Activity | Outcome, order: Iterable[Activity | Outcome]) -> str:
    """Disclosure is now 2 of 5."""
    beside = list(order)
    return f"{name} is now {beside.index(moved) + 1} of {len(beside)}."


def outcome_rows(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Each outcome with what it counts as and requires, in words."""
    return [{"outcome": outcome, "words": _outcome_in_words(outcome)} for outcome in outcomes]


def _outcome_in_words(outcome: Outcome) -> str:
    """Counts as not met. Needs a reason and a comment."""
    said = [
        ("a reason", outcome.requires_reason),
        ("a comment", outcome.requires_comment),
        ("whom it lies with", outcome.requires_whom),
    ]
    *others, last = [words for words, is_so in said if is_so] or [""]
    needed = f"{', '.join(others)} and {last}" if others else last
    return f"Counts as {outcome.get_counts_as_display().lower()}." + (f" Needs {needed}." if needed else "")


def by_activity(activities: Iterable[Activity], wordings: Iterable[Wording]) -> list[dict[str, Any]]:
    """Each activity of a set with its questions."""
    asked = list(wordings)
    return [
        {"activity": activity, "wordings": [wording for wording in asked if wording.activity_id == activity.pk]}
        for activity in activities
    ]


def address_of_activity(question_set: QuestionSet, activity: Activity) -> str:
    """Where an activity stands on its set's page."""
    return f"{reverse('questions:set_detail', args=[question_set.pk])}#activity-{activity.code}"


def address_of_outcome(outcome: Outcome) -> str:
    """Where an outcome stands on its set's page."""
    return f"{reverse('questions:set_detail', args=[outcome.question_set_id])}#outcome-{outcome.pk}"


def address_of(wording: Wording) -> str:
    """Where a question stands on its set's page."""
    return f"{reverse('questions:set_detail', args=[wording.question_set_id])}#question-{wording.pk}"


@dataclass(frozen=True)
class ChangedRow:
    """One thing of a question, before and after, with the words that changed marked."""

    name: str
    pieces: list[Piece]


def difference_between(before: Iterable[Wording], after: Iterable[Wording]) -> Difference:
    """How two sets differ, each given by its questions with their facts."""
    return difference(map(_asked, before), map(_asked, after))


def _asked(wording: Wording) -> Asked:
    return Asked(
        key=wording.question.key,
        activity=wording.activity.name,
        number=wording.number,
        label=wording.label,
        text=wording.text,
        guidance=wording.guidance,
        reasons=tuple(reason.text for reason in wording.reasons.all()),
    )


def changed_rows(found: Difference) -> list[tuple[Pair, list[ChangedRow]]]:
    """Each changed question, with what of it changed."""
    return [(pair, _changed_rows(pair)) for pair in found.changed]


def whole_rows(question_set: QuestionSet) -> list[ChangedRow]:
    """What changed of a set as a whole since the one that it was copied from: its activities and its outcomes."""
    before = question_set.copied_from
    if before is None:
        return []
    texts = [
        ("Activities", _in_lines(_activities_of(before)), _in_lines(_activities_of(question_set))),
        ("Outcomes", _in_lines(_outcomes_of(before)), _in_lines(_outcomes_of(question_set))),
    ]
    return [ChangedRow(name, word_changes(old, new)) for name, old, new in texts if old != new]


def _activities_of(question_set: QuestionSet) -> list[str]:
    activities = Activity.objects.of_set(question_set)
    return [f"{each.name}, optional" if each.is_optional else each.name for each in activities]


def _outcomes_of(question_set: QuestionSet) -> list[str]:
    outcomes = Outcome.objects.allowed(question_set=question_set)
    return [f"{outcome.label}. {_outcome_in_words(outcome)}" for outcome in outcomes]


def _changed_rows(pair: Pair) -> list[ChangedRow]:
    before, after = pair
    texts = [
        ("Short label", before.label, after.label),
        ("Words", before.text, after.text),
        ("What to consider", _in_lines(before.guidance.splitlines()), _in_lines(after.guidance.splitlines())),
        ("Reasons", _in_lines(before.reasons), _in_lines(after.reasons)),
    ]
    return [ChangedRow(name, word_changes(old, new)) for name, old, new in texts if old != new]


def _in_lines(lines: Iterable[str]) -> str:
    """Each line as a point of its own, with its end, the last one too: one more after it leaves it as it was."""
    return "".join(f"• {line}\n" for line in lines)
