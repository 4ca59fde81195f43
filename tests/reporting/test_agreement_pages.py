"""The pages of agreement, leniency and use of reasons: they show what there is, and what it means."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from dipsamples.models import SecondMarking
from iqa.govuk.charts import FunnelPlot
from reporting.words import Words
from tests.factories import started
from tests.reporting.markings_in_bulk import KINDS, marked_twice


@pytest.mark.parametrize("query", ["", "?compare=unit", "?compare=assessor", "?compare=quarter"])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("agreement", "Answers compared"),
        ("robustness", "collapses towards 0"),
        ("use-of-reasons", "over-use of it hides what was wrong"),
    ],
)
def test_the_page_shows_the_figures_and_says_what_they_mean(name, says, query, client, place):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    marked_twice(half_day, {9: KINDS}, by=place.inspector, kind=SecondMarking.Kind.REFERENCE)
    client.force_login(place.dccp)
    response = client.get(reverse("reporting:report_detail", args=[name]) + query)
    assert response.status_code == 200
    assert says in response.content.decode()


@pytest.mark.parametrize("query", ["", "?compare=unit", "?compare=assessor"])
def test_the_row_of_all_questions_is_not_counted_beside_them(query, client, place):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    marked_twice(half_day, {9: KINDS, 10: KINDS}, by=place.inspector, kind=SecondMarking.Kind.REFERENCE)
    client.force_login(place.dccp)
    text = client.get(reverse("reporting:report_detail", args=["robustness"]) + query).content.decode()
    page = BeautifulSoup(text, "html.parser")
    sentence = page.select_one("#figures p").text.replace("\xa0", " ")
    assert "20.0% (2 of 10) agreed" in sentence


def test_what_is_all_of_something_is_called_so(client, place):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    marked_twice(half_day, {9: KINDS}, by=place.inspector, kind=SecondMarking.Kind.REFERENCE)
    client.force_login(place.dccp)
    questions = client.get(reverse("reporting:report_detail", args=["robustness"])).content.decode()
    assert ">All questions</" in questions
    said = [Words().of("reasons", which) for which in ("all", "except_other", "other")]
    assert said == ["All reasons", "All but “other”", "“Other” alone"]


def test_assessors_are_seen_in_a_funnel_and_never_in_order(client, place):
    for half_day in (
        started(assessor=place.dcp, prosecutor=place.prosecutor),
        started(assessor=place.dcp2, prosecutor=place.prosecutor2),
    ):
        marked_twice(half_day, {9: KINDS * 4}, by=place.inspector, kind=SecondMarking.Kind.REFERENCE)
    client.force_login(place.dccp)
    page = client.get(reverse("reporting:report_detail", args=["robustness"]), {"compare": "assessor"})
    assert isinstance(page.context["page"].chart, FunnelPlot)
    limits = [header.text for header in page.context["page"].grids[0].headers]
    assert "Against the limits" in limits


@pytest.mark.parametrize(("times", "few"), [(1, True), (2, False)])
def test_an_estimate_stands_beside_its_interval_and_is_grey_on_few(times, few, client, place):
    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    marked_twice(half_day, {9: KINDS * times}, by=place.inspector, kind=SecondMarking.Kind.REFERENCE)
    client.force_login(place.dccp)
    text = client.get(reverse("reporting:report_detail", args=["robustness"]), {"compare": "area"}).content.decode()
    table = BeautifulSoup(text, "html.parser").find("table")
    heads = [" ".join(head.text.split()) for head in table.select("thead th")]
    [row] = [row for row in table.select("tbody tr") if "Wessex" in row.th.text]
    shown = dict(zip(heads[1:], row.select("td"), strict=True))
    said = r"\s+rests on fewer than 10" if few else ""
    assert re.fullmatch(rf"-?\d+\.\d%{said}", shown["Leniency, %"].text.strip())
    assert re.fullmatch(rf"-?\d+\.\d% to \d+\.\d%{said}", shown["Leniency, 95% interval"].text.strip())
    assert re.fullmatch(rf"-?\d\.\d\d to \d\.\d\d{said}", shown["AC1, 95% interval"].text.strip())
    for name in ("AC1", "Kappa", "Leniency, %", "Leniency, 95% interval"):
        assert ("iqa-faint" in shown[name]["class"]) == few, name
