"""Reference markings of IQAs in words."""

from collections.abc import Iterable
from typing import cast

from django.urls import reverse

from assessments.models import Assessment
from assessments.presenters.marking import saved_at_words
from assessments.presenters.rows import Row, Tag, named, number_of
from dipsamples.models import SecondMarking
from iqa.govuk.formats import date_long
from iqa.worklist import Line, Task


def page_of(second: SecondMarking) -> str:
    """Where one goes on with it: it is marked until it is finished, then compared."""
    return reverse(f"dipsamples:reference_{'detail' if second.finished_at else 'mark'}", args=[second.pk])


def rows(seconds: Iterable[SecondMarking]) -> list[Row]:
    return [_row(second, _iqa_of(second)) for second in seconds]


def made_words(second: SecondMarking) -> str:
    """Marked for reference by Ines Spector on 19 October 2017"""
    return f"Marked for reference by {second.by.name} on {date_long(second.finished_at)}"


def task_of(second: SecondMarking) -> Task:
    assessment = _iqa_of(second)
    return Task(
        f"Mark for reference: {named(assessment)}",
        page_of(second),
        lines=(Line("Saved", saved_at_words(second.saved_at)),),
        hidden=number_of(assessment),
    )


def _row(second: SecondMarking, assessment: Assessment) -> Row:
    done = second.finished_at is not None
    return Row(
        named(assessment),
        page_of(second),
        hidden=number_of(assessment),
        tags=(Tag("Finished", "green") if done else Tag("Draft", "grey"),),
        lines=(Line("Finished" if done else "Saved", date_long(second.finished_at or second.saved_at)),),
    )


def _iqa_of(second: SecondMarking) -> Assessment:
    """Of a reference marking that is an IQA's, not an exercise's."""
    return cast(Assessment, second.assessment)
