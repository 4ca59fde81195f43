"""Consistency exercises in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assessments.presenters.assessment import Fact
from assessments.presenters.rows import Row, Tag, due_words
from dipsamples.models import Exercise, ExerciseCase, Invitation, SecondMarking
from dipsamples.policies.exercises import closed_on, is_closed
from iqa.govuk.formats import date_long
from iqa.worklist import Line, Task

FINISHED = Tag("Finished", "green")


@dataclass(frozen=True)
class Participant:
    """Who was invited, and whether they have finished: nothing more is known of them until it has closed."""

    name: str
    progress: str


def place_of(exercise: Exercise) -> str:
    return exercise.area.name if exercise.area else "National"


def state_of(exercise: Exercise, *, on: date) -> Tag:
    if exercise.agreed_at:
        return Tag("Agreed", "green")
    return Tag("Closed", "grey") if is_closed(exercise, on=on) else Tag("Open", "blue")


def row_of(exercise: Exercise, *, on: date) -> Row:
    lines = [
        Line("Activity", exercise.activity.name),
        Line("Where", place_of(exercise)),
        Line("Made by", exercise.made_by.name),
        _closing(exercise, on=on),
    ]
    return Row(
        exercise.title, address_of(exercise), hidden=f"exercise {exercise.pk}", tags=(state_of(exercise, on=on),),
        lines=tuple(lines),
    )  # fmt: skip


def address_of(exercise: Exercise) -> str:
    return reverse("dipsamples:exercise_detail", args=[exercise.pk])


def address_of_case(case: ExerciseCase, name: str = "exercise_case") -> str:
    return reverse(f"dipsamples:{name}", args=[case.exercise_id, case.order])


def facts(exercise: Exercise, *, on: date) -> list[Fact]:
    known = [
        Fact("Activity", exercise.activity.name),
        Fact("Where", place_of(exercise)),
        Fact("Made by", f"{exercise.made_by.name}, {date_long(exercise.made_at)}"),
        Fact(*_closing(exercise, on=on)),
    ]
    if exercise.agreed_by:
        known.append(Fact("Reference agreed", f"{date_long(exercise.agreed_at)}, by {exercise.agreed_by.name}"))
    return known


def case_rows(cases: Iterable[ExerciseCase], *, own: Mapping[int, SecondMarking]) -> list[Row]:
    """The cases of an exercise for who is to mark them; `own` are their markings, by case of the exercise."""
    return [_case_row(case, tags=(_progress(own.get(case.pk)),)) for case in cases]


def closed_case_rows(cases: Iterable[ExerciseCase], references: Mapping[int, SecondMarking]) -> list[Row]:
    """The cases of one that has closed, each with how far its reference marking is."""
    return [_case_row(case, line=Line("Reference", _agreed(references.get(case.pk)))) for case in cases]


def participants(invitations: Iterable[Invitation], finished: Mapping[int, int], *, cases: int) -> list[Participant]:
    """`finished` says how many of the `cases` each person (id) has finished. Of one who has finished some, it says no
    more than that they are not done."""
    return [
        Participant(each.person.name, "Finished" if finished.get(each.person_id) == cases else "Not finished")
        for each in invitations
    ]


def finished_words(participants: Iterable[Participant]) -> str:
    """3 of 5 have finished."""
    states = [each.progress == "Finished" for each in participants]
    return f"{sum(states)} of {len(states)} {'has' if sum(states) == 1 else 'have'} finished."


def mark_task(exercise: Exercise) -> Task:
    return Task(
        f"Mark for consistency: {exercise.title}",
        address_of(exercise),
        lines=(Line("Activity", exercise.activity.name), Line("Made by", exercise.made_by.name)),
        due_on=exercise.closes_on,
        hidden=f"exercise {exercise.pk}",
    )


def agree_task(exercise: Exercise) -> Task:
    return Task(
        f"Agree the reference: {exercise.title}",
        address_of(exercise),
        lines=(Line("Closed", date_long(closed_on(exercise))),),
        hidden=f"exercise {exercise.pk}",
    )


def plain_case_rows(cases: Iterable[ExerciseCase]) -> list[Row]:
    return [_case_row(case) for case in cases]


def _case_row(case: ExerciseCase, *, tags: tuple[Tag, ...] = (), line: Line | None = None) -> Row:
    court = Line("Court level", case.case.get_court_level_display())
    return Row(case.case.urn, address_of_case(case), tags=tags, lines=(court, *([line] if line else [])))


def _closing(exercise: Exercise, *, on: date) -> Line:
    if is_closed(exercise, on=on):
        return Line("Closed", date_long(closed_on(exercise)))
    return Line("Closes after", due_words(exercise.closes_on, on=on))


def _agreed(reference: SecondMarking | None) -> str:
    return "Agreed" if reference and reference.finished_at else _progress(reference).text


def _progress(own: SecondMarking | None) -> Tag:
    if own is None:
        return Tag("Not started", "grey")
    return FINISHED if own.finished_at else Tag("Started", "blue")
