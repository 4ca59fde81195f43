"""What is asked. A question is an identity that lasts; its wording belongs to a question set, and so do the outcomes
that answer it. Another set may have other numbers, other activities and more outcomes: all of it is rows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from iqa.questions.querysets import (
    ActivityQuerySet,
    OutcomeQuerySet,
    QuestionQuerySet,
    QuestionSetQuerySet,
    WordingQuerySet,
)


class Activity(models.Model):
    """A kind of work that is assessed: advice, charging and review, case progression, case presentation.

    An optional one is no work of its own: an assessor adds its questions to an assessment (disclosure, §5.50). Once
    published it stays what it is, in whatever set: the database refuses, too.
    """

    class Base(models.TextChoices):
        OFFICE = "office", "Office-based"
        COURT = "court", "Court-based"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    base = models.CharField(max_length=10, choices=Base)
    order = models.PositiveSmallIntegerField()
    is_optional = models.BooleanField("added by the assessor", default=False, db_default=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_court_based(self) -> bool:
        return self.base == self.Base.COURT


class QuestionSet(models.Model):
    """The questions, reasons and outcomes in force from a day on; a draft until someone other than its last editor
    has published it. A published set never changes: the database refuses, too."""

    title = models.CharField(max_length=60, unique=True)
    activities = models.ManyToManyField(Activity, through="SetActivity", related_name="question_sets")
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    in_force_from = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["in_force_from"], condition=Q(published_at__isnull=False), name="one_published_set_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(in_force_from__isnull=False), name="published_set_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(edited_by__isnull=True) | ~Q(published_by=F("edited_by")),
                name="set_published_by_someone_else",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class SetActivity(models.Model):
    """An activity of a set, in the place that the set gives it; sets from before they had places give none (0)."""

    question_set = models.ForeignKey(
        QuestionSet, models.CASCADE, db_column="questionset_id", related_name="activity_places"
    )
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="places")
    order = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "questions_questionset_activities"
        unique_together = [("question_set", "activity")]

    def __str__(self) -> str:
        return f"{self.activity} in {self.question_set}"


class Question(models.Model):
    """The identity of a question, whatever its number and words in a set."""

    key = models.SlugField(max_length=80, unique=True)

    objects = QuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key


class Wording(models.Model):
    """A question as one set asks it. `version` counts its edits while the set is a draft, so that two editors do not
    overwrite each other unseen."""

    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="wordings")
    question = models.ForeignKey(Question, models.PROTECT, related_name="wordings")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    text = models.TextField()
    guidance = models.TextField(blank=True, help_text="What to consider: one point a line.")
    version = models.PositiveIntegerField(default=0, db_default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["question_set", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question_set", "number"], name="question_number_once_in_set"),
            models.UniqueConstraint(fields=["question_set", "question"], name="question_once_in_set"),
        ]

    def __str__(self) -> str:
        return f"Question {self.number}"

    @property
    def guidance_points(self) -> list[str]:
        return self.guidance.splitlines()


class Reason(models.Model):
    """Why a question is not met. The code stays the same from set to set; "other" comes last and needs words."""

    wording = models.ForeignKey(Wording, models.PROTECT, related_name="reasons")
    code = models.SlugField(max_length=80)
    text = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    is_other = models.BooleanField(default=False)

    class Meta:
        ordering = ["wording", "order"]
        constraints = [
            models.UniqueConstraint(fields=["wording", "code"], name="reason_code_once_in_wording"),
            models.UniqueConstraint(fields=["wording"], condition=Q(is_other=True), name="one_other_reason_in_wording"),
        ]

    def __str__(self) -> str:
        return self.text


class Outcome(models.Model):
    """An answer that a set allows, what it requires, and which of the scheme's four it counts as."""

    class CountsAs(models.TextChoices):
        FULLY_MET = "fully_met", "Fully met"
        NOT_MET = "not_met", "Not met"
        NOT_MET_OTHER = "not_met_other", "Not met other"
        NOT_APPLICABLE = "not_applicable", "Not applicable"

    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="outcomes")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    counts_as = models.CharField(max_length=20, choices=CountsAs)
    requires_reason = models.BooleanField(default=False)
    requires_comment = models.BooleanField(default=False)
    requires_whom = models.BooleanField("requires whom it lies with", default=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["question_set", "order"]
        constraints = [models.UniqueConstraint(fields=["question_set", "code"], name="outcome_code_once_in_set")]

    def __str__(self) -> str:
        return self.label
