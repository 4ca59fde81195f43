import uuid
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.organisation.actions.locking import locked_person
from iqa.organisation.actions.once import made_before
from iqa.organisation.models import Area, Grant, Person, Unit
from iqa.organisation.policies import grants as rules
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, check_permission


@transaction.atomic
def request(
    *,
    key: uuid.UUID,
    person: Person,
    permission: str,
    area: Area | None,
    unit: Unit | None,
    business_need: str,
    starts_on: date,
    ends_on: date,
    by: Person,
) -> Grant:
    """Ask for a permission in a place until a day, for oneself or another. It has no effect until it is approved. The
    same key again returns the grant that it asked for. Raises `PermissionDenied` and `NotAllowed`."""
    if not by.postings_today:
        raise PermissionDenied
    said = {
        "person": person,
        "permission": permission,
        "area": area,
        "unit": unit,
        "business_need": business_need,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    locked_person(person)
    if made := made_before(Grant, key, requested_by=by, **said):
        return made
    if permission not in rules.GRANTABLE:
        raise NotAllowed("Select what is to be allowed", field="permission")
    rules.check_can_be_asked(starts_on=starts_on, ends_on=ends_on, on=today())
    rules.check_can_get(person, person.postings.not_ended(on=today()))
    grant = Grant.objects.create(key=key, requested_by=by, **said)
    log_event(verb="requested", subject=grant, by=by)
    return grant


@transaction.atomic
def approve(*, grant: Grant, by: Person) -> None:
    """Let a grant take effect from its first day. Raises `NotAllowed` for who asked for it and who gets it."""
    grant = _to_decide(grant, by)
    rules.check_can_get(grant.person, grant.person.postings.not_ended(on=today()), field=None)
    grant.approved_by, grant.approved_at = by, timezone.now()
    grant.save(update_fields=["approved_by", "approved_at"])
    log_event(verb="approved", subject=grant, by=by)


@transaction.atomic
def refuse(*, grant: Grant, by: Person) -> None:
    """Let a grant never take effect. Raises as `approve` does."""
    grant = _to_decide(grant, by)
    grant.refused_at = timezone.now()
    grant.save(update_fields=["refused_at"])
    log_event(verb="refused", subject=grant, by=by)


def _to_decide(grant: Grant, by: Person) -> Grant:
    check_permission(by, Permission.MANAGE_PEOPLE, grant.place)
    locked_person(grant.person)
    grant = Grant.objects.select_related("person").get(pk=grant.pk)
    rules.check_can_be_decided(grant, by=by, on=today())
    return grant
