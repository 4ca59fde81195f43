"""Who sampled whom: which samples count, for whom, and where their counts lead."""

import csv
import io
from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from assessments.actions.recording import withdraw
from dipsamples.actions import dip_samples, references
from dipsamples.models import SecondMarking
from iqa.organisation.models import Person
from iqa.permissions import Role
from reporting.choices import Choices
from reporting.links import Links
from reporting.measures import REPORTS
from reporting.models import SavedView
from tests.dipsamples.factories import marked, picked, sampled
from tests.factories import PostingFactory, recorded, started
from tests.places import make_organisation

REFUSED = "only for those who read reports of a unit, an Area or the nation"
ELSEWHERE = "sampler.elsewhere@example.test"
COUNTS = ("samples", "targeted", "marked_blind")


@pytest.fixture(scope="module")
def made(once):
    """In Portsmouth two of its DCP's IQAs sampled by the SDCP, one of them blind, and one by the DCCP; a sample that
    is under way, and one of an IQA withdrawn since. In Bristol one, by its DCCP."""
    place = make_organisation()
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    iqas = [recorded(half_day=half_day) for _ in range(5)]
    sampled(marked(picked(iqas[0], by=place.sdcp)))
    sampled(picked(iqas[1], by=place.sdcp))
    sampled(picked(iqas[2], by=place.dccp))
    picked(iqas[3], by=place.sdcp)
    sampled(picked(iqas[4], by=place.sdcp))
    withdraw(assessment=iqas[4], reason="A mistake", by=place.dcp)
    elsewhere = PostingFactory(person__email=ELSEWHERE, role=Role.DCCP, area=place.unit3.area).person
    sampled(picked(recorded(assessor=place.dcp3, prosecutor=place.prosecutor3), by=elsewhere))
    return place


@pytest.fixture
def place(db, made):
    return deepcopy(made)


def table(person, **said):
    return REPORTS["samplers"].figures(Choices.parse(said), person=person)


def pairs(person, **said):
    return {(row["sampler"], row["assessor"]): row["samples"] for row in table(person, **said).rows}


def again(person):
    """With the postings that they have by now."""
    return Person.objects.get(pk=person.pk)


def in_portsmouth(place):
    return {(place.sdcp.email, place.dcp.email): 2, (place.dccp.email, place.dcp.email): 1}


def test_recorded_samples_of_iqas_that_count(place):
    assert pairs(place.cat) == in_portsmouth(place) | {(ELSEWHERE, place.dcp3.email): 1}
    [row] = [row for row in table(place.cat).rows if row["sampler"] == place.sdcp.email]
    assert (row["targeted"], row["both_comments_pct"], row["marked_blind"]) == (2, 100, 1)


def test_of_nobody_the_table_is_empty(place, client):
    assert table(place.cat, year="2014-15").rows == ()
    client.force_login(place.cat)
    page = client.get(reverse("reporting:report_detail", args=["samplers"]), {"year": "2014-15"}).content.decode()
    assert "No IQAs match these choices." in page


def test_compared_by_assessor_the_column_stands_once(place):
    found = table(place.cat, compare="assessor,month")
    names = [column.name for column in found.columns]
    assert names == ["assessor", "month", "sampler", *("samples", "targeted", "both_comments_pct", "marked_blind")]
    assert {(row["assessor"], row["sampler"]) for row in found.rows} == {
        (place.dcp.email, place.sdcp.email),
        (place.dcp.email, place.dccp.email),
        (place.dcp3.email, ELSEWHERE),
    }


@pytest.mark.parametrize("who", ["dcp", "sdcp", "dccp", "ccp", "apm", "businesscentre"])
def test_it_is_read_as_any_report_of_the_place(who, place):
    """By who has been sampled too."""
    assert pairs(getattr(place, who)) == in_portsmouth(place)


def test_of_another_place_there_is_nothing(place):
    assert pairs(place.dcp2) == {}
    assert pairs(place.apm2) == {(ELSEWHERE, place.dcp3.email): 1}


# Own work, and what is being marked blind


def test_who_reads_of_their_own_work_alone_is_refused_in_words(place, client, capsys):
    with pytest.raises(PermissionDenied, match=REFUSED):
        table(place.prosecutor)
    client.force_login(place.prosecutor)
    for address in (
        reverse("reporting:report_detail", args=["samplers"]),
        # A form that cannot be read shows no figures, and is refused as well.
        reverse("reporting:report_detail", args=["samplers"]) + "?quarter=Q1",
        reverse("reporting:report_export", args=["samplers"]),
        reverse("reporting:report_export", args=["samplers"]) + "?format=xlsx",
        reverse("reporting:view_save") + "?report=samplers&year=",
    ):
        page = client.get(address)
        assert page.status_code == 403, address
        assert REFUSED in page.content.decode(), address
    saved = {"report": "samplers", "address": "year=", "name": "Mine", "key": "1"}
    assert client.post(reverse("reporting:view_save"), saved).status_code == 403
    assert not SavedView.objects.exists()
    with pytest.raises(CommandError, match=REFUSED):
        call_command("report", "samplers", "--as", place.prosecutor.email)
    assert not capsys.readouterr().out


@pytest.mark.parametrize(("who", "listed"), [("prosecutor", False), ("dcp", True), ("apm", True), ("cat", True)])
def test_it_is_listed_for_who_may_read_it(who, listed, place, client):
    client.force_login(getattr(place, who))
    page = client.get(reverse("reporting:report_list")).content.decode()
    assert (reverse("reporting:report_detail", args=["samplers"]) in page) == listed
    assert reverse("reporting:report_detail", args=["dip-samples"]) in page


def test_samples_of_ones_own_work_are_not_there(place):
    """Released or not: what was sampled of it is not the prosecutor's to know, whatever else they are."""
    PostingFactory(person=place.prosecutor, role=Role.DCP, unit=place.unit)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        person = again(place.prosecutor)
        counted = REPORTS["volumes"].figures(Choices(), person=person).rows[0]["iqas"]
        assert (counted, pairs(person), pairs(person, compare="assessor")) == (4, {}, {})
    assert pairs(again(place.prosecutor)) == {}
    sampled(picked(recorded(assessor=place.dcp, unit=place.unit), by=place.sdcp))
    assert pairs(again(place.prosecutor)) == {(place.sdcp.email, place.dcp.email): 1}


@pytest.mark.parametrize("kind", ["dip sample", "reference"])
def test_samples_of_what_one_marks_blind_are_not_there(kind, place):
    """Whose IQA it is, they are not to know (decision 14)."""
    hidden = recorded(assessor=place.dcp2, prosecutor=place.prosecutor2)
    sampled(picked(hidden, by=place.dccp))
    pair = (place.dccp.email, place.dcp2.email)
    who = place.sdcp if kind == "dip sample" else place.inspector
    assert pair in pairs(who)
    if kind == "dip sample":
        dip_samples.begin_marking(dip_sample=picked(hidden, by=who), by=who)
    else:
        references.begin(assessment=hidden, by=who)
    assert SecondMarking.objects.get(assessment=hidden, by=who).blind
    assert pair not in pairs(who)
    assert pair in pairs(place.ccp)


# Page, file, links


@pytest.mark.parametrize("choices", [{}, {"compare": "assessor"}, {"compare": "unit", "then": "month"}])
def test_people_have_names_on_the_page_and_addresses_in_files(choices, place, client):
    client.force_login(place.dccp)
    response = client.get(reverse("reporting:report_detail", args=["samplers"]), choices)
    page = BeautifulSoup(response.content.decode(), "html.parser")
    figures = page.select_one("#figures").get_text(" ")
    assert "3 recorded dip samples" in figures
    assert "@example.test" not in figures
    if "then" not in choices:
        assert place.sdcp.name in figures
        assert place.dcp.name in figures
    # In no order but by name: no league table.
    assert not page.select("th a")
    file = client.get(reverse("reporting:report_export", args=["samplers"]), choices).content.decode()
    rows = list(csv.DictReader(io.StringIO(file)))
    assert {row["sampler"] for row in rows} == {place.sdcp.email, place.dccp.email}
    assert {row["assessor"] for row in rows} == {place.dcp.email}


@pytest.mark.parametrize("compare", [(), ("assessor",), ("month",), ("unit", "prosecutor")])
def test_each_count_leads_to_exactly_its_samples(compare, place, client):
    client.force_login(place.cat)
    choices = Choices(compare=compare)
    links, found = Links(choices, place.cat), REPORTS["samplers"].figures(choices, person=place.cat)
    assert len(found.rows) == 3
    for column in COUNTS:
        rows = [row for row in found.rows if row[column]]
        assert rows, column
        for row in rows:
            page = client.get(links.to(column, row)).content.decode()
            assert f"Dip samples ({row[column]:,})</h1>" in page, (column, row)


@pytest.mark.parametrize(("who", "leads"), [("dccp", True), ("cat", True), ("apm", False), ("dcp", False)])
def test_counts_lead_where_samples_may_be_seen(who, leads, place, client):
    client.force_login(getattr(place, who))
    page = client.get(reverse("reporting:report_detail", args=["samplers"])).content.decode()
    assert bool(BeautifulSoup(page, "html.parser").select("td a")) == leads
