"""An exercise of two people, open and closed, and what a page says to whom."""

from html import unescape

import pytest
from django.urls import reverse

from dipsamples.models import Exercise
from tests.dipsamples.exercises import made, marked


@pytest.fixture
def exercise(place) -> Exercise:
    return made(by=place.dccp, area=place.area, people=[place.dcp, place.dcp2])


@pytest.fixture
def closed(place, exercise) -> Exercise:
    marked(exercise, place.dcp, not_met=[14], comments={14: "Said by Dana"})
    marked(exercise, place.dcp2, comments={9: "Said by Dilip"})
    return Exercise.objects.get(pk=exercise.pk)


@pytest.fixture
def read(client):
    def read(person, name, *args) -> str:
        client.force_login(person)
        response = client.get(reverse(f"dipsamples:{name}", args=args), follow=True)
        assert response.status_code == 200
        return unescape(response.content.decode())

    return read
