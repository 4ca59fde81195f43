"""Comments taken out: by who may, for a purpose, with a trace, and marked."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from iqa.audit.models import Event, Read
from iqa.permissions import Permission
from reporting.forms.choices import BETWEEN
from reporting.models import CommentsExport
from reporting.views import comments as views
from tests.factories import GrantFactory, PostingFactory, draft, recorded

PURPOSE = "For the Area's review, inside the CPS"
URL = "reporting:comments_export"


@pytest.fixture
def here(place):
    return recorded(
        assessor=place.dcp,
        prosecutor=place.prosecutor,
        not_met={14: []},
        comments={14: "=1+1 too late", 9: "Well done"},
    )


@pytest.fixture
def there(place):
    return recorded(assessor=place.dcp3, prosecutor=place.prosecutor3, comments={9: "Bristol's words"})


@pytest.fixture
def export(client):
    def export(person, **said):
        client.force_login(person)
        return client.post(reverse(URL), {"purpose": PURPOSE, "file_format": "csv", **said})

    return export


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_the_comments_of_ones_place_with_who_and_when_on_each(place, here, there, export):
    found = rows(export(place.dccp))
    assert {row["comment"] for row in found} == {"'=1+1 too late", "Well done"}
    assert {row["exported_by"] for row in found} == {"Dev Deputy (dccp@example.test)"}
    assert all(row["exported_at"] for row in found)
    assert {row["iqa"] for row in found} == {str(here.pk)}
    text = export(place.dccp).content.decode()
    for kept_back in (here.case.urn, place.prosecutor.name, place.dcp.name):
        assert kept_back not in text


def test_of_one_unit_alone(place, here, export):
    recorded(assessor=place.dcp2, prosecutor=place.prosecutor2, comments={9: "Winchester's words"})
    assert len(rows(export(place.dccp))) == 3
    found = rows(export(place.dccp, place=f"{place.area.name}{BETWEEN}{place.unit2.name}"))
    assert [row["comment"] for row in found] == ["Winchester's words"]


def test_a_spreadsheet_says_what_for(place, here, export):
    book = openpyxl.load_workbook(io.BytesIO(export(place.ccp, file_format="xlsx").content))
    assert book.sheetnames == ["About", "Comments"]
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert (about["What for"], about["IQAs"]) == (PURPOSE, 1)
    assert "=1+1 too late" in [cell.value for cell in book["Comments"]["J"]]


def test_it_leaves_a_trace_of_itself_and_of_each_iqa(place, here, export):
    export(place.dccp)
    made = CommentsExport.objects.get()
    assert (made.by, made.purpose, made.iqas) == (place.dccp, PURPOSE, 1)
    assert Event.objects.of(made).get().detail == {"purpose": PURPOSE, "iqas": 1}
    assert Read.objects.of(made).get().by == place.dccp
    assert Read.objects.of(here).get().by == place.dccp


@pytest.mark.parametrize("who", ["apm", "businesscentre", "pmu", "prosecutor", "editor", "administrator"])
def test_who_may_not_read_comments_or_reports_may_not_export_them(who, place, here, client):
    client.force_login(getattr(place, who))
    assert client.get(reverse(URL)).status_code == 403
    assert client.post(reverse(URL), {"purpose": PURPOSE, "file_format": "csv"}).status_code == 403
    assert not CommentsExport.objects.exists()


def test_a_grant_opens_the_place_that_it_names(place, here, there, export):
    GrantFactory(person=place.apm, permission=Permission.VIEW_COMMENTS, unit=place.unit)
    assert {row["iqa"] for row in rows(export(place.apm))} == {str(here.pk)}
    assert export(place.apm, place="Wessex").status_code == 404


def test_neither_drafts_nor_ones_own_work(place, export):
    draft(assessor=place.dcp, prosecutor=place.prosecutor, comments={9: "Not yet"})
    PostingFactory(person=place.dccp, role="prosecutor", unit=place.unit)
    recorded(assessor=place.sdcp, prosecutor=place.dccp, unit=place.unit, comments={9: "Of the deputy"})
    assert "No IQAs match these choices" in export(place.dccp).content.decode()
    assert not CommentsExport.objects.exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"purpose": ""}, "Enter what the comments are for"),
        ({"purpose": "review"}, "Say what the comments are for in 10 characters or more"),
        ({"file_format": ""}, "Select a file"),
        ({"quarter": "Q1"}, "Quarter needs a year beside it"),
    ],
)
def test_what_is_missing_is_said(said, message, place, here, export):
    page = export(place.dccp, **said)
    assert message in page.content.decode()
    assert not CommentsExport.objects.exists()


def test_too_many_are_refused(place, here, export, monkeypatch):
    monkeypatch.setattr(views, "MOST_IQAS", 0)
    assert "An export holds 0 IQAs at most" in export(place.dccp).content.decode()
