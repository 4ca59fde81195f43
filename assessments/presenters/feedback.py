"""What is said once feedback was recorded or an action taken."""

from collections.abc import Collection

from assessments.models import Assessment, HalfDay, State
from iqa.govuk.formats import date_long


def feedback_banner(*, before: Collection[Assessment], after: Collection[Assessment]) -> str:
    """Feedback recorded for 3 IQAs. Of one, also whether that closed it."""
    if len(after) != 1:
        return f"Feedback recorded for {len(after)} IQAs."
    was = {assessment.pk: assessment.state for assessment in before}
    closed = [one for one in after if one.state == State.CLOSED and was[one.pk] != State.CLOSED]
    return "Feedback recorded, IQA closed." if closed else "Feedback recorded."


def action_banner(assessment: Assessment) -> str:
    return "Action marked as taken, IQA closed." if assessment.state == State.CLOSED else "Action marked as taken."


def half_day_caption(half_day: HalfDay) -> str:
    """Case progression, 4 October 2017, morning: Priya Prosecutor"""
    when = f"{date_long(half_day.worked_on)}, {half_day.get_half_display().lower()}"
    return f"{half_day.activity}, {when}: {half_day.prosecutor}"
