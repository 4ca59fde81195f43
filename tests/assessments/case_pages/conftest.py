"""A half day to add a case to, and its assessor signed in."""

import pytest

from tests.factories import started


@pytest.fixture
def dcp(place, client):
    client.force_login(place.dcp)
    return place.dcp


@pytest.fixture
def half_day(place):
    return started(assessor=place.dcp, prosecutor=place.prosecutor, unit=place.unit)


@pytest.fixture
def add(half_day):
    return f"/half-days/{half_day.pk}/cases/add/"
