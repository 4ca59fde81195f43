"""One record for a page, or why not: 404 outside the person's place, 403 within it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from iqa.organisation.models import Absence, Area, Grant, Person, Posting, Unit
from iqa.organisation.policies.postings import check_may_give, refuse_holding
from iqa.permissions import Permission, check_permission, has_permission


class PersonRequest(HttpRequest):
    """A request as views get it: nobody comes past the sign-in unknown."""

    user: Person


def get_person(request: PersonRequest, pk: int) -> Person:
    """The person, if `request.user` manages them."""
    person = Person.objects.managed_by(request.user).filter(pk=pk).first()
    if person is None:
        postings = Posting.objects.filter(person=pk).select_related("unit")
        refusals = (refuse_holding(request.user, posting.place) for posting in postings)
        raise next((refusal for refusal in refusals if isinstance(refusal, PermissionDenied)), Http404())
    return person


def get_posting(request: PersonRequest, pk: int) -> Posting:
    """The posting, if it is for `request.user` to change: anyone's but their own."""
    posting = get_object_or_404(Posting.objects.select_related("person", "unit__area", "area"), pk=pk)
    check_may_give(request.user, posting.role, posting.place)
    return posting


def get_absence(request: PersonRequest, pk: int) -> Absence:
    """The absence, if `request.user` manages whose it is."""
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    get_person(request, absence.person_id)
    return absence


def get_area(request: PersonRequest, pk: int) -> Area:
    """The Area, if `request.user` manages its units and people."""
    area = get_object_or_404(Area, pk=pk)
    check_permission(request.user, Permission.MANAGE_PEOPLE, area.place)
    return area


def get_unit(request: PersonRequest, pk: int) -> Unit:
    """The unit, if `request.user` manages it and its people."""
    unit = get_object_or_404(Unit.objects.select_related("area", "merged_into__area"), pk=pk)
    check_permission(request.user, Permission.MANAGE_PEOPLE, unit.place)
    return unit


def get_grant(request: PersonRequest, pk: int) -> Grant:
    """The grant, if `request.user` manages the people of its place."""
    grant = get_object_or_404(Grant.objects.with_facts(), pk=pk)
    if not has_permission(request.user, Permission.MANAGE_PEOPLE, grant.place):
        raise refuse_holding(request.user, grant.place)
    return grant
