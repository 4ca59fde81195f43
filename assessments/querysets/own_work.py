"""What came of the IQAs on one prosecutor's work."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from assessments.querysets.assessment import AssessmentQuerySet
from iqa.calendar import business_year_began


class CameOf(NamedTuple):
    """How many IQAs were done in the business year; of them, how many are fully met throughout, have something not
    met, have had feedback, and have an action that is open."""

    done: int
    all_fully_met: int
    any_not_met: int
    feedback_given: int
    actions_open: int


def came_of(own: AssessmentQuerySet, *, on: date) -> CameOf:
    """Of those assessed in the business year up to `on` and not withdrawn."""
    done = own.recorded().assessed_between(business_year_began(on), on)
    return CameOf(
        **done.aggregate(
            done=Count("pk"),
            all_fully_met=Count("pk", filter=Q(pk__in=done.all_fully_met().values("pk"))),
            any_not_met=Count("pk", filter=Q(pk__in=done.with_answer("not_met").values("pk"))),
            feedback_given=Count("pk", filter=Q(feedback__isnull=False)),
            actions_open=Count("pk", filter=Q(pk__in=done.awaiting_action().values("pk"))),
        )
    )
