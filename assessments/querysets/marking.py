"""What a marking says, read all at once: the same four queries whatever its questions."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from assessments.models import Answer, Marking
from assessments.policies.answers import NOT_ANSWERED, AnswerData
from iqa.questions.models import Outcome, Wording
from iqa.questions.querysets import WordingQuerySet

_SAID = ("outcome_id", "other_reason", "lies_with", "comment")


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
    return answers_of_each([marking])[marking.pk]


def answers_of_each(markings: Iterable[Marking]) -> dict[int, dict[int, AnswerData]]:
    """The same of several, by marking id, in the same query."""
    found: dict[int, dict[int, AnswerData]] = {marking.pk: {} for marking in markings}
    # A row for each reason of an answer; one where it has none.
    rows = Answer.objects.filter(marking__in=found).values_list("marking", "question", "reasons", *_SAID)
    for marking, question, reason, *said in rows:
        answer = found[marking].get(question) or AnswerData(**dict(zip(_SAID, said, strict=True)))
        if reason is not None:
            answer = replace(answer, reason_ids=answer.reason_ids | {reason})
        if answer != NOT_ANSWERED:
            found[marking][question] = answer
    return found
