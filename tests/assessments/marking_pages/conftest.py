"""A draft to mark, and its marking page for its assessor, signed in."""

import pytest
from django.urls import reverse

from tests.factories import begun


@pytest.fixture
def assessment(place):
    return begun(assessor=place.dcp, prosecutor=place.prosecutor)


@pytest.fixture
def page(client, place, assessment):
    client.force_login(place.dcp)
    return reverse("assessments:assessment_mark", args=[assessment.pk])
