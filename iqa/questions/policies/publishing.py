"""What stands in the way of publishing a question set, or of taking one back."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from iqa.questions.models import Activity, Outcome, QuestionSet, Wording

_DAY = "in_force_from"
EDITED_LAST = "Someone else must publish this set: you edited it last"


class NotAllowed(Exception):
    """What was asked for cannot be done; its text says so in words for the person who asked. `field` is what these are
    about, where a form has it."""

    def __init__(self, words: str, *, field: str | None = None):
        super().__init__(words)
        self.field = field


def check_draft(question_set: QuestionSet) -> None:
    """Published sets never change. Raises `NotAllowed`."""
    if question_set.is_published:
        raise NotAllowed("This question set is published, so it cannot be changed. Copy it to a new one.")


def check_can_be_copied(question_set: QuestionSet) -> None:
    """A new set starts from what was once decided. Raises `NotAllowed`."""
    if not question_set.is_published:
        raise NotAllowed("This question set is a draft: edit it as it is. Only a published set can be copied.")


def check_activity_can_change(activity: Activity, *, elsewhere: bool) -> None:
    """What an activity is stays so in every set that has it; `elsewhere` is whether another set does. Raises
    `NotAllowed`."""
    if elsewhere:
        raise NotAllowed(
            f"Another set has {activity.name.lower()}, so what it is stays as it is. "
            "Add an activity under the new name and move the questions to it."
        )


def problems_of_set(
    activities: Iterable[Activity], wordings: Iterable[Wording], outcomes: Iterable[Outcome]
) -> list[str]:
    """What a set lacks before it can be published. The wordings come with their reasons."""
    activities, wordings, outcomes = list(activities), list(wordings), list(outcomes)
    has_questions = {wording.activity_id for wording in wordings}
    problems = [f"{activity.name} has no questions" for activity in activities if activity.pk not in has_questions]
    if all(activity.is_optional for activity in activities):
        problems.append("The set has no activity that half days can be started for")
    counted = {outcome.counts_as for outcome in outcomes}
    needed = (Outcome.CountsAs.FULLY_MET, Outcome.CountsAs.NOT_MET)
    problems += [f"No outcome counts as {each.label.lower()}" for each in needed if each not in counted]
    numbers = Counter(wording.number for wording in wordings)
    problems += [f"{times} questions have number {number}" for number, times in numbers.items() if times > 1]
    needs_reasons = any(outcome.requires_reason for outcome in outcomes)
    return problems + [problem for wording in wordings for problem in _problems_of_question(wording, needs_reasons)]


def _problems_of_question(wording: Wording, needs_reasons: bool) -> Iterable[str]:
    reasons = list(wording.reasons.all())
    if not (wording.text.strip() and wording.label.strip()):
        yield f"Question {wording.number} has no words"
    if needs_reasons and not reasons:
        yield f"Question {wording.number} has no reasons"
    if not all(reason.text.strip() for reason in reasons):
        yield f"Question {wording.number} has a reason without words"


def check_publishable(question_set: QuestionSet, *, day: date, by_pk: int, on: date, problems: list[str]) -> None:
    """A set is published by someone other than its last editor, from today or a later day. Raises `NotAllowed`."""
    check_draft(question_set)
    if question_set.edited_by_id == by_pk:
        raise NotAllowed(EDITED_LAST)
    if day < on:
        raise NotAllowed("The date that it is in force from must be today or in the future.", field=_DAY)
    if problems:
        raise NotAllowed(f"Complete the set first: {'; '.join(problems)}.")


def can_be_taken_back(question_set: QuestionSet, *, on: date) -> bool:
    day = question_set.in_force_from
    return question_set.is_published and day is not None and day > on


def check_can_be_taken_back(question_set: QuestionSet, *, on: date) -> None:
    """A published set can be taken back before the day that it is in force from. Raises `NotAllowed`."""
    if not can_be_taken_back(question_set, on=on):
        raise NotAllowed("Only a published set that is not yet in force can be taken back.")
