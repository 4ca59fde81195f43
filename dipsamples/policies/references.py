"""Reference markings of IQAs: those of inspectors, who compare them with the assessors' (HMCPSI 2018 §5.18-5.24)."""

from django.core.exceptions import PermissionDenied

from assessments.models import Assessment
from assessments.policies.access import is_own_work
from dipsamples.policies.access import may_find
from iqa.organisation.models import Person
from iqa.permissions import Permission, has_permission, has_permission_anywhere


def may_only_refer(person: Person) -> bool:
    """Whether reference markings are all that there is for them of second looks: dip samples they find none."""
    return has_permission_anywhere(person, Permission.MARK_FOR_REFERENCE) and not may_find(person)


def may_refer(person: Person, assessment: Assessment) -> bool:
    """Whether they may make a reference marking of an IQA that they may see: never of their own work, nor of their own
    IQA."""
    may = has_permission(person, Permission.MARK_FOR_REFERENCE, assessment.half_day.place)
    return may and not is_own_work(person, assessment) and assessment.half_day.assessor_id != person.pk


def check_may_refer(person: Person, assessment: Assessment) -> None:
    """Raises `PermissionDenied`."""
    if not may_refer(person, assessment):
        raise PermissionDenied
