"""Two answers compared, and two uses of reasons: every pair, written out by hand (annex B, §5.33-5.36)."""

import pytest
from django.core.exceptions import PermissionDenied

from dipsamples.policies.access import check_may_find, check_may_sample_anywhere, may_see_words
from dipsamples.policies.comparison import difference, use_of_reasons
from dipsamples.policies.exercises import check_may_find_exercises
from tests.dipsamples.factories import picked
from tests.factories import recorded

# Rows: the marking's; columns: the reference's fully met, not met other, not met, not applicable.
PAIRS = """
fully_met       agreed       too_lenient  too_lenient  should_have_been_na
not_met_other   too_robust   agreed       too_lenient  should_have_been_na
not_met         too_robust   too_robust   agreed       should_have_been_na
not_applicable  wrongly_na   wrongly_na   wrongly_na   agreed
"""
REFERENCES = ("fully_met", "not_met_other", "not_met", "not_applicable")


@pytest.mark.parametrize("row", [line.split() for line in PAIRS.split("\n") if line], ids=lambda row: row[0])
def test_every_pair_of_outcomes(row):
    marked, *expected = row
    assert [difference(marked, reference) for reference in REFERENCES] == expected


@pytest.mark.parametrize(
    ("marked", "reference", "expected"),
    [
        ("ab", "ab", "agreed"),
        ("", "", "agreed"),
        ("a", "ab", "not_used"),
        ("", "a", "not_used"),
        ("ab", "a", "wrongly_used"),
        ("a", "", "wrongly_used"),
        ("a", "b", "wrong_one"),
        ("ab", "bc", "wrong_one"),
    ],
)
def test_every_way_to_use_reasons(marked, reference, expected):
    assert use_of_reasons(frozenset(marked), frozenset(reference)) == expected


@pytest.mark.parametrize("check", [check_may_find, check_may_sample_anywhere, check_may_find_exercises])
def test_who_has_no_part_in_dip_samples_is_refused(place, check):
    with pytest.raises(PermissionDenied):
        check(place.prosecutor)
    check(place.sdcp)


def test_a_sampler_whose_own_work_it_turns_out_to_be_sees_no_words(place):
    dip_sample = picked(recorded(assessor=place.dcp, prosecutor=place.prosecutor, unit=place.unit), by=place.sdcp)
    assert may_see_words(place.sdcp, dip_sample)
    dip_sample.assessment.half_day.prosecutor = place.sdcp
    assert not may_see_words(place.sdcp, dip_sample)
