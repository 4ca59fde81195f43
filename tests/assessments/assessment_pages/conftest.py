"""Whose IQAs they are, and the page of one as a person sees it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse


@pytest.fixture
def at_work(place):
    return {"prosecutor": place.prosecutor, "assessor": place.dcp, "unit": place.unit}


@pytest.fixture
def look(client):
    """The page of an IQA as a person sees it: its text, with the soup behind it as `look.soup`."""

    def read(person, assessment, name="assessment_detail", *args):
        client.force_login(person)
        response = client.get(reverse(f"assessments:{name}", args=[assessment.pk, *args]))
        assert response.status_code == 200
        read.soup = BeautifulSoup(response.content, "html.parser").main
        return " ".join(read.soup.get_text(" ").split())

    return read
