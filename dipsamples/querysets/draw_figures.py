"""How far a draw has come: counts by activity and DCP, in the same few queries however many IQAs there are."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from dipsamples.models import DipSample, Draw, DrawnIQA
from dipsamples.policies.drawing import Tally
from dipsamples.querysets.draws import counting_in
from iqa.organisation.models import Person
from iqa.questions.models import Activity


@dataclass
class Counts:
    """Of one DCP in one activity: the IQAs that count; of these how many are drawn, how many were at some time (those
    substituted too), done and begun; and how many were sampled beside the draw, targeted or at random."""

    iqas: int = 0
    drawn: int = 0
    ever_drawn: int = 0
    done: int = 0
    begun: int = 0
    targeted: int = 0
    beside: int = 0

    @property
    def tally(self) -> Tally:
        return Tally(self.iqas, self.drawn, self.iqas - self.ever_drawn)

    @property
    def left(self) -> int:
        return self.drawn - self.done


class SamplerCounts(NamedTuple):
    name: str
    done: int
    begun: int


@dataclass(frozen=True)
class Figures:
    """`by` has the counts by activity and DCP (their keys); both are named beside."""

    by: dict[tuple[int, int], Counts]
    activities: dict[int, Activity]
    dcps: dict[int, str]
    samplers: list[SamplerCounts]


_STRATUM = ("half_day__activity", "half_day__assessor")
_STRATUM_OF_DRAWN = ("assessment__half_day__activity", "assessment__half_day__assessor")
_RECORDED = Q(recorded_at__isnull=False)


def figures_of(draw: Draw) -> Figures:
    by: dict[tuple[int, int], Counts] = defaultdict(Counts)
    counting = counting_in(draw)
    for activity, dcp, iqas in counting.values_list(*_STRATUM).annotate(Count("pk")):
        by[activity, dcp].iqas = iqas
    for activity, dcp, ever_drawn, drawn, done, begun in _drawn(draw):
        counts = by[activity, dcp]
        counts.ever_drawn, counts.drawn, counts.done, counts.begun = ever_drawn, drawn, done, begun
    for activity, dcp, targeted, beside in _beside(draw):
        by[activity, dcp].targeted, by[activity, dcp].beside = targeted, beside
    return Figures(
        by=dict(by),
        activities=Activity.objects.in_bulk({activity for activity, _ in by}),
        dcps=dict(Person.objects.filter(pk__in={dcp for _, dcp in by}).values_list("pk", "name")),
        samplers=_samplers(draw),
    )


def _drawn(draw: Draw) -> "list[tuple[int, int, int, int, int, int]]":
    at_random = DipSample.objects.filter(assessment=OuterRef("assessment"), targeted=False)
    still = Q(substituted_at__isnull=True)
    rows = (
        DrawnIQA.objects.filter(draw=draw, assessment__in=counting_in(draw).values("pk"))
        .annotate(is_taken=Exists(at_random), is_done=Exists(at_random.filter(_RECORDED)))
        .order_by()
        .values_list(*_STRATUM_OF_DRAWN)
        .annotate(
            ever=Count("pk"),
            now=Count("pk", filter=still),
            done=Count("pk", filter=still & Q(is_done=True)),
            begun=Count("pk", filter=still & Q(is_taken=True, is_done=False)),
        )
    )
    return list(rows)


def _beside(draw: Draw) -> "list[tuple[int, int, int, int]]":
    """Recorded samples of IQAs that count: those picked, and those at random of IQAs that are not drawn."""
    is_drawn = DrawnIQA.objects.filter(draw=draw, substituted_at__isnull=True, assessment=OuterRef("assessment"))
    rows = (
        DipSample.objects.filter(_RECORDED, assessment__in=counting_in(draw).values("pk"))
        .annotate(is_drawn=Exists(is_drawn))
        .order_by()
        .values_list(*_STRATUM_OF_DRAWN)
        .annotate(
            picked=Count("assessment", filter=Q(targeted=True), distinct=True),
            at_random=Count("assessment", filter=Q(targeted=False, is_drawn=False), distinct=True),
        )
    )
    return list(rows)


def _samplers(draw: Draw) -> list[SamplerCounts]:
    """Who has sampled what was drawn, by name."""
    taken = DipSample.objects.filter(
        targeted=False, assessment__in=DrawnIQA.objects.counting(draw).values("assessment")
    )
    rows = taken.order_by("sampler__name", "sampler").values_list("sampler", "sampler__name")
    counted = rows.annotate(done=Count("pk", filter=_RECORDED), begun=Count("pk", filter=~_RECORDED))
    return [SamplerCounts(name, done, begun) for _, name, done, begun in counted]
