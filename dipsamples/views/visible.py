"""One dip sample for a page, or why not: 404 outside the person's place, 403 within it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.views.visible import PersonRequest
from dipsamples.models import DipSample
from dipsamples.policies.access import check_may_take
from iqa.audit.actions import log_read
from iqa.permissions import refuse


def get_dip_sample(request: PersonRequest, pk: int) -> DipSample:
    """The dip sample, if `request.user` may see it."""
    found = DipSample.objects.visible_to(request.user).with_facts().filter(pk=pk).first()
    if found is None:
        there = get_object_or_404(DipSample.objects.with_facts(), pk=pk)
        half_day = there.assessment.half_day
        # Of one's own work there are no dip samples.
        raise Http404 if half_day.prosecutor_id == request.user.pk else refuse(request.user, half_day.place)
    return found


def read_dip_sample(request: PersonRequest, pk: int) -> DipSample:
    """The same, for a page that shows what it says: the read is logged."""
    dip_sample = get_dip_sample(request, pk)
    log_read(subject=dip_sample, by=request.user)
    return dip_sample


def get_own(request: PersonRequest, pk: int) -> DipSample:
    """The dip sample, if it is for `request.user` to take."""
    dip_sample = get_dip_sample(request, pk)
    check_may_take(request.user, dip_sample)
    return dip_sample
