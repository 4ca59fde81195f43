from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments.demo.people import make_people, make_units
from assessments.demo.records import Recorder
from iqa.notifications.models import OutboxEmail
from iqa.organisation.models import Person
from iqa.questions.loading import read


@transaction.atomic
def seed() -> bool:
    """Make the demonstration in a database with nobody in it yet; says whether it did. Needs the question set."""
    if Person.objects.exists():
        return False
    described, now = read("demo.yaml"), timezone.now()
    units = make_units(described)
    Recorder(described, make_people(described, units), units, now).make_all()
    # What was due before today went then: nobody wants weeks of old mail. What falls due from now on is sent.
    OutboxEmail.objects.due(at=now).update(sent_at=F("due_at"))
    return True
