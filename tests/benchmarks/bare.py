"""The floor: views that read or write the rows of ours and do nothing else. No middleware, no sign-in, no permission,
no form, no template."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from assessments.models import Answer, Assessment, Marking, State
from iqa.audit.models import Event
from iqa.calendar import today
from iqa.notifications.models import OutboxEmail

SHOWN = 25
_FACTS = ("case", "half_day__activity", "half_day__prosecutor", "half_day__assessor", "half_day__unit__area")


def home(request: HttpRequest, person: int) -> HttpResponse:
    """What is open for an assessor: how much, and the first of it."""
    open_ = Assessment.objects.filter(half_day__assessor=person, state=State.RECORDED).select_related(*_FACTS)
    drafts = Assessment.objects.filter(half_day__assessor=person, state=State.DRAFT).select_related(*_FACTS)
    shown = [open_.count(), *open_.order_by("feedback_due_on")[:SHOWN], drafts.count(), *drafts[:SHOWN]]
    return _text(shown)


def find(request: HttpRequest, area: int) -> HttpResponse:
    """The newest of an Area, how many there are in each state, and how the newest were marked."""
    there = Assessment.objects.filter(half_day__unit__area=area)
    counts = list(there.order_by().values_list("state").annotate(Count("pk")))
    rows = list(there.select_related(*_FACTS).order_by("-half_day__assessed_on", "-pk")[:SHOWN])
    given = Answer.objects.filter(marking__in=[row.marking_id for row in rows])
    marks = given.values_list("marking", "outcome__counts_as").annotate(Count("pk"))
    return _text([*counts, *rows, *marks])


@transaction.atomic
def record(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """A draft becomes recorded: its row, its marking's, an event, an email."""
    now = timezone.now()
    assessment = Assessment.objects.select_related("half_day").get(pk=pk)
    assessment.state = State.RECORDED
    assessment.recorded_at, assessment.recorded_by_id = now, person
    assessment.feedback_due_on, assessment.readable_from = today() + timedelta(days=7), now + timedelta(hours=24)
    assessment.save()
    Marking.objects.filter(pk=assessment.marking_id).update(by=person, made_at=now)
    Event.objects.create(verb="recorded", subject_kind="assessment", subject_id=pk, by_id=person)
    OutboxEmail.objects.create(
        key=f"assessment-{pk}-action-open",
        recipient_id=assessment.half_day.prosecutor_id,
        subject="An action is open",
        body="Sign in to read it",
        due_at=assessment.readable_from,
    )
    return _text([])


def _text(rows: list) -> HttpResponse:
    lines = (
        f"{row.case} {row.half_day} {row.half_day.prosecutor}" if isinstance(row, Assessment) else row for row in rows
    )
    return HttpResponse("\n".join(str(line) for line in lines))


urlpatterns = [
    path("home/<int:person>/", home),
    path("find/<int:area>/", find),
    path("record/<int:pk>/<int:person>/", record),
]
