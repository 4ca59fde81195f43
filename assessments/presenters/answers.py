"""A marking's answers in words: for the IQA's page, an earlier version's, and the check before recording."""

from dataclasses import dataclass

from assessments.models import LiesWith
from assessments.policies.answers import NOT_ANSWERED, AnswerData
from assessments.querysets.marking import Answered
from iqa.questions.models import Outcome, Wording


@dataclass(frozen=True)
class AnswerRow:
    """One question and its answer. `outcome` is empty where none was chosen; the other reason's words follow its
    label."""

    number: int
    label: str
    text: str
    outcome: str = ""
    counts_as: str = ""
    reasons: tuple[str, ...] = ()
    lies_with: str = ""
    comment: str = ""

    @property
    def anchor(self) -> str:
        """The id of the question, here and on the page where it is marked."""
        return f"question-{self.number}"


@dataclass(frozen=True)
class Count:
    """How many questions have an outcome; which, for those that are not fully met."""

    words: str
    numbers: tuple[int, ...] = ()

    def __str__(self) -> str:
        if not self.numbers:
            return self.words
        return f"{self.words} ({'question' if len(self.numbers) == 1 else 'questions'} {_listed(self.numbers)})"


@dataclass(frozen=True)
class AnswersSummary:
    """All answers of a marking. Give it to `assessments/components/answers_summary.html` as `answers`; with
    `change_href`, the page where questions are marked, each row has a link there."""

    rows: tuple[AnswerRow, ...]
    counts: tuple[Count, ...]
    shows_comments: bool = True

    def __str__(self) -> str:
        """7 fully met, 1 not met (question 14)"""
        return ", ".join(map(str, self.counts))

    @property
    def answered(self) -> int:
        return sum(bool(row.outcome) for row in self.rows)

    @property
    def any_not_met(self) -> bool:
        return any(row.counts_as == Outcome.CountsAs.NOT_MET for row in self.rows)

    @property
    def progress(self) -> str:
        """5 of 9 answered"""
        return f"{self.answered} of {len(self.rows)} answered"


def summarise(marked: Answered, *, comments: bool = True) -> AnswersSummary:
    """The answers in words. Without `comments`, whatever a person wrote is left out."""
    rows = tuple(
        _row(wording, marked.answers.get(wording.question_id, NOT_ANSWERED), marked.outcomes, comments)
        for wording in marked.wordings
    )
    return AnswersSummary(rows, _counts(rows, marked.outcomes.values()), shows_comments=comments)


def answer_rows(marked: Answered) -> dict[int, AnswerRow]:
    """Each answer in words, by the question's number."""
    return {row.number: row for row in summarise(marked).rows}


def _row(wording: Wording, answer: AnswerData, outcomes: dict[int, Outcome], comments: bool) -> AnswerRow:
    outcome = outcomes.get(answer.outcome_id) if answer.outcome_id else None
    return AnswerRow(
        number=wording.number,
        label=wording.label,
        text=wording.text,
        outcome=outcome.label if outcome else "",
        counts_as=outcome.counts_as if outcome else "",
        reasons=_reasons(wording, answer, comments) if outcome and outcome.requires_reason else (),
        lies_with=LiesWith(answer.lies_with).label if answer.lies_with and outcome and outcome.requires_whom else "",
        comment=answer.comment if comments else "",
    )


def _reasons(wording: Wording, answer: AnswerData, comments: bool) -> tuple[str, ...]:
    chosen = [reason for reason in wording.reasons.all() if reason.pk in answer.reason_ids]
    return tuple(
        f"{reason.text}: {answer.other_reason}" if reason.is_other and answer.other_reason and comments else reason.text
        for reason in chosen
    )


def _counts(rows: tuple[AnswerRow, ...], outcomes) -> tuple[Count, ...]:
    """In the set's order, those that nobody chose left out; last what is not answered."""
    found = []
    for outcome in outcomes:
        numbers = tuple(row.number for row in rows if row.outcome == outcome.label)
        if numbers:
            named = outcome.counts_as != Outcome.CountsAs.FULLY_MET
            found.append(Count(f"{len(numbers)} {outcome.label.lower()}", numbers if named else ()))
    unanswered = tuple(row.number for row in rows if not row.outcome)
    return tuple([*found, Count(f"{len(unanswered)} not answered", unanswered)] if unanswered else found)


def _listed(numbers: tuple[int, ...]) -> str:
    """9, 11 and 14"""
    *others, last = map(str, numbers)
    return f"{', '.join(others)} and {last}" if others else last
