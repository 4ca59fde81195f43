"""What is counted as a sign of a tick-box exercise, and of whose IQAs."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from assessments.actions.recording import correct, withdraw
from iqa.permissions import Role
from reporting.choices import Choices
from reporting.measures import REPORTS
from tests.factories import PostingFactory, answers_to, draft, recorded
from tests.reporting.test_report_pages import words

SAID = "The review sets out both stages of the test"


def figures(person=None, **said):
    return REPORTS["marking-habits"].figures(Choices.parse(said), person=person).rows


def copied(person=None, **said):
    return sum(row["copied"] for row in figures(person, **said))


@pytest.fixture
def say(place):
    """An IQA with a comment on each of these questions."""

    def say(comment, *numbers, how=recorded, **kind):
        people = {"assessor": place.dcp, "prosecutor": place.prosecutor} | kind
        return how(**people, comments=dict.fromkeys(numbers or [9], comment))

    return say


def test_all_met_leaves_out_what_is_not_applicable(place):
    people = {"assessor": place.dcp, "prosecutor": place.prosecutor, "activity": "advice"}
    for kind in ({}, {"not_applicable": [1]}, {"not_applicable": [1, 2]}, {"not_met": {2: []}}):
        recorded(**people, **kind)
    recorded(**people, not_met_other={1: "police"})
    draft(**people)
    [row] = figures()
    # With both questions not applicable nothing was judged at all.
    assert (row["iqas"], row["all_met"], str(row["all_met_pct"])) == (5, 2, "40.0")


def test_a_copy_is_the_same_words_in_another_iqa_of_the_same_assessor(place, say):
    say(SAID, 9, 10)
    assert copied() == 0  # twice in one IQA
    say(SAID, assessor=place.dcp2, prosecutor=place.prosecutor2)
    assert copied() == 0  # of another assessor
    say(SAID, how=draft)
    assert copied() == 0  # of a draft
    say(f"  {SAID.upper()}\n", 12)
    assert copied() == 2
    say(f"{SAID}s")
    assert copied() == 2


@pytest.mark.parametrize(("comment", "count"), [("Nothing was left aside", 0), ("Nothing was left undone", 2)])
def test_a_short_comment_is_no_copy(comment, count, say):
    for _ in range(2):
        say(comment)
    assert copied() == count


def test_what_no_longer_stands_is_no_copy(place, say):
    """A comment that was corrected, and an IQA that was withdrawn."""
    say(SAID)
    second, third = say(SAID), say(SAID)
    assert copied() == 3
    withdraw(assessment=third, reason="A mistake", by=place.dcp)
    assert copied() == 2
    said = answers_to(second, comments={9: "Nobody else has this to say of it"})
    correct(assessment=second, answers=said, number=1, key=uuid.uuid4(), reason="Read again", by=place.dcp)
    assert copied() == 0


def test_what_is_compared_changes_no_copy_and_what_is_chosen_does(place, say):
    say(SAID, 1, activity="advice")
    say(SAID)
    by_activity = {row["activity"]: row["copied"] for row in figures(compare="activity")}
    assert (by_activity["advice"], by_activity["case_progression"]) == (1, 1)
    assert copied(activity="advice") == 0


def test_an_iqa_out_of_sight_makes_no_copy_of_one_in_sight(place, say):
    """An assessor of two units: who reads of one learns nothing of the other."""
    PostingFactory(person=place.dcp, role=Role.DCP, unit=place.unit2)
    say(SAID, unit=place.unit)
    say(SAID, unit=place.unit2, prosecutor=place.prosecutor2)
    assert copied(place.dcp2) == 0
    assert copied(place.apm) == copied(place.cat) == 2
    assert copied(place.apm2) == 0


def test_what_a_reader_may_not_know_of_their_own_work_makes_no_copy(place, say):
    PostingFactory(person=place.prosecutor, role=Role.DCP, unit=place.unit)
    say(SAID, not_met={14: []})
    say(SAID, prosecutor=PostingFactory(role=Role.PROSECUTOR, unit=place.unit).person)
    reader = type(place.prosecutor).objects.get(pk=place.prosecutor.pk)
    [row] = figures(reader)
    assert (row["iqas"], row["copied"]) == (1, 0)
    assert copied(place.apm) == 2


def test_the_page_says_that_it_proves_nothing(client, place, say):
    for _ in range(2):
        say(SAID)
    client.force_login(place.apm)
    text = client.get(reverse("reporting:report_detail", args=["marking-habits"]), {"compare": "assessor"})
    page = BeautifulSoup(text.content.decode(), "html.parser")
    assert "prove nothing" in words(page)
    [row] = [row for row in page.select("tbody tr") if len(row.select("td")) > 3]
    assert words(row.th) == "Dana Marker"
    assert words(row.select("td")[3]) == "2"  # a copy needs the other beside it: no list shows both
    assert row.select("td")[1].a
    assert SAID not in text.content.decode()
