"""Which IQAs a person may dip sample, as `dipsamples.policies.access.may_sample` says it of one."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from assessments.models import Marking
from dipsamples.models import DipSample
from iqa.organisation.querysets import in_places
from iqa.permissions import Permission, places_with


def sampleable_by(person: Any, *, iqa: str = "") -> Q:
    """Where they take dip samples; neither marked by them (as assessor, in recording, by a correction) nor of their own
    work, and not sampled by them before. A condition on IQAs or, with `iqa`, on what has one under that name."""
    of, pk = (f"{iqa}__", iqa) if iqa else ("", "pk")
    theirs = in_places(places_with(person, Permission.DIP_SAMPLE), unit=f"{of}half_day__unit")
    own = (
        Q((f"{of}half_day__assessor", person))
        | Q((f"{of}half_day__prosecutor", person))
        | Q((f"{of}recorded_by", person))
        | Q(Exists(Marking.objects.filter(assessment=OuterRef(pk), by=person)))
    )
    before = Exists(DipSample.objects.filter(assessment=OuterRef(pk), sampler=person))
    return theirs & ~own & ~Q(before)
