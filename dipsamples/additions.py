"""What dip samples add to the pages of IQAs, which know nothing of them."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from assessments.additions import Added, Addition, Note, register
from assessments.models import Assessment
from assessments.policies.access import is_hidden, is_own_work
from assessments.policies.feedback import check_recorded
from assessments.policies.lifecycle import NotAllowed
from assessments.presenters.assessment import Link
from assessments.presenters.timeline import Entry
from dipsamples.models import DipSample
from dipsamples.policies.access import may_sample
from dipsamples.policies.stages import is_substituted
from dipsamples.presenters.dip_sample import sampled_words
from iqa.organisation.models import Person


@register
class DipSamples(Addition):
    def hides(self, person: Person) -> Q:
        """Those that the person is marking blind."""
        return Q(pk__in=DipSample.objects.marked_blind_by(person).values("assessment"))

    def added(self, assessment: Assessment, person: Person) -> Added:
        if is_own_work(person, assessment):
            return self._for_prosecutor(assessment)
        visible = DipSample.objects.visible_to(person).filter(assessment=assessment)
        samples = [sample for sample in visible.with_facts() if not is_substituted(sample)]
        return Added(
            notes=tuple(Note(sampled_words(sample, person), _page_of(sample)) for sample in samples),
            links=tuple(_links(assessment, person, samples)),
            entries=tuple(entry for sample in samples for entry in _entries(sample)),
        )

    def _for_prosecutor(self, assessment: Assessment) -> Added:
        """That it was sampled, and nothing of what was said."""
        samples = list(DipSample.objects.recorded().filter(assessment=assessment).select_related("sampler"))
        return Added(
            notes=tuple(Note(sampled_words(sample)) for sample in samples),
            entries=tuple(Entry("Dip sampled", sample.recorded_at, sample.sampler.name) for sample in samples),
        )


def _links(assessment: Assessment, person: Person, samples: list[DipSample]) -> Iterator[Link]:
    theirs = any(sample.sampler_id == person.pk for sample in samples)
    if may_sample(person, assessment) and not theirs and not is_hidden(assessment) and _is_recorded(assessment):
        yield Link("Dip sample", reverse("dipsamples:dip_sample_add", args=[assessment.pk]))


def _is_recorded(assessment: Assessment) -> bool:
    try:
        check_recorded(assessment)
    except NotAllowed:
        return False
    return True


def _entries(sample: DipSample) -> Iterator[Entry]:
    if sample.recorded_at:
        yield Entry("Dip sampled", sample.recorded_at, sample.sampler.name, href=_page_of(sample))
    if sample.acknowledged_at:
        yield Entry(
            "Outcome of the dip sample acknowledged",
            sample.acknowledged_at,
            sample.assessment.half_day.assessor.name,
        )


def _page_of(sample: DipSample) -> str:
    return reverse("dipsamples:dip_sample_detail", args=[sample.pk])
