from datetime import date

from django.db.models import Q

from iqa.organisation.models import Person, Posting, Unit
from iqa.permissions import Permission, Role

# Work is assessed for a while after a prosecutor has moved on.
YEARS_AFTER_MOVING = 2


def assessable_by(person: Person, *, on: date) -> list[Posting]:
    """Postings of prosecutors, in force or ended in the last two years, in open units where `person` may record:
    never their own. By unit and name; several of one person in one unit are one."""
    moved_since = on.replace(year=on.year - YEARS_AFTER_MOVING, day=min(on.day, 28))
    postings = (
        Posting.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=moved_since), starts_on__lte=on)
        .filter(role=Role.PROSECUTOR, unit__in=Unit.objects.where(person, Permission.RECORD_IQAS).open(on=on))
        .exclude(person=person)
        .select_related("person", "unit__area")
        .order_by("unit__area__name", "unit__name", "person__name", "person")
    )
    return list({(posting.unit_id, posting.person_id): posting for posting in postings}.values())
