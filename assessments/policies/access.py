"""May this person? Each check raises, and has a yes/no twin for templates.

On one's own work only the prosecutor's rights apply, whatever else one is.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from assessments.models import Assessment, HalfDay, State
from iqa.organisation.models import Person, Unit
from iqa.permissions import Level, Permission, check_permission, has_permission, has_permission_anywhere


def is_assessed(person: Person) -> bool:
    """Whether their own work is assessed: that of a prosecutor is."""
    return any(posting.level == Level.SELF for posting in person.postings_today)


def may_find(person: Person) -> bool:
    """Whether there is a list of IQAs for them: those of their places, or those on their own work."""
    return is_assessed(person) or has_permission_anywhere(person, Permission.VIEW_IQAS)


def check_may_find(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not may_find(person):
        raise PermissionDenied


def check_may_record_in(person: Person, unit: Unit) -> None:
    check_permission(person, Permission.RECORD_IQAS, unit.place)


def is_own_work(person: Person, assessment: Assessment) -> bool:
    return assessment.half_day.prosecutor_id == person.pk


def is_hidden(assessment: Assessment) -> bool:
    """Whether what was found, and by whom, is kept for now from the person to whom this one is `visible_to`."""
    return getattr(assessment, "is_hidden", False)


def may_change(person: Person, assessment: Assessment) -> bool:
    """Correct, withdraw, give feedback, mark an action as taken: whoever may record in its unit, never on own work nor
    on what is hidden from them."""
    may_record = has_permission(person, Permission.RECORD_IQAS, assessment.half_day.place)
    return may_record and not is_own_work(person, assessment) and not is_hidden(assessment)


def check_may_change(person: Person, assessment: Assessment) -> None:
    """For an assessment already visible to the person. Raises `PermissionDenied`."""
    if not may_change(person, assessment):
        raise PermissionDenied


def may_edit_draft(person: Person, assessment: Assessment) -> bool:
    """The assessor; and where they may no longer record in the unit, whoever may."""
    if not may_change(person, assessment):
        return False
    assessor = assessment.half_day.assessor
    return assessor == person or not has_permission(assessor, Permission.RECORD_IQAS, assessment.half_day.place)


def check_may_edit_draft(person: Person, assessment: Assessment) -> None:
    """For a draft already visible to the person. Raises `PermissionDenied`."""
    if not may_edit_draft(person, assessment):
        raise PermissionDenied


def may_add_to(person: Person, half_day: HalfDay) -> bool:
    """Add cases: the assessor of the half day, while they may record in its unit."""
    may_record = has_permission(person, Permission.RECORD_IQAS, half_day.place)
    return may_record and half_day.assessor_id == person.pk and half_day.prosecutor_id != person.pk


def check_may_add_to(person: Person, half_day: HalfDay) -> None:
    """Raises `PermissionDenied` in place, `Http404` outside it or for the person assessed."""
    if half_day.prosecutor_id == person.pk:
        raise Http404
    check_permission(person, Permission.VIEW_IQAS, half_day.place)
    if not may_add_to(person, half_day):
        raise PermissionDenied


def may_see_answers(person: Person, assessment: Assessment) -> bool:
    """For an assessment already visible to the person: a draft's answers are its markers' alone, and of what is hidden
    they are nobody's."""
    if is_hidden(assessment):
        return False
    if assessment.state in (State.DRAFT, State.DISCARDED):
        return may_edit_draft(person, assessment)
    return True


def may_see_comments(person: Person, assessment: Assessment) -> bool:
    """Comments, other reasons and what is to be done, in words: the person assessed, and who may where it was done.
    Those of a draft are its markers' alone, as its answers are."""
    if not may_see_answers(person, assessment):
        return False
    own = is_own_work(person, assessment)
    return own or has_permission(person, Permission.VIEW_COMMENTS, assessment.half_day.place)
