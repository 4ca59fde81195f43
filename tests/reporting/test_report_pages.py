"""Reports as pages: what they say, where they lead, and what they must not give away."""

import csv
import io
import re
from copy import deepcopy
from datetime import UTC, datetime
from urllib.parse import parse_qs

import openpyxl
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from assessments.models import Assessment, CourtLevel
from iqa.calendar import SCHEME_BEGAN, business_year, quarter, today
from iqa.organisation.models import Unit, UnitKind
from reporting.measures import REPORTS
from reporting.measures.limits import Limit
from reporting.measures.report import Group
from reporting.models import SavedView
from tests.factories import CaseFactory, PersonFactory, PostingFactory, UnitFactory, recorded, started
from tests.places import make_organisation

THIS_YEAR = business_year(today())
NOTHING = "No IQAs match these choices."


@pytest.fixture(scope="module")
def made(once):
    """Two IQAs in Portsmouth, one of which does not meet question 14, and one in Bristol."""
    place = make_organisation()
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    recorded(half_day=half_day, case=CaseFactory(court_level=CourtLevel.CROWN), not_met={14: []})
    recorded(half_day=half_day)
    recorded(assessor=place.dcp3, prosecutor=place.prosecutor3, not_met_other={15: "police"})
    return place


@pytest.fixture
def place(db, made):
    return deepcopy(made)


@pytest.fixture
def records(place):
    return Assessment.objects.all()


@pytest.fixture
def read(client):
    def read(person, name="fully-met", *, status=200, **choices):
        client.force_login(person)
        page = client.get(reverse("reporting:report_detail", args=[name]), choices)
        assert page.status_code == status
        return BeautifulSoup(page.content.decode(), "html.parser")

    return read


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_says_in_a_line_what_it_answers_and_where_it_is_listed(name):
    report = REPORTS[name]
    assert isinstance(getattr(report, "group", None), Group), "needs a `group`"
    question = getattr(report, "question", "")
    assert question.endswith("?"), "needs a `question`"
    assert len(question) <= 70, "a question is one short line"


def test_reports_are_in_the_order_of_their_groups():
    groups = [report.group for report in REPORTS.values()]
    assert groups == sorted(groups, key=list(Group).index)


def test_the_reports_are_listed_by_what_they_answer(client, place):
    client.force_login(place.dcp)
    page = BeautifulSoup(client.get(reverse("reporting:report_list")).content.decode(), "html.parser").main
    assert [words(heading) for heading in page.find_all("h2")] == [*Group, "Also here"]
    assert [link["href"] for link in page.find_all("a")][:2] == ["/dashboard/", "/reports/volumes/"]
    for report in REPORTS.values():
        item = page.find("a", href=reverse("reporting:report_detail", args=[report.name])).find_parent("li")
        assert words(item) == f"{report.title} {report.question}"
        assert words(item.find_previous("h2")) == report.group


@pytest.mark.parametrize(
    ("who", "others"),
    [
        ("prosecutor", ["Saved views"]),
        ("apm", ["Saved views", "Targets"]),
        ("pmu", ["Saved views", "Targets", "Imports"]),
        ("dccp", ["Saved views", "Targets", "Export comments", "Imports"]),
        ("cat", ["Saved views", "Targets", "Export comments", "Imports"]),
    ],
)
def test_what_else_there_is_can_be_found_and_opened(who, others, client, place):
    client.force_login(getattr(place, who))
    page = BeautifulSoup(client.get(reverse("reporting:report_list")).content.decode(), "html.parser")
    found = page.find("h2", string="Also here").find_next("ul").find_all("a")
    assert [words(link) for link in found] == others
    for link in found:
        there = BeautifulSoup(client.get(link["href"]).content.decode(), "html.parser")
        current = there.select_one('nav [aria-current="page"], nav [aria-current="true"]')
        assert there.h1
        assert words(current) == "Reports", link["href"]


@pytest.mark.parametrize(
    ("name", "compare"),
    [
        (name, compare)
        for name, report in REPORTS.items()
        for compare in ("", "unit", "assessor", "activity", "month", "sensitive")
        if compare in ("", *report.compared_by)
    ],
)
def test_every_report_compares(name, compare, place, records, read):
    page = read(place.dccp, name, compare=compare)
    assert words(page.h1) == REPORTS[name].title
    assert page.find("table") or NOTHING in words(page)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_compares_by_two(name, place, records, read):
    pairs = [("unit", "month"), ("quarter", "activity"), ("court_level", "additional"), ("assessor", "sensitive")]
    for pair in (pair for pair in pairs if {*pair} <= {*REPORTS[name].compared_by}):
        page = read(place.dccp, name, compare=pair[0], then=pair[1], year=THIS_YEAR)
        assert page.find("table") or NOTHING in words(page), pair


def test_a_table_says_what_it_is_and_can_be_sorted(place, records, read):
    page = read(place.dccp, year=THIS_YEAR)
    table = page.find("table")
    assert words(table.caption) == f"Fully met, Wessex, {THIS_YEAR}"
    assert [head["aria-sort"] for head in table.find_all("th", scope="col")] == ["none"] * 8
    link = next(head for head in table.find_all("th", scope="col") if words(head) == "Not met").a["href"]
    assert link == f"?year={THIS_YEAR}&sort=not_met"


@pytest.mark.parametrize(
    ("sort", "said", "first"), [("-not_met", "descending", "14."), ("question", "ascending", "1.")]
)
def test_sorting_by_the_address(sort, said, first, place, records, read):
    table = read(place.dccp, sort=sort).find("table")
    assert said in [head["aria-sort"] for head in table.find_all("th", scope="col")]
    assert words(table.tbody.tr.td).startswith(first)


def test_small_numbers_are_greyed_and_said(place, records, read):
    page = read(place.dccp)
    faint = [words(cell) for cell in page.select("td.iqa-faint")]
    assert "50.0% (1 of 2) rests on fewer than 10" in faint
    assert "Percentages on fewer than 10 are grey" in words(page)


@pytest.mark.parametrize(
    ("name", "share"), [("timing", "100.0% (2 of 2)"), ("reasons", "0.0% (0 of 1)"), ("health", "0.0% (0 of 1)")]
)
def test_a_share_of_few_is_greyed_where_its_counts_are_in_no_column_too(name, share, place, records, read):
    page = read(place.dccp, name)
    assert f"{share} rests on fewer than 10" in [words(cell) for cell in page.select("td.iqa-faint")]
    assert not [words(cell) for cell in page.select("td:not(.iqa-faint)") if "%" in words(cell)]


@pytest.mark.parametrize(
    "choices", [{"compare": "assessor"}, {"compare": "unit"}, {"compare": "unit", "then": "month"}]
)
@pytest.mark.parametrize("name", ["fully-met", "volumes"])
def test_people_and_units_are_in_no_order_but_by_name(name, choices, place, records, read):
    page = read(place.cat, name, year=THIS_YEAR, sort="-rate", **choices)
    names = [words(row.th) for row in page.find("table").tbody.select("tr")]
    assert names == sorted(names, key=str.casefold)
    assert not page.find("table").select("th a")
    assert not any(name.split(" / ")[-1] in words(page.figcaption or page.h2) for name in names)


def test_only_what_is_a_grade_is_shaded(place, records, read):
    choices = {"compare": "area", "then": "activity", "year": THIS_YEAR}
    assert read(place.cat, "feedback", **choices).select(".iqa-heat")
    assert not read(place.cat, "dip-samples", **choices).select(".iqa-heat")


def test_a_month_that_is_not_begun_is_not_drawn_as_nought(place, records, read):
    with time_machine.travel(datetime(today().year, 5, 20, tzinfo=UTC)):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor)
        page = read(place.cat, "volumes", compare="month", year=business_year(today()))
    drawn = [words(label) for label in page.select("svg text")]
    assert "Apr" in " ".join(drawn)
    assert "May" in " ".join(drawn)
    assert "Jun" not in " ".join(drawn)


def test_what_it_means_is_told(place, records, read):
    details = words(read(place.dccp).details)
    report = REPORTS["fully-met"]
    for told in (report.definition, report.numerator, report.denominator):
        assert told in details


def test_nothing_found(place, read):
    assert "No IQAs match these choices." in words(read(place.dccp, year="2014-15"))


def test_the_address_holds_every_choice(place, records, read):
    choices = {
        "year": THIS_YEAR,
        "quarter": quarter(today()).split()[1],
        "month": f"{today():%m}",
        "place": f"{place.area} / {place.unit.name}",
        "unit_kind": UnitKind.MAGISTRATES,
        "activity": "case_progression",
        "court_level": "crown",
        "sensitive": "none",
        "additional": "no",
        "compare": "assessor",
        "then": "month",
    }
    page = read(place.dccp, **choices)
    chosen = {select["name"]: select.find("option", selected=True)["value"] for select in page.find_all("select")}
    assert chosen == choices
    download = next(link["href"] for link in page.find_all("a") if words(link) == "Download CSV")
    for name, value in choices.items():
        assert f"{name}={value.replace(' / ', '+%2F+').replace(' ', '+')}" in download.replace("%27", "'")


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"compare": "unit", "then": "unit"}, "Compare by and Then by must be different"),
        ({"quarter": "Q1"}, "Quarter needs a year beside it"),
        ({"month": "04"}, "Select the business year of the month"),
        ({"year": "1999-00"}, "Business year must be one of the list"),
        ({"compare": "shoe_size"}, "Compare by must be one of the list"),
        ({"activity": "\x00"}, "Activity must be one of the list"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(choices, message, place, records, read):
    page = read(place.dccp, **choices)
    link = page.select_one(".govuk-error-summary a")
    assert words(link) == message
    assert page.find(id=link["href"].removeprefix("#"))
    assert page.title.text.strip().startswith("Error: ")
    assert not page.find("table")


# From a cell to the IQAs behind it


def test_a_cell_leads_to_exactly_the_iqas_behind_it(client, place, records, read):
    for choices in (
        {},
        {"year": THIS_YEAR, "compare": "unit"},
        {"compare": "assessor", "then": "month", "year": THIS_YEAR},
        {"compare": "quarter", "year": THIS_YEAR},
        {"place": "Wessex", "court_level": "crown", "sensitive": "none", "compare": "court_level"},
    ):
        page = read(place.cat, **choices)
        links = page.select("td a")
        assert links
        for link in links:
            found = client.get(link["href"])
            [total] = re.findall(r"IQAs \(([\d,]+)\)", found.content.decode())[:1]
            count = re.match(r"[\d,]+$", words(link).split(" IQAs")[0])
            assert int(total) == int(count[0]) if count else int(total) > 0, link["href"]


@pytest.mark.parametrize("who", ["businesscentre", "pmu"])
def test_who_may_not_see_iqas_gets_no_links_to_them(who, place, records, read):
    assert not read(getattr(place, who)).select("td a")


# What one may not see


@pytest.mark.parametrize("where", ["South West", "South West / Bristol Crown Court", "Nowhere", "Wessex / Nowhere"])
def test_a_place_that_is_none_of_theirs_is_not_there(where, place, records, client):
    for who in ("dcp", "dccp", "apm"):
        client.force_login(getattr(place, who))
        for name in ("report_detail", "report_export"):
            page = client.get(reverse(f"reporting:{name}", args=["fully-met"]), {"place": where})
            assert page.status_code == 404


def test_a_prosecutor_has_no_place_to_choose_and_only_their_own_released_work(place, records, read):
    page = read(place.prosecutor)
    assert not page.find("select", {"name": "place"})
    assert "No IQAs match these choices." in words(page)
    read(place.prosecutor, place="Wessex", status=404)


def test_another_areas_apm_gets_nothing_of_this_one(place, records, read, client):
    for name in REPORTS:
        for compare in ("unit", "assessor", "area"):
            text = words(read(place.apm2, name, compare=compare))
            for secret in ("Portsmouth", "Winchester", "Dana Marker", "Wessex"):
                assert secret not in text, (name, compare)
            export = client.get(reverse("reporting:report_export", args=[name]), {"compare": compare})
            assert b"Portsmouth" not in export.content


def test_counts_are_of_ones_own_place(place, records, read):
    assert "15 of 16" not in words(read(place.apm2))
    assert "0.0% (0 of 0)" not in words(read(place.apm2))
    sentence = words(read(place.dcp).select_one("#figures p"))
    assert sentence.startswith("Portsmouth magistrates' courts, Wessex,")
    assert "(17 of 18)" in sentence.replace("\xa0", " ")
    # The Area's totals stand beside.
    assert "Wessex: " in sentence


# Out


def test_csv_has_the_contracts_columns(place, records, client):
    client.force_login(place.apm)
    got = client.get(reverse("reporting:report_export", args=["fully-met"]), {"compare": "unit", "year": THIS_YEAR})
    assert got["Content-Disposition"] == f'attachment; filename="iqa-fully-met-{THIS_YEAR}.csv"'
    rows = list(csv.DictReader(io.StringIO(got.content.decode())))
    assert list(rows[0]) == [
        "unit", "activity", "question", "fully_met", "not_met", "not_met_other", "not_applicable",
        "fully_met_pct", "low_pct", "high_pct",
    ]  # fmt: skip
    [fourteen] = [row for row in rows if row["question"] == "14" and "Portsmouth" in row["unit"]]
    assert (fourteen["fully_met"], fourteen["not_met"], fourteen["fully_met_pct"]) == ("1", "1", "50.0")


def test_a_spreadsheet_says_what_it_is_and_what_was_chosen(place, records, client):
    client.force_login(place.apm)
    choices = {"place": f"Wessex / {place.unit.name}", "year": THIS_YEAR, "format": "xlsx", "court_level": "crown"}
    got = client.get(reverse("reporting:report_export", args=["fully-met"]), choices)
    book = openpyxl.load_workbook(io.BytesIO(got.content))
    assert book.sheetnames == ["Figures", "Definitions"]
    definitions = dict(book["Definitions"].iter_rows(min_row=2, values_only=True))
    assert definitions["Chosen: Place"] == str(place.unit)
    assert definitions["Chosen: Period"] == THIS_YEAR
    assert definitions["Chosen: Court level"] == "Crown Court"
    assert definitions["Chosen: Made by"] == "Amir Manager (apm@example.test)"
    assert definitions["Chosen: Made at"].date() == today()
    assert definitions["Denominator"] == REPORTS["fully-met"].denominator
    assert definitions["fully_met_pct"]


def test_choices_that_cannot_be_read_are_not_exported(place, records, client):
    client.force_login(place.apm)
    got = client.get(reverse("reporting:report_export", args=["fully-met"]), {"quarter": "Q1"})
    assert (got.status_code, got["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "Quarter needs a year beside it" in got.content.decode()


def test_an_unknown_report_is_not_there(place, client):
    client.force_login(place.apm)
    for name in ("report_detail", "report_export"):
        assert client.get(reverse(f"reporting:{name}", args=["shoe-sizes"])).status_code == 404


def test_words_that_people_typed_are_escaped(place, client):
    unit = UnitFactory(area=place.area, name="<b>=1+1")
    dcp = PostingFactory(unit=unit, person=PersonFactory(name="<script>alert(1)</script>")).person
    recorded(assessor=dcp, unit=unit)
    client.force_login(place.dccp)
    for compare in ("unit", "assessor"):
        text = client.get(reverse("reporting:report_detail", args=["fully-met"]), {"compare": compare}).content.decode()
        assert "<b>=" not in text
        assert "<script>alert" not in text


@pytest.fixture
def long_to_compare(place):
    """Sixty units, and IQAs from the first month of the scheme to this."""
    day = SCHEME_BEGAN
    recorded(assessor=place.dcp, prosecutor=place.prosecutor, worked_on=day, assessed_on=day)
    Unit.objects.bulk_create(Unit(area=place.area, name=f"Unit {n}", kind=UnitKind.CROWN) for n in range(60))
    return {"year": "", "compare": "unit", "then": "month"}


def test_what_is_too_much_for_a_page_can_be_downloaded(client, place, read, long_to_compare):
    figures = words(read(place.cat, "volumes", **long_to_compare).select_one("#figures"))
    assert "more to compare than fits here" in figures
    assert "or compare by one thing alone, or download the figures." in figures
    assert "Download CSV" in figures
    file = client.get(reverse("reporting:report_export", args=["volumes"]), long_to_compare)
    assert len(file.content.splitlines()) > 60 * 12 * 10


def test_what_is_too_much_for_a_file_is_said(client, place, long_to_compare):
    client.force_login(place.cat)
    refused = client.get(reverse("reporting:report_export", args=["fully-met"]), long_to_compare)
    assert refused.status_code == 400
    figures = words(BeautifulSoup(refused.content.decode(), "html.parser").select_one("#figures"))
    assert "or compare by one thing alone." in figures
    assert "ownload" not in figures


@pytest.mark.parametrize(("most", "status"), [(28, 200), (27, 400)])
def test_rows_are_counted_as_they_are(most, status, client, place, monkeypatch):
    """Each activity has its own questions alone."""
    monkeypatch.setattr("reporting.views.reports.IN_FILE", Limit(compared=4, rows=most))
    client.force_login(place.cat)
    file = client.get(
        reverse("reporting:report_export", args=["fully-met"]), {"year": THIS_YEAR, "compare": "activity"}
    )
    assert file.status_code == status
    assert ("or compare by one thing alone" in file.content.decode()) is False


def test_of_all_years_the_files_and_views_are_of_all_years(client, place, records, read):
    links = [link["href"] for link in read(place.cat, "volumes", year="").select(".iqa-links a")]
    assert len(links) == 3
    for link in links:
        assert parse_qs(link.split("?")[1], keep_blank_values=True)["year"] == [""]


def test_a_view_of_a_padded_address_is_saved(client, place):
    client.force_login(place.cat)
    page = client.get(reverse("reporting:view_save"), {"report": "volumes", "year": "", "junk": "x" * 2100})
    form = BeautifulSoup(page.content.decode(), "html.parser").select_one("main form")
    sent = {each["name"]: each.get("value", "") for each in form.find_all("input")}
    client.post(reverse("reporting:view_save"), sent | {"name": "All years"})
    assert SavedView.objects.get().choices == {"year": ""}
