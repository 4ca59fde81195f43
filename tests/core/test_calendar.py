"""Business years, quarters and working days, with the bank holidays as they were."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from iqa.calendar import (
    add_working_days,
    business_year,
    is_working_day,
    quarter,
    quarter_days,
    today,
    working_days_between,
)

days = st.dates(date(2014, 10, 1), date(2028, 12, 1))


@pytest.mark.parametrize(
    ("day", "year", "in_quarter"),
    [
        (date(2017, 3, 31), "2016-17", "2016-17 Q4"),
        (date(2017, 4, 1), "2017-18", "2017-18 Q1"),
        (date(2017, 6, 30), "2017-18", "2017-18 Q1"),
        (date(2017, 7, 1), "2017-18", "2017-18 Q2"),
        (date(2017, 12, 31), "2017-18", "2017-18 Q3"),
        (date(2018, 1, 1), "2017-18", "2017-18 Q4"),
        (date(2018, 3, 31), "2017-18", "2017-18 Q4"),
        (date(1999, 12, 31), "1999-00", "1999-00 Q3"),
    ],
)
def test_business_years_run_from_april_to_march(day, year, in_quarter):
    assert business_year(day) == year
    assert quarter(day) == in_quarter


@given(days)
def test_every_day_lies_in_the_quarter_that_its_name_says(day):
    year, number = quarter(day).split(" Q")
    assert year == business_year(day)
    first_year = int(year[:4])
    begins = {
        "1": date(first_year, 4, 1),
        "2": date(first_year, 7, 1),
        "3": date(first_year, 10, 1),
        "4": date(first_year + 1, 1, 1),
    }
    after = {**begins, "5": date(first_year + 1, 4, 1)}
    assert begins[number] <= day < after[str(int(number) + 1)]


@given(st.dates(date(1900, 1, 1), date(9990, 1, 1)))
def test_a_quarter_has_the_days_that_are_of_its_name(day):
    first, last = quarter_days(quarter(day))
    assert first <= day <= last
    assert quarter(first) == quarter(last) == quarter(day)
    assert quarter(first - timedelta(days=1)) != quarter(day) != quarter(last + timedelta(days=1))


@pytest.mark.parametrize(
    "name",
    ["", "2017-18", "2017-18 Q5", "2017-19 Q1", "2017-18 q1", "2017-18 Q1\n", "0000-01 Q1", "٢٠١٧-١٨ Q1"],
)
def test_what_is_no_quarter_says_so(name):
    with pytest.raises(ValueError, match="is no quarter of a business year"):
        quarter_days(name)


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        # Thursday before Christmas 2017: Friday; Monday and Tuesday are holidays; Wednesday, Thursday, Friday; New
        # Year's Day was a Monday.
        (date(2017, 12, 21), 5, date(2018, 1, 2)),
        # Good Friday was 30 March 2018, Easter Monday 2 April.
        (date(2018, 3, 29), 1, date(2018, 4, 3)),
        (date(2018, 3, 28), 5, date(2018, 4, 6)),
        # Christmas Day 2021 was a Saturday: the Monday and the Tuesday after were holidays instead.
        (date(2021, 12, 24), 1, date(2021, 12, 29)),
        # The day that was given for the late Queen's funeral.
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        # An ordinary week, and a day that is no working day itself.
        (date(2017, 10, 12), 5, date(2017, 10, 19)),
        (date(2017, 10, 14), 1, date(2017, 10, 16)),
        (date(2017, 10, 12), 0, date(2017, 10, 12)),
    ],
)
def test_working_days_step_over_weekends_and_bank_holidays(day, days, then):
    assert add_working_days(day, days) == then


@pytest.mark.parametrize("day", [date(2017, 12, 25), date(2018, 3, 30), date(2018, 4, 2), date(2017, 10, 14)])
def test_no_working_day(day):
    assert not is_working_day(day)


def test_the_holidays_are_those_of_england_and_wales():
    assert is_working_day(date(2017, 11, 30))  # St Andrew's Day is Scotland's
    assert is_working_day(date(2018, 3, 19))  # the day for St Patrick's is Northern Ireland's


@given(days, st.integers(0, 40))
def test_counting_working_days_undoes_adding_them(day, number):
    assert working_days_between(day, add_working_days(day, number)) == number


@given(days, st.integers(0, 60))
def test_adding_working_days_undoes_counting_them_where_the_end_is_one(day, number):
    end = day + timedelta(days=number)
    if is_working_day(end):
        assert add_working_days(day, working_days_between(day, end)) == end


@given(days, days)
def test_counting_backwards_is_counting_forwards_with_a_minus(start, end):
    assert working_days_between(start, end) == -working_days_between(end, start)


@given(days, st.integers(1, 40))
def test_a_deadline_is_a_working_day(day, number):
    assert is_working_day(add_working_days(day, number))


def test_today_is_the_date_in_london():
    with time_machine.travel(datetime(2018, 6, 30, 23, 30, tzinfo=UTC)):
        assert today() == date(2018, 7, 1)
