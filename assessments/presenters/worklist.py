"""What needs a person, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assessments.models import Assessment, HalfDay, State
from assessments.presenters.assessment import owner_of
from assessments.presenters.marking import saved_at_words
from assessments.presenters.rows import Row, due_words, named, number_of
from iqa.organisation.models import Person
from iqa.worklist import Line, Rest, Task, Worklist


@dataclass(frozen=True)
class Section:
    """A worklist as home shows it; `hidden_count` is how many are not shown, `rests` where they are."""

    heading: str
    rows: tuple[Row, ...]
    hidden_count: int = 0
    rests: tuple[Rest, ...] = ()


def sections_of(lists: Iterable[Worklist], *, on: date) -> list[Section]:
    return [
        Section(
            listed.heading,
            tuple(_row(task, on) for task in listed.tasks),
            hidden_count=listed.total - len(listed.tasks) if listed.rests else 0,
            rests=listed.rests,
        )
        for listed in lists
    ]


def needs_today(count: int) -> str:
    """3 need you today."""
    if not count:
        return "Nothing needs you today."
    return "1 needs you today." if count == 1 else f"{count:,} need you today."


def feedback_task(assessment: Assessment, person: Person) -> Task:
    return Task(
        f"Give feedback: {named(assessment)}",
        reverse("assessments:feedback_record", args=[assessment.pk]),
        lines=_people(assessment, person),
        due_on=assessment.feedback_due_on,
        hidden=number_of(assessment),
    )


def action_task(assessment: Assessment, person: Person) -> Task:
    return Task(
        f"Take the action: {named(assessment)}",
        reverse("assessments:action_take", args=[assessment.pk]),
        lines=(*_people(assessment, person), Line("Who does it", owner_of(assessment))),
        due_on=assessment.action.due_on,
        hidden=number_of(assessment),
    )


def own_action_task(assessment: Assessment) -> Task:
    return Task(
        f"Take the action: {named(assessment)}",
        reverse("assessments:assessment_detail", args=[assessment.pk]),
        lines=(Line("Assessor", assessment.half_day.assessor.name),),
        due_on=assessment.action.due_on,
        hidden=number_of(assessment),
    )


def half_day_task(half_day: HalfDay, states: Mapping[str, int]) -> Task:
    """`states` counts its IQAs by state."""
    activity = half_day.activity.name.lower()
    return Task(
        f"Continue the half day: {activity}, {half_day.get_half_display().lower()}",
        reverse("assessments:half_day_detail", args=[half_day.pk]),
        lines=(Line("Prosecutor", half_day.prosecutor.name), Line("IQAs", _progress(states))),
        due_on=half_day.assessed_on,
        hidden=f"half day {half_day.pk}",
    )


def draft_task(
    draft: Assessment,
    person: Person,
    *,
    marks: Mapping[int, Mapping[str, int]],
    asked: Mapping[int, int],
) -> Task:
    """`marks` counts the answers by IQA, `asked` the questions."""
    answered = sum(marks[draft.pk].values())
    return Task(
        f"Mark the questions: {named(draft)} ({answered} of {asked[draft.pk]} answered)",
        reverse("assessments:assessment_mark", args=[draft.pk]),
        lines=(*_people(draft, person), Line("Saved", saved_at_words(draft.draft_saved_at))),
        hidden=number_of(draft),
    )


def _people(assessment: Assessment, person: Person) -> tuple[Line, ...]:
    """Whose work it is and, where that is somebody else, who assessed it."""
    half_day = assessment.half_day
    prosecutor = Line("Prosecutor", half_day.prosecutor.name)
    return (prosecutor,) if half_day.assessor == person else (prosecutor, Line("Assessor", half_day.assessor.name))


def _progress(states: Mapping[str, int]) -> str:
    recorded = states.get(State.RECORDED, 0) + states.get(State.CLOSED, 0)
    counts = ((recorded, "recorded"), (states.get(State.DRAFT, 0), "in draft"))
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "none yet"


def _row(task: Task, on: date) -> Row:
    due = (Line("Due", due_words(task.due_on, on=on)),) if task.due_on and task.due_on != on else ()
    return Row(task.text, task.url, hidden=task.hidden, lines=(*task.lines, *due))
