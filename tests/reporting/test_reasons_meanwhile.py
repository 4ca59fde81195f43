"""Reasons are counted by two queries, and IQAs are recorded and withdrawn between them."""

from contextlib import contextmanager

import pytest
from django.db import connection

from assessments.actions import recording
from assessments.models import Assessment
from reporting.choices import Choices
from reporting.measures import REPORTS
from tests.factories import draft, recorded

TALLIES = ("reporting_reasontally", "reporting_answertally")


@contextmanager
def after_the_first_query(act):
    """Do something once, as soon as either tally has been read."""
    waiting = [act]

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if waiting and "SUM(" in sql and any(name in sql for name in TALLIES):
            waiting.pop()()
        return result

    with connection.execute_wrapper(watch):
        yield
    assert not waiting


def rows():
    table = REPORTS["reasons"].figures(Choices.parse({}), person=None)
    return [(row["question"], row["count"], row["share_pct"]) for row in table.rows]


@pytest.fixture
def first(place):
    return recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})


def test_one_recorded_between_them_breaks_nothing(place, first):
    ready = draft(assessor=place.dcp, prosecutor=place.prosecutor, not_met={9: []}, action=True)
    ready = Assessment.objects.with_facts().get(pk=ready.pk)
    with after_the_first_query(lambda: recording.record(assessment=ready, by=place.dcp)):
        assert rows() == [(14, 1, 100)]
    assert rows() == [(9, 1, 100), (14, 1, 100)]


def test_one_withdrawn_between_them_breaks_nothing(place, first):
    with after_the_first_query(lambda: recording.withdraw(assessment=first, reason="The wrong case", by=place.dcp)):
        assert rows() == [(14, 1, None)]
    assert rows() == []
