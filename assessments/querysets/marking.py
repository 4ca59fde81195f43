"""What a marking says, read all at once: the same five queries whatever its questions."""

from typing import NamedTuple

from assessments.models import Marking
from assessments.policies.answers import NOT_ANSWERED, AnswerData
from iqa.questions.models import Outcome, Wording
from iqa.questions.querysets import WordingQuerySet


class Answered(NamedTuple):
    """The questions asked, in order, each with its reasons; the outcomes allowed, in order, by id; the answers, by
    question id."""

    wordings: list[Wording]
    outcomes: dict[int, Outcome]
    answers: dict[int, AnswerData]


def asked_in(marking: Marking) -> WordingQuerySet:
    """The questions of a marking's activity, and of those that the assessor added to it."""
    return Wording.objects.asked(
        question_set=marking.question_set_id, activity=marking.activity_id, added=marking.added.all()
    )


def answered(marking: Marking) -> Answered:
    """The questions of a marking's set and activity, with its answers to them."""
    asked = asked_in(marking)
    allowed = Outcome.objects.allowed(question_set=marking.question_set_id)
    return Answered(list(asked), {outcome.pk: outcome for outcome in allowed}, answers_of(marking))


def answers_of(marking: Marking) -> dict[int, AnswerData]:
    """The answers of a marking, by question id; those that say nothing are left out."""
    answers = {
        answer.question_id: AnswerData(
            outcome_id=answer.outcome_id,
            reason_ids=frozenset(reason.pk for reason in answer.reasons.all()),
            other_reason=answer.other_reason,
            lies_with=answer.lies_with,
            comment=answer.comment,
        )
        for answer in marking.answers.prefetch_related("reasons")
    }
    return {question: answer for question, answer in answers.items() if answer != NOT_ANSWERED}
