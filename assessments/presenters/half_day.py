"""The words of a half day's page, and of the IQAs listed there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assessments.models import Assessment, HalfDay, State
from assessments.policies.access import may_change, may_edit_draft
from assessments.policies.feedback import has_open_action, may_have_feedback
from assessments.presenters.assessment import Fact, tag_colour, time_left
from iqa.govuk.formats import clock_time, date_long, deadline
from iqa.organisation.models import Person


@dataclass(frozen=True)
class Row:
    """An IQA in a list: its link, its state, and labelled lines."""

    text: str
    href: str
    state: str
    tag_colour: str
    lines: tuple[Fact, ...]


def title_of(half_day: HalfDay) -> str:
    """Case progression, 3 October 2017, morning"""
    return f"{half_day.activity}, {date_long(half_day.worked_on)}, {half_day.get_half_display().lower()}"


def caption_of(half_day: HalfDay) -> str:
    """Maya Thornbury, case progression, 3 October 2017, morning"""
    title = title_of(half_day)
    return f"{half_day.prosecutor}, {title[0].lower()}{title[1:]}"


def facts(half_day: HalfDay) -> list[Fact]:
    """What is known of the half day besides its title, without what is empty."""
    known = [
        Fact("Prosecutor", half_day.prosecutor.name),
        Fact("Unit", str(half_day.unit)),
        Fact("Assessor", half_day.assessor.name),
        Fact("Date assessed", date_long(half_day.assessed_on)),
        Fact("Court centre", half_day.court_centre),
        Fact("List type", half_day.get_list_type_display()),
        Fact("Kind of work", half_day.kind_of_work),
        Fact("Additional", "Yes, to the minimum for this person" if half_day.additional else ""),
    ]
    return [fact for fact in known if fact.value]


def rows(half_day: HalfDay, assessments: Iterable[Assessment], *, person: Person, on: date) -> list[Row]:
    """The half day's IQAs, in the order in which they were begun."""
    return [_row(half_day, assessment, person, on) for assessment in assessments]


def _row(half_day: HalfDay, assessment: Assessment, person: Person, on: date) -> Row:
    assessment.half_day = half_day  # the same for all, so that who its assessor is is asked once
    urn, name = assessment.case.urn, "assessment_detail"
    if assessment.state == State.DRAFT and may_edit_draft(person, assessment):
        urn, name = f"Continue marking: {urn}", "assessment_mark"
    return Row(
        text=urn,
        href=reverse(f"assessments:{name}", args=[assessment.pk]),
        state=assessment.get_state_display(),
        tag_colour=tag_colour(assessment),
        lines=tuple(what_happened(assessment, on=on)),
    )


def what_happened(assessment: Assessment, *, on: date) -> Iterable[Fact]:
    """Where an IQA stands, in labelled lines."""
    if assessment.state in (State.DRAFT, State.DISCARDED):
        saved_at = assessment.draft_saved_at
        yield Fact("Last saved", f"{date_long(saved_at)}, {clock_time(saved_at)}")
        return
    yield Fact("Recorded", date_long(assessment.recorded_at))
    if assessment.state == State.WITHDRAWN:
        yield Fact("Withdrawn", date_long(assessment.withdrawn_at))
        return
    if has_open_action(assessment):
        due_on = assessment.action.due_on
        yield Fact("Action", f"due by {deadline(due_on)} {time_left(due_on, on=on)}" if due_on else "open")
    if not may_have_feedback(assessment):
        yield Fact("Feedback", f"given {date_long(assessment.feedback.given_on)}")
    elif assessment.state == State.RECORDED:
        yield Fact("Feedback", "not recorded")


def awaits_feedback(assessments: Iterable[Assessment], *, person: Person) -> bool:
    """Whether there is one on which the person may record feedback."""
    return any(may_have_feedback(assessment) and may_change(person, assessment) for assessment in assessments)
