"""What each term may be, and who sets it where."""

from datetime import date
from decimal import Decimal

import pytest

from iqa.permissions import Role
from iqa.terms.models import AREA_MAY_SET, TermName
from iqa.terms.policies import RULES, NotAllowed, check_new_value, may_set, problem_with_value, value_in_words
from iqa.terms.presenters import GROUPS
from tests.factories import AreaFactory, PersonFactory, PostingFactory, UnitFactory

DAY = date(2026, 3, 2)


def check(name, value, **given):
    said = {"starts_on": DAY, "area": None, "on": DAY, "national": Decimal(10), "whole": None}
    check_new_value(name=name, value=Decimal(value), **{**said, **given})


def test_every_term_has_a_rule_and_a_place_on_the_page():
    assert set(RULES) == set(TermName)
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(TermName)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("hours_before_email", "24.00", "24 hours"),
        ("hours_before_email", "1", "1 hour"),
        ("hours_before_email", "0", "0 hours"),
        ("hours_before_email", "100", "100 hours"),
        ("feedback_working_days", "5", "5 working days"),
        ("recording_days", "1.00", "1 day"),
        ("dip_sample_percent", "10.00", "10%"),
        ("dip_sample_percent", "12.50", "12.5%"),
        ("email_every_iqa", "1", "Yes"),
        ("email_every_iqa", "0.00", "No"),
        ("half_days_rasso", "6", "6 half days"),
        ("iqas_advice", "3.5", "3.5 IQAs"),
    ],
)
def test_a_value_in_words(name, value, words):
    assert value_in_words(name, Decimal(value)) == words


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("hours_before_email", "36", ""),
        ("hours_before_email", "-1", "between 0 and 240"),
        ("hours_before_email", "241", "between 0 and 240"),
        ("hours_before_email", "1.5", "a whole number"),
        ("hours_before_email", "1E+400", "between 0 and 240"),
        ("hours_before_email", "1E-400", "a whole number"),
        ("feedback_working_days", "0", "between 1 and 60"),
        ("dip_sample_percent", "100", ""),
        ("dip_sample_percent", "100.01", "between 0 and 100"),
        ("dip_sample_percent", "12.345", "with 2 decimal places or fewer"),
        ("iqas_advice", "2.5", ""),
        ("iqas_advice", "2.55", "with 1 decimal place or fewer"),
        ("email_every_iqa", "2", "between 0 and 1"),
        ("email_every_iqa", "NaN", "a number"),
    ],
)
def test_what_a_value_may_be(name, value, problem):
    assert problem_with_value(name, Decimal(value)).endswith(problem)
    assert bool(problem_with_value(name, Decimal(value))) is bool(problem)


def test_a_change_begins_today_or_later():
    check("hours_before_email", 36, starts_on=DAY)
    with pytest.raises(NotAllowed, match="cannot begin in the past"):
        check("hours_before_email", 36, starts_on=date(2026, 3, 1))
    with pytest.raises(NotAllowed, match="between 0 and 240"):
        check("hours_before_email", 999)


@pytest.mark.django_db
def test_an_area_never_dip_samples_less_than_the_nation():
    area = AreaFactory()
    check("dip_sample_percent", 10, area=area)
    check("hours_before_email", 1, area=area)
    with pytest.raises(NotAllowed, match="cannot be below the national one, 10%"):
        check("dip_sample_percent", "9.99", area=area)
    check("dip_sample_percent", 5)


def test_contested_half_days_are_among_those_of_advocacy():
    check("half_days_contested", 2, whole=Decimal(2))
    with pytest.raises(NotAllowed, match="3 half days on contested cases are more than the 2 half days of advocacy"):
        check("half_days_contested", 3, whole=Decimal(2))


@pytest.mark.django_db
def test_who_sets_what_where():
    area, elsewhere = AreaFactory(), AreaFactory()
    cat = PostingFactory(role=Role.CAT).person
    dccp = PostingFactory(role=Role.DCCP, area=area).person
    sdcp = PostingFactory(role=Role.SDCP, unit=UnitFactory(area=area)).person
    for name in TermName:
        assert may_set(cat, name, None)
        assert not may_set(cat, name, area)
        assert may_set(dccp, name, area) is (name in AREA_MAY_SET)
        assert not may_set(dccp, name, elsewhere)
        assert not may_set(dccp, name, None)
        assert not may_set(sdcp, name, area)
        assert not may_set(PersonFactory(), name, None)
