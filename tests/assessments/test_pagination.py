from datetime import date, timedelta

import pytest
from django.db.models import F

from assessments.filters import ORDERS
from assessments.models import Assessment
from assessments.pagination import by_date, page_of
from tests.assessments.bulk import recorded_in_bulk
from tests.factories import begun, started


@pytest.fixture
def rows(scheme):
    """Nine IQAs of three days, three a day: half of them are equals."""
    for days in (0, 1, 2):
        half_day = started(assessed_on=date(2026, 10, 5) + timedelta(days=days))
        recorded_in_bulk(half_day, 3)
    return Assessment.objects.select_related("half_day")


def turn(rows, order, **address):
    return page_of(rows, order=order, address=address, total=rows.count(), per_page=2)


def expected(rows, order):
    rows = rows.annotate(sort_key=order.by)
    return list(rows.order_by("-sort_key", "-pk") if order.descending else rows.order_by("sort_key", "pk"))


@pytest.mark.parametrize("name", ORDERS)
def test_every_row_is_met_once_forwards_and_once_backwards(rows, name):
    order, met = ORDERS[name], []
    page = turn(rows, order)
    assert not page.has_previous
    met += page.rows
    while page.has_next:
        page = turn(rows, order, after=str(page.last))
        met += page.rows

    assert met == expected(rows, order)
    assert page.has_previous

    back = [*page.rows]
    while page.has_previous:
        page = turn(rows, order, before=str(page.first))
        back = [row for row in page.rows if row not in back] + back

    assert back == met
    assert page.rows == met[:2]


def test_a_page_says_where_it_stands(rows):
    order = ORDERS["newest"]
    first = turn(rows, order)
    second = turn(rows, order, after=str(first.last))

    assert (first.span, second.span, second.skipped, second.total) == ("1 to 2", "3 to 4", 2, 9)


def test_the_last_page_has_no_next(rows):
    order = ORDERS["newest"]
    last = turn(rows, order, after=f"2026-10-05_{expected(rows, order)[-2].pk}")

    assert len(last.rows) == 1
    assert not last.has_next


def test_records_that_arrive_neither_repeat_nor_hide_a_row(rows):
    order = ORDERS["newest"]
    before = expected(rows, order)
    first = turn(rows, order)

    recorded_in_bulk(started(assessed_on=date(2026, 10, 9)), 3)

    second = turn(rows, order, after=str(first.last))
    assert second.rows == before[2:4]
    assert turn(rows, order, before=str(second.first)).rows == before[:2]


def test_records_that_leave_hide_no_row(rows):
    order = ORDERS["newest"]
    before = expected(rows, order)
    first = turn(rows, order)

    left = rows.exclude(pk=first.rows[0].pk)

    assert turn(left, order, after=str(first.last)).rows == before[2:4]


def test_a_page_before_that_would_not_be_full_is_the_first(rows):
    order = ORDERS["newest"]
    found = expected(rows, order)

    page = turn(rows, order, before=f"{found[1].half_day.assessed_on}_{found[1].pk}")

    assert page.rows == found[:2]
    assert not page.has_previous


def test_with_nothing_beyond_the_key_it_is_the_first_page(rows):
    order = ORDERS["newest"]

    assert turn(rows, order, after="2014-10-01_1").rows == expected(rows, order)[:2]


def test_rows_of_the_same_moment_to_the_microsecond_are_told_apart(scheme):
    half_day = started()
    rows = recorded_in_bulk(half_day, 5)
    at = rows[0].recorded_at.replace(microsecond=120_000)
    Assessment.objects.update(recorded_at=at)
    found = Assessment.objects.all()
    order = ORDERS["saved"]

    first = turn(found, order)
    second = turn(found, order, after=str(first.last))

    assert [row.pk for row in first.rows + second.rows] == [row.pk for row in rows[::-1][:4]]


def test_a_moment_with_and_without_microseconds_are_in_order(scheme):
    half_day = started()
    whole, part = recorded_in_bulk(half_day, 2)
    at = whole.recorded_at.replace(microsecond=0)
    Assessment.objects.filter(pk=whole.pk).update(recorded_at=at)
    Assessment.objects.filter(pk=part.pk).update(recorded_at=at + timedelta(microseconds=1))
    order = ORDERS["saved"]

    first = page_of(Assessment.objects.all(), order=order, address={}, total=2, per_page=1)
    second = page_of(Assessment.objects.all(), order=order, address={"after": str(first.last)}, total=2, per_page=1)

    assert [first.rows[0].pk, second.rows[0].pk] == [part.pk, whole.pk]


@pytest.mark.parametrize("name", ["newest", "saved"])
@pytest.mark.parametrize(
    "key",
    [
        "",
        "_",
        "nonsense",
        "2026-10-05",
        "2026-13-45_1",
        "2026-10-05_-1",
        "2026-10-05_99999999999999999999999",
        "2026-10-05T10:00:00_1",
        "0001-01-01T00:00:00+23:59_1",
        "9999-12-31T23:59:59-23:59_1",
        "2026-10-05_1'; drop table assessment",
        "\x00_1",
        "2026-10-05_٣",
    ],
)
@pytest.mark.parametrize("towards", ["after", "before"])
def test_a_key_that_was_tampered_with_shows_the_first_page(scheme, name, key, towards):
    draft = begun()
    rows = Assessment.objects.all()

    assert turn(rows, ORDERS[name], **{towards: key}).rows == [draft]


def test_no_rows_make_an_empty_page(scheme):
    page = turn(Assessment.objects.all(), by_date(F("half_day__assessed_on")))

    assert (page.rows, page.has_previous, page.has_next) == ([], False, False)
