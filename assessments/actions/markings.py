"""Reading and writing a marking's answers, all at once."""

from collections.abc import Mapping

from assessments.models import Answer, Marking
from assessments.policies.answers import AnswerData, check_asked
from assessments.querysets.marking import answers_of, asked_in
from iqa.questions.models import Outcome

__all__ = ["answers_of", "write_answers"]

_COLUMNS = ["outcome_id", "other_reason", "lies_with", "comment"]


def write_answers(marking: Marking, answers: Mapping[int, AnswerData]) -> None:
    """Write answers (by question id) to a marking, in place of those that it has to the same questions.

    Raises `NotAsked` for what another set, activity or question has.
    """
    if not answers:
        return
    wordings = asked_in(marking)
    check_asked(answers, wordings, Outcome.objects.allowed(question_set=marking.question_set_id).in_bulk())
    rows = [
        Answer(marking=marking, question_id=question, **{column: getattr(answer, column) for column in _COLUMNS})
        for question, answer in answers.items()
    ]
    Answer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["marking", "question"], update_fields=["outcome", *_COLUMNS[1:]]
    )
    row_of = dict(marking.answers.filter(question__in=answers).values_list("question_id", "pk"))
    chosen = Answer.reasons.through
    chosen.objects.filter(answer__in=row_of.values()).delete()
    chosen.objects.bulk_create(
        chosen(answer_id=row_of[question], reason_id=reason)
        for question, answer in answers.items()
        for reason in answer.reason_ids
    )
