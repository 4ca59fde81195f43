"""An IQA as a row of a list: a link, its state, and what is known of it in a few lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assessments.models import Assessment, State
from assessments.policies.access import is_hidden, is_own_work
from assessments.policies.feedback import has_open_action, may_have_feedback
from assessments.presenters.assessment import tag_colour, time_left
from iqa.govuk.formats import date_long, deadline
from iqa.organisation.models import Person
from iqa.questions.models import Outcome
from iqa.worklist import Line

# What somebody reads who marks an IQA by themselves first.
HIDDEN = "Hidden until you finish marking"


@dataclass(frozen=True)
class Tag:
    text: str
    colour: str = ""


@dataclass(frozen=True)
class Row:
    """Give it to `assessments/components/rows.html`, in `rows`. `hidden` ends the link for who hears it alone."""

    text: str
    href: str
    hidden: str = ""
    tags: tuple[Tag, ...] = ()
    lines: tuple[Line, ...] = ()


def named(assessment: Assessment) -> str:
    """01AB1234518, case progression"""
    return f"{assessment.case.urn}, {assessment.half_day.activity.name.lower()}"


def number_of(assessment: Assessment) -> str:
    """What tells it from others of its case and activity."""
    return f"IQA {assessment.pk}"


def due_words(day: date, *, on: date) -> str:
    """Thursday 19 October 2017 (3 working days)"""
    return f"{deadline(day)} {time_left(day, on=on)}"


def marks_words(marks: Mapping[str, int]) -> str:
    """7 fully met, 1 not met"""
    counted = ((marks.get(counts_as, 0), Outcome.CountsAs(counts_as).label) for counts_as in Outcome.CountsAs)
    return ", ".join(f"{count} {label.lower()}" for count, label in counted if count)


def row_of(assessment: Assessment, marks: Mapping[str, int], person: Person, *, on: date) -> Row:
    """For `person`. `marks` counts the answers of a recorded one; a draft's are nobody's to see in a list."""
    if is_hidden(assessment):
        return hidden_row(assessment)
    dues = {label: day for label, day in _dues(assessment, marks) if day}
    half_day = assessment.half_day
    lines = [
        Line("Unit", str(half_day.unit))
        if is_own_work(person, assessment)
        else Line("Prosecutor", f"{half_day.prosecutor.name}, {half_day.unit}"),
        Line("Assessed", f"{date_long(half_day.assessed_on)} by {half_day.assessor.name}"),
        Line("Marks", marks_words(marks) if assessment.recorded_at else ""),
        *(Line(label, due_words(day, on=on)) for label, day in dues.items()),
    ]
    overdue = any(day < on for day in dues.values())
    return Row(
        named(assessment),
        reverse("assessments:assessment_detail", args=[assessment.pk]),
        hidden=number_of(assessment),
        tags=(_state_tag(assessment), *([Tag("Overdue", "red")] if overdue else [])),
        lines=tuple(line for line in lines if line.value),
    )


def hidden_row(assessment: Assessment) -> Row:
    """One of which a person may not know yet what was found, and by whom."""
    half_day = assessment.half_day
    prosecutor = Line("Prosecutor", f"{half_day.prosecutor.name}, {half_day.unit}")
    return Row(
        named(assessment),
        reverse("assessments:assessment_detail", args=[assessment.pk]),
        hidden=number_of(assessment),
        tags=(Tag(State.RECORDED.label, "blue"),),
        lines=(prosecutor, Line("Assessor and answers", HIDDEN)),
    )


def short_row(assessment: Assessment, person: Person) -> Row:
    """For a list that leads back to what `person` knows already."""
    if is_hidden(assessment):
        return hidden_row(assessment)
    half_day = assessment.half_day
    assessed = Line("Assessed", f"{date_long(half_day.assessed_on)} by {half_day.assessor.name}")
    return Row(
        named(assessment),
        reverse("assessments:assessment_detail", args=[assessment.pk]),
        hidden=number_of(assessment),
        tags=(_state_tag(assessment),),
        lines=(assessed if is_own_work(person, assessment) else Line("Prosecutor", half_day.prosecutor.name),),
    )


def _state_tag(assessment: Assessment) -> Tag:
    return Tag(assessment.get_state_display(), tag_colour(assessment))


def _dues(assessment: Assessment, marks: Mapping[str, int]) -> Iterable[tuple[str, date | None]]:
    """What is outstanding on a recorded one, and its last day."""
    if assessment.state != State.RECORDED:
        return
    if marks.get(Outcome.CountsAs.NOT_MET) and may_have_feedback(assessment):
        yield "Feedback due", assessment.feedback_due_on
    if has_open_action(assessment):
        yield "Action due", assessment.action.due_on
