from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from iqa.organisation.querysets import in_places
from iqa.permissions import Permission, places_with
from iqa.questions.models import Outcome


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those in the person's places, drafts included (that they exist, not what they say); of their own work only
        what has been released to them. Every page of casework starts here."""
        own = Q(half_day__prosecutor=person)
        in_place = in_places(places_with(person, Permission.VIEW_IQAS), unit="half_day__unit")
        return self.filter((in_place & ~own) | (own & _released()))

    def with_facts(self):
        """With all that a page or a row names."""
        return self.select_related(
            "case",
            "marking",
            "action",
            "feedback",
            "half_day__activity",
            "half_day__assessor",
            "half_day__prosecutor",
            "half_day__question_set",
            "half_day__unit__area",
        )

    def drafts(self):
        return self.filter(state="draft")

    def recorded(self):
        """Those that count: recorded or closed, neither drafts nor withdrawn."""
        return self.filter(state__in=["recorded", "closed"])

    def awaiting_action(self):
        """Recorded, with an action that has not been marked as taken."""
        return self.filter(state="recorded", action_required=True, action__taken_at__isnull=True)

    def awaiting_feedback(self):
        """Recorded, with an answer that is not met, and no feedback recorded."""
        return self.filter(_any_answer_counting_as(Outcome.CountsAs.NOT_MET), state="recorded", feedback__isnull=True)

    def of_half_day(self, half_day):
        """Those of a half day, with their cases, in the order they were begun."""
        return self.filter(half_day=half_day).select_related("case").order_by("pk")

    def without_feedback(self):
        """Recorded or closed, with no feedback recorded: whether or not any is asked for."""
        return self.recorded().filter(feedback__isnull=True)

    def feedback_overdue(self, *, on: date):
        """Those awaiting feedback whose last day for it is before `on`."""
        return self.awaiting_feedback().filter(feedback_due_on__lt=on)

    def with_answer(self, counts_as: str):
        """Those that have an answer counting as this."""
        return self.filter(_any_answer_counting_as(counts_as))


def _released() -> Q:
    """Recorded, and either feedback was given or the hours before the email are over, by then not withdrawn."""
    kept = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("readable_from"))
    return Q(recorded_at__isnull=False) & (Q(feedback__isnull=False) | (Q(readable_from__lte=timezone.now()) & kept))


def _any_answer_counting_as(counts_as: str) -> Exists:
    from assessments.models import Answer

    return Exists(Answer.objects.filter(marking=OuterRef("marking"), outcome__counts_as=counts_as))
