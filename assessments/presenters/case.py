"""The words of a case: its facts, and its IQAs listed."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from assessments.models import Assessment, Case, State
from assessments.presenters.assessment import Fact, tag_colour
from assessments.presenters.half_day import Row, what_happened
from iqa.govuk.formats import date_long


def facts(case: Case) -> list[Fact]:
    """What is known of a case, without what is empty."""
    known = [
        Fact("Court level", case.get_court_level_display()),
        Fact("Anticipated plea", case.get_plea_display()),
        Fact("Sensitive", ", ".join(category.name for category in case.sensitive.all())),
        Fact("Live or finalised", f"Finalised: {case.finalised}" if case.is_finalised else "Live"),
        Fact("Next hearing", date_long(case.next_hearing)),
        Fact("Trial date", date_long(case.trial_date)),
    ]
    return [fact for fact in known if fact.value]


def rows(assessments: Iterable[Assessment], *, on: date) -> list[Row]:
    """A case's IQAs: whose work, by whom and when."""
    return [_row(assessment, on) for assessment in assessments]


def _row(assessment: Assessment, on: date) -> Row:
    half_day = assessment.half_day
    who = (
        Fact("Prosecutor", f"{half_day.prosecutor}, {half_day.unit}"),
        Fact("Assessed", f"{date_long(half_day.assessed_on)}, by {half_day.assessor}"),
    )
    return Row(
        text=f"IQA {assessment.pk}: {half_day.activity.name.lower()}",
        href=reverse("assessments:assessment_detail", args=[assessment.pk]),
        state=assessment.get_state_display(),
        tag_colour=tag_colour(assessment),
        lines=(*who, *what_happened(assessment, on=on)),
    )


def page_of(assessment: Assessment) -> str:
    """Where one goes on with an IQA: a draft is marked, any other read."""
    name = "assessment_mark" if assessment.state == State.DRAFT else "assessment_detail"
    return reverse(f"assessments:{name}", args=[assessment.pk])
