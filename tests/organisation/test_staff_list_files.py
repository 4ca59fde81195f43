"""The files of a staff list: what cannot be read, and what each line says."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from iqa.organisation.imports.lines import read_people, read_units
from iqa.organisation.imports.reading import Unreadable, read_rows
from iqa.organisation.models import StaffList
from tests.organisation.staff_lists import (
    PORTSMOUTH,
    csv,
    everything,
    planned,
    problems,
    said,
    signed_in,
    text,
    uploaded,
    url,
)

pytestmark = pytest.mark.django_db


# Files that are not what they say they are


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("email,name,role,from\ndcp@example.test,Zoë,dcp,2017-09-01\n".encode("latin-1"), "is not in UTF-8"),
        ("email,name,role,from\n".encode("utf-16"), "is not in UTF-8"),
        (csv("a@example.test,N,cat,,,2017-09-01,,,") + b"\xff", "is not in UTF-8"),
        (csv('a@example.test,"Never closed,cat,,,2017-09-01,,,'), "people.csv:2: quotes open on this line"),
        (csv('a@example.test,"N"x,cat,,,2017-09-01,,,'), "people.csv:2: text follows the quotes"),
        (csv('a@example.test,"' + "N" * 200_000), "people.csv:2: quotes open on this line"),
        (b"name,email\n", "people.csv:1: lacks the columns role, from"),
        (b"email,name,from\n", "people.csv:1: lacks the column role"),
        (b"\n", "people.csv:1: lacks the columns email, name, role, from"),
        (b"email,name,role,from,name\n", "has the column name twice"),
        (b"PK\x03\x04\x00\x00", "lacks the columns"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_refused_whole(place, content, words):
    before = everything()
    page = uploaded(signed_in(place.administrator), content)
    assert words in text(page)
    assert "Error:" in text(page)
    assert everything() == before
    assert not StaffList.objects.exists()


def test_files_of_no_use(place, settings):
    admin = signed_in(place.administrator)
    assert "Select a file of people, of units, or both" in text(admin.post(url("staff_list_import")))
    empty = SimpleUploadedFile("people.csv", b"")
    assert "The selected file is empty" in text(admin.post(url("staff_list_import"), {"people": empty}))
    large = SimpleUploadedFile("people.csv", b"x" * (5 * 1024 * 1024 + 1))
    assert "must be smaller than 5MB" in text(admin.post(url("staff_list_import"), {"people": large}))
    assert "units.csv:1: lacks" in text(uploaded(admin, units=b"unit\n"))


def test_a_spreadsheets_mark_lines_and_quotes_are_read():
    content = '\ufeffarea,unit,kind\r\n\r\n"Wessex","The ""Old""\r\nCourt",crown\r\nWessex,Other,crown\r\n'.encode()
    rows = list(read_rows("units.csv", io.BytesIO(content), required=["area"]))
    assert [(row.line, row.values["unit"]) for row in rows] == [(3, 'The "Old"\r\nCourt'), (5, "Other")]
    unprintable, other = read_units(io.BytesIO(content), areas=["Wessex"])
    assert [str(problem) for problem in unprintable.problems] == [
        "units.csv:3: unit: must not include characters that cannot be printed"
    ]
    assert other.key == ("Wessex", "Other")


def test_lines_are_read_as_they_are_asked_for():
    lines = read_people(io.BytesIO(csv("a@example.test,N,cat,,,2017-09-01,,,", 'b@example.test,"Never')), areas=[])
    assert next(lines).email == "a@example.test"
    with pytest.raises(Unreadable):
        next(lines)


# Lines


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("=cmd|'/c calc'!A1,N,cat,,,2017-09-01,,,", "email: “=cmd|'/c calc'!A1” is not an email address"),
        ("a@example.test,=cmd|' /C calc'!A0,cat,,,2017-09-01,,,", "name: must not begin with =, +, - or @"),
        ("a@example.test,@SUM(1),cat,,,2017-09-01,,,", "name: must not begin with"),
        ("a@example.test,-2+3,cat,,,2017-09-01,,,", "name: must not begin with"),
        ("a@example.test,123,cat,,,2017-09-01,,,", "name: must have letters in it"),
        ("a@example.test,,cat,,,2017-09-01,,,", "name: is empty"),
        (f"a@example.test,{'N' * 151},cat,,,2017-09-01,,,", "name: must be 150 characters or fewer"),
        ("a@example.test,N\x00N,cat,,,2017-09-01,,,", "name: must not include characters"),
        (",N,cat,,,2017-09-01,,,", "email: is empty"),
        ("\u212aate@example.test,N,cat,,,2017-09-01,,,", "email: “\u212aate@example.test” is not an email address"),
        ("a@example.test,N,,,,2017-09-01,,,", "role: is empty"),
        ("a@example.test,N,DCP,,,2017-09-01,,,", "role: “DCP” is none of prosecutor, dcp"),
        ("a@example.test,N,cat,,,01/09/2017,,,", "from: “01/09/2017” is not a date like 2017-09-30"),
        ("a@example.test,N,cat,,,2017-02-30,,,", "from: “2017-02-30” is not a real date"),
        ("a@example.test,N,cat,,,,,,", "from: is empty"),
        ("a@example.test,N,cat,,,0001-01-01,,,", "from: must be between 1950 and 2099"),
        ("a@example.test,N,cat,,,2017-09-01,2017-08-31,,", "to: is before the posting begins"),
        ("a@example.test,N,cat,,,2017-09-01,9999-12-31,,", "to: must be between 1950 and 2099"),
        ("a@example.test,N,cat,,,2017-09-01,,maybe,", "advocate: “maybe” is neither yes nor no"),
        ("a@example.test,N,cat,,,2017-09-01,,,1.2", "full_time_equivalent: “1.2” must be more than 0"),
        ("a@example.test,N,cat,,,2017-09-01,,,0.0", "full_time_equivalent: “0.0” must be more than 0"),
        ("a@example.test,N,cat,Wessex,,2017-09-01,,,", "area: must be empty: a posting as Compliance"),
        ("a@example.test,N,dccp,,,2017-09-01,,,", "area: is empty"),
        (f"a@example.test,N,dccp,{PORTSMOUTH},2017-09-01,,,", "unit: must be empty: a posting as Deputy"),
        ("a@example.test,N,dcp,Wessex,,2017-09-01,,,", "unit: is empty: a posting as District"),
        ("a@example.test,N,dccp,Wonderland,,2017-09-01,,,", "area: is not one of the Areas"),
        ("a@example.test,N,dcp,Narnia,,2017-09-01,,,", "area: is not one of the Areas"),
        ("a@example.test,N,dcp,South West,Portsmouth magistrates' courts,2017-09-01,,,", "unit: is not a unit of"),
        ("a@example.test,N,cat,,,2017-09-01", "to: has 6 values where the header has 9 columns"),
        ("a@example.test,N,cat,,,2017-09-01,,,,,", "full_time_equivalent: is followed by 2 more"),
        (f"a@example.test,N,cat,,,2017-09-01,{'x' * 100_001},,", "to: must be 100,000 characters or fewer"),
    ],
    ids=range(31),
)
def test_a_bad_line_says_where_and_leaves_its_person_out(place, line, problem):
    good = f"b@example.test,Good Person,dcp,{PORTSMOUTH},2017-09-01,,,"
    found = planned(place.administrator, csv(good, line))
    assert problems(found)[0].startswith(f"people.csv:3: {problem}")
    assert [words for words in said(found) if "a@example.test" in words] == []
    assert len(found.changes) == 2


def test_one_address_in_two_cases_has_one_name_and_overlaps_nothing(place):
    found = planned(
        place.administrator,
        csv(
            f"A@example.test,Anna One,dcp,{PORTSMOUTH},2017-09-01,2018-08-31,,",
            f"a@Example.test,Anna Two,dcp,{PORTSMOUTH},2018-09-01,,,",
            f"b@example.test,Ben,dcp,{PORTSMOUTH},2017-09-01,2018-09-01,,",
            f"B@example.test,Ben,dcp,{PORTSMOUTH},2018-09-01,,,",
            f"c@example.test,Cy,dcp,{PORTSMOUTH},2017-09-01,,,",
            f"C@example.test,Cy,dcp,{PORTSMOUTH},2017-09-01,,,",
            f"dcp@example.test,Dana Marker,dcp,{PORTSMOUTH},2017-09-01,,,",
            f"e@example.test,Eve,dcp,{PORTSMOUTH},2017-09-01,2018-08-31,,",
            f"e@example.test,Eve,dcp,{PORTSMOUTH},2018-09-01,,,",
        ),
    )
    assert problems(found) == [
        "people.csv:3: name: differs from line 2, which has the same email address",
        "people.csv:5: from: overlaps with the same posting from 2017-09-01",
        "people.csv:7: email: has this posting already, on line 6",
        "people.csv:8: from: overlaps with the same posting from 2014-10-01",
    ]
    assert said(found)[0] == "Add Eve (e@example.test)"
    assert len(found.changes) == 3


def test_units_that_cannot_be(place):
    place.unit2.opened_on, place.unit2.closed_on = date(2016, 1, 1), date(2018, 1, 1)
    place.unit2.save()
    units = csv(
        "Wonderland,,crown",
        "Wessex,Salisbury,crown",
        "Wessex,Salisbury,ccu",
        "Wessex,Bad,nonsense",
        "Wessex,=Bad,crown",
        header="area,unit,kind",
    )
    people = csv(
        "a@example.test,N,dcp,Wessex,Bad,2017-09-01,,,",
        "b@example.test,N,dcp,Wessex,Winchester Crown Court,2015-09-01,2017-01-01,,",
        "c@example.test,N,dcp,Wessex,Winchester Crown Court,2017-09-01,,,",
    )
    assert problems(planned(place.administrator, people, units)) == [
        "units.csv:2: area: is not one of the Areas",
        "units.csv:2: unit: is empty",
        "units.csv:4: unit: is in the file twice",
        "units.csv:5: kind: “nonsense” is none of magistrates, crown, rasso, ccu, central, cps_direct",
        "units.csv:6: unit: must not begin with =, +, - or @: a spreadsheet would take it for a formula",
        "people.csv:2: unit: is not a unit of Wessex",
        "people.csv:3: from: is before the unit opened, on 2016-01-01",
        "people.csv:4: to: must be 2018-01-01 or earlier, when the unit closed",
    ]


def test_what_a_file_has_no_column_for_stays_and_an_emptied_cell_empties(place):
    posting = place.dcp.postings.get()
    posting.ends_on, posting.is_advocate, posting.full_time_equivalent = date(2030, 1, 1), True, Decimal("0.4")
    posting.save()
    line = f"dcp@example.test,Dana Marker,dcp,{PORTSMOUTH},2014-10-01"
    assert said(planned(place.administrator, csv(line, header="email,name,role,area,unit,from"))) == []
    (change,) = said(planned(place.administrator, csv(f"{line},,no,0.4")))
    assert change.endswith("last day from 1 January 2030 to none; no longer an advocate")
    (change,) = said(planned(place.administrator, csv(f"{line},2030-01-01,yes,1")))
    assert change.endswith("full-time equivalent from 0.40 to 1.00")
    (change,) = said(planned(place.administrator, csv(f"{line},2030-01-01,,")))
    assert change.endswith(": no longer an advocate; full-time equivalent from 0.40 to 1.00")
