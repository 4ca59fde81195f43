from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assessments.models import Assessment
from assessments.querysets.assessment import AssessmentQuerySet
from iqa.organisation.models import Area
from iqa.permissions import Permission, places_with

if TYPE_CHECKING:
    from dipsamples.models.draw import Draw


class DrawQuerySet(models.QuerySet):
    def visible_to(self, person: Any) -> "DrawQuerySet":
        """Those of the Areas in which, or in a unit of which, `person` sees dip samples: a draw is the Area's."""
        areas = {place.area_id for place in places_with(person, Permission.VIEW_DIP_SAMPLES)}
        return self.all() if None in areas else self.filter(area__in=areas)

    def with_facts(self) -> "DrawQuerySet":
        return self.select_related("area", "made_by")

    def with_counts(self) -> "DrawQuerySet":
        """With `drawn_count` and `done_count`: how many are drawn and on record, and how many of these sampled."""
        from dipsamples.models.draw import DrawnIQA

        on_record = Q(assessment__state__in=["recorded", "closed"])
        drawn = DrawnIQA.objects.filter(on_record, draw=OuterRef("pk"), substituted_at__isnull=True)
        return self.annotate(drawn_count=_count(drawn), done_count=_count(drawn.done()))

    def to_go_on_with(self, person: Any) -> "DrawQuerySet":
        """Those with IQAs left to sample, of Areas in which `person` draws."""
        areas = Area.objects.where(person, Permission.DRAW_SAMPLES)
        return self.filter(area__in=areas).with_counts().filter(drawn_count__gt=F("done_count"))


class DrawStepQuerySet(models.QuerySet):
    def with_counts(self) -> "DrawStepQuerySet":
        """In order, without what arrived and went, which may be very much: with who made each, `drawn_count` (how many
        it drew) and `substituted_count` (how many were substituted after it and before the next)."""
        substitutes = Q(drawn__substitute_for__isnull=False)
        return (
            self.select_related("made_by")
            .defer("arrived", "gone")
            .order_by("number")
            .annotate(
                drawn_count=Count("drawn", filter=Q(drawn__substitute_for__isnull=True)),
                substituted_count=Count("drawn", filter=substitutes),
            )
        )


class DrawnIQAQuerySet(models.QuerySet):
    def counting(self, draw: "Draw") -> "DrawnIQAQuerySet":
        """Those of a draw that still count: not substituted, and neither withdrawn nor moved out since."""
        return self.filter(draw=draw, substituted_at__isnull=True, assessment__in=counting_in(draw).values("pk"))

    def substituted(self) -> "DrawnIQAQuerySet":
        """Those whose place another took, with who saw to it, in the order drawn."""
        return self.filter(substituted_at__isnull=False).select_related("substituted_by").order_by("position")

    def not_taken(self) -> "DrawnIQAQuerySet":
        """Those that nobody has sampled at random or begun to."""
        return self.exclude(_sampled_at_random())

    def done(self) -> "DrawnIQAQuerySet":
        """Those that have been sampled, at random."""
        return self.filter(_sampled_at_random(recorded_at__isnull=False))

    def for_sampler(self, person: Any) -> "DrawnIQAQuerySet":
        """Those that `person` may sample, and has not sampled before."""
        from dipsamples.querysets.sampleable import sampleable_by

        return self.filter(sampleable_by(person, iqa="assessment"))


def counting_in(draw: "Draw") -> AssessmentQuerySet:
    """The IQAs that count in a draw today: recorded, assessed in its quarter, in its Area."""
    first, last = draw.days
    there = Assessment.objects.recorded().assessed_between(first, last)
    return there.filter(half_day__unit__area=draw.area_id).order_by()


def _sampled_at_random(**state: Any) -> Exists:
    from dipsamples.models.dip_sample import DipSample

    return Exists(DipSample.objects.filter(assessment=OuterRef("assessment"), targeted=False, **state))


def _count(rows: models.QuerySet) -> Coalesce:
    counted = rows.order_by().values("draw").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
