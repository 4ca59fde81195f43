"""May this person? Each check raises, and has a yes/no twin for templates.

Nobody samples an IQA on their own work, or that they marked: as its assessor, in recording it, or by a correction.
"""

from django.core.exceptions import PermissionDenied

from assessments.models import Assessment
from assessments.policies.access import is_own_work
from dipsamples.models import DipSample
from iqa.organisation.models import Person
from iqa.permissions import NATIONAL, Permission, has_permission, has_permission_anywhere


def may_find(person: Person) -> bool:
    """Whether there is a list of dip samples for them: those of their places, or those of IQAs that they assessed."""
    return has_permission_anywhere(person, Permission.VIEW_DIP_SAMPLES) or has_permission_anywhere(
        person, Permission.RECORD_IQAS
    )


def may_see_draws(person: Person) -> bool:
    """Whether there is a list of draws for them."""
    return has_permission_anywhere(person, Permission.VIEW_DIP_SAMPLES)


def check_may_find(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not may_find(person):
        raise PermissionDenied


def may_sample(person: Person, assessment: Assessment) -> bool:
    """For an IQA already visible to the person."""
    may = has_permission(person, Permission.DIP_SAMPLE, assessment.half_day.place)
    return may and not is_own_work(person, assessment) and person.pk not in _markers_of(assessment)


def may_sample_anywhere(person: Person) -> bool:
    """Whether there is a page for them on which to pick an IQA."""
    return has_permission_anywhere(person, Permission.DIP_SAMPLE)


def check_may_sample_anywhere(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not may_sample_anywhere(person):
        raise PermissionDenied


def check_may_sample(person: Person, assessment: Assessment) -> None:
    """Raises `PermissionDenied`."""
    if not may_sample(person, assessment):
        raise PermissionDenied


def may_take(person: Person, dip_sample: DipSample) -> bool:
    """Mark, comment and record: whose it is, while they may sample the IQA."""
    return dip_sample.sampler_id == person.pk and may_sample(person, dip_sample.assessment)


def check_may_take(person: Person, dip_sample: DipSample) -> None:
    """For a dip sample already visible to the person. Raises `PermissionDenied`."""
    if not may_take(person, dip_sample):
        raise PermissionDenied


def is_assessor(person: Person, dip_sample: DipSample) -> bool:
    """Whether it is of their IQA, so that the outcome is theirs to acknowledge."""
    return dip_sample.assessment.half_day.assessor_id == person.pk


def check_is_assessor(person: Person, dip_sample: DipSample) -> None:
    """Raises `PermissionDenied`."""
    if not is_assessor(person, dip_sample):
        raise PermissionDenied


def may_see_words(person: Person, dip_sample: DipSample) -> bool:
    """The sampler's two comments and the reply. Until it is recorded they are the sampler's alone, and never the
    person's whose work it was."""
    if is_own_work(person, dip_sample.assessment):
        return False
    if not dip_sample.recorded_at:
        return dip_sample.sampler_id == person.pk
    concerned = person.pk in (dip_sample.sampler_id, dip_sample.assessment.half_day.assessor_id)
    return concerned or has_permission(person, Permission.VIEW_COMMENTS, dip_sample.assessment.half_day.place)


def may_keep_tags(person: Person) -> bool:
    """Headquarters, whoever publishes question sets, keeps the list of tags."""
    return has_permission(person, Permission.PUBLISH_QUESTION_SETS, NATIONAL)


def check_may_keep_tags(person: Person) -> None:
    """Raises `PermissionDenied`."""
    if not may_keep_tags(person):
        raise PermissionDenied


def _markers_of(assessment: Assessment) -> set[int | None]:
    return {assessment.half_day.assessor_id, assessment.recorded_by_id, assessment.marking.by_id}
