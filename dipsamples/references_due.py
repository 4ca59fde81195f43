"""What of reference markings needs a person."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.urls import reverse

from dipsamples.presenters.references import task_of
from dipsamples.querysets.reference import being_made_by, references_visible_to
from dipsamples.querysets.second_marking import SecondMarkingQuerySet
from iqa.organisation.models import Person
from iqa.worklist import Rest, Source, Task, register


@register
class ReferencesToFinish(Source):
    heading = "Drafts"

    def due(self, person: Person) -> Iterable[tuple[int, date | None]]:
        return [(pk, None) for pk in self._found(person).order_by("-saved_at", "-pk").values_list("pk", flat=True)]

    def tasks(self, person: Person, keys: Collection[int]) -> Mapping[int, Task]:
        return {second.pk: task_of(second) for second in self._found(person).with_facts().filter(pk__in=keys)}

    def rest(self, person: Person) -> Rest:
        return Rest("all reference markings", reverse("dipsamples:reference_list"))

    def _found(self, person: Person) -> SecondMarkingQuerySet:
        return references_visible_to(person) & being_made_by(person)
