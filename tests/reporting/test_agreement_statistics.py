"""Agreement and leniency, against the same computed by others."""

import numpy
import pandas
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score

from dipsamples.policies.comparison import Difference
from reporting.policies.agreement import Pair, ac1, kappa, kinds_of, leniency

OUTCOMES = ["fully_met", "not_met", "not_met_other", "not_applicable"]
pairs = st.builds(Pair, st.sampled_from(OUTCOMES), st.sampled_from(OUTCOMES))
crosstabs = st.dictionaries(pairs, st.integers(1, 40), min_size=1, max_size=16)


def ratings(crosstab):
    return pandas.DataFrame([pair for pair, n in crosstab.items() for _ in range(n)], columns=["marked", "reference"])


def test_ac1_is_that_of_gwets_own_example():
    """The diagnoses of two abstractors, in Gwet's Handbook of Inter-Rater Reliability, as his package irrCAC prints
    them: for a table with n, for ratings one by one with n − 1 under the standard error."""
    counts = {
        ("ectopic", "ectopic"): 13, ("aiu", "aiu"): 20, ("aiu", "niu"): 7, ("niu", "aiu"): 4, ("niu", "niu"): 56,
    }  # fmt: skip
    crosstab = {Pair(*pair): n for pair, n in counts.items()}
    ours = ac1(crosstab, ["ectopic", "aiu", "niu"])
    assert round(ours.value, 7) == 0.8493305
    error = (ours.value - ours.low) / 1.959963984540054
    assert round(error, 8) == 0.04343519
    assert round(error * (99 / 100) ** 0.5, 8) == 0.04321747


@settings(max_examples=40)
@given(crosstabs)
def test_ac1_is_that_of_irrcac_on_ratings_one_by_one(crosstab):
    rated = ratings(crosstab)
    assume(len(rated) > 1)
    theirs = CAC(rated, categories=OUTCOMES, digits=12).gwet()["est"]
    ours = ac1(crosstab)
    assert ours.value == pytest.approx(theirs["coefficient_value"], abs=1e-9)
    assert ours.low == pytest.approx(ours.value - 1.959963984540054 * theirs["se"], abs=1e-9)
    assert ours.high <= 1


@settings(max_examples=40)
@given(crosstabs)
def test_kappa_is_that_of_scikit_learn(crosstab):
    ours = kappa(crosstab)
    if ours is None:
        assert len(crosstab) == 1
    else:
        rated = ratings(crosstab)
        assert ours == pytest.approx(cohen_kappa_score(rated["marked"], rated["reference"], labels=OUTCOMES))


@settings(max_examples=40)
@given(st.lists(st.tuples(crosstabs, st.floats(0.5, 20)), min_size=1, max_size=4))
def test_leniency_is_a_weighted_mean_with_the_robust_interval_of_statsmodels(strata):
    scores, weights = [], []
    for crosstab, weight in strata:
        for kind, n in kinds_of(crosstab).items():
            scores += [{Difference.TOO_LENIENT: 1, Difference.TOO_ROBUST: -1}.get(kind, 0)] * n
            weights += [weight] * n
    assume(len(scores) > 1)
    ours = leniency(strata)
    theirs = sm.WLS(scores, numpy.ones(len(scores)), weights=weights).fit(cov_type="HC1")
    [(low, high)] = theirs.conf_int()
    assert ours.value == pytest.approx(theirs.params[0], abs=1e-9)
    assert ours.low == pytest.approx(max(low, -1), abs=1e-6)
    assert ours.high == pytest.approx(min(high, 1), abs=1e-6)


def test_kappa_collapses_where_nearly_all_is_fully_met_and_ac1_does_not():
    crosstab = {Pair("fully_met", "fully_met"): 96, Pair("fully_met", "not_met"): 2, Pair("not_met", "fully_met"): 2}
    assert kappa(crosstab) < 0
    assert ac1(crosstab).value > 0.95


def test_of_nothing_there_is_nothing_to_say():
    assert (ac1({}), kappa({}), leniency([])) == (None, None, None)


def test_of_one_pair_there_is_no_interval():
    crosstab = {Pair("fully_met", "not_met"): 1}
    assert (ac1(crosstab).low, ac1(crosstab).high) == (None, None)
    assert leniency([(crosstab, 1)]) == (1.0, None, None)


def test_where_both_gave_one_outcome_throughout_kappa_says_nothing():
    crosstab = {Pair("fully_met", "fully_met"): 20}
    assert kappa(crosstab) is None
    assert ac1(crosstab).value == 1
