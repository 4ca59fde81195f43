"""What of the tables is a consistency exercise, or a reference marking."""

from dataclasses import dataclass

from assessments.models import Assessment
from dipsamples.actions import references
from dipsamples.models import Exercise
from iqa.audit.actions import log_read
from iqa.organisation.models import Person
from iqa.permissions import Role
from tests.dipsamples.exercises import begun, made, marked, referred
from tests.factories import PostingFactory, answers_to
from tests.places import Organisation
from tests.who_may_what.reading import lines
from tests.who_may_what.table import exercises
from tests.who_may_what.things import Thing


@dataclass(frozen=True)
class ExerciseThing(Thing):
    """`words` are in the comment of the first of those invited; `readers` are those who may read it."""

    words: str = ""
    readers: frozenset[str] = frozenset()


def make_exercises(place: Organisation, people: dict[str, Person]) -> dict[str, Thing]:
    return {line[0]: _exercise(place, people, *line) for line in lines(exercises.EXERCISES)}


def _exercise(
    place: Organisation, people: dict[str, Person], name: str, where: str, runs: str, invited: str, readers: str
) -> Thing:
    area = {"Wessex": place.area, "South West": place.area2, "the nation": None}[where]
    by = people[runs] if runs in people else PostingFactory(role=Role.DCCP, area=area).person
    title, words = f"The title of the {name}", f"Words of the {name}"
    exercise = made(by=by, area=area, people=[people[each] for each in invited.split()], title=title)
    _mark(exercise, [people[each] for each in invited.split()], words, finish=name == "closed exercise")
    if name == "closed exercise":
        referred(exercise, by)
    of = {"exercise": (exercise.pk,), "exercise_case": (exercise.pk, 1)}
    return ExerciseThing(name, where, of, [title], words, frozenset(readers.split()))


def _mark(exercise: Exercise, people: list[Person], words: str, *, finish: bool) -> None:
    for number, person in enumerate(people):
        (marked if finish else begun)(exercise, person, comments={} if number else {9: words})


def make_references(people: dict[str, Person], iqas: dict[str, Assessment]) -> dict[str, Thing]:
    """`iqas` are those of the table, by name."""
    return {line[0]: _reference(people, iqas, *line) for line in lines(exercises.REFERENCES)}


def _reference(
    people: dict[str, Person], iqas: dict[str, Assessment], name: str, where: str, of: str, by: str
) -> Thing:
    log_read(subject=iqas[of], by=people[by])  # not blind, so that nothing is hidden from who makes it
    second = references.begin(assessment=iqas[of], by=people[by])
    words = f"Words of the {name}"
    answers = answers_to(iqas[of], comments={9: words})
    references.save(second=second, answers=answers, version=0, by=people[by])
    if not name.startswith("unfinished"):
        references.finish(second=second, by=people[by])
    return Thing(name, where, {"reference": (second.pk,)}, [iqas[of].case.urn, words])
