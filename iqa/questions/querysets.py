from datetime import date
from typing import TYPE_CHECKING

from django.db import models


class ActivityQuerySet(models.QuerySet):
    def asked_in(self, question_set):
        """Those that a set has questions for."""
        return self.filter(wordings__question_set=question_set).distinct()


if TYPE_CHECKING:
    from iqa.questions.models import QuestionSet  # noqa: F401 (named in a string)


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def published(self):
        return self.filter(published_at__isnull=False)

    def in_force(self, *, on: date):
        """The published set in force on a day. Raises `DoesNotExist` where there is none (`load_question_set`)."""
        newest = self.published().filter(in_force_from__lte=on).order_by("-in_force_from").first()
        if newest is None:
            raise self.model.DoesNotExist(f"No question set in force on {on}: run load_question_set.")
        return newest


class WordingQuerySet(models.QuerySet):
    def asked(self, *, question_set, activity):
        """The questions of an activity in a set, in order, each with its reasons."""
        return (
            self.filter(question_set=question_set, activity=activity)
            .select_related("question")
            .prefetch_related("reasons")
            .order_by("number")
        )


class OutcomeQuerySet(models.QuerySet):
    def allowed(self, *, question_set):
        return self.filter(question_set=question_set).order_by("order")
