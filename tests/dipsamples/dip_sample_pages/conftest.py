"""A recorded IQA, a dip sample of it, and who picked it, signed in."""

import pytest

from assessments.models import Assessment
from dipsamples.models import DipSample
from tests.dipsamples.dip_sample_pages.pages import SECRET
from tests.dipsamples.factories import picked
from tests.factories import recorded


@pytest.fixture
def assessment(place) -> Assessment:
    return recorded(
        assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: ["q14-other"]}, comments={14: SECRET}, action=True
    )


@pytest.fixture
def sampler(client, place):
    client.force_login(place.sdcp)
    return place.sdcp


@pytest.fixture
def dip_sample(place, assessment) -> DipSample:
    return picked(assessment, by=place.sdcp)
