"""Which IQAs are to be dip sampled in an Area and quarter, so that anyone can draw them again and get the same."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models import Assessment
from dipsamples.querysets.draws import DrawnIQAQuerySet, DrawQuerySet, DrawStepQuerySet
from iqa.calendar import quarter_days
from iqa.organisation.models import Area, MadeOnceModel
from iqa.permissions import Place
from iqa.questions.models import Activity


class Draw(MadeOnceModel):
    """The draw of an Area and quarter (HMCPSI 2018 §3.12). `quarter` is "2017-18 Q3"; `seed` and the steps are all that
    it takes to draw it again."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="draws")
    quarter = models.CharField(max_length=10)
    seed = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter", "area__name"]
        constraints = [models.UniqueConstraint(fields=["area", "quarter"], name="one_draw_of_an_area_and_quarter")]

    def __str__(self) -> str:
        return f"{self.area}, {self.quarter}"

    @property
    def place(self) -> Place:
        return self.area.place

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of its quarter."""
        return quarter_days(self.quarter)


class DrawStep(models.Model):
    """One step of a draw: the first, or a top-up as IQAs arrived later. Nothing that was drawn is ever drawn away.

    `percent` is the rate that it was made at. `arrived` and `gone` are the keys of IQAs that counted at this step and
    not at the one before, and the other way round: {the activity's code: {the assessor's key: [keys]}}. With them the
    step can be replayed (`dipsamples.policies.drawing`). Their counts stand beside them, for a page.
    """

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    arrived = models.JSONField(default=dict)
    gone = models.JSONField(default=dict)
    arrived_count = models.PositiveIntegerField(default=0, db_default=0)
    gone_count = models.PositiveIntegerField(default=0, db_default=0)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DrawStepQuerySet.as_manager()

    class Meta:
        ordering = ["draw", "number"]
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="step_number_once_in_draw")]

    def __str__(self) -> str:
        return f"Step {self.number}"


class DrawnIQA(models.Model):
    """An IQA that was drawn, in the order drawn. One that is substituted stays, with the reason and what took its
    place."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="drawn")
    step = models.ForeignKey(DrawStep, models.PROTECT, related_name="drawn")
    position = models.PositiveIntegerField()
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    substitute_for = models.OneToOneField("self", models.PROTECT, null=True, related_name="substitute")
    substituted_at = models.DateTimeField(null=True)
    substituted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    substituted_reason = models.TextField(blank=True)

    objects = DrawnIQAQuerySet.as_manager()

    class Meta:
        verbose_name = "drawn IQA"
        ordering = ["draw", "position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "assessment"], name="iqa_drawn_once"),
            models.UniqueConstraint(fields=["draw", "position"], name="position_once_in_draw"),
            models.CheckConstraint(
                condition=Q(substituted_at__isnull=True, substituted_by__isnull=True, substituted_reason="")
                | (Q(substituted_at__isnull=False, substituted_by__isnull=False) & ~Q(substituted_reason="")),
                name="substituted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} in {self.draw}"
