"""Which questions a report lists, and by which number. A question keeps its identity across question sets, so its
figures run on over a revision; it goes by the number that it had last (docs/decisions/0007)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from iqa.questions.models import QuestionSet, Wording
from reporting.querysets.selection import Selection


@dataclass(frozen=True)
class AskedQuestion:
    """A question by the number, the short label and the activity that it had last."""

    question_id: int
    number: int
    label: str
    activity_id: int
    activity: str
    is_optional: bool

    def may_be_of(self, activity_id: int | None) -> bool:
        """Whether an IQA of an activity (None: of any) may answer it: an optional one stands with all."""
        return self.is_optional or activity_id in (None, self.activity_id)


def asked_questions(selection: Selection, counted: Collection[int]) -> list[AskedQuestion]:
    """The questions of the activities selected that were asked in the period, and any other of which there are
    answers (`counted`, by question); optional ones only then. In the order of activity and number."""
    sets = list(QuestionSet.objects.published().filter(in_force_from__lte=selection.on).order_by("in_force_from"))
    asked = Wording.objects.filter(question_set__in=sets).select_related("activity").defer("text", "guidance")
    wordings = list(asked.order_by("question_set__in_force_from"))
    # Of a question's wordings the last stays.
    last = {wording.question_id: wording for wording in wordings}
    in_period = {question_set.pk for question_set in _in_force_in_period(sets, selection)}
    listed = {wording.question_id for wording in wordings if wording.question_set_id in in_period}
    chosen = selection.choices.activity
    found = [
        wording
        for question, wording in last.items()
        if question in counted
        or (question in listed and not wording.activity.is_optional and chosen in (None, wording.activity))
    ]
    found.sort(key=lambda wording: (wording.activity.order, wording.number, wording.question_id))
    return [
        AskedQuestion(
            question_id=wording.question_id,
            number=wording.number,
            label=wording.label,
            activity_id=wording.activity_id,
            activity=wording.activity.code,
            is_optional=wording.activity.is_optional,
        )
        for wording in found
    ]


def _in_force_in_period(sets: list[QuestionSet], selection: Selection) -> list[QuestionSet]:
    """Those in force on some day of the period; before the first of them, the first."""
    period = selection.choices.period
    found = [
        question_set
        for question_set, following in zip(sets, [*sets[1:], None], strict=True)
        if (period.last is None or _began(question_set) <= period.last)
        and (period.first is None or following is None or _began(following) > period.first)
    ]
    return found or sets[:1]


def _began(published: QuestionSet) -> date:
    return published.in_force_from or date.min
