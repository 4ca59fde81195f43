"""The assessor of the half days, signed in."""

import pytest


@pytest.fixture
def dcp(place, client):
    client.force_login(place.dcp)
    return place.dcp
