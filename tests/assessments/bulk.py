"""Very many recorded IQAs at once, where going through the actions would take minutes."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from assessments.models import Answer, Assessment, Case, CourtLevel, HalfDay, Marking, State
from iqa.calendar import today
from iqa.questions.models import Outcome, Wording
from tests.kept import analyze


def recorded_in_bulk(half_day: HalfDay, count: int) -> list[Assessment]:
    """`count` IQAs of a half day, recorded two days ago and open: one question is not met and feedback is due today."""
    return recorded_of((half_day, case) for case in cases_in_bulk(count))


def cases_in_bulk(count: int) -> list[Case]:
    first = Case.objects.count()
    return Case.objects.bulk_create(
        Case(urn=f"09ZZ{(first + n) % 100_000:05d}{18 + (first + n) // 100_000}", court_level=CourtLevel.CROWN)
        for n in range(count)
    )


def half_days_in_bulk(like: HalfDay, count: int) -> list[HalfDay]:
    """`count` half days more that are `like` this one."""
    names = [field.attname for field in HalfDay._meta.concrete_fields if field.name not in ("id", "key")]
    same = {name: getattr(like, name) for name in names}
    return HalfDay.objects.bulk_create(HalfDay(key=uuid.uuid4(), **same) for _ in range(count))


def recorded_of(work: Iterable[tuple[HalfDay, Case]]) -> list[Assessment]:
    """An IQA of each of these cases in its half day, as for `recorded_in_bulk`; all are of the first's activity."""
    at = timezone.now() - timedelta(days=2)
    assessments = Assessment.objects.bulk_create(
        Assessment(
            half_day=half_day,
            case=case,
            state=State.RECORDED,
            draft_saved_by=half_day.assessor,
            draft_saved_at=at + timedelta(seconds=n),
            action_required=False,
            recorded_at=at + timedelta(seconds=n),
            recorded_by=half_day.assessor,
            feedback_due_on=today(),
            readable_from=at + timedelta(hours=24),
        )
        for n, (half_day, case) in enumerate(work)
    )
    first = assessments[0].half_day
    markings = Marking.objects.bulk_create(
        Marking(assessment=assessment, question_set=first.question_set, activity=first.activity, by=first.assessor)
        for assessment in assessments
    )
    current = Marking.objects.filter(assessment=OuterRef("pk")).values("pk")
    Assessment.objects.filter(marking__isnull=True).update(marking=Subquery(current))
    for assessment, marking in zip(assessments, markings, strict=True):
        assessment.marking = marking
    wording = Wording.objects.filter(question_set=first.question_set, activity=first.activity)[0]
    not_met = Outcome.objects.get(question_set=first.question_set, code="not_met")
    Answer.objects.bulk_create(
        Answer(marking=marking, question=wording.question, outcome=not_met, comment="Late") for marking in markings
    )
    analyze()
    return assessments
