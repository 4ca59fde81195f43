"""What each filter finds, and what it must not give away."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import QueryDict
from django.utils.http import urlencode

from assessments.actions import drafts, feedback, recording
from assessments.actions.feedback import FeedbackData
from assessments.filters import AssessmentFilter
from assessments.models import Assessment
from iqa.querysets import FEW
from tests.assessments.bulk import recorded_in_bulk
from tests.factories import CaseFactory, PersonFactory, PostingFactory, answers_to, begun, draft, recorded, started

WEDNESDAY = datetime(2026, 10, 14, 10, tzinfo=ZoneInfo("Europe/London"))
EARLIER = datetime(2026, 10, 1, 10, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def find(place):
    """What the filters find for someone, by default for Compliance and Assurance, who see all."""

    def find(who=place.cat, **choices):
        return set(filtered(who, **choices).qs)

    return find


def filtered(who, **choices):
    address = QueryDict(urlencode(choices, doseq=True))
    request = SimpleNamespace(user=who, GET=address)
    return AssessmentFilter(address, Assessment.objects.visible_to(who), request=request)


def told(*assessments):
    given = FeedbackData(given_on=date(2026, 10, 14), mode="meeting", kind="both")
    feedback.record_feedback(assessments=assessments, feedback=given, by=assessments[0].half_day.assessor)


class TestUrnOrNumber:
    @pytest.mark.parametrize(
        "q", ["01AB1234518", "01ab1234518", " 01 AB 12345 18 ", "01/AB/12345/18", "01AB", "01AB123"]
    )
    def test_by_urn_however_it_is_typed(self, find, q):
        found = begun(case=CaseFactory(urn="01AB1234518"))
        begun(case=CaseFactory(urn="02AB1234518"))

        assert find(q=q) == {found}

    def test_by_number(self, find):
        first, second = begun(), begun()

        assert find(q=str(first.pk)) == {first}
        assert find(q=f"IQA {second.pk}") == {second}

    def test_of_a_urn_begun_all_that_begin_so_however_many(self, find, place):
        half_day = recorded().half_day
        found = recorded_in_bulk(half_day, FEW + 10)
        for begun_so in ("09ZZ", "09ZZ0000", found[3].case.urn):
            assert find(q=begun_so) == {iqa for iqa in found if iqa.case.urn.startswith(begun_so)}

    @pytest.mark.parametrize("q", ["Smith", "%", "///", "9" * 90, "²", "IQA"])
    def test_what_names_nothing_finds_nothing(self, find, q):
        begun()

        assert find(q=q) == set()

    def test_a_number_outside_ones_place_finds_nothing(self, find, place):
        elsewhere = begun(prosecutor=place.prosecutor3)

        assert find(place.dcp, q=str(elsewhere.pk)) == set()


class TestState:
    def test_every_state_is_found(self, find, place):
        one_each = {
            "draft": begun(),
            "recorded": recorded(action=True),
            "closed": recorded(),
            "withdrawn": recorded(),
            "discarded": begun(),
        }
        recording.withdraw(
            assessment=one_each["withdrawn"], reason="Wrong case", by=one_each["withdrawn"].half_day.assessor
        )
        drafts.discard(assessment=one_each["discarded"], by=one_each["discarded"].half_day.assessor)

        for state, assessment in one_each.items():
            assert find(state=state) == {assessment}
        assert find() == set(one_each.values())
        assert find(state=["draft", "closed"]) == {one_each["draft"], one_each["closed"]}

    def test_the_counts_beside_the_states_heed_the_other_filters_and_not_the_state(self, place):
        half_day = started(activity="advice")
        begun(half_day=half_day)
        recorded(half_day=half_day)
        begun()

        found = filtered(place.cat, activity="advice", state="draft")

        assert found.qs.count() == found.total == 1
        labels = [label for _, label in found.form.fields["state"].choices]
        assert labels == ["Draft (1)", "Recorded (0)", "Closed (1)", "Withdrawn (0)", "Discarded (0)"]


def test_by_activity(find):
    advice, presentation, _ = begun(activity="advice"), begun(activity="case_presentation"), begun()

    assert find(activity="advice") == {advice}
    assert find(activity=["advice", "case_presentation"]) == {advice, presentation}


class TestUnit:
    def test_by_unit(self, find, place):
        here, _ = begun(prosecutor=place.prosecutor), begun(prosecutor=place.prosecutor2)

        assert find(unit=place.unit.pk) == {here}

    @pytest.mark.parametrize(("who", "units"), [("dcp", ["unit"]), ("apm", ["unit", "unit2"]), ("cat", None)])
    def test_the_units_of_ones_places_are_offered(self, place, who, units):
        field = filtered(getattr(place, who)).form.fields["unit"]
        expected = [place.unit, place.unit2, place.unit3] if units is None else [getattr(place, name) for name in units]

        assert set(field.queryset) == set(expected)

    def test_a_unit_elsewhere_is_refused_and_changes_nothing(self, find, place):
        here = begun(prosecutor=place.prosecutor)
        found = filtered(place.dcp, unit=place.unit3.pk)

        assert set(found.qs) == {here}
        assert found.form.errors == {"unit": ["Select a unit from the list"]}

    def test_a_prosecutor_is_offered_neither_units_nor_people(self, place):
        assert not {"unit", "person"} & set(filtered(place.prosecutor).form.fields)


class TestPeople:
    def test_a_person_is_found_as_prosecutor_or_as_assessor(self, find, place):
        by_dana = begun(assessor=place.dcp, prosecutor=place.prosecutor)
        by_dilip = begun(assessor=place.dcp2, prosecutor=place.prosecutor2)

        assert find(person="dana") == {by_dana}
        assert find(person="Piotr P") == {by_dilip}
        assert find(person="prosecutor") == {by_dana, by_dilip}

    def test_an_assessor_is_not_found_as_prosecutor(self, find, place):
        by_dana = begun(assessor=place.dcp, prosecutor=place.prosecutor)

        assert find(assessor="Marker") == {by_dana}
        assert find(assessor="Priya") == set()

    def test_what_sql_takes_for_a_pattern_is_text(self, find):
        begun()

        assert find(person="%") == set()


class TestDates:
    def test_both_days_are_included(self, find):
        first, last = begun(assessed_on=date(2026, 10, 1)), begun(assessed_on=date(2026, 10, 9))
        begun(assessed_on=date(2026, 9, 30))
        begun(assessed_on=date(2026, 10, 10))

        assert find(**_day("assessed_from", 1, 10, 2026), **_day("assessed_to", 9, 10, 2026)) == {first, last}

    def test_one_that_cannot_be_is_said_and_left_out(self, place):
        here = begun()
        found = filtered(place.cat, **_day("assessed_from", 31, 2, 2026))

        assert set(found.qs) == {here}
        assert found.form.errors == {"assessed_from": ["Assessed from must be a real date"]}

    def test_an_end_before_the_beginning_is_said(self, place):
        found = filtered(place.cat, **_day("assessed_from", 2, 10, 2026), **_day("assessed_to", 1, 10, 2026))

        assert found.form.errors == {"assessed_to": ["Assessed to must be the same as or after Assessed from"]}


class TestMarks:
    def test_by_marks(self, find):
        not_met = recorded(not_met={14: []})
        other = recorded(not_met_other={14: "police"})
        fully = recorded(not_applicable=[9])

        assert find(marks="not_met") == {not_met}
        assert find(marks="not_met_other") == {other}
        assert find(marks="fully_met") == {fully}

    def test_a_corrected_one_is_found_by_its_latest_marks(self, find):
        assessment = recorded(not_met={14: []})
        recording.correct(
            assessment=assessment,
            answers=answers_to(assessment),
            number=1,
            key=assessment.key,
            reason="Misread",
            by=assessment.half_day.assessor,
        )

        assert find(marks="not_met") == set()
        assert find(marks="fully_met") == {assessment}

    @pytest.mark.parametrize("marks", ["not_met", "not_met_other", "fully_met"])
    def test_a_draft_is_never_found_by_its_marks(self, find, marks):
        draft(not_met={14: []})
        draft(not_met_other={14: "police"})
        put_away = draft()
        drafts.discard(assessment=put_away, by=put_away.half_day.assessor)

        assert find(marks=marks) == set()


class TestFeedback:
    def test_by_feedback(self, find):
        due = recorded(not_met={14: []})
        overdue = recorded(not_met={14: []}, at=EARLIER)
        given = recorded(not_met={14: []})
        told(given)
        recorded()

        assert find(feedback="due") == {due, overdue}
        assert find(feedback="overdue") == {overdue}
        assert find(feedback="given") == {given}

    def test_on_its_last_day_it_is_not_overdue(self, find, now):
        assessment = recorded(not_met={14: []})
        now.move_to(datetime(2026, 10, 21, 23, tzinfo=ZoneInfo("Europe/London")))
        assert find(feedback="overdue") == set()

        now.move_to(datetime(2026, 10, 22, 0, 1, tzinfo=ZoneInfo("Europe/London")))
        assert find(feedback="overdue") == {assessment}


def test_by_an_open_action_and_by_lateness(find):
    open_ = recorded(action=True)
    late = recorded(assessed_on=date(2026, 10, 5))
    both = recorded(assessed_on=date(2026, 10, 5), action=True)
    taken = recorded(action=True)
    feedback.take_action(assessment=taken, note="", by=taken.half_day.assessor)

    assert find(only="action_open") == {open_, both}
    assert find(only="late") == {late, both}
    assert find(only=["action_open", "late"]) == {both}


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"state": "bogus"}, "Select a state from the list"),
        ({"activity": "bogus"}, "Select an activity from the list"),
        ({"unit": "bogus"}, "Select a unit from the list"),
        ({"unit": "99999999999999999999999"}, "Select a unit from the list"),
        ({"unit": "\x00"}, "Select a unit from the list"),
        ({"activity": "advice\x00"}, "Select an activity from the list"),
        ({"area": "\x00"}, "Remove this filter: what it says cannot be read"),
        ({"marks": "bogus"}, "Select marks from the list"),
        ({"feedback": "bogus"}, "Select feedback from the list"),
        ({"only": "bogus"}, "Select what the IQAs have from the list"),
        ({"sort": "bogus"}, "Select how to sort from the list"),
        ({"q": "a" * 101}, "URN or IQA number must be 100 characters or fewer"),
        ({"q": "a\x00b"}, "URN or IQA number must not include characters that cannot be printed"),
        ({"person": "a" * 100_000}, "Prosecutor or assessor must be 150 characters or fewer"),
        ({"assessor": "a\x00"}, "Assessor must not include characters that cannot be printed"),
        ({"assessed_to_day": "1"}, "Assessed to must include a month and year"),
    ],
)
def test_a_choice_that_cannot_be_gets_words_and_the_others_hold(place, choice, words):
    mine = begun(activity="advice")
    begun()
    found = filtered(place.cat, **({"activity": "advice"} | choice))

    assert [words] in found.form.errors.values()
    if "activity" not in choice:
        assert set(found.qs) == {mine}


class TestWho:
    def test_a_prosecutor_finds_what_was_released_to_them(self, find, place):
        released = recorded(prosecutor=place.prosecutor, at=EARLIER)
        recorded(prosecutor=place.prosecutor)
        begun(prosecutor=place.prosecutor)
        PostingFactory(person=place.prosecutor2, unit=place.unit, role="prosecutor")
        recorded(prosecutor=place.prosecutor2, at=EARLIER)

        assert find(place.prosecutor) == {released}

    def test_nobody_finds_what_is_outside_their_place(self, find, place):
        here, beside = begun(prosecutor=place.prosecutor), begun(prosecutor=place.prosecutor2)
        elsewhere = begun(prosecutor=place.prosecutor3)

        assert find(place.dcp) == {here}
        assert find(place.apm) == find(place.inspector) == {here, beside}
        assert find(place.cat) == find(place.director) == {here, beside, elsewhere}
        assert find(place.pmu) == find(PersonFactory()) == set()


def _day(name, day, month, year):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
