from django.db.models import Q

from assessments.models import Assessment
from dipsamples.models import SecondMarking
from dipsamples.querysets.second_marking import SecondMarkingQuerySet
from iqa.organisation.models import Person
from iqa.organisation.querysets import in_places
from iqa.permissions import Permission, places_with


def references_visible_to(person: Person) -> SecondMarkingQuerySet:
    """Reference markings of IQAs in the person's places: their own and, once finished, those of others where they may
    see comments and the IQA keeps nothing from them. Of their own work none."""
    unit = "assessment__half_day__unit"
    seen = in_places(places_with(person, Permission.VIEW_IQAS), unit=unit)
    commented = in_places(places_with(person, Permission.VIEW_COMMENTS), unit=unit)
    shown = Assessment.objects.visible_to(person).not_hidden()
    others = Q(finished_at__isnull=False, assessment__in=shown.values("pk")) & commented
    found = _references().filter(seen, Q(by=person) | others)
    return found.exclude(assessment__half_day__prosecutor=person)


def being_made_by(person: Person) -> SecondMarkingQuerySet:
    """A person's own that they have not finished."""
    return _references().filter(by=person, finished_at__isnull=True)


def blind_to(person: Person) -> Q:
    """A condition on IQAs: those that the person is marking for reference without having looked."""
    return Q(pk__in=being_made_by(person).filter(blind=True).values("assessment"))


def _references() -> SecondMarkingQuerySet:
    return SecondMarking.objects.filter(kind=SecondMarking.Kind.REFERENCE, assessment__isnull=False)
