"""The words of a half day's page, and of the IQAs listed there."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.urls import reverse

from assessments.models import Assessment, HalfDay, State
from assessments.policies.access import may_change, may_edit_draft
from assessments.policies.feedback import may_have_feedback
from assessments.presenters.assessment import Fact
from assessments.presenters.marking import saved_at_words
from assessments.presenters.rows import HIDDEN, Row, row_of
from iqa.govuk.formats import date_long
from iqa.organisation.models import Person
from iqa.worklist import Line

SAID_ABOVE = ("Prosecutor", "Assessed")


def title_of(half_day: HalfDay) -> str:
    """Case progression, 3 October 2017, morning"""
    return f"{half_day.activity}, {date_long(half_day.worked_on)}, {half_day.get_half_display().lower()}"


def caption_of(half_day: HalfDay) -> str:
    """Maya Thornbury, case progression, 3 October 2017, morning"""
    title = title_of(half_day)
    return f"{half_day.prosecutor}, {title[0].lower()}{title[1:]}"


def facts(half_day: HalfDay, *, hides_assessor: bool) -> list[Fact]:
    """What is known of the half day besides its title, without what is empty. It hides its assessor where it has an
    IQA that is hidden."""
    known = [
        Fact("Prosecutor", half_day.prosecutor.name),
        Fact("Unit", str(half_day.unit)),
        Fact("Assessor", HIDDEN if hides_assessor else half_day.assessor.name),
        Fact("Date assessed", date_long(half_day.assessed_on)),
        Fact("Court centre", half_day.court_centre),
        Fact("List type", half_day.get_list_type_display()),
        Fact("Kind of work", half_day.kind_of_work),
        Fact("Additional", "Yes, to the minimum for this person" if half_day.additional else ""),
    ]
    return [fact for fact in known if fact.value]


def started_before(half_day: HalfDay, entered: HalfDay) -> str:
    """That the half day is there already, and which details `entered` now it does not take over."""
    known = facts(half_day, hides_assessor=False)
    others = [fact for fact in facts(entered, hides_assessor=False) if fact not in known]
    told = "You started this half day before. Add cases to it here."
    if others:
        told += f" What you entered now was not saved: {'; '.join(f'{each.key} {each.value}' for each in others)}."
    return told


def rows(
    half_day: HalfDay,
    assessments: Iterable[Assessment],
    marks: Mapping[int, Mapping[str, int]],
    *,
    person: Person,
    on: date,
) -> list[Row]:
    """The half day's IQAs, in the order in which they were begun; `marks` counts the answers of each."""
    return [_row(half_day, assessment, marks[assessment.pk], person, on) for assessment in assessments]


def _row(half_day: HalfDay, assessment: Assessment, marks: Mapping[str, int], person: Person, on: date) -> Row:
    assessment.half_day = half_day  # the same for all, so that it is asked once what its assessor may do
    row = row_of(assessment, marks, person, on=on)
    # Whose work it was, and when it was assessed, stands above all of them.
    row = replace(
        row, text=assessment.case.urn, lines=tuple(line for line in row.lines if line.label not in SAID_ABOVE)
    )
    if assessment.state == State.DRAFT and may_edit_draft(person, assessment):
        href = reverse("assessments:assessment_mark", args=[assessment.pk])
        saved = Line("Saved", saved_at_words(assessment.draft_saved_at))
        return replace(row, text=f"Continue marking: {row.text}", href=href, lines=(*row.lines, saved))
    return row


def awaits_feedback(assessments: Iterable[Assessment], *, person: Person) -> bool:
    """Whether there is one on which the person may record feedback."""
    return any(may_have_feedback(assessment) and may_change(person, assessment) for assessment in assessments)
