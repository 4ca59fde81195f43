"""What is drawn: as many as the rate says, from every DCP in turn, the same again from the same seed and steps."""

from collections import Counter
from decimal import Decimal
from hashlib import sha256
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dipsamples.policies.drawing import (
    Step,
    Tally,
    after,
    difference,
    draw,
    is_owed,
    replay,
    required_of,
    substitute_for,
)

ACTIVITIES = ("advice", "case_progression")
seeds = st.text("0123456789abcdef", min_size=1, max_size=12)
percents = st.decimals(0, 100, places=2)
# The IQAs by key: each one's activity and DCP.
records = st.dictionaries(st.integers(1, 60), st.tuples(st.sampled_from(ACTIVITIES), st.integers(1, 4)), max_size=30)


def population_of(by_key):
    found = {}
    for key, (activity, dcp) in by_key.items():
        found.setdefault(activity, {}).setdefault(dcp, set()).add(key)
    return found


def counts_by_dcp(stratum, drawn):
    return {dcp: len(keys & set(drawn)) for dcp, keys in stratum.items()}


def nobody_is_left_out(stratum, drawn, substituted=()):
    """No DCP has none drawn while another has two, but for one who has none to draw."""
    counts = counts_by_dcp(stratum, set(drawn) - set(substituted))
    left_out = [dcp for dcp, count in counts.items() if not count and stratum[dcp] - set(drawn)]
    return not left_out or max(counts.values()) < 2


@pytest.mark.parametrize(
    ("count", "percent", "required"),
    [(0, "10", 0), (1, "10", 1), (10, "10", 1), (11, "10", 2), (250, "10", 25), (251, "10", 26), (30, "12.5", 4),
     (7, "0", 0), (7, "100", 7), (1_000_000, "10", 100_000), (3, "33.33", 1), (3, "33.34", 2)],
)  # fmt: skip
def test_a_tenth_is_rounded_up(count, percent, required):
    assert required_of(count, percent=Decimal(percent)) == required


@given(records, seeds, percents)
def test_as_many_as_required_are_drawn_of_each_activity_and_none_twice(by_key, seed, percent):
    drawn = draw(population_of(by_key), seed=seed, percent=percent)
    assert len(set(drawn)) == len(drawn)
    for activity, stratum in population_of(by_key).items():
        of_activity = [key for key in drawn if by_key[key][0] == activity]
        assert len(of_activity) == ceil(sum(map(len, stratum.values())) * percent / 100)


@given(records, seeds, percents)
def test_each_dcp_is_reached_in_turn(by_key, seed, percent):
    population = population_of(by_key)
    drawn = draw(population, seed=seed, percent=percent)
    for activity, stratum in population.items():
        counts: Counter[int] = Counter()
        for key in (key for key in drawn if by_key[key][0] == activity):
            dcp = by_key[key][1]
            with_any_left = [other for other, keys in stratum.items() if counts[other] < len(keys)]
            assert counts[dcp] == min(counts[other] for other in with_any_left)
            counts[dcp] += 1
        assert nobody_is_left_out(stratum, drawn)


@given(records, seeds, percents, st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order_of_the_records(by_key, seed, percent, random):
    shuffled = list(by_key.items())
    random.shuffle(shuffled)
    again = draw(population_of(dict(shuffled)), seed=seed, percent=percent)
    assert again == draw(population_of(by_key), seed=seed, percent=percent)


def test_of_each_dcp_the_first_in_line_by_the_hash_that_the_page_tells():
    keys = range(1, 51)
    drawn = draw({"advice": {7: keys}}, seed="a1b2", percent=Decimal(20))
    assert drawn == sorted(keys, key=lambda key: sha256(f"a1b2 iqa {key}".encode()).hexdigest())[:10]


def test_the_first_of_each_activity_come_before_the_second_of_any():
    by_key = {key: (ACTIVITIES[key % 2], 1) for key in range(1, 41)}
    drawn = draw(population_of(by_key), seed="a1b2", percent=Decimal(10))
    assert [by_key[key][0] for key in drawn] == ["advice", "case_progression"] * 2


def test_every_iqa_has_about_the_same_chance():
    """Of 20 IQAs of one DCP two are drawn, by 2,000 seeds: each 200 times, give or take five standard deviations."""
    times = Counter(
        key for n in range(2_000) for key in draw({"advice": {1: range(20)}}, seed=f"{n}", percent=Decimal(10))
    )
    assert set(times) == set(range(20))
    assert all(abs(count - 200) < 5 * 13.5 for count in times.values())


# What happens to an Area's IQAs in a quarter: some arrive, some go, and of the drawn some are substituted.
@st.composite
def histories(draw_from):
    """(the IQAs at each step, the rate at each, how many are substituted after it)"""
    by_key, steps = {}, []
    for _ in range(draw_from(st.integers(1, 4))):
        by_key = {**by_key, **draw_from(records)}
        gone = draw_from(st.lists(st.sampled_from(sorted(by_key)), max_size=8)) if by_key else []
        by_key = {key: value for key, value in by_key.items() if key not in gone}
        steps.append((dict(by_key), draw_from(percents), draw_from(st.integers(0, 3))))
    return steps


def live_through(history, seed):
    """Draw, top up and substitute as the product does; yields after each step what is known then."""
    drawn, substituted, population, steps = [], [], {}, []
    for by_key, percent, substitutions in history:
        now = population_of(by_key)
        before = list(drawn)
        drawn += draw(now, seed=seed, percent=percent, drawn=drawn, substituted=substituted)
        known = {
            "population": now,
            "percent": percent,
            "before": before,
            "drawn": list(drawn),
            "was": list(substituted),
        }
        these = []
        for key in [key for key in drawn if key in by_key and key not in substituted][:substitutions]:
            substitute = substitute_for(key, now, seed=seed, drawn=drawn, substituted=substituted)
            if substitute is not None:
                drawn.append(substitute)
                substituted.append(key)
                these.append(key)
        steps.append(
            Step(percent, difference(now, population), gone=difference(population, now), substituted=tuple(these))
        )
        population = now
        yield known | {"steps": list(steps), "drawn_then": list(drawn)}


@given(histories(), seeds)
def test_what_was_drawn_stays_drawn_and_a_top_up_draws_what_is_missing(history, seed):
    for known in live_through(history, seed):
        assert known["drawn"][: len(known["before"])] == known["before"]
        assert len(set(known["drawn"])) == len(known["drawn"])
        counting = set(known["drawn"]) - set(known["was"])
        for stratum in known["population"].values():
            keys = set().union(*stratum.values())
            required = required_of(len(keys), percent=known["percent"])
            new = [key for key in known["drawn"][len(known["before"]) :] if key in keys]
            assert len(counting & keys) >= required or keys <= set(known["drawn"])
            assert nobody_is_left_out(stratum, known["drawn"], known["was"])
            # What is drawn beyond the rate reaches a DCP who was left out.
            missing = max(0, required - len(keys & set(known["before"]) - set(known["was"])))
            firsts = [dcp for dcp, theirs in stratum.items() if len(theirs & counting) == 1 and theirs & set(new)]
            assert len(new) <= missing + len(firsts)


@given(histories(), seeds)
def test_seed_and_steps_replayed_give_the_draw(history, seed):
    for known in live_through(history, seed):
        assert replay(seed, known["steps"]) == known["drawn_then"]


@given(histories(), seeds)
def test_a_top_up_is_owed_where_it_would_draw(history, seed):
    for known in live_through(history, seed):
        before, was = set(known["before"]), set(known["was"])
        for stratum in known["population"].values():
            keys = set().union(*stratum.values())
            assert is_owed(tallies(stratum, before, was), percent=known["percent"]) == bool(
                keys & set(known["drawn"][len(before) :])
            )
            assert not is_owed(tallies(stratum, set(known["drawn"]), was), percent=known["percent"])


def tallies(stratum, drawn, substituted):
    return [Tally(len(keys), len(keys & drawn - substituted), len(keys - drawn)) for keys in stratum.values()]


@given(histories(), seeds)
def test_arrivals_and_departures_lead_from_one_step_to_the_next(history, seed):
    population = {}
    for known in live_through(history, seed):
        population = after(population, known["steps"][-1])
        assert {
            activity: {dcp: keys for dcp, keys in stratum.items() if keys}
            for activity, stratum in population.items()
            if any(stratum.values())
        } == known["population"]


def test_an_arrival_does_not_change_what_others_drew_from_the_start():
    """A later draw of a larger population, from the same seed, takes the same IQAs of the same DCP first."""
    few = draw({"advice": {1: range(100)}}, seed="a1b2", percent=Decimal(10))
    more = draw({"advice": {1: range(100), 2: range(100, 200)}}, seed="a1b2", percent=Decimal(10))
    assert {key for key in more if key < 100} == set(few)


def test_a_dcp_who_arrives_late_is_reached_though_enough_are_drawn():
    population = {"advice": {1: range(15)}}
    drawn = draw(population, seed="a1b2", percent=Decimal(10))
    assert len(drawn) == 2
    more = draw({"advice": {1: range(15), 2: [99]}}, seed="a1b2", percent=Decimal(10), drawn=drawn)
    assert more == [99]


def test_a_withdrawn_one_is_replaced():
    drawn = draw({"advice": {1: range(20)}}, seed="a1b2", percent=Decimal(10))
    left = set(range(20)) - {drawn[0]}
    assert len(draw({"advice": {1: left}}, seed="a1b2", percent=Decimal(10), drawn=drawn)) == 1


@given(records, seeds)
def test_a_substitute_is_of_the_same_dcp_while_there_is_one_and_of_the_same_activity_always(by_key, seed):
    population = population_of(by_key)
    drawn = draw(population, seed=seed, percent=Decimal(20))
    for key in drawn:
        activity, dcp = by_key[key]
        substitute = substitute_for(key, population, seed=seed, drawn=drawn)
        left = set().union(*population[activity].values()) - set(drawn)
        if substitute is None:
            assert not left
        else:
            assert substitute in left
            assert by_key[substitute][1] == dcp or not population[activity][dcp] - set(drawn)


def test_what_counts_no_longer_has_no_substitute():
    assert substitute_for(9, {"advice": {1: [1, 2]}}, seed="a1b2", drawn=[9]) is None


def test_with_none_left_a_substitution_in_a_replay_draws_nothing():
    assert replay("a1b2", [Step(Decimal(100), {"advice": {1: [5]}}, substituted=(5,))]) == [5]
