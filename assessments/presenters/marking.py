from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from assessments.actions.recording import feedback_day
from assessments.models import Assessment
from assessments.policies.answers import NOT_ANSWERED
from assessments.policies.prompts import Circumstances, Given, Prompt, prompts
from assessments.querysets.marking import Answered
from iqa.calendar import today
from iqa.govuk import formats


def saved_at_words(at: datetime) -> str:
    """ "at 2:05pm", and the date where that was not today."""
    when = f"at {formats.clock_time(at)}"
    return when if timezone.localdate(at) == today() else f"{when} on {formats.date_long(at)}"


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


def feedback_due_on(assessment: Assessment) -> date:
    """The last day for feedback: as recorded or, for a draft, as it would be."""
    return assessment.feedback_due_on or feedback_day(assessment.half_day)
