"""A page asks the database the same whether it lists ten IQAs or thousands."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import HalfDay
from iqa.organisation.models import Person
from tests.assessments.bulk import half_days_in_bulk, recorded_in_bulk, recorded_of
from tests.factories import CaseFactory, begun, draft, recorded, started

FEW, MANY = 10, 1_000


@pytest.fixture
def half_day(place) -> HalfDay:
    """With an IQA of each kind, so that everything that is asked is asked of few already."""
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    begun(half_day=half_day)
    draft(half_day=half_day)
    recorded(half_day=half_day, action=True, not_met={14: []})
    return half_day


@pytest.fixture
def queries(client: Client) -> Callable[[Person, str], int]:
    def queries(person: Person, path: str) -> int:
        """How many the page at `path` takes, asked for a second time."""
        client.force_login(person)
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    return queries


@pytest.mark.parametrize("address", ["", "?q=09ZZ", "?state=recorded&marks=not_met&sort=oldest", "?feedback=due"])
@pytest.mark.parametrize("who", ["dcp", "dccp", "cat", "prosecutor"])
def test_the_list_of_iqas(who, address, place, half_day, queries):
    path = reverse("assessments:assessment_list") + address
    recorded_in_bulk(half_day, FEW)
    few = queries(getattr(place, who), path)
    recorded_in_bulk(half_day, MANY)
    assert queries(getattr(place, who), path) == few <= 15


def test_the_list_of_ten_thousand(place, half_day, queries):
    path = reverse("assessments:assessment_list")
    recorded_in_bulk(half_day, FEW)
    few = queries(place.dcp, path)
    recorded_in_bulk(half_day, 10_000)
    assert queries(place.dcp, path) == few


@pytest.mark.parametrize("who", ["dcp", "dccp", "prosecutor", "cat"])
def test_home(who, place, half_day, queries):
    path = reverse("assessments:home")
    recorded_in_bulk(half_day, FEW)
    few = queries(getattr(place, who), path)
    recorded_in_bulk(half_day, MANY)
    # Fewer, where one kind of task has no place among those shown.
    assert queries(getattr(place, who), path) <= few <= 25


def test_home_with_many_drafts(place, half_day, queries):
    few = queries(place.dcp, reverse("assessments:home"))
    for _ in range(30):
        begun(half_day=half_day)
    assert queries(place.dcp, reverse("assessments:home")) <= few


@pytest.mark.parametrize("who", ["dcp", "sdcp", "ccp"])
def test_a_half_day(who, place, half_day, queries):
    path = reverse("assessments:half_day_detail", args=[half_day.pk])
    recorded_in_bulk(half_day, FEW)
    few = queries(getattr(place, who), path)
    recorded_in_bulk(half_day, MANY)
    assert queries(getattr(place, who), path) == few <= 20


def test_feedback_on_a_half_day(place, half_day, queries):
    path = reverse("assessments:half_day_feedback_record", args=[half_day.pk])
    recorded_in_bulk(half_day, FEW)
    few = queries(place.dcp, path)
    recorded_in_bulk(half_day, MANY)
    assert queries(place.dcp, path) == few <= 15


@pytest.mark.parametrize(("name", "who"), [("case_detail", "dcp"), ("case_detail", "ccp"), ("case_edit", "dcp")])
def test_a_case(name, who, place, half_day, queries):
    case = CaseFactory()
    path = reverse(f"assessments:{name}", args=[case.pk])
    recorded_of((each, case) for each in half_days_in_bulk(half_day, FEW))
    few = queries(getattr(place, who), path)
    recorded_of((each, case) for each in half_days_in_bulk(half_day, MANY))
    assert queries(getattr(place, who), path) == few <= 15


def test_your_iqas(place, half_day, queries):
    path = reverse("assessments:person_assessments", args=[place.prosecutor.pk])
    recorded_in_bulk(half_day, FEW)
    few = queries(place.prosecutor, path)
    recorded_in_bulk(half_day, MANY)
    assert queries(place.prosecutor, path) == few <= 15
