"""Two markings side by side, question by question, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.policies.answers import AnswerData
from assessments.presenters.answers import AnswerRow, summarise
from assessments.querysets.marking import Answered
from dipsamples.policies.comparison import Difference, UseOfReasons, difference, use_of_reasons
from iqa.questions.models import Outcome, Wording

_REASONS = {
    UseOfReasons.AGREED: "Reasons agreed",
    UseOfReasons.NOT_USED: "A reason is missing",
    UseOfReasons.WRONGLY_USED: "A reason should not have been used",
    UseOfReasons.WRONG_ONE: "Another reason should have been used",
}


@dataclass(frozen=True)
class ComparedRow:
    """One question: the sampler's answer, the IQA's, and how the second differs from the first."""

    mine: AnswerRow
    theirs: AnswerRow
    difference: Difference
    reasons: str = ""

    @property
    def words(self) -> str:
        return self.difference.words

    @property
    def agrees(self) -> bool:
        return self.difference == Difference.AGREED


@dataclass(frozen=True)
class Comparison:
    """Give it to `dipsamples/components/comparison.html`."""

    rows: tuple[ComparedRow, ...]

    @property
    def summary(self) -> str:
        """6 of 8 agree. Questions 4 and 7 differ."""
        agree = sum(row.agrees for row in self.rows)
        differ = [str(row.mine.number) for row in self.rows if not row.agrees]
        if not differ:
            return f"All {agree} agree."
        *others, last = differ
        named = f"Questions {', '.join(others)} and {last} differ." if others else f"Question {last} differs."
        return f"{agree} of {len(self.rows)} agree. {named}"


def compare(mine: Answered, theirs: Answered, *, comments: bool) -> Comparison:
    """The answers of a marking (`theirs`) beside those that it is held against (`mine`), to each question that both
    answer. Without `comments`, whatever a person wrote is left out."""
    return Comparison(tuple(_rows(mine, theirs, comments)))


def _rows(mine: Answered, theirs: Answered, comments: bool) -> Iterator[ComparedRow]:
    my_rows = {row.number: row for row in summarise(mine, comments=comments).rows}
    their_rows = {row.number: row for row in summarise(theirs, comments=comments).rows}
    for wording in mine.wordings:
        my_answer, their_answer = (each.answers.get(wording.question_id) for each in (mine, theirs))
        my_row, their_row = my_rows[wording.number], their_rows.get(wording.number)
        if my_answer and their_answer and their_row and my_row.counts_as and their_row.counts_as:
            yield ComparedRow(
                my_row,
                their_row,
                difference(marked=their_row.counts_as, reference=my_row.counts_as),
                _use_of_reasons(wording, my_row, my_answer, their_row, their_answer),
            )


def _use_of_reasons(
    wording: Wording, my_row: AnswerRow, mine: AnswerData, their_row: AnswerRow, theirs: AnswerData
) -> str:
    """Where both say "not met"; "other", which says nothing by itself, only beside another (HMCPSI 2018 §5.35)."""
    if not my_row.counts_as == their_row.counts_as == Outcome.CountsAs.NOT_MET:
        return ""
    codes = {reason.pk: reason.code for reason in wording.reasons.all()}
    other = {reason.code for reason in wording.reasons.all() if reason.is_other}
    marked, reference = (frozenset(codes[pk] for pk in answer.reason_ids) for answer in (theirs, mine))
    if marked == reference == other:
        return "Both gave another reason, in words"
    return _REASONS[use_of_reasons(marked, reference)]
