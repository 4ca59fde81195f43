"""The date of three boxes: what it reads, and what it says of what it cannot."""

from datetime import date

import pytest

from iqa.govuk.errors import Problem
from iqa.govuk.forms import DateField, GovukForm

NOTHING = {"on_day": "", "on_month": "", "on_year": ""}


class WorkForm(GovukForm):
    on = DateField(
        label="When was the work done?",
        called="Date of the work",
        error_messages={"required": "Enter the date of the work"},
        min_date=date(2014, 10, 1),
        min_message="Date of the work must be October 2014 or later",
        max_date=lambda: date(2017, 10, 19),
        max_message="Date of the work must be today or in the past",
    )


class SpareForm(GovukForm):
    on = DateField(required=False)


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"on_day": day, "on_month": month, "on_year": year}


@pytest.mark.parametrize(
    "boxes",
    [
        ("1", "3", "2017"),
        ("01", "03", "2017"),
        (" 1 ", "March", "2017 "),
        ("1", "mar", "2017"),
        ("1", "MARC", "2017"),
    ],
)
def test_reads_what_people_type(boxes):
    form = WorkForm(typed(*boxes))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2017, 3, 1)


@pytest.mark.parametrize(
    ("boxes", "message", "box"),
    [
        (("", "", ""), "Enter the date of the work", "day"),
        ((" ", "\t", ""), "Enter the date of the work", "day"),
        (("", "3", "2017"), "Date of the work must include a day", "day"),
        (("1", "", "2017"), "Date of the work must include a month", "month"),
        (("1", "3", ""), "Date of the work must include a year", "year"),
        (("", "", "2017"), "Date of the work must include a day and month", "day"),
        (("1", "", ""), "Date of the work must include a month and year", "month"),
        (("", "3", ""), "Date of the work must include a day and year", "day"),
        (("31", "2", "2017"), "Date of the work must be a real date", "day"),
        (("29", "2", "2017"), "Date of the work must be a real date", "day"),
        (("0", "2", "2017"), "Date of the work must be a real date", "day"),
        (("1", "13", "2017"), "Date of the work must be a real date", "month"),
        (("1", "ma", "2017"), "Date of the work must be a real date", "month"),
        (("1", "marchy", "2017"), "Date of the work must be a real date", "month"),
        (("1", "3", "twenty"), "Date of the work must be a real date", "year"),
        (("1", "3", "0000"), "Date of the work must be a real date", "year"),
        (("1", "3", "20017"), "Date of the work must include a year of 4 numbers", "year"),
        (("1", "3", "17"), "Date of the work must include a year of 4 numbers", "year"),
        (("-1", "3", "2017"), "Date of the work must be a real date", "day"),
        (("1.0", "3", "2017"), "Date of the work must be a real date", "day"),
        (("1\x00", "3", "2017"), "Date of the work must be a real date", "day"),
        (("1", "3\x1b", "2017"), "Date of the work must be a real date", "month"),
        (("١", "3", "2017"), "Date of the work must be a real date", "day"),
        (("1", "3", "２０１７"), "Date of the work must be a real date", "year"),
        (("²", "3", "2017"), "Date of the work must be a real date", "day"),
        (("9" * 100_000, "3", "2017"), "Date of the work must be a real date", "day"),
        (("1", "m" * 100_000, "2017"), "Date of the work must be a real date", "month"),
        (("1", "3", "1" * 100_000), "Date of the work must include a year of 4 numbers", "year"),
        (("30", "9", "2014"), "Date of the work must be October 2014 or later", "day"),
        (("20", "10", "2017"), "Date of the work must be today or in the past", "day"),
    ],
)
def test_says_what_to_change_and_where(boxes, message, box):
    assert WorkForm(typed(*boxes)).error_summary() == [Problem(f"id_on_{box}", message)]


def test_the_limits_themselves_will_do():
    assert WorkForm(typed("1", "10", "2014")).is_valid()
    assert WorkForm(typed("19", "10", "2017")).is_valid()


def test_limits_without_words_say_the_date():
    class Form(GovukForm):
        on = DateField(label="Date", min_date=date(2014, 10, 1), max_date=date(2017, 10, 19))

    assert Form(typed("1", "9", "2014")).errors["on"] == ["Date must be 1 October 2014 or later"]
    assert Form(typed("1", "9", "2018")).errors["on"] == ["Date must be 19 October 2017 or earlier"]


def test_without_boxes_at_all_it_is_empty():
    assert WorkForm({}).errors["on"] == ["Enter the date of the work"]


def test_not_required_and_empty_is_none():
    form = SpareForm(NOTHING)
    assert form.is_valid()
    assert form.cleaned_data["on"] is None


def test_not_required_but_begun_is_to_be_finished():
    assert SpareForm(typed("1", "", "")).errors["on"] == ["On must include a month and year"]


def test_required_without_words_asks_by_its_name():
    class Form(GovukForm):
        on = DateField(label="Date of the work")

    assert Form(NOTHING).errors["on"] == ["Enter date of the work"]


def test_a_name_with_a_percent_sign_is_said_as_it_is():
    class Form(GovukForm):
        on = DateField(label="100% day")

    assert Form(typed("1", "", "2017")).errors["on"] == ["100% day must include a month"]


def test_a_disabled_date_keeps_its_initial_one():
    class Form(GovukForm):
        on = DateField(disabled=True)

    form = Form(typed("1", "1", "2001"), initial={"on": date(2017, 3, 1)})
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2017, 3, 1)


@pytest.mark.parametrize(
    ("boxes", "initial", "changed"),
    [
        (("1", "3", "2017"), date(2017, 3, 1), False),
        (("01", "march", "2017"), date(2017, 3, 1), False),
        (("2", "3", "2017"), date(2017, 3, 1), True),
        (("", "", ""), None, False),
        (("", "", ""), date(2017, 3, 1), True),
        (("31", "2", "2017"), None, True),
    ],
)
def test_knows_whether_it_changed(boxes, initial, changed):
    assert SpareForm(typed(*boxes), initial={"on": initial}).has_changed() is changed
