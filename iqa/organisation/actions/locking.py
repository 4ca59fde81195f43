"""What is held until a transaction ends, so that what was checked still holds when it is written.

Rows are locked against change but not against being referred to: the audit record of one administrator's change to
another would wait for the lock of the other's change to the first, and the reverse.
"""

from iqa.calendar import today
from iqa.organisation.models import Area, Person, Posting, Unit
from iqa.organisation.policies.postings import check_administrator_remains
from iqa.permissions import Role


def locked_person(person: Person) -> Person:
    """The person as they are; their postings, absences and grants change under this lock alone."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def locked_unit(unit: Unit) -> Unit:
    """The unit as it is; whether it is open changes under this lock alone."""
    return Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("area").get(pk=unit.pk)


def locked_area(area: Area) -> Area:
    return Area.objects.select_for_update(no_key=True).get(pk=area.pk)


def lock_administrators() -> None:
    """Before an administrator goes, so that two who go at once do not each count on the other."""
    list(Posting.objects.select_for_update(no_key=True).filter(role=Role.ADMINISTRATOR).order_by("pk"))


def check_administrator_left() -> None:
    """After an administrator went. Raises `NotAllowed` where none is left."""
    check_administrator_remains(Posting.objects.administrators_without_end(on=today()))
