"""Very many recorded IQAs at once, where going through the actions would take minutes."""

from datetime import timedelta

from django.utils import timezone

from assessments.models import Answer, Assessment, Case, CourtLevel, HalfDay, Marking, State
from iqa.calendar import today
from iqa.questions.models import Outcome, Wording


def recorded_in_bulk(half_day: HalfDay, count: int) -> list[Assessment]:
    """`count` IQAs of a half day, recorded two days ago and open: one question is not met and feedback is due today."""
    first = Case.objects.count()
    cases = Case.objects.bulk_create(
        Case(urn=f"09ZZ{first + n:05d}18", court_level=CourtLevel.CROWN) for n in range(count)
    )
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
        for n, case in enumerate(cases)
    )
    markings = Marking.objects.bulk_create(
        Marking(
            assessment=assessment,
            question_set=half_day.question_set,
            activity=half_day.activity,
            by=half_day.assessor,
        )
        for assessment in assessments
    )
    for assessment, marking in zip(assessments, markings, strict=True):
        assessment.marking = marking
    Assessment.objects.bulk_update(assessments, ["marking"])
    wording = Wording.objects.filter(question_set=half_day.question_set, activity=half_day.activity)[0]
    not_met = Outcome.objects.get(question_set=half_day.question_set, code="not_met")
    Answer.objects.bulk_create(
        Answer(marking=marking, question=wording.question, outcome=not_met, comment="Late") for marking in markings
    )
    return assessments
