"""Suggestions while marking. They advise, never block, and each says which paragraph of HMCPSI 2018 it rests on."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from iqa.questions.models import Outcome

_CountsAs = Outcome.CountsAs

SOMEONE_ELSE = re.compile(
    r"\b(police|officer|oic|court|judge|bench|magistrates|defence|defendant's solicitor|forensic|laboratory"
    r"|witness care|another (?:team|unit|prosecutor|lawyer)|cps direct)\b[^.]*"
    r"\b(fail\w*|late|delay\w*|did not|didn't|not (?:served|provided|sent|supplied|received)|missing|fault|slow)\b"
    r"|\b(?:not|no) (?:the )?(?:fault of the (?:prosecutor|advocate|lawyer)|(?:his|her|their) fault)\b",
    re.IGNORECASE,
)
OTHER_THAN_CODE = re.compile(
    r"\b(choice of charge|wrong charge|alternative charge|level of charge|recorded|recording|record of)\b",
    re.IGNORECASE,
)
MIN_COPIED_LENGTH = 20
SECONDS_A_QUESTION = 10


class Prompt(NamedTuple):
    """A suggestion about a question (by number) or, without one, about the whole."""

    number: int | None
    section: str
    text: str


@dataclass(frozen=True)
class Given:
    """An answer as the suggestions need it."""

    number: int
    question: str
    counts_as: str
    comment: str


@dataclass(frozen=True)
class Circumstances:
    """What is known around the answers: how many `questions` there are, `seconds` since marking began."""

    activity: str
    questions: int
    worked_on: date
    court_level: str
    trial_date: date | None
    action_required: bool | None
    seconds: float


def prompts(given: Iterable[Given], around: Circumstances) -> list[Prompt]:
    """All that there is to suggest: about the whole first, then by question."""
    answers = list(given)
    return [
        *_about_the_activity(around),
        *_about_action(answers, around),
        *_about_haste(answers, around),
        *(prompt for answer in answers for prompt in _about_one(answer)),
        *_about_copies(answers),
    ]


def _about_the_activity(around: Circumstances) -> Iterable[Prompt]:
    if around.activity == "advice":
        yield Prompt(
            None,
            "§5.44",
            "Advice is for early investigative advice alone. A decision on charge belongs under charging and review.",
        )
    first = best_from(around.trial_date, around.court_level)
    if around.activity == "case_progression" and first and around.worked_on < first:
        yield Prompt(
            None,
            "§5.31",
            "This is well before the trial, when little can be seen yet. "
            f"Consider an assessment from {first:%-d %B %Y} on.",
        )


def best_from(trial_date: date | None, court_level: str) -> date | None:
    """From when case progression is best assessed: the month before a Crown Court trial, the fortnight before another
    (§5.31)."""
    if trial_date is None:
        return None
    return trial_date - (timedelta(days=30) if court_level == "crown" else timedelta(days=14))


def _about_action(answers: list[Given], around: Circumstances) -> Iterable[Prompt]:
    not_met = [answer.number for answer in answers if answer.counts_as == _CountsAs.NOT_MET]
    if not_met and around.action_required is False:
        yield Prompt(None, "§6.7", f"{_questions(not_met)} not met, and no action is required. Is nothing to be done?")


def _about_haste(answers: list[Given], around: Circumstances) -> Iterable[Prompt]:
    met = [answer for answer in answers if answer.counts_as == _CountsAs.FULLY_MET]
    all_met = len(met) == around.questions
    if all_met and around.seconds < SECONDS_A_QUESTION * around.questions:
        yield Prompt(
            None,
            "§5.21",
            "Every question is fully met, within moments. Inspectors found one answer in eight too lenient: "
            "look at the guidance once more.",
        )


def _about_one(answer: Given) -> Iterable[Prompt]:
    if answer.counts_as in (_CountsAs.FULLY_MET, _CountsAs.NOT_MET) and SOMEONE_ELSE.search(answer.comment):
        yield Prompt(
            answer.number,
            "§5.26",
            "Your comment seems to say that this was down to someone else. If so, the outcome may be not met other.",
        )
    marked_down = answer.counts_as == _CountsAs.NOT_MET
    if answer.question == "code-compliance" and marked_down and OTHER_THAN_CODE.search(answer.comment):
        yield Prompt(
            answer.number,
            "§5.45",
            "This question is about the Code alone. The choice of charge and how a decision was recorded belong to "
            "other questions.",
        )


def _about_copies(answers: list[Given]) -> Iterable[Prompt]:
    comments = Counter(_squeezed(answer.comment) for answer in answers)
    for answer in answers:
        words = _squeezed(answer.comment)
        if len(words) >= MIN_COPIED_LENGTH and comments[words] > 1:
            yield Prompt(
                answer.number, "§5.26", "The same comment stands at another question. Say what was found on this one."
            )


def _squeezed(comment: str) -> str:
    return " ".join(comment.casefold().split())


def _questions(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Question {numbers[0]} is"
    return f"Questions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} are"
