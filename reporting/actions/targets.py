"""What an Area should do in a quarter, set with who and why."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from iqa.audit.actions import log_event
from iqa.organisation.models import Person
from iqa.permissions import NATIONAL, has_permission
from reporting.models import Target
from reporting.policies.imports import SETTING_TARGETS


@transaction.atomic
def set_target(*, area_id: int, quarter: str, base: str, proxy_target: int, why: str, by: Person | None) -> Target:
    """Set the proxy target of an Area and quarter, office-based or court-based; `by` is empty where a command does. To
    set it as it stands changes nothing. Raises `PermissionDenied` for who may neither set nor import them."""
    if by and not any(has_permission(by, each, NATIONAL) for each in SETTING_TARGETS):
        raise PermissionDenied
    target, created = Target.objects.select_for_update(no_key=True).get_or_create(
        area_id=area_id,
        quarter=quarter,
        base=base,
        defaults={"proxy_target": proxy_target, "why": why, "set_by": by},
    )
    before = None if created else target.proxy_target
    if before == proxy_target:
        return target
    target.proxy_target, target.why, target.set_by, target.set_at = proxy_target, why, by, timezone.now()
    target.save()
    log_event(verb="set", subject=target, by=by, before=before, proxy_target=proxy_target, why=why)
    return target
