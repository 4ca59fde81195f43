"""What stands in the way of publishing a question set, or of taking one back."""

from collections.abc import Iterable, Mapping
from datetime import date

from iqa.questions.models import Activity, Outcome, QuestionSet, Wording


class NotAllowed(Exception):
    """What was asked for cannot be done; its text says so in words for the person who asked."""


def check_draft(question_set: QuestionSet) -> None:
    """Published sets never change. Raises `NotAllowed`."""
    if question_set.is_published:
        raise NotAllowed("This question set is published, so it cannot be changed. Copy it to a new one.")


def problems_of_set(
    activities: Iterable[Activity], wordings: Iterable[Wording], outcomes: Iterable[Outcome]
) -> list[str]:
    """What a set lacks before it can be published. The wordings come with their reasons."""
    by_activity: Mapping[int, list[Wording]] = {activity.pk: [] for activity in activities}
    for wording in wordings:
        by_activity[wording.activity_id].append(wording)
    reasons_asked = any(outcome.requires_reason for outcome in outcomes)
    empty = [f"{activity.name} has no questions" for activity in activities if not by_activity[activity.pk]]
    bare = [
        f"Question {wording.number} has no reasons"
        for wording in wordings
        if reasons_asked and not wording.reasons.all()
    ]
    return empty + bare


def check_publishable(question_set: QuestionSet, *, day: date, by_pk: int, on: date, problems: list[str]) -> None:
    """A set is published by someone other than its last editor, from today or a later day. Raises `NotAllowed`."""
    check_draft(question_set)
    if question_set.edited_by_id == by_pk:
        raise NotAllowed("Someone else must publish this set: you edited it last.")
    if day < on:
        raise NotAllowed("The date that it is in force from must be today or in the future.")
    if problems:
        raise NotAllowed(f"Complete the set first: {'; '.join(problems)}.")


def check_can_be_taken_back(question_set: QuestionSet, *, on: date) -> None:
    """A published set can be taken back before the day that it is in force from. Raises `NotAllowed`."""
    day = question_set.in_force_from
    if not question_set.is_published or day is None or day <= on:
        raise NotAllowed("Only a published set that is not yet in force can be taken back.")
