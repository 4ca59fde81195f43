"""Who recorded nothing: of whom it is asked, and who may ask."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse

from iqa.calendar import business_year, today
from iqa.organisation.models import Person, Posting
from iqa.permissions import Role
from reporting.choices import BadChoices, Choices
from reporting.measures import REPORTS
from reporting.models import SavedView
from tests.factories import GrantFactory, PostingFactory, recorded
from tests.reporting.test_report_pages import words

PAGE = "/reports/assessors/"
THIS_YEAR = business_year(today())


def figures(person=None, **said):
    return REPORTS["assessors"].figures(Choices.parse(said), person=person).rows


def counted(person=None, **said):
    """How many there are, and how many of them recorded none."""
    [row] = figures(person, **said)
    return row["assessors"], row["with_none"]


def named(person=None, **said):
    return {row["assessor"]: row["iqas"] for row in figures(person, compare="assessor", **said)}


@pytest.fixture
def page(client):
    def page(person, *, status=200, path=PAGE, **choices):
        client.force_login(person)
        found = client.get(path, choices)
        assert found.status_code == status
        return BeautifulSoup(found.content.decode(), "html.parser")

    return page


@pytest.fixture
def two(place):
    """Portsmouth's DCP has recorded two IQAs, the SDCP of both units none, Winchester's DCP none."""
    for _ in range(2):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})


def test_who_is_expected_to_assess_is_posted_in_a_unit(place, two):
    assert counted(place.apm) == (3, 2)
    assert named(place.apm) == {place.dcp.email: 2, place.dcp2.email: 0, place.sdcp.email: 0}
    assert place.dccp.email not in named(place.cat)


def test_an_iqa_counts_where_it_was_done(place, two):
    PostingFactory(person=place.dcp, role=Role.DCP, unit=place.unit2)
    by_unit = {row["unit"]: (row["assessors"], row["with_none"]) for row in figures(place.apm, compare="unit")}
    assert by_unit == {f"Wessex / {place.unit.name}": (2, 1), f"Wessex / {place.unit2.name}": (3, 3)}
    both = {(row["assessor"], row["unit"]): row["iqas"] for row in figures(place.apm, compare="assessor,unit")}
    assert both[place.dcp.email, f"Wessex / {place.unit.name}"] == 2
    assert both[place.dcp.email, f"Wessex / {place.unit2.name}"] == 0
    assert (place.dcp2.email, f"Wessex / {place.unit.name}") not in both


def test_what_is_chosen_of_iqas_leaves_the_people_as_they_are(place, two):
    assert counted(place.apm, activity="advice") == (3, 3)
    assert counted(place.apm, court_level="crown") == (3, 3)
    by_activity = {row["activity"]: row["with_none"] for row in figures(place.apm, compare="activity")}
    assert (by_activity["advice"], by_activity["case_progression"]) == (3, 2)


@time_machine.travel("2018-02-15")
def test_the_days_of_a_period_are_those_that_have_come(place):
    Posting.objects.filter(person=place.dcp2).update(ends_on=date(2018, 1, 5))
    PostingFactory(role=Role.DCP, unit=place.unit2, starts_on=date(2018, 2, 16))
    winchester = {"area": "Wessex", "unit": place.unit2.name}
    for said, assessors in (
        ({}, 1),
        ({"month": "2018-01"}, 2),
        ({"month": "2018-02"}, 1),
        ({"year": "2017-18", "quarter": "Q4"}, 2),
        ({"month": "2018-03"}, 0),
        ({"year": "2017-18", "month": "2016-05"}, 0),
    ):
        assert counted(place.apm, **winchester, **said) == (assessors, assessors), said
    by_month = figures(place.apm, **winchester, compare="month", year="2017-18", quarter="Q4")
    assert [row["assessors"] for row in by_month] == [2, 1, 0]


def test_the_median_is_of_everyone_with_none_too(place):
    for assessor, prosecutor, times in ((place.dcp, place.prosecutor, 3), (place.dcp2, place.prosecutor2, 2)):
        for _ in range(times):
            recorded(assessor=assessor, prosecutor=prosecutor)
    [row] = figures(place.apm)
    assert str(row["iqas_each"]) == "2.0"
    PostingFactory(role=Role.DCP, unit=place.unit)
    assert str(figures(place.apm)[0]["iqas_each"]) == "1.0"
    assert figures(place.apm, year="2098-99")[0]["iqas_each"] is None


# Who may ask


@pytest.mark.parametrize("choices", [{}, {"compare": "assessor"}, {"compare": "court_level"}, {"year": "1066"}])
def test_a_prosecutor_has_no_list_of_colleagues(choices, place, two, client, page):
    with pytest.raises(PermissionDenied, match="only for those who read reports of a unit"):
        figures(place.prosecutor)
    for path in (PAGE, f"{PAGE}export/", f"{reverse('reporting:view_save')}?report=assessors"):
        refused = page(place.prosecutor, status=403, path=path, **{"report": "assessors", **choices})
        assert "Dana Marker" not in words(refused)
    with pytest.raises(CommandError, match="only for those who read reports of a unit"):
        call_command("report", "assessors", "--as", place.prosecutor.email)


def test_it_is_listed_for_who_may_read_it(place, page):
    for person, is_listed in ((place.prosecutor, False), (place.dcp, True), (place.pmu, True)):
        listed = words(page(person, path=reverse("reporting:report_list")))
        assert ("Assessors with none" in listed) == is_listed
        assert "Marking habits" in listed


@pytest.mark.parametrize("who", ["administrator", "editor"])
def test_who_reads_no_figures_reads_none_of_these(who, place, page):
    page(place.people[who], status=403)
    with pytest.raises(PermissionDenied):
        figures(place.people[who])


def test_each_reads_of_their_own_place(place, two):
    bristol = place.dcp3.email
    assert set(named(place.dcp)) == {place.dcp.email, place.sdcp.email}
    assert set(named(place.apm2)) == {bristol}
    assert bristol in named(place.cat)
    assert bristol not in named(place.apm)
    # A grant of one unit's figures opens no other.
    GrantFactory(person=place.prosecutor, permission="view_reports", unit=place.unit2)
    assert set(named(Person.objects.get(pk=place.prosecutor.pk))) == {place.dcp2.email, place.sdcp.email}


def test_a_total_beside_names_nobody(place, two, page):
    said = words(page(place.dcp).select_one("#figures")).replace("\N{NO-BREAK SPACE}", " ")
    assert "50.0% (1 of 2, fewer than 10) recorded none" in said
    assert "Wessex: 66.7% (2 of 3, fewer than 10)." in said
    assert "Dilip Marker" not in words(page(place.dcp, compare="assessor"))


def test_ones_own_work_that_is_not_released_is_as_if_it_were_not_there(place):
    PostingFactory(person=place.prosecutor, role=Role.DCP, unit=place.unit)
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []})
    assert named(Person.objects.get(pk=place.prosecutor.pk))[place.dcp.email] == 0
    assert named(place.apm)[place.dcp.email] == 1
    with time_machine.travel(iqa.readable_from + timedelta(minutes=1)):
        assert named(Person.objects.get(pk=place.prosecutor.pk))[place.dcp.email] == 1


# What it is compared by


def test_the_page_offers_what_it_may_be_compared_by(place, page):
    shown = page(place.apm)
    for name in ("compare", "then"):
        offered = [option["value"] for option in shown.select(f"select[name={name}] option")]
        assert offered == ["", *REPORTS["assessors"].compared_by]
    others = page(place.apm, path="/reports/volumes/")
    assert others.select_one("select[name=compare] option[value=court_level]")


@pytest.mark.parametrize("dimension", ["court_level", "prosecutor", "sensitive", "additional"])
def test_anything_else_gets_words(dimension, place, page, client):
    with pytest.raises(BadChoices, match=f"not “{dimension}”"):
        figures(place.cat, compare=f"area,{dimension}")
    assert "Compare by must be one of the list" in words(page(place.cat, compare=dimension))
    page(place.cat, status=400, path=f"{PAGE}export/", compare=dimension)
    for said, told in ((("--as", place.cat.email), "Compare by must be one of"), ((), "must be compared by one of")):
        with pytest.raises(CommandError, match=told):
            call_command("report", "assessors", "--compare", dimension, *said)
    view = SavedView.objects.create(person=place.cat, name="Old", report="assessors", choices={"compare": dimension})
    opened = client.get(reverse("reporting:view_open", args=[view.pk]), follow=True).content.decode()
    assert "Compare by must be one of the list" in opened


def test_the_page_and_the_file_name_those_with_none(place, two, page, client):
    table = page(place.apm, compare="assessor", year=THIS_YEAR).find("table")
    shown = {words(row.th): row.select("td") for row in table.select("tbody tr")}
    assert [words(cell) for cell in shown["Dilip Marker"]] == ["0", "1", "1"]
    link = shown["Dana Marker"][0].a["href"]
    assert "IQAs (2)</h1>" in client.get(link).content.decode()
    file = client.get(f"{PAGE}export/", {"compare": "assessor", "year": THIS_YEAR}).content.decode()
    rows = {row["assessor"]: row for row in csv.DictReader(io.StringIO(file))}
    assert rows[place.dcp2.email] == {
        "assessor": place.dcp2.email, "assessors": "1", "with_none": "1", "iqas": "0",
    }  # fmt: skip


@pytest.mark.parametrize(("compare", "adds_up"), [("", True), ("assessor", True), ("unit", False), ("quarter", False)])
def test_one_person_counted_under_several_is_in_no_sum(compare, adds_up, place, two, page):
    sentence = words(page(place.apm, compare=compare, year=THIS_YEAR).select_one("#figures p"))
    assert ("recorded none" in sentence) == adds_up
    assert ("One person may be counted under several of these" in sentence) != adds_up


def test_by_assessor_and_more_a_cell_counts_iqas(place, two, page):
    grid = page(place.apm, compare="assessor", then="activity", year=THIS_YEAR).find("table")
    shown = {
        words(row.th): [cell.get_text(strip=True)[:1] for cell in row.select("td")] for row in grid.select("tbody tr")
    }
    assert "2" in shown["Dana Marker"]
    assert set(shown["Dilip Marker"]) == {"0"}


def test_where_nobody_is_posted_it_says_so(place, page):
    Posting.objects.filter(role__in=[Role.DCP, Role.SDCP]).update(ends_on=date(2015, 1, 1))
    assert "Nobody was posted there who is expected to assess." in words(page(place.apm, year=THIS_YEAR))
