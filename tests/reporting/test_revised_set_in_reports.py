"""A later question set that retires a question and gives its number to the next: figures run on by question, each goes
by the number that it had last, and what nobody asks any more is listed only where it was answered."""

import copy
from collections import Counter
from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from iqa.questions.loading import load_published_set, read
from reporting.choices import Choices
from reporting.measures import REPORTS
from tests.factories import recorded

BEFORE, AFTER = date(2018, 3, 14), date(2018, 4, 11)
# Question 14 of the first set is retired, and what was 15 takes its number; likewise up to the last of the activity.
RETIRED, RENUMBERED = 14, 15


@pytest.fixture
def later_set(place):
    described = copy.deepcopy(read("question_set_annex_f.yaml"))
    described |= {"title": "Later", "in_force_from": date(2018, 4, 1)}
    for activity in described["activities"]:
        if activity["code"] == "case_progression":
            activity["questions"] = [asked for asked in activity["questions"] if asked["number"] != RETIRED]
            for asked in activity["questions"]:
                if asked["number"] > RETIRED:
                    asked["number"] -= 1
                    asked["label"] = f"Now {asked['number']}"
    load_published_set(described)


def record(place, day, **said):
    return recorded(unit=place.unit, assessed_on=day, at=datetime.combine(day, time(11), UTC), **said)


def rows_of(name, **said):
    said = {"activity": "case_progression", **said}
    return REPORTS[name].figures(Choices.parse(said), person=None).rows


def numbers(**said):
    return [row["question"] for row in rows_of("fully-met", **said)]


@pytest.mark.usefixtures("later_set")
def test_a_renumbered_question_runs_on_under_its_last_number(place):
    record(place, BEFORE, not_met={RENUMBERED: []})
    record(place, AFTER, not_met={RENUMBERED - 1: []})
    record(place, AFTER)
    retired, renumbered = [row for row in rows_of("fully-met") if row["question"] == RENUMBERED - 1]
    assert (renumbered["fully_met"], renumbered["not_met"]) == (1, 2)
    assert (retired["fully_met"], retired["not_met"]) == (1, 0)


@pytest.mark.usefixtures("later_set")
def test_a_retired_question_is_listed_where_it_was_asked_and_nowhere_else(place):
    record(place, BEFORE)
    record(place, AFTER)
    assert numbers() == [9, 10, 11, 12, 13, 14, 14, 15, 16]
    assert numbers(year="2017-18") == [9, 10, 11, 12, 13, 14, 14, 15, 16]
    assert numbers(year="2018-19") == [9, 10, 11, 12, 13, 14, 15, 16]


@pytest.mark.usefixtures("later_set")
def test_by_quarter_each_figure_stands_under_the_set_that_asked_it(place):
    record(place, BEFORE, not_met={RETIRED: []})
    record(place, AFTER, not_met={RENUMBERED - 1: []})
    by_quarter = {
        quarter: [
            (row["fully_met"], row["not_met"])
            for row in rows_of("fully-met", compare="quarter")
            if (row["quarter"], row["question"]) == (quarter, RETIRED)
        ]
        for quarter in ("2017-18 Q4", "2018-19 Q1")
    }
    assert by_quarter == {"2017-18 Q4": [(0, 1), (1, 0)], "2018-19 Q1": [(0, 0), (0, 1)]}


@pytest.mark.usefixtures("later_set")
def test_the_reasons_of_a_renumbered_question_are_one_across_sets(place):
    record(place, BEFORE, not_met={RENUMBERED: []})
    record(place, AFTER, not_met={RENUMBERED - 1: []})
    [row] = rows_of("reasons")
    assert (row["question"], row["count"], row["share_pct"]) == (RENUMBERED - 1, 2, 100)


@pytest.mark.usefixtures("later_set")
def test_whom_a_renumbered_question_lies_with_is_one_across_sets(place):
    record(place, BEFORE, not_met_other={RETIRED: "court", RENUMBERED: "police"})
    record(place, AFTER, not_met_other={RENUMBERED - 1: "police"})
    found = [(row["question"], row["lies_with"], row["count"], row["share_pct"]) for row in rows_of("not-met-other")]
    assert found == [(RETIRED, "court", 1, 100), (RENUMBERED - 1, "police", 2, 100)]


@pytest.mark.usefixtures("later_set")
@pytest.mark.parametrize("said", [{"court_level": "magistrates"}, {"compare": "assessor"}])
def test_what_tallies_do_not_tell_apart_says_the_same(place, said):
    record(place, BEFORE, not_met={RENUMBERED: []})
    record(place, AFTER, not_met={RENUMBERED - 1: []})
    assert by_question(rows_of("fully-met", **said)) == by_question(rows_of("fully-met"))


def by_question(rows):
    met, not_met = Counter(), Counter()
    for row in rows:
        met[row["question"]] += row["fully_met"]
        not_met[row["question"]] += row["not_met"]
    return met, not_met


@pytest.mark.usefixtures("later_set")
@pytest.mark.parametrize(("name", "marked"), [("fully-met", 1), ("not-met-other", 1), ("volumes", 0)])
def test_a_chart_of_answers_marks_where_other_questions_began(name, marked, place, client):
    record(place, BEFORE, not_met_other={RENUMBERED: "police"})
    record(place, AFTER, not_met_other={RENUMBERED - 1: "police"})
    client.force_login(place.cat)
    page = client.get(reverse("reporting:report_detail", args=[name]), {"compare": "quarter", "year": ""})
    assert [each.text for each in page.context["page"].chart.breaks] == ["New questions from 1 Apr 2018"] * marked
