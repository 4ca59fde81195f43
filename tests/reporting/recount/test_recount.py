"""Each report of the contract, by each dimension and with filters, equals a recount written apart from it."""

from collections import Counter

import pytest
import time_machine

from reporting.choices import Choices
from reporting.measures import REPORTS
from reporting.querysets.differences import differences
from tests.kept import analyze
from tests.reporting.recount import recount
from tests.reporting.recount.reading import read
from tests.reporting.recount.records import NOW, TODAY, Records

pytestmark = pytest.mark.django_db

FILTERS = (
    {},
    {"year": "2017-18"},
    {"year": "2017-18", "quarter": "Q2"},
    {"month": "2017-07"},
    {"area": "Wessex"},
    {"area": "Wessex", "unit": "RASSO", "year": "2017-18"},
    {"activity": "advice"},
    {"area": "North West"},
    {"year": "2014-15"},
)
# The page's own, beside those of the command.
MORE_FILTERS = (
    {"unit_kind": "rasso"},
    {"court_level": "crown"},
    {"sensitive": "rape"},
    {"sensitive": "none", "year": "2017-18"},
    {"sensitive": "none", "area": "Wessex", "unit": "RASSO"},
    {"additional": "yes"},
    {"additional": "no", "quarter": "Q1", "year": "2017-18"},
)


@pytest.fixture(scope="module")
def iqas(once):
    with time_machine.travel(NOW, tick=False):
        Records(seed=20180301, count=56).make()
        analyze()
        yield read()


def found(name, said, compare=""):
    table = REPORTS[name].figures(Choices.parse({**said, "compare": compare}), person=None)
    names = [column.name for column in table.columns]
    assert all(set(row) == set(names) for row in table.rows)
    return names, rows(table.rows)


def rows(listed):
    return Counter(tuple(sorted(row.items(), key=lambda item: item[0])) for row in listed)


def assert_equal(name, said, compare, iqas):
    _, ours = found(name, said, compare)
    theirs = rows(recount.report(name, iqas, said, compare, today=TODAY))
    assert ours == theirs, f"\nonly in the report: {ours - theirs}\nonly in the recount: {theirs - ours}"


def test_there_is_enough_to_count(iqas):
    assert len(iqas) > 60
    assert Counter(iqa["state"] for iqa in iqas).keys() == {"draft", "recorded", "closed"}
    assert sum(len(iqa["pairs"]) for iqa in iqas) > 200
    assert len({answer for iqa in iqas for answer in iqa["not_met_other"]}) > 30
    # Of each way that anybody used, and none; the fifth is nought.
    assert len({iqa["feedback"][0] for iqa in iqas if iqa["feedback"]}) == 5
    samples = [sample for iqa in iqas for sample in iqa["sampled_by"]]
    for what in ("targeted", "both", "blind"):
        assert {sample[what] for sample in samples} == {True, False}
    assert not differences()


@pytest.mark.parametrize(
    ("name", "compare"), [(name, compare) for name in recount.ROWS for compare in ("", *REPORTS[name].compared_by)]
)
def test_each_report_by_each_dimension(name, compare, iqas):
    for said in FILTERS:
        assert_equal(name, said, compare, iqas)


@pytest.mark.parametrize("name", recount.ROWS)
def test_each_report_with_the_filters_of_its_page(name, iqas):
    for said in MORE_FILTERS:
        for compare in ("", "activity", "quarter"):
            assert_equal(name, said, compare, iqas)
