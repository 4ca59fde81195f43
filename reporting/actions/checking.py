"""The nightly check: tallies against a recount. What differs is told to those who run the service."""

import structlog
from django.db import transaction
from django.utils import timezone

from iqa.calendar import today
from iqa.notifications.actions import write_email
from iqa.organisation.models import Person, Posting
from iqa.permissions import Permission, roles_with
from reporting.querysets.differences import Difference, differences

logger = structlog.get_logger(__name__)

_BODY = """The nightly check compared the tallies that reports read with a recount of the records. They differ:

{lines}

Reports may be wrong until the tallies are made anew: run `python manage.py rebuild_tallies`."""


@transaction.atomic
def check_tallies() -> int:
    """Compare all tallies with a recount; how many differences there are. Each is logged, and those who manage people
    nationally are written to, once a day at most."""
    found = differences()
    for difference in found:
        logger.error("tally_differs", what=difference.what, missing=difference.missing, rows=difference.count)
    if found:
        _write(found)
    return len(found)


def _write(found: list[Difference]) -> None:
    lines = "\n".join(f"- {difference}" for difference in found)
    for person in _who_runs_it():
        write_email(
            key=f"tallies-differ-{today().isoformat()}-{person.pk}",
            recipient=person,
            subject="IQA: tallies differ from the records",
            body=_BODY.format(lines=lines),
            due_at=timezone.now(),
        )


def _who_runs_it() -> list[Person]:
    national = Posting.objects.in_force(on=today()).filter(
        role__in=roles_with(Permission.MANAGE_PEOPLE), area__isnull=True, unit__isnull=True
    )
    return list(Person.objects.filter(pk__in=national.values("person"), is_active=True))
