"""What each IQA adds to the tallies, worked out from the records themselves. The one definition of it: what is kept in
step, made anew and compared at night all read it."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, ExtractYear

from assessments.models import Answer, Assessment, State
from assessments.querysets.counted import counted_as
from dipsamples.models import DipSample, SecondMarking
from iqa.questions.models import Outcome
from reporting.models.tally import TalliedIQA

COLUMNS = tuple(field.attname for field in TalliedIQA._meta.concrete_fields)

Facts = tuple[Any, ...]

_COUNTED = (State.DRAFT, State.RECORDED, State.CLOSED)
_RECORDED = Q(state__in=[State.RECORDED, State.CLOSED])
_NOT_MET = Answer.objects.filter(marking=OuterRef("marking"), outcome__counts_as=Outcome.CountsAs.NOT_MET)
_SAMPLES = DipSample.objects.filter(assessment=OuterRef("pk"), recorded_at__isnull=False)
_ASSESSED_ON = "half_day__assessed_on"
_MONTH = ExtractYear(_ASSESSED_ON) * 12 + ExtractMonth(_ASSESSED_ON) - 1


def facts_of(assessments: Collection[int]) -> QuerySet[Assessment, tuple[Any, ...]]:
    """A row for each of these, by key, that is a draft, recorded or closed, in the order of `COLUMNS`, those of
    `TalliedIQA`."""
    return _facts_of_any().filter(pk__in=assessments)


class Beside(NamedTuple):
    """`unit` is (key, Area's key, kind). What it was `tallied` as, and what it counts as `now`, are in the order of
    `COLUMNS`, None for nothing; `is_marked_again`: whether a second marking of it is finished."""

    unit: tuple[int, int, str]
    tallied: Facts | None
    now: Facts | None
    is_marked_again: bool


def facts_beside_tallied(assessment: int) -> Beside:
    """Of one IQA, in one query."""
    state, is_marked_again, *unit_and_columns = _beside_tallied().get(pk=assessment)
    unit, columns = unit_and_columns[:3], unit_and_columns[3:]
    tallied, facts = tuple(columns[: len(COLUMNS)]), tuple(columns[len(COLUMNS) :])
    return Beside(
        unit=tuple(unit),
        tallied=None if tallied[0] is None else tallied,
        now=facts if state in _COUNTED else None,
        is_marked_again=is_marked_again,
    )


@cache
def _beside_tallied() -> QuerySet[Assessment, tuple[Any, ...]]:
    seconds = SecondMarking.objects.filter(assessment=OuterRef("pk"), finished_at__isnull=False)
    found = _annotated(Assessment.objects.order_by(), _FACTS).annotate(is_marked_again=Exists(seconds))
    unit = ("half_day__unit", "half_day__unit__area", "half_day__unit__kind")
    return found.values_list(
        "state",
        "is_marked_again",
        *unit,
        *(f"tallied__{name}" for name in COLUMNS),
        *(f"tallied_{name}" for name in COLUMNS),
    )


@cache
def _facts_of_any() -> QuerySet[Assessment, tuple[Any, ...]]:
    """Built once: so many expressions take longer to put together than the database takes to answer."""
    return _facts(Assessment.objects.all(), _FACTS)


def _facts(assessments: QuerySet[Assessment], facts: Mapping[str, Combinable]) -> QuerySet[Assessment, tuple[Any, ...]]:
    counted = assessments.filter(state__in=_COUNTED).order_by()
    return _annotated(counted, facts).values_list(*(f"tallied_{name}" for name in COLUMNS))


def _annotated(assessments: QuerySet[Assessment], facts: Mapping[str, Combinable]) -> QuerySet[Assessment]:
    """With each fact under a name of its own, for some are fields of an assessment as well."""
    annotated = assessments.annotate(
        day=ExtractDay(_ASSESSED_ON),
        in_quarter=(ExtractMonth(_ASSESSED_ON) - 1) % 3,
    )
    return annotated.annotate(**{f"tallied_{name}": value for name, value in facts.items()})


def _flag(condition: Q | Exists) -> Combinable:
    """1 where it holds of an IQA that is recorded; a draft counts in nothing."""
    return Case(When(_RECORDED & condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _open(condition: Q) -> Combinable:
    """1 where it holds of an IQA that is recorded and not closed."""
    return Case(When(Q(state=State.RECORDED) & condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _number(found: QuerySet[Any], of: str) -> Combinable:
    """How many there are of a recorded IQA."""
    counted = found.order_by().values(of).annotate(number=Count("pk")).values("number")
    number = Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
    return Case(When(_RECORDED, then=number), default=Value(0), output_field=IntegerField())


_FACTS: dict[str, Combinable] = {
    "assessment_id": F("pk"),
    "unit_id": F("half_day__unit"),
    "activity_id": F("half_day__activity"),
    "marking_id": F("marking"),
    "assessor_id": F("half_day__assessor"),
    "prosecutor_id": F("half_day__prosecutor"),
    "month": _MONTH,
    "assessed_on": F(_ASSESSED_ON),
    "worked_on": F("half_day__worked_on"),
    "half": F("half_day__half"),
    "additional": F("half_day__additional"),
    "feedback_due_on": F("feedback_due_on"),
    "iqas": _flag(Q()),
    "days_1_10": _flag(Q(day__lte=10)),
    "days_11_20": _flag(Q(day__gt=10, day__lte=20)),
    "days_21_31": _flag(Q(day__gt=20)),
    "month_1": _flag(Q(in_quarter=0)),
    "month_2": _flag(Q(in_quarter=1)),
    "month_3": _flag(Q(in_quarter=2)),
    **{name: _flag(condition) for name, condition in counted_as().items()},
    "not_met_answers": _number(_NOT_MET, "marking"),
    "other_reason_answers": _number(_NOT_MET.filter(reasons__is_other=True), "marking"),
    "sampled": _flag(Exists(_SAMPLES.filter(targeted=False))),
    "targeted": _flag(Exists(_SAMPLES.filter(targeted=True))),
    "samples": _number(_SAMPLES, "assessment"),
    "both_comments": _number(_SAMPLES.exclude(iqa_comment="").exclude(work_comment=""), "assessment"),
    "open": Case(
        When(state__in=[State.DRAFT, State.RECORDED], then=Value(1)), default=Value(0), output_field=IntegerField()
    ),
    "draft": Case(When(state=State.DRAFT, then=Value(1)), default=Value(0), output_field=IntegerField()),
    "awaiting_action": _open(Q(action_required=True, action__taken_at__isnull=True)),
    "awaiting_feedback": _open(Q(Exists(_NOT_MET), feedback__isnull=True)),
    "without_feedback": _open(Q(feedback__isnull=True)),
}

# What hangs on answers, worked out from `x`, the answers of all markings counted in one go, and `b`, the rest. One by
# one it would take as long as reading every answer three times.
_COUNTED_ANSWERS = """SELECT a.marking_id, COUNT(*) AS not_met,
 SUM(CASE WHEN ar.answer_id IS NULL THEN 0 ELSE 1 END) AS other
 FROM assessments_answer a JOIN questions_outcome o ON o.id = a.outcome_id
 LEFT JOIN (SELECT DISTINCT r.answer_id FROM assessments_answer_reasons r JOIN questions_reason q ON q.id = r.reason_id
 WHERE q.is_other) ar ON ar.answer_id = a.id
 WHERE o.counts_as = 'not_met' GROUP BY a.marking_id"""
_FROM_ANSWERS = {
    "not_met_answers": "CASE WHEN b.tallied_iqas = 1 THEN COALESCE(x.not_met, 0) ELSE 0 END",
    "other_reason_answers": "CASE WHEN b.tallied_iqas = 1 THEN COALESCE(x.other, 0) ELSE 0 END",
    "awaiting_feedback": "CASE WHEN x.not_met IS NULL THEN 0 ELSE b.tallied_without_feedback END",
}


def all_facts() -> tuple[str, tuple[Any, ...]]:
    """The same for every IQA: a select and its parameters, for a million at once."""
    known = {name: Value(0) if name in _FROM_ANSWERS else value for name, value in _FACTS.items()}
    rest, params = _facts(Assessment.objects.all(), known).query.sql_with_params()
    columns = ", ".join(_FROM_ANSWERS.get(name, f"b.tallied_{name}") for name in COLUMNS)
    select = f"SELECT {columns} FROM ({rest}) b LEFT JOIN ({_COUNTED_ANSWERS}) x ON x.marking_id = b.tallied_marking_id"  # noqa: S608
    return select, params
