"""Several people's answers on one case, side by side."""

from dataclasses import dataclass

from assessments.presenters.answers import AnswerRow, answer_rows
from dipsamples.policies.exercises import spread
from dipsamples.querysets.exercise_markings import SideBySide
from iqa.organisation.models import Person


@dataclass(frozen=True)
class Said:
    """What one person answered to a question."""

    name: str
    answer: AnswerRow


@dataclass(frozen=True)
class QuestionSideBySide:
    """One question: what each person answered, in the order of the table's columns; `differ` is whether not all chose
    the same outcome. `words` are the answers in which somebody gave reasons or a comment."""

    number: int
    label: str
    text: str
    said: tuple[Said, ...]
    spread: str
    differ: bool
    reference: AnswerRow | None

    @property
    def words(self) -> tuple[Said, ...]:
        return tuple(each for each in self.said if each.answer.reasons or each.answer.comment or each.answer.lies_with)


@dataclass(frozen=True)
class AnswersTable:
    names: tuple[str, ...]
    questions: tuple[QuestionSideBySide, ...]

    @property
    def has_reference(self) -> bool:
        return any(question.reference for question in self.questions)

    @property
    def summary(self) -> str:
        """6 of 9 questions have the same outcome from everyone. Questions 4, 7 and 9 differ."""
        if len(self.names) == 1:
            return "Only one person finished marking this case."
        differing = [question.number for question in self.questions if question.differ]
        alike = len(self.questions) - len(differing)
        counted = f"{alike} of {len(self.questions)} questions have the same outcome from everyone."
        if not differing:
            return counted
        *others, last = map(str, differing)
        named = f"Questions {', '.join(others)} and {last} differ." if others else f"Question {last} differs."
        return f"{counted} {named}"


def table_of(found: SideBySide, *, reader: Person) -> AnswersTable:
    """The reader's own answers come first, under "You"."""
    people = sorted(found.people, key=lambda each: each[0] != reader)
    names = tuple("You" if person == reader else person.name for person, _ in people)
    each_rows = [answer_rows(answered) for _, answered in people]
    reference = answer_rows(found.reference) if found.reference else {}
    order = [outcome.label for outcome in people[0][1].outcomes.values()]
    questions = []
    for number, first in each_rows[0].items():
        said = tuple(Said(name, rows[number]) for name, rows in zip(names, each_rows, strict=True))
        labels = [each.answer.outcome for each in said]
        questions.append(
            QuestionSideBySide(
                number=number,
                label=first.label,
                text=first.text,
                said=said,
                spread=spread(labels, order),
                differ=len(set(labels)) > 1,
                reference=reference.get(number),
            )
        )
    return AnswersTable(names, tuple(questions))
