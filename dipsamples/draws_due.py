"""What of draws needs a person: a source that home asks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.urls import reverse

from dipsamples.models import Draw
from dipsamples.presenters import draws as words
from iqa.organisation.models import Person
from iqa.worklist import Rest, Source, Task, register


@register
class DrawsLeft(Source):
    """For those who draw in an Area: the samples of a quarter that are left, due on its last day."""

    def due(self, person: Person) -> Iterable[tuple[int, date | None]]:
        return [(draw.pk, draw.days[1]) for draw in Draw.objects.to_go_on_with(person)]

    def tasks(self, person: Person, keys: Collection[int]) -> Mapping[int, Task]:
        shown = Draw.objects.to_go_on_with(person).with_facts().filter(pk__in=keys)
        return {draw.pk: words.left_task(draw) for draw in shown}

    def rest(self, person: Person) -> Rest:
        return Rest("all draws", reverse("dipsamples:draw_list"))
