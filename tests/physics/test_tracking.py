import itertools
import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from airdef.physics import tracking
from airdef.physics.integration import m_of_n

pytestmark = pytest.mark.slow

NEVER = -1


# --- the rules, look by look, in plain Python -------------------------------------------------------------------


def firm_look(hits, m, n):
    """Return the first look at which at least m of the last n looks were detections."""
    for i in range(len(hits)):
        if sum(hits[max(0, i - n + 1) : i + 1]) >= m:
            return i
    return NEVER


def drop_look(hits, start, d):
    """Return the look that completes d misses in a row after the detection at `start`."""
    misses = 0
    for i in range(start + 1, len(hits)):
        misses = 0 if hits[i] else misses + 1
        if misses == d:
            return i
    return NEVER


def enumerate_looks(pd, rule):
    """Return the exact probability of each outcome of `rule` over all 2^L replications of detections."""
    law = defaultdict(float)
    for hits in itertools.product((0, 1), repeat=len(pd)):
        law[rule(hits)] += math.prod(p if hit else 1.0 - p for p, hit in zip(pd, hits, strict=True))
    return law


def law_of_sampler(sample, looks):
    """Return the law of a sampler of one uniform number, by bisecting for the u at which its answer changes."""
    law = dict.fromkeys(range(NEVER, looks), 0.0)
    low = 0.0
    while low < 1.0:
        answer = sample(low)
        inside, outside = low, 1.0
        if sample(1.0 - 1e-16) == answer:
            inside = 1.0
        else:
            while outside - inside > 1e-15:
                middle = 0.5 * (inside + outside)
                if sample(middle) == answer:
                    inside = middle
                else:
                    outside = middle
        law[answer] += inside - low
        if inside == 1.0:
            break
        low = outside
    return law


probabilities = st.lists(st.one_of(st.floats(0.0, 1.0), st.sampled_from([0.0, 1.0])), min_size=1, max_size=9)
rules = st.sampled_from(
    [(1, 1), (1, 3), (2, 2), (2, 3), (3, 3), (3, 5), (2, 8), (8, 8), (4, 6), (2, 9), (5, 9), (9, 9), (6, 12), (3, 20)]
)


# --- confirmation ---------------------------------------------------------------------------------------------


def test_the_rule_itself():
    # [2 3] logic: https://uk.mathworks.com/help/fusion/ref/trackhistorylogic.checkconfirmation.html
    assert firm_look((1, 0, 0), 2, 3) == NEVER
    assert firm_look((1, 1, 0), 2, 3) == 1
    assert tracking.firm_cdf(np.array([1.0, 0.0, 0.0]), 2, 3)[-1] == 0.0
    np.testing.assert_array_equal(tracking.firm_cdf(np.array([1.0, 1.0, 0.0]), 2, 3), [0.0, 1.0, 1.0])


@settings(deadline=None, max_examples=60)  # enumeration of up to 512 replications each
@given(probabilities, rules)
def test_firm_cdf_is_the_enumerated_law(pd, rule):
    m, n = rule
    law = enumerate_looks(pd, lambda hits: firm_look(hits, m, n))
    expected = np.cumsum([law[i] for i in range(len(pd))])
    # rounding of sums of 512 terms
    np.testing.assert_allclose(tracking.firm_cdf(np.array(pd), m, n), expected, atol=1e-12)


@pytest.mark.parametrize(("m", "n"), [(2, 3), (3, 5), (2, 4), (4, 5), (4, 10), (10, 12), (10, 20), (20, 20)])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_first_n_looks_are_the_binomial(validated, m, n, p):
    # firm within the first n looks means m detections among them
    cdf = tracking.firm_cdf(np.full(n, p), m, n)
    validated(
        cdf[-1],
        m_of_n(p, m, n),
        law="firm track within n looks",
        against="binomial sums",
        kind="closed form",
        rel=1e-12,
    )


@pytest.mark.parametrize(("m", "n"), [(2, 9), (3, 10), (6, 10), (9, 10), (10, 10)])
def test_detections_that_cannot_count_any_more_are_left_out_rightly(m, n):
    # The chain of all registers of n - 1 looks, as it is up to n = 8, against the one with states left out.
    rng = np.random.default_rng(3)
    pd = rng.random(60) * 0.5
    full = {0: 1.0}
    firm, expected = 0.0, []
    for p in pd:
        after = defaultdict(float)
        for state, mass in full.items():
            after[state << 1 & ((1 << (n - 1)) - 1)] += mass * (1.0 - p)
            if state.bit_count() + 1 >= m:
                firm += mass * p
            else:
                after[(state << 1 | 1) & ((1 << (n - 1)) - 1)] += mass * p
        full = after
        expected.append(firm)
    np.testing.assert_allclose(tracking.firm_cdf(pd, m, n), expected, rtol=1e-12, atol=1e-15)  # rounding of sums
    assert len(tracking.confirmation(m, n)) < len(full) or m <= 3


def test_states_of_a_chain():
    # Detections in a row need no more states than looks; one of any needs one; the most has the middle of the range.
    assert [len(tracking.confirmation(n, n)) for n in (9, 15, 20)] == [9, 15, 20]
    assert len(tracking.confirmation(1, 20)) == 1
    assert len(tracking.confirmation(2, 20)) == 20
    # `walk_firm` takes a chain of three states for that of 2 of 3.
    small = [(m, n) for n in range(1, 21) for m in range(1, min(n, 4) + 1) if len(tracking.confirmation(m, n)) == 3]
    assert small == [(2, 3)]


@settings(deadline=None)
@given(probabilities, rules, st.floats(0.0, 1.0, exclude_max=True))
def test_walk_from_the_start_equals_the_table(pd, rule, u):
    looks = np.array(pd)
    table = tracking.sample_firm(tracking.firm_cdf(looks, *rule), u)
    assert tracking.sample_firm_from(looks, 0, *rule, u) == table


@settings(deadline=None, max_examples=30)
@given(probabilities, rules, st.data())
def test_walk_from_later_is_the_enumerated_law(pd, rule, data):
    start = data.draw(st.integers(0, len(pd)))
    looks = np.array(pd)
    law = law_of_sampler(lambda u: tracking.sample_firm_from(looks, start, *rule, u), len(pd))
    rest = enumerate_looks(pd[start:], lambda hits: firm_look(hits, *rule))
    for look, probability in rest.items():
        where = look if look == NEVER else look + start
        assert law[where] == pytest.approx(probability, abs=1e-11)  # bisection to 1e-15 a look, rounding of sums


def test_firm_table_lookup_edges():
    cdf = np.array([0.0, 0.0, 0.25, 0.25, 0.75])
    # the first look whose cumulative probability exceeds u
    assert tracking.sample_firm(cdf, 0.0) == 2
    assert tracking.sample_firm(cdf, 0.2499) == 2
    assert tracking.sample_firm(cdf, 0.25) == 4
    assert tracking.sample_firm(cdf, 0.75) == NEVER
    assert tracking.sample_firm(np.empty(0), 0.5) == NEVER


# --- drop -----------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(probabilities, st.integers(1, 5), st.data())
def test_drop_is_the_enumerated_law(pd, d, data):
    start = data.draw(st.integers(0, len(pd) - 1))
    looks = np.array(pd)
    law = law_of_sampler(lambda u: tracking.sample_drop(looks, start, d, u), len(pd))
    rest = enumerate_looks(pd[start + 1 :], lambda hits: drop_look((1, *hits), 0, d))
    for look, probability in rest.items():
        where = look if look == NEVER else look + start
        assert law[where] == pytest.approx(probability, abs=1e-11)  # as above


@settings(deadline=None, max_examples=60)
@given(probabilities, st.integers(1, 5))
def test_drop_bound_is_above_the_probability_of_a_drop(pd, d):
    bound = tracking.drop_bound(np.array(pd), d)
    for start in range(len(pd)):
        law = enumerate_looks(pd[start + 1 :], lambda hits: drop_look((1, *hits), 0, d))
        assert bound[start] >= 1.0 - law[NEVER] - 1e-12  # rounding of the enumeration


@settings(deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=20, max_size=200), st.integers(1, 16), st.data())
def test_beyond_the_bound_the_walk_finds_nothing(pd, d, data):
    looks = np.array(pd)
    start = data.draw(st.integers(0, len(pd) - 1))
    bound = tracking.drop_bound(looks, d)[start]
    if bound < 1.0:
        assert tracking.sample_drop(looks, start, d, bound) == NEVER


def test_drop_bound_is_useful():
    # at Pd 0.9 and three misses in a row, 100 looks: expected runs of misses 1e-3 + 97 x 0.9e-3 or so
    bound = tracking.drop_bound(np.full(100, 0.9), 3)
    assert bound[0] == pytest.approx(1e-3 + 96 * 0.9e-3, rel=1e-8)
    assert (np.diff(bound) <= 0.0).all()
    assert (bound[-3:] == 0.0).all()


# --- against simulation look by look --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fading():
    """Return a rising and fading sequence of probabilities of detection, 40 looks."""
    return 0.15 + 0.7 * np.sin(np.linspace(0.0, 2.5, 40)) ** 2


TRIALS = 40_000


def frequencies(looks, length):
    """Return the frequency of each look, never last."""
    return np.bincount(np.asarray(looks) % (length + 1), minlength=length + 1) / len(looks)


def assert_within_four_sigma(observed, expected):
    sigma = np.sqrt(expected * (1.0 - expected) / TRIALS)
    # four standard errors for each of some 40 looks: a false alarm in 400 runs, and the seed is fixed; half a count
    # on top where fewer than one is expected
    assert (np.abs(observed - expected) <= 4.0 * sigma + 0.5 / TRIALS).all()


@pytest.mark.parametrize(("m", "n"), [(2, 3), (3, 5), (4, 8), (5, 12), (14, 16)])
def test_firm_against_simulation(validated, fading, m, n):
    rng = np.random.default_rng(11)
    simulated = [firm_look(row, m, n) for row in (rng.random((TRIALS, len(fading))) < fading).tolist()]
    cdf = tracking.firm_cdf(fading, m, n)
    exact = np.append(np.diff(cdf, prepend=0.0), 1.0 - cdf[-1])
    # four standard errors and half a count, as in `assert_within_four_sigma`
    allowed = 4.0 * np.sqrt(exact * (1.0 - exact) / TRIALS) + 0.5 / TRIALS
    validated(
        exact,
        frequencies(simulated, len(fading)),
        law="time to a firm track",
        against="simulation look by look",
        kind="closed form",
        abs=allowed,
    )
    drawn = [tracking.sample_firm(cdf, u) for u in rng.random(TRIALS)]
    assert_within_four_sigma(frequencies(drawn, len(fading)), exact)


@pytest.mark.parametrize("d", [1, 3, 5])
def test_drop_against_simulation(validated, fading, d):
    rng = np.random.default_rng(12)
    start, length = 4, len(fading)
    simulated = [drop_look(row, start, d) for row in (rng.random((TRIALS, length)) < fading).tolist()]
    law = law_of_sampler(lambda u: tracking.sample_drop(fading, start, d, u), length)
    exact = np.array([law[i] for i in range(length)] + [law[NEVER]])
    allowed = 4.0 * np.sqrt(exact * (1.0 - exact) / TRIALS) + 0.5 / TRIALS  # as above
    validated(
        exact,
        frequencies(simulated, length),
        law="time to a dropped track",
        against="simulation look by look",
        kind="closed form",
        abs=allowed,
    )


def test_a_whole_replication_of_firm_and_drop(fading):
    """Firm, drop, firm again: drawn with one number a step, against a simulation of all of it, look by look."""
    rng = np.random.default_rng(13)
    m, n, d, length = 2, 3, 3, len(fading)
    cdf = tracking.firm_cdf(fading, m, n)
    simulated, drawn = [], []
    for row in (rng.random((TRIALS, length)) < fading).tolist():
        first = firm_look(row, m, n)
        lost = NEVER if first == NEVER else drop_look(row, first, d)
        again = NEVER if lost == NEVER else firm_look(row[lost + 1 :], m, n)
        simulated.append(NEVER if again == NEVER else again + lost + 1)
    for u in rng.random((TRIALS, 3)):
        first = tracking.sample_firm(cdf, u[0])
        lost = NEVER if first == NEVER else tracking.sample_drop(fading, first, d, u[1])
        drawn.append(NEVER if lost == NEVER else tracking.sample_firm_from(fading, lost + 1, m, n, u[2]))
    observed, expected = frequencies(drawn, length), frequencies(simulated, length)
    pooled = (observed + expected) / 2.0
    # two samples: the variance of the difference is twice that of one; at most one count where none is expected
    sigma = np.sqrt(2.0 * pooled * (1.0 - pooled) / TRIALS)
    assert (np.abs(observed - expected) <= 4.0 * sigma + 1.0 / TRIALS).all()
    assert expected[:-1].sum() > 0.05  # the second track does happen in this test


# --- use and misuse -------------------------------------------------------------------------------------------


def test_single_precision_lists_are_computed_in_double():
    single = np.linspace(0.1, 0.9, 12).astype(np.float32)
    double = single.astype(np.float64)
    cdf = tracking.firm_cdf(single, 3, 5)
    assert cdf.dtype == np.float64
    np.testing.assert_array_equal(cdf, tracking.firm_cdf(double, 3, 5))
    np.testing.assert_array_equal(tracking.drop_bound(single, 3), tracking.drop_bound(double, 3))
    for u in np.linspace(0.0, 0.99, 34):
        assert tracking.sample_drop(single, 2, 2, u) == tracking.sample_drop(double, 2, 2, u)
        assert tracking.sample_firm_from(single, 2, 3, 5, u) == tracking.sample_firm_from(double, 2, 3, 5, u)


def test_callable_from_compiled_code():
    @njit
    def replay(pd, cdf, u, v):
        look = tracking.sample_firm(cdf, u)
        return look, tracking.sample_drop(pd[1:], look, 2, v)

    pd = np.full(30, 0.6)
    cdf = tracking.firm_cdf(pd[1:], 2, 3)
    look, lost = replay(pd, cdf, 0.7, 0.2)
    assert look == tracking.sample_firm(cdf, 0.7)
    assert lost == tracking.sample_drop(pd[1:], look, 2, 0.2)


@pytest.mark.parametrize(("m", "n"), [(0, 3), (4, 3), (5, 21)])
def test_confirmation_rule_out_of_range(m, n):
    with pytest.raises(ValueError, match="1 <= m <= n <= 20"):
        tracking.firm_cdf(np.ones(3), m, n)
    with pytest.raises(ValueError, match="1 <= m <= n <= 20"):
        tracking.sample_firm_from(np.ones(3), 0, m, n, 0.5)


@pytest.mark.parametrize("d", [0, 101])
def test_drop_rule_out_of_range(d):
    with pytest.raises(ValueError, match="1 to 100"):
        tracking.sample_drop(np.ones(3), 0, d, 0.5)
    with pytest.raises(ValueError, match="1 to 100"):
        tracking.drop_bound(np.ones(3), d)
