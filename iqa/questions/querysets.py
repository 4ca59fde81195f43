from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

if TYPE_CHECKING:
    from iqa.questions.models import QuestionSet  # noqa: F401 (named in a string)


class ActivityQuerySet(models.QuerySet):
    def asked_in(self, question_set):
        """Those that a set has questions for and that are work of their own."""
        return self.filter(wordings__question_set=question_set, is_optional=False).distinct()

    def addable_in(self, question_set):
        """Those that a set has questions for and that an assessor may add to an assessment."""
        return self.filter(wordings__question_set=question_set, is_optional=True).distinct()


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def drafts(self):
        return self.filter(published_at__isnull=True)

    def with_counts(self):
        """With how many questions each asks, and who edited and published it."""
        return self.select_related("edited_by", "published_by").annotate(questions=Count("wordings"))

    def published(self):
        return self.filter(published_at__isnull=False)

    def in_force(self, *, on: date):
        """The published set in force on a day. Raises `DoesNotExist` where there is none (`load_question_set`)."""
        newest = self.published().filter(in_force_from__lte=on).order_by("-in_force_from").first()
        if newest is None:
            raise self.model.DoesNotExist(f"No question set in force on {on}: run load_question_set.")
        return newest


class WordingQuerySet(models.QuerySet):
    def asked(self, *, question_set, activity, added=()):
        """The questions of an activity in a set, with those of activities added to it, in order, each with its
        reasons."""
        return (
            self.filter(Q(activity=activity) | Q(activity__in=added), question_set=question_set)
            .select_related("question")
            .prefetch_related("reasons")
            .order_by("number")
        )

    def with_earlier(self):
        """Each with `asked_before`: whether an earlier published set asks the same question."""
        earlier = self.model.objects.filter(question=OuterRef("question"), question_set__published_at__isnull=False)
        return self.annotate(asked_before=Exists(earlier.exclude(question_set=OuterRef("question_set"))))


class OutcomeQuerySet(models.QuerySet):
    def allowed(self, *, question_set):
        return self.filter(question_set=question_set).order_by("order")


class QuestionQuerySet(models.QuerySet):
    def earlier_than(self, question_set):
        """Those that published sets ask, but this set does not; `last_words` says how they were asked last."""
        from iqa.questions.models import Wording

        asked = Wording.objects.filter(question=OuterRef("pk"), question_set__published_at__isnull=False)
        last = asked.order_by("-question_set__in_force_from")
        words = Concat(
            Cast(Subquery(last.values("number")[:1]), models.CharField()),
            Value(". "),
            Subquery(last.values("label")[:1]),
        )
        here = Wording.objects.filter(question=OuterRef("pk"), question_set=question_set)
        return self.filter(Exists(asked)).exclude(Exists(here)).annotate(last_words=words).order_by("key")
