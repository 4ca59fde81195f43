"""The report on agreement, by the contract; and how robust assessors are."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions.recording import withdraw
from dipsamples.actions import second_markings
from dipsamples.models import DipSample, Exercise, SecondMarking
from iqa.calendar import today
from iqa.questions.models import Reason
from reporting.choices import Choices
from reporting.measures import REPORTS
from reporting.policies.agreement import Pair, leniency
from tests.assessments.bulk import recorded_in_bulk
from tests.dipsamples.factories import begun_on, exercise_case, finished
from tests.factories import recorded, started
from tests.reporting.markings_in_bulk import KINDS, annex_b, marked_twice

REFERENCE, DIP_SAMPLE = SecondMarking.Kind.REFERENCE, SecondMarking.Kind.DIP_SAMPLE
ACTIVITIES = {"advice": range(1, 3), "charging_and_review": range(3, 9), "case_progression": range(9, 18)}


def figures(name="agreement", *, person=None, **said):
    return REPORTS[name].figures(Choices.parse(said), person=person)


def row_of(table, **of):
    [row] = [row for row in table.rows if of.items() <= row.items()]
    return row


def test_the_published_table_comes_out_to_the_decimal(place):
    published = annex_b()
    for activity, numbers in ACTIVITIES.items():
        half_day = started(assessor=place.dcp, prosecutor=place.prosecutor, activity=activity)
        kinds = {number: [kind for kind in KINDS for _ in range(published[number][kind])] for number in numbers}
        marked_twice(half_day, kinds, by=place.inspector, kind=REFERENCE)
    table = figures()
    for number, counts in published.items():
        row = row_of(table, question=number)
        assert {name: row[name] for name in (*KINDS, "total")} == {name: counts[name] for name in (*KINDS, "total")}
        for kind in KINDS:
            # Half up, by whole numbers.
            assert row[f"{kind}_pct"] == Decimal((2000 * counts[kind] + counts["total"]) // (2 * counts["total"])) / 10
    whole = row_of(figures("robustness"), question="all")
    assert (whole["total"], whole["too_lenient_pct"], whole["agreed_pct"]) == (2538, Decimal("12.2"), Decimal("81.9"))
    assert whole["leniency_pct"] == Decimal("10.9")  # (310 − 34) ÷ 2,538
    assert whole["kappa"] < whole["ac1"]
    assert row_of(table, question=28)["total"] == 0
    assert row_of(table, question=28)["agreed_pct"] is None


def test_columns_are_the_contracts():
    names = [column.name for column in REPORTS["agreement"].columns]
    assert names[0] == "question"
    assert set(names) == {
        "question",
        *KINDS,
        *(f"{kind}_pct" for kind in KINDS),
        "total",
        "fully_met_pct",
        "reference_fully_met_pct",
    }


def test_each_finished_second_marking_makes_a_pair_and_no_other_does(place):
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met={14: []}, not_applicable=[9])
    finished(begun_on(iqa, by=place.inspector), {14: "not_met", 15: "not_met_other", 16: "not_applicable"})
    finished(begun_on(iqa, by=place.dccp, kind=DIP_SAMPLE))
    begun_on(iqa, by=place.sdcp, kind=DIP_SAMPLE)
    withdrawn = recorded(assessor=place.dcp, prosecutor=place.prosecutor)
    finished(begun_on(withdrawn, by=place.inspector))
    withdraw(assessment=withdrawn, reason="The wrong case", by=place.dcp)
    table = figures()
    assert {row["total"] for row in table.rows if 9 <= row["question"] <= 17} == {2}
    assert {row["total"] for row in table.rows if not 9 <= row["question"] <= 17} == {0}
    assert row_of(table, question=14)["agreed"] == row_of(table, question=14)["too_robust"] == 1
    assert row_of(table, question=15)["too_lenient"] == 1
    assert row_of(table, question=16)["should_have_been_na"] == 1
    assert row_of(table, question=9)["wrongly_na"] == 2
    # Of question 14 neither said not applicable; of 9 the assessor did, both times; of 16 the reference, once.
    assert row_of(table, question=14)["fully_met_pct"] == 0
    assert row_of(table, question=14)["reference_fully_met_pct"] == 50
    assert row_of(table, question=9)["fully_met_pct"] is None
    assert row_of(table, question=16)["reference_fully_met_pct"] == 100


@pytest.mark.parametrize(
    ("compare", "here", "there"),
    [
        ("area", {"area": "Wessex"}, {"area": "South West"}),
        ("unit", {"unit": "Wessex / Portsmouth magistrates' courts"}, {"unit": "Wessex / Winchester Crown Court"}),
        ("assessor", {"assessor": "dcp@example.test"}, None),
        ("prosecutor", {"prosecutor": "prosecutor@example.test"}, None),
        ("additional", {"additional": "no"}, {"additional": "yes"}),
        ("sensitive", {"sensitive": "none"}, {"sensitive": "rape"}),
        ("court_level", {"court_level": "magistrates"}, {"court_level": "crown"}),
        ("unit_kind", {"unit_kind": "magistrates"}, {"unit_kind": "rasso"}),
    ],
)
def test_compared_each_value_has_its_pairs(compare, here, there, place):
    iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor)
    finished(begun_on(iqa, by=place.inspector), {14: "not_met"})
    table = figures(compare=compare)
    assert row_of(table, question=14, **here)["too_lenient"] == 1
    if there:
        assert row_of(table, question=14, **there)["total"] == 0


def test_compared_by_activity_each_has_its_own_questions(place):
    table = figures(compare="activity")
    assert [row["question"] for row in table.rows if row["activity"] == "advice"] == [1, 2]


def test_a_reader_sees_the_pairs_of_their_place(place):
    finished(begun_on(recorded(assessor=place.dcp2, prosecutor=place.prosecutor2), by=place.inspector))
    assert row_of(figures(person=place.dcp2), question=14)["total"] == 1
    assert row_of(figures(person=place.dcp), question=14)["total"] == 0


@pytest.fixture
def agreed_case(place):
    """A case of an exercise of Wessex in which DCPs marked, and the reference is agreed."""
    case = exercise_case(by=place.dccp, area=place.area)
    entries = {
        who: second_markings.begin_in_exercise(exercise_case=case, kind=SecondMarking.Kind.EXERCISE, by=who)
        for who in (place.dcp, place.dcp2)
    }
    finished(entries[place.dcp])
    finished(entries[place.dcp2], {14: "not_met"})
    Exercise.objects.update(closed_at=timezone.now())
    case.exercise.refresh_from_db()
    return case


def agree(case, by):
    reference = second_markings.begin_in_exercise(exercise_case=case, kind=REFERENCE, by=by)
    finished(reference, {14: "not_met"})
    Exercise.objects.update(agreed_at=timezone.now(), agreed_by=by)


def test_markings_of_an_exercise_are_compared_with_its_reference_once_that_is_agreed(place, agreed_case):
    assert row_of(figures(), question=14)["total"] == 0
    agree(agreed_case, place.dccp)
    row = row_of(figures(), question=14)
    assert (row["total"], row["too_lenient"], row["agreed"]) == (2, 1, 1)


def test_markings_of_exercises_count_in_leniency_and_weigh_nothing(place, agreed_case):
    agree(agreed_case, place.dccp)
    row = row_of(figures("robustness"), question=14)
    assert (row["total"], row["too_lenient"], row["leniency_pct"], row["weighted_total"]) == (2, 1, Decimal("50.0"), 0)


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ({"area": "Wessex"}, 2),
        ({"area": "South West"}, 0),
        ({"activity": "case_progression"}, 2),
        ({"activity": "advice"}, None),
        ({"court_level": "magistrates"}, 2),
        ({"court_level": "crown"}, 0),
        ({"sensitive": "none"}, 2),
        ({"sensitive": "rape"}, 0),
        ({"additional": "no"}, 2),
        ({"additional": "yes"}, 0),
        ({"unit_kind": "magistrates"}, 0),
        ({"month": f"{today():%Y-%m}"}, 2),
        ({"month": f"{today() - timedelta(days=400):%Y-%m}"}, 0),
    ],
)
def test_a_choice_narrows_the_markings_of_exercises(said, total, place, agreed_case):
    agree(agreed_case, place.dccp)
    rows = [row for row in figures(**said).rows if row["question"] == 14]
    assert [row["total"] for row in rows] == ([] if total is None else [total])


def test_markings_of_exercises_belong_to_who_marked_and_to_the_exercises_area(place, agreed_case):
    agree(agreed_case, place.dccp)
    by_person = figures(compare="assessor")
    assert row_of(by_person, assessor=place.dcp.email, question=14)["too_lenient"] == 1
    assert row_of(by_person, assessor=place.dcp2.email, question=14)["agreed"] == 1
    assert row_of(figures(person=place.dccp), question=14)["total"] == 2
    assert row_of(figures(person=place.dcp), question=14)["total"] == 0
    assert row_of(figures(compare="unit"), question=14, unit="Wessex / Portsmouth magistrates' courts")["total"] == 0


def test_weighted_leniency_speaks_of_all_iqas(place):
    """Of the DCP's 20 IQAs one is sampled, too lenient throughout; of the other's 2 both, agreed throughout."""
    [sample] = marked_twice(
        started(assessor=place.dcp, prosecutor=place.prosecutor),
        {9: ["too_lenient"]},
        by=place.dccp,
        kind=DIP_SAMPLE,
    )
    recorded_in_bulk(sample.assessment.half_day, 19)
    other = started(assessor=place.dcp2, prosecutor=place.prosecutor2)
    marked_twice(other, {9: ["agreed"] * 2}, by=place.dccp, kind=DIP_SAMPLE)
    # Neither a picked one nor a reference speaks of all.
    picked = marked_twice(other, {9: ["too_robust"]}, by=place.dccp, kind=DIP_SAMPLE)[0]
    DipSample.objects.create(assessment=picked.assessment, sampler=place.dccp, targeted=True, second_marking=picked)
    marked_twice(other, {9: ["too_robust"]}, by=place.inspector, kind=REFERENCE)
    row = row_of(figures("robustness"), question=9)
    assert (row["total"], row["weighted_total"], row["leniency_pct"]) == (5, 3, Decimal("-20.0"))
    lenient, agreed = {Pair("fully_met", "not_met"): 1}, {Pair("fully_met", "fully_met"): 1}
    # The other has 4 IQAs by now, of which 2 were sampled at random: each stands for 2.
    expected = leniency([(lenient, 20.0), (agreed, 2.0), (agreed, 2.0)])
    assert row["weighted_leniency_pct"] == round(Decimal(100 * expected.value), 1) == Decimal("83.3")
    assert row["weighted_leniency_low_pct"] == round(Decimal(100 * expected.low), 1)


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ({"unit_kind": "magistrates"}, 1),
        ({"unit_kind": "rasso"}, 0),
        ({"additional": "no"}, 1),
        ({"additional": "yes"}, 0),
    ],
)
def test_a_choice_narrows_what_robustness_is_of(said, total, place):
    finished(begun_on(recorded(assessor=place.dcp, prosecutor=place.prosecutor), by=place.inspector))
    assert row_of(figures("robustness", **said), question=14)["total"] == total


def test_compared_robustness_has_a_row_of_all_questions_for_each(place):
    finished(begun_on(recorded(assessor=place.dcp, prosecutor=place.prosecutor), by=place.inspector), {14: "not_met"})
    table = figures("robustness", compare="unit")
    assert "question" not in [column.name for column in table.columns]
    row = row_of(table, unit="Wessex / Portsmouth magistrates' courts")
    assert (row["total"], row["too_lenient"], row["leniency_pct"]) == (9, 1, Decimal("11.1"))
    none = row_of(table, unit="Wessex / Winchester Crown Court")
    assert (none["total"], none["ac1"], none["kappa"], none["leniency_pct"]) == (0, None, None, None)


@pytest.mark.parametrize("name", ["agreement", "robustness", "use-of-reasons"])
def test_more_markings_are_no_more_queries(name, place):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            figures(name, person=place.dccp, compare="assessor")
        return len(queries)

    half_day = started(assessor=place.dcp, prosecutor=place.prosecutor)
    marked_twice(half_day, {9: KINDS}, by=place.dccp, kind=DIP_SAMPLE)
    asked()
    few = asked()
    marked_twice(half_day, dict.fromkeys(range(9, 18), KINDS * 20), by=place.dccp, kind=DIP_SAMPLE)
    assert asked() == few


def reasons_of(table, which, **of):
    row = row_of(table, reasons=which, **of)
    return {name: row[name] for name in ("total", "agreed", "not_used", "wrongly_used", "wrong_one")}


def test_use_of_reasons_is_compared_with_other_apart(place):
    """The second marker gives the first reason of question 14 and of 15."""
    codes = list(Reason.objects.filter(wording__number=14, is_other=False).values_list("code", flat=True)[:2])
    other = Reason.objects.get(wording__number=14, is_other=True).code
    for given in ({14: codes[:1]}, {14: codes[1:2]}, {14: [codes[0], other]}, {14: [other]}):
        iqa = recorded(assessor=place.dcp, prosecutor=place.prosecutor, not_met=given)
        finished(begun_on(iqa, by=place.inspector), {14: "not_met", 15: "not_met"})
    table = figures("use-of-reasons")
    whole = {"total": 8, "agreed": 1, "not_used": 4, "wrongly_used": 1, "wrong_one": 2}
    assert reasons_of(table, "all") == whole
    assert reasons_of(table, "except_other") == {**whole, "agreed": 2, "not_used": 5, "wrongly_used": 0, "wrong_one": 1}
    assert reasons_of(table, "other") == {"total": 2, "agreed": 0, "not_used": 0, "wrongly_used": 2, "wrong_one": 0}
    assert row_of(table, reasons="all")["not_used_pct"] == 50
    assert reasons_of(figures("use-of-reasons", compare="assessor"), "all", assessor=place.dcp.email) == whole
    assert reasons_of(figures("use-of-reasons", area="South West"), "all")["total"] == 0
    assert row_of(figures("use-of-reasons", area="South West"), reasons="all")["agreed_pct"] is None


def test_use_of_reasons_in_an_exercise_is_compared_with_its_reference(place, agreed_case):
    agree(agreed_case, place.dccp)
    table = figures("use-of-reasons")
    assert reasons_of(table, "all") == {"total": 2, "agreed": 1, "not_used": 1, "wrongly_used": 0, "wrong_one": 0}
