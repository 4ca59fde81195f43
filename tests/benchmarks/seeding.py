"""An organisation with very many IQAs, and drafts that only need recording."""

from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from assessments.models import Answer, Assessment, FeedbackAction, State
from iqa.calendar import today
from iqa.organisation.models import Area, Person
from iqa.questions.models import Outcome, Wording
from tests.assessments.bulk import cases_in_bulk, half_days_in_bulk, recorded_of
from tests.factories import started
from tests.places import make_organisation

CASES_IN_HALF_DAY = 4
# Of so many recorded IQAs one is open.
OPEN_OF = 20


@dataclass(frozen=True)
class Seeded:
    """`drafts` are keys of complete drafts of `assessor`; `manager` sees the IQAs of `area`."""

    assessor: Person
    manager: Person
    area: Area
    drafts: list[int]


def seed(*, iqas: int, drafts: int) -> Seeded:
    place = make_organisation()
    work = [(place.dcp, place.prosecutor), (place.dcp2, place.prosecutor2), (place.dcp3, place.prosecutor3)]
    for assessor, prosecutor in work:
        _record(assessor, prosecutor, iqas // len(work))
    _close_most()
    return Seeded(place.dcp, place.dccp, place.area, _drafts(place.dcp, place.prosecutor, drafts))


def _record(assessor: Person, prosecutor: Person, count: int) -> list[Assessment]:
    first = started(assessor=assessor, prosecutor=prosecutor)
    half_days = [first, *half_days_in_bulk(first, count // CASES_IN_HALF_DAY)]
    return recorded_of((half_days[n // CASES_IN_HALF_DAY], case) for n, case in enumerate(cases_in_bulk(count)))


def _close_most() -> None:
    done = Assessment.objects.annotate(turn=F("pk") % OPEN_OF).exclude(turn=0)
    done.update(state=State.CLOSED, closed_at=timezone.now())


def _drafts(assessor: Person, prosecutor: Person, count: int) -> list[int]:
    """With every question answered as fully met, and an action."""
    made = _record(assessor, prosecutor, count)
    Assessment.objects.filter(pk__in=[draft.pk for draft in made]).update(
        state=State.DRAFT,
        recorded_at=None,
        recorded_by=None,
        feedback_due_on=None,
        readable_from=None,
        action_required=True,
        draft_version=1,
    )
    half_day = made[0].half_day
    outcome = Outcome.objects.get(question_set=half_day.question_set, code="fully_met")
    asked = Wording.objects.filter(question_set=half_day.question_set, activity=half_day.activity)
    Answer.objects.filter(marking__in=[draft.marking_id for draft in made]).delete()
    Answer.objects.bulk_create(
        Answer(marking_id=draft.marking_id, question_id=wording.question_id, outcome=outcome)
        for draft in made
        for wording in asked
    )
    FeedbackAction.objects.bulk_create(
        FeedbackAction(assessment=draft, what="Talk it through", owner="prosecutor", due_on=today()) for draft in made
    )
    return [draft.pk for draft in made]
