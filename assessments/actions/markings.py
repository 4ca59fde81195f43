"""Reading and writing a marking's answers, all at once."""

from collections.abc import Mapping

from assessments.models import Answer, Marking
from assessments.policies.answers import AnswerData, Problem, check_asked, differing, for_the_record, problems_with
from assessments.querysets.marking import answers_of, asked_in
from iqa.questions.models import Outcome

__all__ = ["Behind", "Incomplete", "answers_of", "complete_answers", "write_answers", "write_unless_behind"]

_COLUMNS = ["outcome_id", "other_reason", "lies_with", "comment"]


class Behind(Exception):
    """What was read has been saved by somebody else, or in another tab, since."""


class Incomplete(Exception):
    """The answers lack something; `problems` says what."""

    def __init__(self, problems: list[Problem]):
        super().__init__(problems)
        self.problems = problems


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


def write_unless_behind(marking: Marking, answers: Mapping[int, AnswerData], *, read_at: int, version: int) -> bool:
    """Write the answers (by question id) of a draft that is at `version`, last read at `read_at`; whether there was
    anything to write. Questions that are left out stay as they are. Call it with the draft's row locked.

    Raises `Behind` where the draft has moved on since and says something else; saying the same is not behind. Raises
    `NotAsked` for what another set, activity or question has.
    """
    stored = answers_of(marking)
    changed = {question: answers[question] for question in differing(answers, stored) if question in answers}
    if not changed:
        return False
    if read_at != version:
        raise Behind
    write_answers(marking, changed)
    return True


def complete_answers(marking: Marking, answers: Mapping[int, AnswerData]) -> dict[int, AnswerData]:
    """The answers as they go on record: to every question, without what their outcomes do not ask for. Raises
    `Incomplete`."""
    wordings = asked_in(marking)
    outcomes = Outcome.objects.allowed(question_set=marking.question_set_id).in_bulk()
    if problems := problems_with(answers, wordings, outcomes):
        raise Incomplete(problems)
    return {
        wording.question_id: for_the_record(wording, answer, outcomes[answer.outcome_id])
        for wording in wordings
        if (answer := answers[wording.question_id])
    }
