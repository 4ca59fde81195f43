"""The emails of a consistency exercise: what and by when, and no casework; not even its title, which somebody wrote."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dipsamples.models import Exercise, Invitation
from dipsamples.policies.exercises import closed_on, morning_of, reminder_at
from iqa.calendar import add_working_days, today
from iqa.govuk.formats import date_long, deadline
from iqa.notifications.actions import cancel_email, write_email
from iqa.organisation.models import Person
from iqa.permissions import Permission


def invite(invitation: Invitation) -> None:
    """Tell somebody that they are invited and, unless it is too late for that, remind them before the last day."""
    exercise, now = invitation.exercise, timezone.now()
    by_when = deadline(exercise.closes_on)
    _write(
        exercise,
        "invited",
        invitation.person,
        subject="you are invited to a consistency exercise",
        said=f"You are invited to mark in a consistency exercise, by {by_when}.",
        due_at=now,
    )
    if (at := reminder_at(exercise.closes_on)) > now:
        _write(
            exercise,
            "reminder",
            invitation.person,
            subject=f"a consistency exercise closes on {by_when}",
            said=f"You have not finished marking in a consistency exercise. It closes on {by_when}.",
            due_at=at,
        )


def tell_organiser_when_closed(exercise: Exercise) -> None:
    """Whoever made it hears in the morning after its last day."""
    _write_closed(exercise, on=exercise.closes_on, due_at=morning_of(add_working_days(exercise.closes_on, 1)))


def has_finished(exercise: Exercise, person: Person) -> None:
    """Nobody reminds them any more."""
    for occasion in ("invited", "reminder"):
        cancel_email(key=email_key(exercise, occasion, person))


def was_closed(exercise: Exercise, *, by: Person | None) -> None:
    """Nobody is reminded; whoever made it hears now, unless it was they who closed it."""
    for invitation in exercise.invitations.select_related("person"):
        has_finished(exercise, invitation.person)
    if by == exercise.made_by:
        cancel_email(key=email_key(exercise, "closed", exercise.made_by))
    else:
        _write_closed(exercise, on=closed_on(exercise), due_at=timezone.now())


def was_agreed(exercise: Exercise, participants: Iterable[Person]) -> None:
    """Those who marked can see their answers beside the reference; those who publish question sets, what guidance was
    unclear."""
    cancel_email(key=email_key(exercise, "closed", exercise.made_by))
    for person in participants:
        _write(
            exercise,
            "agreed",
            person,
            subject="the reference of a consistency exercise is agreed",
            said="The reference marking of a consistency exercise that you marked in is agreed.",
            due_at=timezone.now(),
        )
    if exercise.unclear_guidance:
        for person in Person.objects.holding(Permission.PUBLISH_QUESTION_SETS, on=today()):
            _write(
                exercise,
                "guidance",
                person,
                subject="a consistency exercise found guidance unclear",
                said=f"A consistency exercise agreed on {date_long(exercise.agreed_at)} found guidance unclear.",
                due_at=timezone.now(),
                page=reverse("dipsamples:exercise_guidance"),
            )


def email_key(exercise: Exercise, occasion: str, person: Person) -> str:
    """The outbox key of an exercise's email to somebody."""
    return f"exercise-{exercise.pk}-{occasion}-{person.pk}"


def _write_closed(exercise: Exercise, *, on, due_at: datetime) -> None:
    said = f"A consistency exercise that you made closed on {date_long(on)}. Its reference marking is to be agreed."
    subject = "a consistency exercise has closed"
    _write(exercise, "closed", exercise.made_by, subject=subject, said=said, due_at=due_at)


def _write(
    exercise: Exercise, occasion: str, person: Person, *, subject: str, said: str, due_at: datetime, page: str = ""
) -> None:
    page = page or reverse("dipsamples:exercise_detail", args=[exercise.pk])
    context = {"said": said, "link": settings.SITE_URL + page, "help": settings.SITE_URL + reverse("accounts:help")}
    write_email(
        key=email_key(exercise, occasion, person),
        recipient=person,
        subject=f"IQA: {subject}",
        body=render_to_string("dipsamples/email_exercise.txt", context),
        due_at=due_at,
    )
