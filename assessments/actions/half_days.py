import uuid
from datetime import date

from django.db import transaction

from assessments.models import HalfDay
from assessments.policies.access import check_may_record_in
from assessments.policies.lifecycle import NotAllowed
from iqa.audit.actions import log_event
from iqa.govuk.formats import date_long
from iqa.organisation.models import Person, Unit
from iqa.permissions import Role
from iqa.questions.models import Activity, QuestionSet


class NoPosting(Exception):
    """The prosecutor had no posting in the unit on the date of the work."""


@transaction.atomic
def start(
    *,
    key: uuid.UUID,
    by: Person,
    prosecutor: Person,
    unit: Unit,
    activity: Activity,
    worked_on: date,
    half: str,
    assessed_on: date,
    additional: bool = False,
    kind_of_work: str = "",
    court_centre: str = "",
    list_type: str = "",
) -> HalfDay:
    """Start a half day with `by` as its assessor, under the question set in force on the day of the assessment.

    The same key again returns the half day that it made. Raises `NoPosting`; and `NotAllowed` for one's own work, for
    an activity that the set does not ask about, and for a key that was used for something else: a form gone back to,
    changed and sent again.
    """
    check_may_record_in(by, unit)
    if prosecutor == by:
        raise NotAllowed("You cannot assess your own work.")
    if not prosecutor.postings.in_force(on=worked_on).filter(unit=unit, role=Role.PROSECUTOR).exists():
        raise NoPosting
    said = {
        "assessor": by,
        "prosecutor": prosecutor,
        "unit": unit,
        "activity": activity,
        "worked_on": worked_on,
        "half": half,
        "assessed_on": assessed_on,
        "additional": additional,
        "kind_of_work": kind_of_work,
        "court_centre": court_centre,
        "list_type": list_type,
    }
    question_set = QuestionSet.objects.in_force(on=assessed_on)
    if not Activity.objects.asked_in(question_set).filter(pk=activity.pk).exists():
        raise NotAllowed(f"The questions in force on {date_long(assessed_on)} have none on {activity.name.lower()}.")
    half_day, created = HalfDay.objects.get_or_create(key=key, defaults={**said, "question_set": question_set})
    if created:
        log_event(verb="started", subject=half_day, by=by)
    elif any(getattr(half_day, name) != value for name, value in said.items()):
        raise NotAllowed("This page has already started a half day. Choose Start a half day again to start another.")
    return half_day
