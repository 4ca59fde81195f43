"""What of consistency exercises needs a person."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.urls import reverse

from dipsamples.models import Exercise
from dipsamples.presenters import exercises as words
from dipsamples.querysets.exercise import ExerciseQuerySet
from iqa.calendar import today
from iqa.organisation.models import Person
from iqa.worklist import Rest, Source, Task, register


class _OfExercises(Source):
    def rest(self, person: Person) -> Rest:
        return Rest("all consistency exercises", reverse("dipsamples:exercise_list"))


@register
class ExercisesToMark(_OfExercises):
    def due(self, person: Person) -> Iterable[tuple[int, date | None]]:
        return self._found(person).values_list("pk", "closes_on")

    def tasks(self, person: Person, keys: Collection[int]) -> Mapping[int, Task]:
        return {each.pk: words.mark_task(each) for each in self._found(person).with_facts().filter(pk__in=keys)}

    def _found(self, person: Person) -> ExerciseQuerySet:
        return Exercise.objects.visible_to(person).to_mark_by(person, on=today())


@register
class ReferencesToAgree(_OfExercises):
    def due(self, person: Person) -> Iterable[tuple[int, date | None]]:
        return ((pk, None) for pk in self._found(person).values_list("pk", flat=True))

    def tasks(self, person: Person, keys: Collection[int]) -> Mapping[int, Task]:
        return {each.pk: words.agree_task(each) for each in self._found(person).with_facts().filter(pk__in=keys)}

    def _found(self, person: Person) -> ExerciseQuerySet:
        return Exercise.objects.visible_to(person).run_by(person).to_agree(on=today())
