from decimal import Decimal

import pytest

from reporting.choices import BadChoices, Choices
from reporting.measures import REPORTS
from tests.factories import draft, recorded


def figures(person=None, **said):
    return REPORTS["fully-met"].figures(Choices.parse(said), person=person)


def row_of(table, question, **also):
    (row,) = [row for row in table.rows if row["question"] == question and also.items() <= row.items()]
    return row


def test_each_question_has_a_row_with_its_counts_rate_and_interval(place):
    for not_met in ({14: []}, {}, {}):
        recorded(unit=place.unit, not_met=not_met)
    draft(unit=place.unit)
    table = figures()
    assert [row["question"] for row in table.rows] == list(range(1, 29))
    row = row_of(table, 14)
    assert row["activity"] == "case_progression"
    assert (row["fully_met"], row["not_met"], row["fully_met_pct"]) == (2, 1, Decimal("66.7"))
    assert (row["low_pct"], row["high_pct"]) == (Decimal("20.8"), Decimal("93.9"))
    assert row_of(table, 1)["fully_met_pct"] is None


def test_compared_by_unit_every_unit_has_its_rows(place):
    recorded(unit=place.unit, not_met={14: []})
    table = figures(compare="unit", activity="case_progression")
    assert table.columns[0].name == "unit"
    assert {row["question"] for row in table.rows} == set(range(9, 18))
    assert row_of(table, 14, unit=f"Wessex / {place.unit.name}")["not_met"] == 1


def test_what_is_wrong_with_a_choice_is_said_in_words(place):
    with pytest.raises(BadChoices) as refused:
        Choices.parse({"quarter": "Q1", "month": "2017-13", "area": "Atlantis", "unit": "1", "compare": "colour"})
    assert set(refused.value.errors) == {"quarter", "month", "area", "compare"}
