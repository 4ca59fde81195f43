import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.querysets.half_day import HalfDayQuerySet
from iqa.organisation.models import Unit
from iqa.permissions import Place
from iqa.questions.models import Activity, QuestionSet


class HalfDay(models.Model):
    """The unit of work assessed: one assessor, one prosecutor, one activity, one date, am or pm (HMCPSI 2018 §3.4).

    What is done stays with the unit where it was done, wherever the people go. `key` is the one-use key of the form
    that started it.
    """

    class Half(models.TextChoices):
        AM = "am", "Morning"
        PM = "pm", "Afternoon"

    class ListType(models.TextChoices):
        FIRST_HEARINGS = "first_hearings", "First hearings"
        CASE_MANAGEMENT = "case_management", "Case management or plea hearings"
        TRIALS = "trials", "Trials"
        SENTENCES = "sentences", "Sentences"
        YOUTH = "youth", "Youth court list"
        MIXED = "mixed", "Mixed list"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="half_days_assessed")
    prosecutor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="half_days_worked")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="half_days")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    worked_on = models.DateField("date of the work")
    half = models.CharField(max_length=2, choices=Half)
    assessed_on = models.DateField("date assessed")
    additional = models.BooleanField(default=False)
    kind_of_work = models.CharField(max_length=100, blank=True)
    court_centre = models.CharField(max_length=100, blank=True)
    list_type = models.CharField(max_length=20, choices=ListType, blank=True)
    started_at = models.DateTimeField(default=timezone.now)

    objects = HalfDayQuerySet.as_manager()

    class Meta:
        ordering = ["-worked_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(assessor=F("prosecutor")), name="nobody_assesses_their_own_work"),
            models.CheckConstraint(condition=Q(assessed_on__gte=F("worked_on")), name="assessed_on_or_after_the_work"),
        ]
        indexes = [
            models.Index(fields=["unit", "assessed_on"], name="half_day_of_unit"),
            models.Index(fields=["assessed_on"], name="half_day_assessed_on"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.worked_on}, {self.half}"

    @property
    def place(self) -> Place:
        return self.unit.place
