"""Percentages, their intervals and what is more than noise, against the same computed by others."""

import random
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from scipy.stats.contingency import expected_freq
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from reporting.statistics import chance_of_change, is_more_than_noise, more_than_noise_among, percent, wilson

wholes = st.integers(1, 200_000)


def of(wholes):
    """(part, whole), the part at most the whole."""
    return wholes.flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


shares = of(wholes)
# Of few, which differ by chance as often as not.
few = of(st.integers(1, 60))


@given(shares)
@example((0, 1))
@example((1, 1))
@example((0, 200_000))
@example((200_000, 200_000))
def test_wilson_is_that_of_statsmodels(share):
    ours = wilson(*share)
    theirs = proportion_confint(*share, alpha=0.05, method="wilson")
    for bound, exact in zip(ours, theirs, strict=True):
        # Rounded to a tenth of a per cent, so within half of one; and of floats.
        assert abs(float(bound) - 100 * min(max(exact, 0), 1)) <= 0.05 + 1e-9
        assert bound.as_tuple().exponent == -1


@given(shares)
def test_the_share_lies_within_its_interval(share):
    low, high = wilson(*share)
    assert 0 <= low <= percent(*share) <= high <= 100


def test_of_none_and_of_all_the_interval_ends_where_the_shares_do():
    assert wilson(0, 40)[0] == Decimal("0.0")
    assert wilson(40, 40)[1] == Decimal("100.0")


def test_of_nothing_there_is_no_share_and_no_interval():
    assert percent(0, 0) is None
    assert wilson(0, 0) == (None, None)


@pytest.mark.parametrize(("part", "whole", "said"), [(1, 3, "33.3"), (2, 3, "66.7"), (1, 2000, "0.1"), (7, 7, "100.0")])
def test_a_percentage_has_one_decimal_rounded_half_up(part, whole, said):
    assert percent(part, whole) == Decimal(said)


@given(few, few, st.sampled_from([0.05, 0.01, 0.002]))
@example((50, 100), (64, 100), 0.05)
@example((50, 100), (63, 100), 0.05)
@example((28, 28), (1, 2), 0.05)
def test_more_than_noise_is_what_scipy_and_statsmodels_say(before, after, level):
    parts, counts = zip(before, after, strict=True)
    assume(0 < sum(parts) < sum(counts))
    table = [[part, count - part] for part, count in zip(parts, counts, strict=True)]
    if expected_freq(table).min() < 5:
        chance = fisher_exact(table).pvalue
    else:
        _, chance = proportions_ztest(parts, counts)
    assume(abs(chance - level) > 1e-9)
    assert is_more_than_noise(before, after, level=level) == (chance < level)


def test_the_same_change_is_noise_in_few_and_more_than_noise_in_many():
    assert not is_more_than_noise((8, 10), (6, 10))
    assert is_more_than_noise((800, 1000), (600, 1000))


def test_half_of_two_after_all_of_many_may_be_chance():
    """The z-test, which is for more, would be sure of it."""
    assert proportions_ztest([28, 1], [28, 2])[1] < 0.001
    assert not is_more_than_noise((28, 28), (1, 2))


def test_one_more_of_a_hundred_makes_it_more_than_noise():
    """z = 1.85 and 2.00, on either side of 1.96."""
    assert not is_more_than_noise((50, 100), (63, 100))
    assert is_more_than_noise((50, 100), (64, 100))


def test_a_rise_is_more_than_noise_as_a_fall_is():
    assert is_more_than_noise((600, 1000), (800, 1000))


@pytest.mark.parametrize(
    ("before", "after"),
    [((0, 0), (5, 9)), ((5, 9), (0, 0)), ((0, 0), (0, 0)), ((9, 9), (70, 70)), ((0, 9), (0, 70))],
)
def test_of_nothing_and_where_neither_share_varies_nothing_is_more_than_noise(before, after):
    assert not is_more_than_noise(before, after)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_among_many_a_change_must_be_the_surer_the_more_there_are(chances):
    # statsmodels looks through the whole memory for garbage each time it is asked: half a minute, late in a run.
    with patch("gc.collect"):
        expected = multipletests(chances, method="holm")[0] if chances else []
    assert more_than_noise_among(dict(enumerate(chances))) == {n for n, is_sure in enumerate(expected) if is_sure}


def test_where_nothing_changed_one_time_in_twenty_at_most_is_any_of_28_questions_named():
    """Each by itself would be named one time in twenty, so that most quarters had one."""
    chance = random.Random(1)
    named = alone = 0
    for _ in range(400):
        chances = {}
        for question in range(28):
            before, after = (sum(chance.random() < 0.8 for _ in range(100)) for _ in range(2))
            chances[question] = chance_of_change((before, 100), (after, 100))
        named += bool(more_than_noise_among(chances))
        alone += any(each < 0.05 for each in chances.values())
    assert named <= 400 * 0.05 * 1.6
    assert alone > 200
