"""The dip samples and the tag of the tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.models import Assessment
from dipsamples.models import Tag
from iqa.organisation.models import Person
from tests.dipsamples.factories import picked, sampled
from tests.who_may_what.reading import lines, names
from tests.who_may_what.table import dips


@dataclass(frozen=True)
class Sample:
    """A dip sample. `words` are the sampler's, `readers` those who may read them, `names` what tells that it exists."""

    name: str
    place: str
    of: dict[str, tuple[Any, ...]]
    names: list[str]
    words: str = ""
    readers: frozenset[str] = frozenset()


def make_samples(assessments: Mapping[str, Assessment], people: Mapping[str, Person]) -> Iterator[Sample]:
    for name, iqa, place, sampler, readers in lines(dips.DIP_SAMPLES):
        yield _sample(name, assessments[iqa], place, people[sampler], frozenset(names(readers, place)))
    for name, place in lines(dips.TAGS):
        tag = Tag.objects.create(kind=Tag.Kind.ISSUE, name="Disclosure dates not checked")
        yield Sample(name, place, {"tag": (tag.pk,)}, [tag.name])


def _sample(name: str, assessment: Assessment, place: str, sampler: Person, readers: frozenset[str]) -> Sample:
    words = f"Words of the {name}"
    dip_sample = picked(assessment, by=sampler, reason="Its marks stand out")
    if "begun" not in name:
        sampled(dip_sample, iqa=words, work=f"{words}, on the work")
    half_day = assessment.half_day
    told = [assessment.case.urn, half_day.prosecutor.name, half_day.assessor.name, sampler.name, words]
    return Sample(name, place, {"dip_sample": (dip_sample.pk,)}, told, words, readers)
