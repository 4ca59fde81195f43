"""A draft whose questions are answered, and the address of its marking page."""

import pytest

from assessments.models import Assessment
from tests.factories import begun


@pytest.fixture
def assessment(place) -> Assessment:
    return begun(assessor=place.dcp, prosecutor=place.prosecutor)


@pytest.fixture
def address(assessment) -> str:
    return f"/assessments/{assessment.pk}/mark/"
