"""Boxes to search by, on whatever page."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories import started


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("assessments:assessment_list", "cat"),
        ("dipsamples:dip_sample_list", "cat"),
        ("dipsamples:dip_sample_pick", "sdcp"),
        ("organisation:person_list", "dccp"),
        ("assessments:case_add", "dcp"),
    ],
)
def test_no_text_makes_an_address_too_long(client, place, page, who):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor, unit=place.unit)
    client.force_login(place.people[who])
    response = client.get(reverse(page, args=[half_day.pk] if page == "assessments:case_add" else []))

    form = BeautifulSoup(response.content, "html.parser").select_one("form[method=get]")
    boxes = form.select("input[type=text]:not([name$=_day], [name$=_month], [name$=_year])")
    assert boxes
    assert all(int(box["maxlength"]) <= 150 for box in boxes)
