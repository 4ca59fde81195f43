from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dipsamples.policies.comparison import Difference, pairs_with
from iqa.organisation.querysets import in_places
from iqa.permissions import Permission, places_with
from iqa.querysets import keys_if_few


def was_marked_blind(*, of: str = "") -> Q:
    """Marked by the sampler, to the end, without having seen what the IQA's assessor answered. A condition on dip
    samples or, with `of`, on what has them by that path: "dip_samples__"."""
    second = f"{of}second_marking__"
    return Q((f"{second}blind", True), (f"{second}finished_at__isnull", False))


class DipSampleQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those in the places where the person sees or takes dip samples; once recorded, those of IQAs that they
        assessed, while they see these; none of their own work. Every page of dip samples starts here.

        While somebody marks an IQA blind, what others said of it is not there for them either.
        """
        place = "assessment__half_day__unit"
        # Of all the nation the condition is empty; and an empty condition, or another, would be the other alone.
        seen = in_places(places_with(person, Permission.VIEW_DIP_SAMPLES), unit=place) or Q(pk__isnull=False)
        taken = in_places(places_with(person, Permission.DIP_SAMPLE), unit=place) & Q(sampler=person)
        told = in_places(places_with(person, Permission.VIEW_IQAS), unit=place) & Q(
            assessment__half_day__assessor=person, recorded_at__isnull=False
        )
        from dipsamples.models import DipSample

        marked_blind = DipSample.objects.marked_blind_by(person).values("assessment")
        return (
            self.filter(seen | taken | told)
            .exclude(assessment__half_day__prosecutor=person)
            .exclude(Q(assessment__in=marked_blind) & ~Q(sampler=person))
        )

    def with_facts(self):
        """With all that a page or a row names."""
        return self.select_related(
            "sampler",
            "drawn__substituted_by",
            "second_marking__by",
            "second_marking__marking",
            "second_marking__compared_with",
            "corrected_in",
            "assessment__case",
            "assessment__marking",
            "assessment__half_day__activity",
            "assessment__half_day__assessor",
            "assessment__half_day__prosecutor",
            "assessment__half_day__unit__area",
        )

    def under_way(self):
        """Those neither recorded nor left behind by an IQA that was withdrawn, or substituted in its draw."""
        return self.filter(
            recorded_at__isnull=True,
            assessment__state__in=["recorded", "closed"],
            drawn__substituted_at__isnull=True,
        )

    def named(self, text: str):
        """Those of the IQA of this number, or of the URN that begins with `text`."""
        from assessments.models import Assessment

        return self.filter(assessment__in=keys_if_few(Assessment.objects.named(text)))

    def recorded(self):
        return self.filter(recorded_at__isnull=False)

    def taken_by(self, person):
        return self.filter(sampler=person)

    def marked_blind_by(self, person):
        """Those whose sampler is marking, and may not see what was found until they finish or stop."""
        return self.under_way().filter(
            sampler=person,
            second_marking__isnull=False,
            second_marking__finished_at__isnull=True,
            stopped_at__isnull=True,
        )

    def naming_assessor_to(self, person):
        """Without those on which `person` may still mark blind: whose IQA it is, they are not told yet."""
        to_mark = Q(second_marking__isnull=True, draft_version=0) | Q(
            second_marking__isnull=False, second_marking__finished_at__isnull=True, stopped_at__isnull=True
        )
        return self.exclude(Q(sampler=person, recorded_at__isnull=True) & to_mark)

    def to_acknowledge(self, person):
        """Those with an outcome that `person`, whose IQA it was, has not acknowledged."""
        return self.recorded().filter(assessment__half_day__assessor=person, acknowledged_at__isnull=True)

    def differing(self, kind: Difference):
        """Those marked by the sampler too, with an answer of the IQA that differs in this way; of "agreed", those in
        which every answer agrees."""
        compared = self.filter(second_marking__finished_at__isnull=False, second_marking__compared_with__isnull=False)
        if kind == Difference.AGREED:
            return compared.exclude(Exists(_answers_in_pairs(Difference.AGREED, alike=False)))
        return compared.filter(Exists(_answers_in_pairs(kind)))


def _answers_in_pairs(kind: Difference, *, alike: bool = True):
    """The sampler's answers to questions that the IQA answers too, in a pair that differs in this way (or does not)."""
    from assessments.models import Answer

    theirs = Answer.objects.filter(
        marking=OuterRef(OuterRef("second_marking__compared_with")), question=OuterRef("question")
    )
    condition: Any = Q(pk__in=[])
    for marked, reference in pairs_with(kind):
        condition |= Q(outcome__counts_as=reference) & Exists(theirs.filter(outcome__counts_as=marked))
    mine = Answer.objects.filter(marking=OuterRef("second_marking__marking"), outcome__isnull=False)
    both = mine.filter(Exists(theirs.filter(outcome__isnull=False)))
    return both.filter(condition) if alike else both.exclude(condition)
