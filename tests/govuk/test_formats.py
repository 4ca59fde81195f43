"""Dates and times as pages write them."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from tests.govuk.markup import render

# A quarter to one in London's summer, still the day before in UTC.
NIGHT = datetime(2017, 10, 18, 23, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "filter_name", "text"),
    [
        (date(2017, 10, 19), "date_long", "19 October 2017"),
        (date(2017, 10, 19), "deadline", "Thursday 19 October 2017"),
        (date(2017, 10, 19), "date_short", "19 Oct 2017"),
        (date(2017, 9, 1), "date_short", "1 Sep 2017"),
        (NIGHT, "date_long", "19 October 2017"),
        (NIGHT, "deadline", "Thursday 19 October 2017"),
        (NIGHT, "date_short", "19 Oct 2017"),
        (NIGHT, "time", "12:45am"),
        (datetime(2017, 12, 1, 14, 5, tzinfo=UTC), "time", "2:05pm"),
        (datetime(2017, 6, 1, 14, 5, tzinfo=UTC), "time", "3:05pm"),
        (datetime(2017, 12, 1, 12, 0, tzinfo=UTC), "time", "12:00pm"),
        (time(9, 30), "time", "9:30am"),
        (None, "date_long", ""),
        (None, "deadline", ""),
        (None, "date_short", ""),
        (None, "time", ""),
        ("", "date_long", ""),
    ],
)
def test_formats(value, filter_name, text):
    assert render("{{ value|" + filter_name + " }}", value=value) == text


def test_london_whatever_zone_is_current():
    with timezone.override("Asia/Tokyo"):
        assert render("{{ value|date_long }} {{ value|time }}", value=NIGHT) == "19 October 2017 12:45am"
