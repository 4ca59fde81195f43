"""One record for a page, or why not: 404 outside the person's place, 403 within it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessments.models import Assessment, Case, HalfDay
from iqa.audit.actions import log_read
from iqa.organisation.models import Person
from iqa.permissions import refuse


class PersonRequest(HttpRequest):
    """A request as views get it: nobody comes past the sign-in unknown."""

    user: Person


def get_assessment(request: PersonRequest, pk: int) -> Assessment:
    """The assessment, if `request.user` may see it."""
    assessment = Assessment.objects.visible_to(request.user).with_facts().filter(pk=pk).first()
    if assessment is None:
        raise _refusal(request.user, get_object_or_404(HalfDay.objects.select_related("unit"), assessments=pk))
    return assessment


def read_assessment(request: PersonRequest, pk: int) -> Assessment:
    """The same, for a page that shows what it says: the read is logged."""
    assessment = get_assessment(request, pk)
    log_read(subject=assessment, by=request.user)
    return assessment


def get_half_day(request: PersonRequest, pk: int) -> HalfDay:
    """The half day, if `request.user` may see it."""
    half_day = HalfDay.objects.visible_to(request.user).with_people().filter(pk=pk).first()
    if half_day is None:
        raise _refusal(request.user, get_object_or_404(HalfDay.objects.select_related("unit"), pk=pk))
    return half_day


def read_case(request: PersonRequest, pk: int) -> Case:
    """The case, if `request.user` may see an IQA or a draft of it in their places; the read is logged."""
    case = Case.objects.visible_to(request.user).with_facts().filter(pk=pk).first()
    if case is None:
        # Of their own work nothing is said, so it opens no place either.
        elsewhere = HalfDay.objects.filter(assessments__case=pk).exclude(prosecutor=request.user)
        refusals = (refuse(request.user, half_day.place) for half_day in elsewhere.select_related("unit"))
        raise next((refusal for refusal in refusals if isinstance(refusal, PermissionDenied)), Http404())
    log_read(subject=case, by=request.user)
    return case


def _refusal(person: Person, half_day: HalfDay) -> Exception:
    if half_day.prosecutor_id == person.pk:
        return Http404()  # of one's own work, what is not released does not exist
    return refuse(person, half_day.place)
