from datetime import date

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from assessments.models import Assessment
from iqa.permissions import NATIONAL, Permission, places_with


class ExerciseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Exercises of the places where the person runs them, and those that they are invited to while they may record
        there; none that holds a case with work of their own."""
        run = _of_places(places_with(person, Permission.RUN_EXERCISES))
        invited = Exists(_invitations().filter(exercise=OuterRef("pk"), person=person))
        marks = _of_places_within(places_with(person, Permission.RECORD_IQAS))
        return self.filter(run | (Q(invited) & marks)).exclude(_holds_work_of(person))

    def holding_work_of(self, person):
        """Those with a case in which work of the person's is known to be."""
        return self.filter(_holds_work_of(person))

    def run_by(self, person):
        """Those that the person may run: of the very places where they run exercises, not of parts of them."""
        places = places_with(person, Permission.RUN_EXERCISES)
        areas = Q(area__in=[place.area_id for place in places if place.area_id and not place.unit_id])
        return self.filter(areas | Q(area__isnull=True)) if NATIONAL in places else self.filter(areas)

    def with_facts(self):
        return self.select_related("area", "activity", "question_set", "made_by", "agreed_by")

    def closed(self, *, on: date):
        """Those that have closed, by somebody, since all had marked, or because their day was over by `on`."""
        return self.filter(Q(closed_at__isnull=False) | Q(closes_on__lt=on))

    def open(self, *, on: date):
        return self.filter(closed_at__isnull=True, closes_on__gte=on)

    def to_mark_by(self, person, *, on: date):
        """Open ones to which the person is invited, and in which they have not finished every case."""
        invited = Exists(_invitations().filter(exercise=OuterRef("pk"), person=person))
        return self.open(on=on).filter(invited).with_finished_by(person).filter(finished__lt=F("asked"))

    def with_finished_by(self, person):
        """With how many cases there are (`asked`), and how many of them the person has `finished`."""
        theirs = Q(cases__markings__kind="exercise", cases__markings__by=person)
        done = theirs & Q(cases__markings__finished_at__isnull=False)
        return self.annotate(asked=Count("cases", distinct=True), finished=Count("cases", filter=done, distinct=True))

    def to_agree(self, *, on: date):
        """Closed ones that somebody marked, whose reference is not agreed yet."""
        return self.closed(on=on).filter(_marked(), agreed_at__isnull=True)

    def with_unclear_guidance(self):
        """Agreed ones that found guidance unclear, the last agreed first."""
        return self.filter(agreed_at__isnull=False).exclude(unclear_guidance="").order_by("-agreed_at", "-pk")


class ExerciseCaseQuerySet(models.QuerySet):
    def with_case(self):
        return self.select_related("case").prefetch_related("case__sensitive").order_by("order")


def _of_places(places) -> Q:
    """Exercises of one of `places` or of part of it; an exercise is of an Area or the nation."""
    if NATIONAL in places:
        return Q(pk__isnull=False)  # an empty condition, or another, is the other alone
    return Q(area__in=[place.area_id for place in places if place.unit_id is None])


def _of_places_within(places) -> Q:
    """Exercises of the nation, or of an Area that one of `places` is, or is part of; of none without a place."""
    if not places:
        return Q(pk__in=[])
    if NATIONAL in places:
        return Q()
    return Q(area__isnull=True) | Q(area__in=[place.area_id for place in places])


def _holds_work_of(person) -> Exists:
    from dipsamples.models.exercise import ExerciseCase

    known = Assessment.objects.on_work_of(person).exclude(state="discarded")
    return Exists(ExerciseCase.objects.filter(exercise=OuterRef("pk"), case__in=known.values("case")))


def _invitations():
    from dipsamples.models.exercise import Invitation  # models need their querysets first

    return Invitation.objects


def _marked() -> Exists:
    from dipsamples.models.second_marking import SecondMarking

    marked = SecondMarking.objects.filter(kind="exercise", finished_at__isnull=False)
    return Exists(marked.filter(exercise_case__exercise=OuterRef("pk")))
