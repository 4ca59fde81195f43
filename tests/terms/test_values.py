"""The value of a term on a day, in an Area."""

from datetime import date

import pytest
from django.db import IntegrityError

from iqa.terms.models import Term, TermName
from tests.factories import AreaFactory

pytestmark = pytest.mark.django_db

HOURS = TermName.HOURS_BEFORE_EMAIL


@pytest.fixture
def area(scheme):
    return AreaFactory(name="Wessex")


def set_term(value, starts_on, area=None, name=HOURS):
    return Term.objects.create(name=name, value=value, starts_on=starts_on, area=area, reason="To try it")


def value_on(day, area, name=HOURS):
    return Term.objects.value_on(day, name=name, area_id=area.pk)


def test_the_scheme_began_with_its_own_numbers(area):
    began = {name: value_on(date(2014, 10, 1), area, name) for name in TermName}
    assert began == {
        "hours_before_email": 24,
        "feedback_working_days": 5,
        "recording_days": 1,
        "email_every_iqa": 0,
        "dip_sample_percent": 10,
        "half_days_rasso": 6,
        "half_days_ccu": 12,
        "half_days_other": 4,
        "half_days_advocacy": 2,
        "half_days_contested": 1,
        "iqas_advice": 3,
        "iqas_charging": 3,
        "iqas_progression": 3,
        "iqas_presentation": 3,
    }


def test_a_new_value_holds_from_its_day_on(area):
    set_term(48, date(2018, 4, 1))
    assert value_on(date(2018, 3, 31), area) == 24
    assert value_on(date(2018, 4, 1), area) == 48


def test_an_areas_own_value_beats_the_nations_even_a_newer_one(area):
    set_term(36, date(2017, 4, 1), area)
    set_term(48, date(2018, 4, 1))
    assert value_on(date(2017, 3, 31), area) == 24
    assert value_on(date(2017, 4, 1), area) == 36
    assert value_on(date(2019, 1, 1), area) == 36
    assert value_on(date(2019, 1, 1), AreaFactory(name="South West")) == 48


def test_an_areas_own_dip_sample_rate_below_the_nations_gives_way_to_it(area):
    rate = TermName.DIP_SAMPLE_PERCENT
    set_term(12, date(2017, 4, 1), area, rate)
    set_term(15, date(2018, 4, 1), name=rate)
    assert value_on(date(2018, 3, 31), area, rate) == 12
    assert value_on(date(2018, 4, 1), area, rate) == 15


def test_the_nations_value_is_asked_for_without_an_area(area):
    set_term(36, date(2017, 4, 1), area)
    assert Term.objects.value_on(date(2018, 1, 1), name=HOURS, area_id=None) == 24


def test_before_the_scheme_there_is_no_value(area):
    with pytest.raises(Term.DoesNotExist, match="run load_question_set"):
        value_on(date(2014, 9, 30), area)


def test_over_time_each_day_has_the_value_in_force_on_it(area):
    set_term(30, date(2018, 1, 1))
    set_term(36, date(2018, 6, 1), area)
    history = Term.objects.history(HOURS)
    elsewhere = AreaFactory(name="South West")
    for day, here, there in (
        (date(2017, 12, 31), 24, 24),
        (date(2018, 1, 1), 30, 30),
        (date(2018, 6, 1), 36, 30),
        # Before the first there was, the first.
        (date(2010, 1, 1), 24, 24),
    ):
        assert history.value_on(day, area_id=area.pk) == here
        assert history.value_on(day, area_id=elsewhere.pk) == there


def test_of_a_term_that_was_not_loaded_there_is_no_history(area):
    Term.objects.filter(name=HOURS).delete()
    with pytest.raises(Term.DoesNotExist, match="run load_question_set"):
        Term.objects.history(HOURS).value_on(date(2018, 1, 1), area_id=area.pk)


@pytest.mark.parametrize("of_area", [False, True])
def test_the_database_refuses_two_values_from_a_day(area, of_area):
    place = area if of_area else None
    set_term(30, date(2018, 4, 1), place)
    with pytest.raises(IntegrityError):
        set_term(31, date(2018, 4, 1), place)


def test_what_is_set_apart_for_a_kind_of_unit_is_not_the_nations(area):
    before = Term.objects.value_on(date(2018, 4, 1), name=TermName.IQAS_ADVICE, area_id=None)
    Term.objects.create(name=TermName.IQAS_ADVICE, value=before + 1, starts_on=date(2018, 1, 1), unit_kind="ccu")
    assert Term.objects.value_on(date(2018, 4, 1), name=TermName.IQAS_ADVICE, area_id=None) == before


def test_the_database_refuses_a_value_of_an_area_and_of_a_kind_of_unit(area):
    with pytest.raises(IntegrityError):
        Term.objects.create(name=TermName.IQAS_ADVICE, value=2, starts_on=date(2018, 1, 1), unit_kind="ccu", area=area)


def test_the_database_refuses_a_negative_value(area):
    with pytest.raises(IntegrityError):
        set_term(-1, date(2018, 4, 1))


def test_what_a_term_is_called(area):
    term = set_term(48, date(2018, 4, 1))
    assert str(term) == "Hours between recording and the email to the prosecutor from 2018-04-01: 48"
