"""The demonstration's exercises: one open, one closed and agreed, on whatever day it is made."""

import pytest
import time_machine
from django.utils import timezone

from assessments.demo.seeding import seed
from dipsamples.demo.exercises import seed_exercises
from dipsamples.models import Exercise
from iqa.calendar import today
from iqa.notifications.models import OutboxEmail

# A Sunday; the first working day of a year; half an hour after midnight; a leap day.
DAYS = ["2026-11-22T20:26Z", "2027-01-04T09:00Z", "2026-06-10T23:30Z", "2028-02-29T12:00Z"]


@pytest.mark.parametrize("day", DAYS)
def test_one_is_open_and_one_is_agreed(day, scheme):
    with time_machine.travel(day, tick=False):
        assert seed()
        seed_exercises()
        [under_way] = Exercise.objects.open(on=today())
        [agreed] = Exercise.objects.closed(on=today())
        invited = {each.person.email.partition("@")[0] for each in under_way.invitations.all()}
        assert invited == {"dcp", "dcp2", "sdcp"}
        assert agreed.agreed_at < timezone.now()
        assert agreed.closed_by is None
        assert agreed.unclear_guidance
        waiting = OutboxEmail.objects.filter(key__startswith="exercise-", sent_at=None, cancelled_at=None)
        assert all(email.key.startswith(f"exercise-{under_way.pk}-") for email in waiting)
