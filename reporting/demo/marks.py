"""How the nation's questions are answered: what the work deserves, and what its assessor makes of it."""

from dataclasses import dataclass
from random import Random

from iqa.questions.models import Outcome, QuestionSet, Wording

# Of a hundred answers, so many are not met, not met other and not applicable; and of the questions that the report
# found weakest (annex B, §5.49) more are not met: disclosure above all.
_USUAL = (6.0, 2.0, 8.0)
_WEAK = {
    "procedural-obligations": (19.0, 5.0, 6.0),
    "prosecution-strategy": (13.0, 2.0, 4.0),
    "decision-reasoned": (11.0, 1.0, 1.0),
    "right-information": (10.0, 6.0, 4.0),
    "victim": (9.0, 3.0, 15.0),
}
# Work gets better by so much of its failings in a year; so much of what is not met is passed over by a DCP of average
# leniency, and so much more or less by one who is a standard deviation from it (§5.18-5.24: 12 % too lenient).
_BETTER_EACH_YEAR, _PASSED_OVER, _SPREAD = 0.03, 0.35, 0.15
_COMMENTS: dict[str, tuple[str, ...]] = {
    Outcome.CountsAs.NOT_MET: (
        "The review did not deal with the weakest point of the evidence.",
        "Two directions of the court were answered after their dates.",
        "The schedule came late and nobody asked the police for it.",
        "The reasons are not on the file, so a colleague could not take the case over.",
        "The witness was not told of the change of date.",
    ),
    Outcome.CountsAs.NOT_MET_OTHER: (
        "The police sent the statement after three reminders.",
        "The court listed the hearing without the notice that it gives.",
        "The defence statement was served on the morning of the hearing.",
    ),
    Outcome.CountsAs.FULLY_MET: (
        "A clear note, which deals with what the defence raised.",
        "Served in time, and well put.",
    ),
    Outcome.CountsAs.NOT_APPLICABLE: ("There was nothing of the kind in this case.",),
}
_LIES_WITH = ("police", "police", "police", "court", "defence", "cps")


@dataclass(frozen=True)
class Asked:
    """A question, with the limits under which a random number makes it not met, not met other, not applicable."""

    question_id: int
    limits: tuple[float, float, float]
    reasons: tuple[int, ...]
    other: int | None


@dataclass(frozen=True)
class Given:
    """An answer: the question, what it counts as, and what goes with it."""

    asked: Asked
    counts_as: str
    reason: int | None = None
    other_reason: str = ""
    lies_with: str = ""
    comment: str = ""


class Marks:
    """The questions of a set by activity, and its outcomes by what they count as."""

    def __init__(self, question_set: QuestionSet, random: Random) -> None:
        self.random = random
        self.outcomes = {each.counts_as: each.pk for each in question_set.outcomes.order_by("-order")}
        self.asked: dict[int, list[Asked]] = {}
        wordings = Wording.objects.filter(question_set=question_set).select_related("question")
        for wording in wordings.prefetch_related("reasons").order_by("number"):
            self.asked.setdefault(wording.activity_id, []).append(_asked(wording))

    def deserved(self, activity: int, *, years: float, manner: float) -> list[Given]:
        """What the work deserves, `years` after the start, of a prosecutor this much better than most."""
        failings = max(0.2, 1 - _BETTER_EACH_YEAR * years - 0.15 * manner)
        return [self._given(asked, self._counts_as(asked, failings)) for asked in self.asked[activity]]

    def as_marked(self, deserved: list[Given], *, manner: float) -> list[Given]:
        """The same in the eyes of an assessor this much more lenient than most: some failings are passed over."""
        passed_over = _PASSED_OVER + _SPREAD * manner
        return [
            self._given(given.asked, Outcome.CountsAs.FULLY_MET)
            if given.counts_as == Outcome.CountsAs.NOT_MET and self.random.random() < passed_over
            else given
            for given in deserved
        ]

    def _counts_as(self, asked: Asked, failings: float) -> str:
        drawn = self.random.random() * 100
        not_met, other, not_applicable = asked.limits
        if drawn < not_met * failings:
            return Outcome.CountsAs.NOT_MET
        if not_met <= drawn < not_met + other:
            return Outcome.CountsAs.NOT_MET_OTHER
        if drawn >= 100 - not_applicable:
            return Outcome.CountsAs.NOT_APPLICABLE
        return Outcome.CountsAs.FULLY_MET

    def _given(self, asked: Asked, counts_as: str) -> Given:
        choice = self.random.choice
        if counts_as == Outcome.CountsAs.NOT_MET:
            # One in four falls back on "other", as the report found (§5.36).
            other = asked.other is not None and self.random.random() < 0.25
            reason = asked.other if other or not asked.reasons else choice(asked.reasons)
            words = "Nothing on the list fits." if other else ""
            return Given(asked, counts_as, reason=reason, other_reason=words, comment=choice(_COMMENTS[counts_as]))
        if counts_as == Outcome.CountsAs.NOT_MET_OTHER:
            return Given(asked, counts_as, lies_with=choice(_LIES_WITH), comment=choice(_COMMENTS[counts_as]))
        return Given(asked, counts_as, comment=choice(_COMMENTS[counts_as]) if self.random.random() < 0.05 else "")


def _asked(wording: Wording) -> Asked:
    rates = next((rates for word, rates in _WEAK.items() if word in wording.question.key), _USUAL)
    reasons = list(wording.reasons.all())
    return Asked(
        question_id=wording.question_id,
        limits=rates,
        reasons=tuple(reason.pk for reason in reasons if not reason.is_other),
        other=next((reason.pk for reason in reasons if reason.is_other), None),
    )
