from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from assessments.actions.recording import feedback_day
from assessments.models import Assessment
from assessments.policies.answers import NOT_ANSWERED
from assessments.policies.prompts import Circumstances, Given, Prompt, prompts
from assessments.querysets.marking import Answered
from iqa.calendar import today
from iqa.govuk import formats
from iqa.questions.models import Activity
from iqa.terms.models import Term, TermName
from iqa.terms.policies import value_in_words


def saved_at_words(at: datetime) -> str:
    """ "at 2:05pm", and the date where that was not today."""
    when = f"at {formats.clock_time(at)}"
    return when if timezone.localdate(at) == today() else f"{when} on {formats.date_long(at)}"


def caption_of(assessment: Assessment) -> str:
    """01AB1234518, Priya Prosecutor, case progression"""
    half_day = assessment.half_day
    return f"{assessment.case.urn}, {half_day.prosecutor.name}, {half_day.activity.name.lower()}"


def prompts_for(assessment: Assessment, marked: Answered) -> list[Prompt]:
    """What there is to suggest about these answers."""
    given = list(_given(marked))
    around = Circumstances(
        activity=assessment.half_day.activity.code,
        questions=len(marked.wordings),
        worked_on=assessment.half_day.worked_on,
        court_level=assessment.case.court_level,
        trial_date=assessment.case.trial_date,
        action_required=assessment.action_required,
        seconds=(timezone.now() - assessment.marking.made_at).total_seconds(),
    )
    return prompts(given, around) if given else []


def _given(marked: Answered) -> Iterator[Given]:
    """The questions that have an outcome."""
    for wording in marked.wordings:
        answer = marked.answers.get(wording.question_id, NOT_ANSWERED)
        if answer.outcome_id is not None:
            outcome = marked.outcomes[answer.outcome_id]
            yield Given(wording.number, wording.question.key, outcome.counts_as, answer.comment)


@dataclass(frozen=True)
class OptionalQuestions:
    """Questions that an assessor may add to an assessment, or has added."""

    code: str
    words: str
    added: bool


def optional_questions(activities: Iterable[Activity], marked: Answered) -> list[OptionalQuestions]:
    """What each button of the marking page says: "Add the disclosure questions"."""
    asked = {wording.activity_id for wording in marked.wordings}
    return [
        OptionalQuestions(
            activity.code,
            f"{'Remove' if activity.pk in asked else 'Add'} the {activity.name.lower()} questions",
            added=activity.pk in asked,
        )
        for activity in activities
    ]


def feedback_due_on(assessment: Assessment) -> date:
    """The last day for feedback: as recorded or, for a draft, as it would be."""
    return assessment.feedback_due_on or feedback_day(assessment.half_day)


def hours_before_email(assessment: Assessment) -> str:
    """How long after recording the prosecutor is written to, by the term in force today: "24 hours"."""
    name, area_id = TermName.HOURS_BEFORE_EMAIL, assessment.half_day.unit.area_id
    return value_in_words(name, Term.objects.value_on(today(), name=name, area_id=area_id))
