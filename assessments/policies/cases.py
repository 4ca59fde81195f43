from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from assessments.models import Assessment
from assessments.policies.access import may_change
from iqa.organisation.models import Person


def may_edit_case(person: Person, assessments: Iterable[Assessment]) -> bool:
    """Whoever may record where one of the case's IQAs or drafts was begun, but not on the strength of their own work;
    `assessments` are those of the case that the person may see."""
    return any(may_change(person, assessment) for assessment in assessments)


def check_may_edit_case(person: Person, assessments: Iterable[Assessment]) -> None:
    """Raises `PermissionDenied`."""
    if not may_edit_case(person, assessments):
        raise PermissionDenied
