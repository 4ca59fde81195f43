"""Figures added up beforehand, so that a report reads few rows however many IQAs there are.

A change adds rows that say only what it changed (`Span.FRESH`): nothing that two people change at once is ever updated
by both, so nothing is lost and nobody waits. Every minute these are folded into sums by month, quarter, year and ever,
for each unit, Area and unit kind, and for the nation. What a report reads is the sums and what is fresh.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from assessments.models import Assessment, Marking
from iqa.organisation.models import Person, Unit
from iqa.questions.models import Activity

# Of an IQA each is 0 or 1, but for those that count answers and samples.
IQA_COUNTERS = (
    "iqas",
    "days_1_10",
    "days_11_20",
    "days_21_31",
    "month_1",
    "month_2",
    "month_3",
    "action_required",
    "taken",
    "feedback_given",
    "within_5_working_days",
    "recorded_late",
    "finalised",
    "advice",
    "advice_specialist",
    "not_met_answers",
    "other_reason_answers",
    "sampled",
    "targeted",
    "samples",
    "both_comments",
)
# Of an IQA now, drafts among them. What is late of these is worked out from days: nothing tells when a day is over.
OPEN_COUNTERS = ("open", "draft", "awaiting_action", "awaiting_feedback", "without_feedback")


class Span(models.IntegerChoices):
    """How long a sum's time is. Rows claimed are those being folded, seen only by who folds them."""

    CLAIMED = -1
    FRESH = 0
    MONTH = 1
    QUARTER = 2
    YEAR = 3
    EVER = 4


class Extent(models.IntegerChoices):
    """How wide a sum's place is."""

    UNIT = 0
    AREA = 1
    KIND = 2
    NATION = 3


class TalliedIQA(models.Model):
    """An IQA as the tallies have it: what goes out of them when it changes, before what it has become goes in.

    Drafts, recorded and closed ones have a row. `month` is that of `assessed_on`, as months since year 0 (January of
    2017 is 24204). A draft counts in nothing but what is open.
    """

    assessment = models.OneToOneField(Assessment, models.CASCADE, primary_key=True, related_name="tallied")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+", db_index=False)
    marking = models.ForeignKey(Marking, models.PROTECT, related_name="+", db_index=False)
    assessor = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    prosecutor = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveIntegerField()
    assessed_on = models.DateField()
    worked_on = models.DateField()
    half = models.CharField(max_length=2)
    additional = models.BooleanField()
    feedback_due_on = models.DateField(null=True)

    iqas = models.SmallIntegerField()
    days_1_10 = models.SmallIntegerField()
    days_11_20 = models.SmallIntegerField()
    days_21_31 = models.SmallIntegerField()
    month_1 = models.SmallIntegerField()
    month_2 = models.SmallIntegerField()
    month_3 = models.SmallIntegerField()
    action_required = models.SmallIntegerField()
    taken = models.SmallIntegerField()
    feedback_given = models.SmallIntegerField()
    within_5_working_days = models.SmallIntegerField()
    recorded_late = models.SmallIntegerField()
    finalised = models.SmallIntegerField()
    advice = models.SmallIntegerField()
    advice_specialist = models.SmallIntegerField()
    not_met_answers = models.SmallIntegerField()
    other_reason_answers = models.SmallIntegerField()
    sampled = models.SmallIntegerField()
    targeted = models.SmallIntegerField()
    samples = models.SmallIntegerField()
    both_comments = models.SmallIntegerField()
    open = models.SmallIntegerField()
    draft = models.SmallIntegerField()
    awaiting_action = models.SmallIntegerField()
    awaiting_feedback = models.SmallIntegerField()
    without_feedback = models.SmallIntegerField()

    class Meta:
        verbose_name = "tallied IQA"
        indexes = [
            models.Index(fields=["assessor", "worked_on", "prosecutor"], condition=Q(iqas=1), name="tallied_half_day"),
            models.Index(
                fields=["assessed_on"],
                include=["unit", "activity", "additional", "feedback_due_on", *OPEN_COUNTERS],
                condition=Q(open=1),
                name="tallied_open",
            ),
            models.Index(
                fields=["feedback_due_on"],
                include=["unit", "activity", "additional", "assessed_on", "without_feedback"],
                condition=Q(without_feedback=1),
                name="tallied_awaiting_feedback",
            ),
        ]

    def __str__(self) -> str:
        return f"Tallied {self.assessment_id}"


class TallyModel(models.Model):
    """A sum over the IQAs of a span of time, a place, an activity, and additional ones or not.

    `starts` is the month that the span starts with, as months since year 0. What a wider place does not tell apart is
    0 or empty in it.
    """

    KEYS: ClassVar[tuple[str, ...]] = ("starts", "area", "unit_kind", "unit", "activity", "additional")
    COUNTERS: ClassVar[tuple[str, ...]]

    span = models.SmallIntegerField(choices=Span)
    extent = models.SmallIntegerField(choices=Extent)
    starts = models.PositiveIntegerField()
    area = models.PositiveIntegerField()
    unit_kind = models.CharField(max_length=20, blank=True)
    unit = models.PositiveIntegerField()
    activity = models.PositiveIntegerField()
    additional = models.BooleanField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


def _once(name: str, *also: str) -> models.UniqueConstraint:
    fields = ["span", "extent", "starts", "area", "unit_kind", "unit", "activity", "additional", *also]
    return models.UniqueConstraint(fields=fields, condition=Q(span__gt=0), name=name)


def _indexes(name: str) -> list[models.Index]:
    return [
        models.Index(fields=["unit", "span", "starts"], condition=Q(extent=0), name=f"{name}_of_unit"),
        models.Index(fields=["span"], condition=Q(span__lte=0), name=f"{name}_fresh"),
    ]


class IQATally(TallyModel):
    """How many IQAs, of which kinds. `half_days` are those all of whose IQAs are in this sum's unit and month, and all
    additional or all not; the few others are `SplitHalfDay`s."""

    COUNTERS = (*IQA_COUNTERS, "half_days", *OPEN_COUNTERS)

    iqas = models.IntegerField(default=0)
    days_1_10 = models.IntegerField(default=0)
    days_11_20 = models.IntegerField(default=0)
    days_21_31 = models.IntegerField(default=0)
    month_1 = models.IntegerField(default=0)
    month_2 = models.IntegerField(default=0)
    month_3 = models.IntegerField(default=0)
    action_required = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    feedback_given = models.IntegerField(default=0)
    within_5_working_days = models.IntegerField(default=0)
    recorded_late = models.IntegerField(default=0)
    finalised = models.IntegerField(default=0)
    advice = models.IntegerField(default=0)
    advice_specialist = models.IntegerField(default=0)
    not_met_answers = models.IntegerField(default=0)
    other_reason_answers = models.IntegerField(default=0)
    sampled = models.IntegerField(default=0)
    targeted = models.IntegerField(default=0)
    samples = models.IntegerField(default=0)
    both_comments = models.IntegerField(default=0)
    half_days = models.IntegerField(default=0)
    open = models.IntegerField(default=0, db_default=0)
    draft = models.IntegerField(default=0, db_default=0)
    awaiting_action = models.IntegerField(default=0, db_default=0)
    awaiting_feedback = models.IntegerField(default=0, db_default=0)
    without_feedback = models.IntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "tally of IQAs"
        verbose_name_plural = "tallies of IQAs"
        constraints = [_once("one_iqa_tally")]
        indexes = _indexes("iqa_tally")


class AnswerTally(TallyModel):
    """How many answers to a question count as which outcome; `other_reason` are the not met that gave "other"."""

    KEYS = (*TallyModel.KEYS, "question")
    COUNTERS = ("fully_met", "not_met", "not_met_other", "not_applicable", "other_reason")

    question = models.PositiveIntegerField()
    fully_met = models.IntegerField(default=0)
    not_met = models.IntegerField(default=0)
    not_met_other = models.IntegerField(default=0)
    not_applicable = models.IntegerField(default=0)
    other_reason = models.IntegerField(default=0)

    class Meta:
        verbose_name = "tally of answers"
        verbose_name_plural = "tallies of answers"
        constraints = [_once("one_answer_tally", "question")]
        indexes = _indexes("answer_tally")


class ReasonTally(TallyModel):
    """How many not met answers to a question gave a reason."""

    KEYS = (*TallyModel.KEYS, "question", "reason")
    COUNTERS = ("times",)

    question = models.PositiveIntegerField()
    reason = models.PositiveIntegerField()
    times = models.IntegerField(default=0)

    class Meta:
        verbose_name = "tally of reasons"
        verbose_name_plural = "tallies of reasons"
        constraints = [_once("one_reason_tally", "question", "reason")]
        indexes = [
            *_indexes("reason_tally"),
            # A nation's reasons by quarter are ten thousand rows, whose own index is five times as wide.
            models.Index(
                fields=["extent", "span", "starts", "question", "reason"],
                include=["times"],
                condition=Q(extent__gt=Extent.UNIT),
                name="reason_tally_wide",
            ),
        ]


class AgreementTally(TallyModel):
    """How the answers of IQAs' own markings compare with those of finished second markings of them, by question: the
    IQA's own as it stood when the second marking was finished. What each counter counts: `counts_of`."""

    KEYS = (*TallyModel.KEYS, "question")
    COUNTERS = (
        "too_lenient",
        "too_robust",
        "should_have_been_na",
        "wrongly_na",
        "agreed",
        "judged",
        "met",
        "reference_judged",
        "reference_met",
    )

    question = models.PositiveIntegerField()
    too_lenient = models.IntegerField(default=0)
    too_robust = models.IntegerField(default=0)
    should_have_been_na = models.IntegerField(default=0)
    wrongly_na = models.IntegerField(default=0)
    agreed = models.IntegerField(default=0)
    judged = models.IntegerField(default=0)
    met = models.IntegerField(default=0)
    reference_judged = models.IntegerField(default=0)
    reference_met = models.IntegerField(default=0)

    class Meta:
        verbose_name = "tally of agreement"
        verbose_name_plural = "tallies of agreement"
        constraints = [_once("one_agreement_tally", "question")]
        indexes = _indexes("agreement_tally")
