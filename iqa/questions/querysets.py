from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

if TYPE_CHECKING:
    from iqa.questions.models import QuestionSet


class ActivityQuerySet(models.QuerySet):
    def of_set(self, question_set):
        """Those of a set, in its order."""
        return self.filter(question_sets=question_set).order_by(_place_in(question_set), "order")

    def asked_in(self, question_set):
        """Those that a set has questions for and that are work of their own, in its order."""
        return self._with_questions_in(question_set).filter(is_optional=False)

    def ever_asked(self):
        """Those that are work of their own and that some published set has questions for."""
        return self.filter(question_sets__published_at__isnull=False, is_optional=False).distinct()

    def addable_in(self, question_set):
        """Those that a set has questions for and that an assessor may add to an assessment, in its order."""
        return self._with_questions_in(question_set).filter(is_optional=True)

    def elsewhere_than(self, question_set):
        """Those that another set has, too."""
        from iqa.questions.models import SetActivity  # models need their querysets first

        others = SetActivity.objects.exclude(question_set=question_set)
        return self.filter(Exists(others.filter(activity=OuterRef("pk"))))

    def _with_questions_in(self, question_set):
        asked = self.filter(wordings__question_set=question_set).order_by().values("pk").distinct()
        return self.filter(pk__in=asked).order_by(_place_in(question_set), "order")


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def with_counts(self):
        """With how many questions each asks, and who edited and published it."""
        return self.select_related("edited_by", "published_by").annotate(questions=Count("wordings"))

    def drafts_first(self):
        """Then the published, the newest first."""
        return self.order_by(F("in_force_from").desc(nulls_first=True), "-pk")

    def published(self):
        return self.filter(published_at__isnull=False)

    def overtaking(self, draft: "QuestionSet"):
        """The published ones that come after the one that a draft was copied from: what they changed is not in it."""
        if draft.is_published or draft.copied_from is None:
            return self.none()
        return self.published().filter(in_force_from__gt=draft.copied_from.in_force_from).order_by("in_force_from")

    def in_force(self, *, on: date):
        """The published set in force on a day. Raises `DoesNotExist` where there is none (`load_question_set`)."""
        newest = self.published().filter(in_force_from__lte=on).order_by("-in_force_from").first()
        if newest is None:
            raise self.model.DoesNotExist(f"No question set in force on {on}: run load_question_set.")
        return newest


class WordingQuerySet(models.QuerySet):
    def asked(self, *, question_set, activity, added=()):
        """The questions of an activity in a set, then those of activities added to it, in order, each with its
        reasons."""
        own_first = Case(When(activity=activity, then=Value(0)), default=Value(1))
        in_set = _place_in(question_set, "activity")
        return (
            self.filter(Q(activity=activity) | Q(activity__in=added), question_set=question_set)
            .select_related("question", "activity")
            .prefetch_related("reasons")
            .order_by(own_first, in_set, "activity__order", "number")
        )

    def of_set(self, question_set):
        """A set's questions in order, each with its identity, activity, editor and reasons, and whether it was
        `asked_before`. Of no set, none."""
        return self.filter(question_set=question_set).with_facts().order_by("number") if question_set else self.none()

    def beside(self, wording):
        """The questions of its set and activity, itself among them."""
        return self.filter(question_set=wording.question_set_id, activity=wording.activity_id)

    def with_facts(self):
        related = self.select_related("question_set", "activity", "question", "edited_by")
        return related.prefetch_related("reasons").with_earlier()

    def with_earlier(self):
        """Each with `asked_before`: whether an earlier published set asks the same question."""
        day = Coalesce(OuterRef("question_set__in_force_from"), date.max, output_field=models.DateField())
        published = self.model._default_manager.filter(question_set__published_at__isnull=False)
        earlier = published.filter(question=OuterRef("question"), question_set__in_force_from__lt=day)
        return self.annotate(asked_before=Exists(earlier))


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


def _place_in(question_set, activity="pk"):
    """Where a set has the activity at the field path `activity`."""
    from iqa.questions.models import SetActivity

    places = SetActivity.objects.filter(question_set=question_set, activity=OuterRef(activity))
    return Subquery(places.values("order"))
