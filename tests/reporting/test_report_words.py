"""What reports say in words: captions, titles of charts, names of rows."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from reporting.measures import REPORTS
from reporting.presenters.charts import funnel_of
from reporting.presenters.tables import Read
from reporting.table import Column, Kind, Table
from tests.factories import PostingFactory, recorded
from tests.places import make_organisation
from tests.reporting.test_report_pages import words

JUNE = date(2026, 6, 8)


@pytest.fixture(scope="module")
def made(once):
    """Three IQAs of June, one of them of its last days, in both units of Wessex."""
    place = make_organisation()
    for day in (JUNE, JUNE.replace(day=30)):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, worked_on=day, assessed_on=day)
    recorded(assessor=place.dcp2, prosecutor=place.prosecutor2, worked_on=JUNE, assessed_on=JUNE)
    return place


@pytest.fixture
def place(db, made):
    return deepcopy(made)


@pytest.fixture
def shown(client, place):
    def shown(name, who="apm", **choices):
        client.force_login(getattr(place, who))
        found = client.get(reverse("reporting:report_detail", args=[name]), {"year": "2026-27", **choices})
        return BeautifulSoup(found.content.decode(), "html.parser")

    return shown


def heads(table):
    return [words(head) for head in table.select("tbody th")]


def test_units_of_one_area_are_named_without_it(shown, place):
    assert heads(shown("volumes", compare="unit").table) == ["Portsmouth magistrates' courts", "Winchester Crown Court"]
    of_both = heads(shown("volumes", who="cat", compare="unit").table)
    assert of_both[0] == "South West / Bristol Crown Court"
    assert "Wessex / Winchester Crown Court" in of_both


def test_when_iqas_are_done_is_told_of_the_last_days(shown):
    figures = words(shown("timing", compare="unit").select_one("#figures"))
    assert "33.3% (1 of 3, fewer than 10) assessed on days 21 to 31" in figures.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("compare", ["", "area", "assessor", "unit", "quarter"])
def test_no_two_tables_are_called_the_same(name, compare, shown):
    captions = [words(caption) for caption in shown(name, compare=compare).select("caption")]
    assert len(set(captions)) == len(captions)
    assert not [caption for caption in captions if " area" in caption]


def test_bars_of_people_stand_by_name(shown, place):
    last = PostingFactory(person__email="aa@example.test", person__name="Zoe Last", unit=place.unit).person
    recorded(assessor=last, prosecutor=place.prosecutor, worked_on=JUNE, assessed_on=JUNE)
    drawn = words(shown("volumes", compare="assessor").svg)
    assert drawn.index("Dana Marker") < drawn.index("Zoe Last")


def test_over_many_months_one_line_is_of_all_activities(shown, place):
    for day, activity in ((JUNE.replace(year=2023), "advice"), (JUNE.replace(year=2024), "case_progression")):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor, worked_on=day, assessed_on=day, activity=activity)
    page = shown("fully-met", year="", compare="month")
    together, by_activity = page.find_all("table")[:2]
    assert [words(head) for head in together.select("thead th")] == ["Month", "Fully met", "95% interval"]
    assert len(heads(together)) == len(heads(by_activity)) > 24
    assert "Advice:" not in words(page.select_one("#figures")).split("by month,")[0]
    few = shown("fully-met", year="2026-27", compare="month")
    assert "Case progression" in words(few.table.thead)


def outside(*shares):
    """The title of a funnel of one assessor of a thousand answers for each number of them that are fully met."""
    columns = (
        Column(name="assessor", label="Assessor", kind=Kind.VALUE),
        *(Column(name=name, label=name) for name in ("fully_met", "not_met", "not_met_other")),
    )
    rows = [
        {"assessor": f"{number}@example.test", "fully_met": share, "not_met": 1000 - share, "not_met_other": 0}
        for number, share in enumerate(shares)
    ]
    table = Table(columns=columns, rows=tuple(rows), dimensions=("assessor",))

    class Names:
        def of(self, column, value):
            return value

    read = Read(report=REPORTS["fully-met"], table=table, words=Names(), links=None, place="", period="")
    return funnel_of(read, "assessor").title


def test_a_funnel_says_what_lies_outside_and_never_none_and_more():
    same = [900] * 20
    assert outside(*same) == "None of 20 assessors lies outside the limits"
    assert outside(*same, 925) == "1 of 21 assessors outside the 95% limits, none outside the 99.8% limits"
    assert outside(*same, 800) == "1 of 21 assessors outside the 99.8% limits, no more outside the 95% limits"
    assert outside(*same, 800, 930) == "2 of 22 assessors outside the 99.8% limits, no more outside the 95% limits"


def test_of_few_nobody_is_judged_by_a_funnel(shown, place):
    dcp = PostingFactory(unit=place.unit, person__name="Zoe Last").person
    for _ in range(2):
        recorded(assessor=dcp, prosecutor=place.prosecutor, worked_on=JUNE, assessed_on=JUNE)
    page = shown("fully-met", compare="assessor")
    said = {words(row.th): words(row.select("td")[-1]) for row in page.table.select("tbody tr")}
    assert said == {"Dana Marker": "Within", "Dilip Marker": "Too few to say", "Zoe Last": "Within"}
    assert "None of 2 assessors lies outside the limits" in words(page)
    assert shown("dip-samples", compare="assessor").select_one("#figures svg") is None


def test_a_month_that_runs_on_is_not_compared_as_if_it_were_over(shown, place):
    with time_machine.travel(datetime(2026, 7, 10, tzinfo=UTC)):
        recorded(assessor=place.dcp, prosecutor=place.prosecutor)
        assert "IQAs: 1, so far; 3 in the month before" in words(shown("volumes", compare="month"))
        assert "so far" not in words(shown("fully-met", compare="month").select_one("#figures"))
    with time_machine.travel(datetime(2026, 8, 1, tzinfo=UTC)):
        assert "IQAs: 1, down from 3" in words(shown("volumes", compare="month"))
