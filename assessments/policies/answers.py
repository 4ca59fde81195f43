"""What an answer is, what it lacks, and how two of them differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from iqa.questions.models import Outcome, Wording


@dataclass(frozen=True)
class AnswerData:
    """An answer to a question as it was given; without `outcome_id` where none has been chosen yet."""

    outcome_id: int | None = None
    reason_ids: frozenset[int] = frozenset()
    other_reason: str = ""
    lies_with: str = ""
    comment: str = ""


NOT_ANSWERED = AnswerData()


class NotAsked(ValueError):
    """An answer to a question, with an outcome or for a reason, that its marking does not ask for or allow."""


class Problem(NamedTuple):
    """What stands in the way of recording: the question's number, the field at fault, and what to do."""

    number: int
    field: str
    message: str


def problems_with(
    answers: Mapping[int, AnswerData], wordings: Iterable[Wording], outcomes: Mapping[int, Outcome]
) -> list[Problem]:
    """What the answers (by question id) lack before they can be recorded, in the order of the questions.

    Every question has an outcome; what else it needs is the outcome's (HMCPSI 2018 §3.7, §5.34).
    """
    return [
        problem
        for wording in wordings
        for problem in _problems_with_one(wording, answers.get(wording.question_id, NOT_ANSWERED), outcomes)
    ]


def _problems_with_one(wording: Wording, answer: AnswerData, outcomes: Mapping[int, Outcome]) -> Iterable[Problem]:
    number = wording.number
    outcome = outcomes.get(answer.outcome_id) if answer.outcome_id else None
    if outcome is None:
        yield Problem(number, "outcome", f"Select an outcome for question {number}")
        return
    if outcome.requires_reason:
        if not answer.reason_ids:
            yield Problem(number, "reasons", f"Select a reason why question {number} was not met")
        if chose_other(wording, answer) and not answer.other_reason:
            yield Problem(number, "other_reason", f"Enter the other reason for question {number}")
    if outcome.requires_whom and not answer.lies_with:
        yield Problem(number, "lies_with", f"Select who question {number} lies with")
    if outcome.requires_comment and not answer.comment:
        yield Problem(number, "comment", f"Enter a comment on question {number}")


def check_asked(
    answers: Mapping[int, AnswerData], wordings: Iterable[Wording], outcomes: Mapping[int, Outcome]
) -> None:
    """Raises `NotAsked` unless the answers (by question id) are to these questions, with these outcomes, for the
    questions' own reasons."""
    asked = {wording.question_id: wording for wording in wordings}
    for question, answer in answers.items():
        if question not in asked:
            raise NotAsked(f"Question {question} is not among those of this marking.")
        if answer.outcome_id is not None and answer.outcome_id not in outcomes:
            raise NotAsked(f"Outcome {answer.outcome_id} is not one of the question set's.")
        if strange := answer.reason_ids - {reason.pk for reason in asked[question].reasons.all()}:
            raise NotAsked(f"Reasons {sorted(strange)} are not those of question {question}.")


def chose_other(wording: Wording, answer: AnswerData) -> bool:
    return any(reason.is_other and reason.pk in answer.reason_ids for reason in wording.reasons.all())


def for_the_record(wording: Wording, answer: AnswerData, outcome: Outcome) -> AnswerData:
    """The answer without what its outcome does not ask for: a draft keeps reasons no longer wanted, the record does
    not."""
    wanted = answer
    if not outcome.requires_reason:
        wanted = replace(wanted, reason_ids=frozenset())
    if not (outcome.requires_reason and chose_other(wording, answer)):
        wanted = replace(wanted, other_reason="")
    if not outcome.requires_whom:
        wanted = replace(wanted, lies_with="")
    return wanted


def differing(ours: Mapping[int, AnswerData], theirs: Mapping[int, AnswerData]) -> list[int]:
    """The questions (ids) that two sets of answers answer differently."""
    questions = sorted(ours.keys() | theirs.keys())
    return [q for q in questions if ours.get(q, NOT_ANSWERED) != theirs.get(q, NOT_ANSWERED)]
