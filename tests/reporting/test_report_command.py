import csv
import io
import json
from zipfile import ZipFile

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories import recorded


def printed(capsys, *said):
    call_command("report", *said)
    return capsys.readouterr().out


def test_it_prints_csv_under_the_columns_of_the_contract(place, capsys):
    recorded(unit=place.unit, activity="advice", not_met={1: []})
    lines = list(csv.reader(io.StringIO(printed(capsys, "fully-met", "--activity", "advice", "--compare", "area"))))
    assert ",".join(lines[0]) == (
        "area,activity,question,fully_met,not_met,not_met_other,not_applicable,fully_met_pct,low_pct,high_pct"
    )
    assert ["Wessex", "advice", "1", "0", "1", "0", "0", "0.0", "0.0", "79.3"] in lines
    assert ["London North", "advice", "1", "0", "0", "0", "0", "", "", ""] in lines


def test_a_column_that_is_compared_is_not_printed_twice(place, capsys):
    header = printed(capsys, "dip-samples", "--compare", "activity").splitlines()[0]
    assert header == "activity,iqas,sampled,sampled_pct,required,shortfall,targeted,both_comments_pct"


def test_json_has_numbers_and_null(place, capsys):
    recorded(unit=place.unit, activity="advice", not_met={1: []})
    (row,) = json.loads(printed(capsys, "timing", "--format", "json"))
    assert row["iqas"] == 1
    assert sum(row[f"month_{n}_pct"] for n in (1, 2, 3)) == 100
    (none,) = json.loads(printed(capsys, "timing", "--format", "json", "--year", "2014-15"))
    assert none["month_1_pct"] is None


def test_a_workbook_has_the_figures_and_what_they_mean(place, capsysbinary):
    call_command("report", "open", "--format", "xlsx", "--area", "Wessex")
    with ZipFile(io.BytesIO(capsysbinary.readouterr().out)) as file:
        words = file.read("xl/sharedStrings.xml").decode()
    assert "older_than_28_days" in words
    assert "What is not finished" in words
    assert "Wessex" in words


def test_as_somebody_it_prints_what_they_may_see(place, capsys):
    recorded(unit=place.unit)
    recorded(unit=place.unit3)
    assert printed(capsys, "timing").splitlines()[1].startswith("2,")
    assert printed(capsys, "timing", "--as", place.apm.email).splitlines()[1].startswith("1,")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (["colours"], "There is no report “colours”"),
        (["timing", "--year", "2017-19"], "Year must be a business year, like 2017-18, not “2017-19”"),
        (["timing", "--quarter", "Q1"], "Quarter needs a year beside it"),
        (["timing", "--year", "2017-18", "--quarter", "Q5"], "Quarter must be Q1, Q2, Q3 or Q4, not “Q5”"),
        (["timing", "--month", "2017-13"], "Month must be like 2017-09, not “2017-13”"),
        (["timing", "--area", "Atlantis"], "There is no Area “Atlantis”"),
        (["timing", "--unit", "RASSO"], "Unit needs its Area beside it"),
        (["timing", "--area", "Wessex", "--unit", "RASSO"], "Wessex has no unit “RASSO”"),
        (["timing", "--activity", "juggling"], "Activity must be one of advice, "),
        (["timing", "--compare", "colour"], "Compare must be one of area, "),
        (["timing", "--compare", "area", "--compare", "area"], "Compare by and Then by must be different"),
        (["timing", "--compare", "area,unit,month"], "Compare must be by 2 or fewer"),
        (["timing", "--as", "nobody@example.test"], "There is nobody with the email address “nobody@example.test”"),
        (["timing", "--as", "administrator@example.test"], "You may not read reports"),
        (["timing", "--as", "apm@example.test", "--area", "South West"], "may not read figures of this place"),
        (["timing", "--as", "pmu@example.test", "--compare", "prosecutor"], "Compare by must be one of the list"),
    ],
)
def test_bad_input_gets_words(place, said, words):
    with pytest.raises(CommandError) as refused:
        call_command("report", *said)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("person", "said", "asked", "words"),
    [
        ("dcp", ["--area", "Wessex"], {"place": "Wessex"}, None),
        ("dcp", ["--area", "South West"], {"place": "South West"}, None),
        (
            "dcp",
            ["--area", "Wessex", "--unit", "Winchester Crown Court"],
            {"place": "Wessex / Winchester Crown Court"},
            None,
        ),
        ("prosecutor", ["--area", "Wessex"], {"place": "Wessex"}, None),
        ("prosecutor", ["--compare", "prosecutor"], {"compare": "prosecutor"}, "Compare by must be one of the list"),
        ("pmu", ["--compare", "prosecutor"], {"compare": "prosecutor"}, "Compare by must be one of the list"),
        ("dcp", ["--year", "2013-14"], {"year": "2013-14"}, "Business year must be one of the list"),
        ("dcp", ["--year", "2098-99"], {"year": "2098-99"}, "Business year must be one of the list"),
        ("dcp", ["--month", "2013-05"], {"year": "2013-14", "month": "05"}, "Business year must be one of the list"),
    ],
)
def test_as_somebody_it_refuses_what_their_page_refuses(place, client, person, said, asked, words):
    """In the page's words, where it has any; a place that is none of theirs it has not got."""
    reader = getattr(place, person)
    client.force_login(reader)
    page = client.get(reverse("reporting:report_detail", args=["timing"]), asked)
    with pytest.raises(CommandError) as refused:
        call_command("report", "timing", "--as", reader.email, *said)
    if words:
        assert words in page.content.decode()
        assert words in str(refused.value)
    else:
        assert page.status_code == 404
        assert str(refused.value) == f"{reader.email} may not read figures of this place."


def test_as_somebody_without_choices_it_is_of_all_years(place, capsys):
    with time_machine.travel("2024-05-01"):
        recorded(unit=place.unit)
    assert printed(capsys, "timing", "--as", place.dcp.email).splitlines()[1].startswith("1,")
    month = printed(capsys, "timing", "--as", place.dcp.email, "--month", "2024-05", "--compare", "unit")
    assert "Portsmouth magistrates' courts,1," in month
