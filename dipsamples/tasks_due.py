"""What of dip samples needs a person: the sources that home asks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from dipsamples.models import DipSample
from dipsamples.presenters import worklist as words
from dipsamples.querysets.dip_sample import DipSampleQuerySet
from iqa.organisation.models import Person
from iqa.worklist import Rest, Source, Task, register


class _OfDipSamples(Source):
    def found(self, person: Person) -> DipSampleQuerySet:
        raise NotImplementedError

    def task(self, dip_sample: DipSample) -> Task:
        raise NotImplementedError

    def due(self, person: Person) -> Iterable[tuple[int, date | None]]:
        return [(pk, None) for pk in self.found(person).values_list("pk", flat=True)]

    def tasks(self, person: Person, keys: Collection[int]) -> Mapping[int, Task]:
        shown = self.found(person).with_facts().filter(pk__in=keys)
        return {dip_sample.pk: self.task(dip_sample) for dip_sample in shown}


@register
class OutcomesToAcknowledge(_OfDipSamples):
    def found(self, person: Person) -> DipSampleQuerySet:
        return DipSample.objects.visible_to(person).to_acknowledge(person)

    def task(self, dip_sample: DipSample) -> Task:
        return words.outcome_task(dip_sample)

    def rest(self, person: Person) -> Rest:
        return Rest("all outcomes to acknowledge", _found(state="recorded", assessor=person.name))


@register
class DipSamplesToFinish(_OfDipSamples):
    heading = "Drafts"

    def found(self, person: Person) -> DipSampleQuerySet:
        return DipSample.objects.visible_to(person).taken_by(person).under_way().order_by("-saved_at", "-pk")

    def task(self, dip_sample: DipSample) -> Task:
        return words.draft_task(dip_sample)

    def rest(self, person: Person) -> Rest:
        return Rest("all dip samples to finish", _found(state="draft", sampler=person.name))


def _found(**filters: str) -> str:
    return f"{reverse('dipsamples:dip_sample_list')}?{urlencode(filters)}"
