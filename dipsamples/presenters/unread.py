"""IQAs found without being read, so that they can still be marked blind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from assessments.models import Assessment
from assessments.presenters.rows import Row, named, number_of
from iqa.govuk.formats import date_long
from iqa.worklist import Line

AT_MOST = 25
# How many to ask for, to learn whether there are more than are shown.
TO_FETCH = AT_MOST + 1


@dataclass(frozen=True)
class Found:
    """Give it to `dipsamples/components/find_unread.html`. `is_cut` where more was found than is shown."""

    sought: str
    rows: list[Row]
    is_cut: bool


def found_unread(assessments: Iterable[Assessment], *, sought: str, to: str) -> Found:
    """Those that `sought` names, each leading to the page `to` of it: nothing of what was found in them, or by whom."""
    rows = [_row(assessment, to) for assessment in assessments]
    return Found(sought, rows[:AT_MOST], is_cut=len(rows) > AT_MOST)


def _row(assessment: Assessment, to: str) -> Row:
    half_day = assessment.half_day
    return Row(
        named(assessment),
        reverse(to, args=[assessment.pk]),
        hidden=number_of(assessment),
        lines=(
            Line("Prosecutor", f"{half_day.prosecutor.name}, {half_day.unit}"),
            Line("Assessed", date_long(half_day.assessed_on)),
        ),
    )
