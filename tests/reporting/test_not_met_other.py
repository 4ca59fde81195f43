"""Whom "not met other" lies with: whose answers count, whose rows there are, and who reads of them."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from assessments.actions import recording
from assessments.models import Answer
from reporting.choices import Choices
from reporting.measures import REPORTS
from tests.dipsamples.factories import begun_on, finished
from tests.factories import answers_to, draft, recorded
from tests.reporting.test_report_pages import words


def rows(person=None, **said):
    return REPORTS["not-met-other"].figures(Choices.parse(said), person=person).rows


def counts(person=None, **said):
    return {(row["question"], row["lies_with"]): row["count"] for row in rows(person, **said)}


@pytest.fixture
def record(place):
    """An IQA of Portsmouth, of long enough ago to be released."""

    def record(lies_with, **said):
        said = {"assessor": place.dcp, "prosecutor": place.prosecutor, **said}
        with time_machine.travel(timezone.now() - timedelta(days=3)):
            return recorded(not_met_other=lies_with, **said)

    return record


def test_a_row_for_each_question_and_whom_it_lies_with(record):
    record({9: "court", 14: "police"})
    record({14: "cps"})
    record({14: "police"}, not_met={9: []}, not_applicable=[10])
    assert rows() == (
        {"question": 9, "lies_with": "court", "count": 1, "share_pct": 100},
        {"question": 14, "lies_with": "police", "count": 2, "share_pct": Decimal("66.7")},
        {"question": 14, "lies_with": "cps", "count": 1, "share_pct": Decimal("33.3")},
    )


def test_what_does_not_say_has_a_row_of_its_own_and_stands_last(record):
    for whom in ("police", "other", "court"):
        record({14: whom})
    Answer.objects.filter(lies_with="court").update(lies_with="")
    assert [(row["lies_with"], row["share_pct"]) for row in rows()] == [
        ("police", Decimal("33.3")),
        ("other", Decimal("33.3")),
        ("not_said", Decimal("33.3")),
    ]


def test_answers_that_stand_count_and_no_others(place, record):
    corrected = record({14: "police", 15: "police"})
    recording.correct(
        assessment=corrected,
        answers=answers_to(corrected, not_met_other={15: "defence"}),
        number=1,
        key=uuid.uuid4(),
        reason="Read again",
        by=place.dcp,
    )
    recording.withdraw(assessment=record({14: "court"}), reason="Another case", by=place.dcp)
    draft(assessor=place.dcp, prosecutor=place.prosecutor, not_met_other={14: "cps"})
    finished(begun_on(record({}), by=place.inspector), {14: "not_met_other"})
    assert counts() == {(15, "defence"): 1}


def test_shares_are_of_the_value_compared(place, record):
    record({14: "police"})
    record({14: "court"}, assessor=place.dcp2, prosecutor=place.prosecutor2)
    found = {(row["assessor"], row["lies_with"]): row["share_pct"] for row in rows(compare="assessor")}
    assert found == {(place.dcp.email, "police"): 100, (place.dcp2.email, "court"): 100}


def test_each_reads_of_their_place_and_a_prosecutor_of_own_released_work(place, record):
    record({14: "police"})
    record({14: "court"}, assessor=place.dcp2, prosecutor=place.prosecutor2)
    recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met_other={14: "defence"})
    assert counts(place.prosecutor) == {(14, "police"): 1}
    assert counts(place.dcp) == {(14, "police"): 1, (14, "defence"): 1}
    assert len(counts(place.apm)) == len(counts(place.cat)) == 3
    assert counts(place.apm2) == {}


@pytest.fixture
def shown(client, place):
    def shown(who="dccp", **choices):
        client.force_login(getattr(place, who))
        page = client.get(reverse("reporting:report_detail", args=["not-met-other"]), {"year": "", **choices})
        return BeautifulSoup(page.content.decode(), "html.parser")

    return shown


def test_the_page_says_it_in_words_and_greys_what_rests_on_few(record, shown):
    record({14: "police"})
    record({14: "cps"})
    Answer.objects.filter(lies_with="cps").update(lies_with="")
    page = shown()
    cells = [[words(cell) for cell in row.select("td")] for row in page.table.select("tbody tr")]
    few = "50.0% (1 of 2) rests on fewer than 10"
    assert [[text.replace("\N{NO-BREAK SPACE}", " ") for text in row] for row in cells] == [
        ["Police", "1", few],
        ["Not said", "1", few],
    ]
    assert len(page.select("td.iqa-faint")) == 2
    assert "2 not met other answers." in words(page.select_one("#figures p"))


@pytest.mark.parametrize("compare", ["unit", "quarter", "activity", "court_level"])
def test_compared_it_still_says_whom_it_lies_with(compare, record, shown):
    record({14: "cps"})
    assert "Another part of the CPS" in words(shown(compare=compare).select("table")[-1])


def test_a_number_of_answers_leads_to_the_iqas_that_have_any_and_a_share_of_them_nowhere(client, record, shown):
    """The list has no filter of whom it lies with, so that it could not show what a row counts."""
    record({14: "police", 15: "court"})
    record({})
    together, every = shown("cat", compare="unit").select("table")
    [link] = together.select("tbody td a")
    assert link.find(string=True, recursive=False).strip() == "2"
    assert "IQAs (1)" in client.get(link["href"]).content.decode()
    assert not every.select("tbody a")
