"""A claim over the spread of adopted values: samples whose verdict is known, and the same numbers from elsewhere."""

from dataclasses import replace

import numpy as np
import pytest

from airdef import catalogue
from airdef.outcome.intervals import wilson
from airdef.studies.claims import definitions as claims
from airdef.studies.claims import spread as claims_spread
from airdef.studies.claims.search import FEW, MOST
from airdef.studies.claims.spread import Spread, spread
from airdef.studies.uncertainty.study import uncertainty
from airdef.studies.variants.uncertain_inputs import quantile


@pytest.fixture(scope="module")
def known():
    return catalogue.load()


def claim(known, claim_id):
    return claims.find(claims.load(known), claim_id)


def test_the_share_of_a_claim_that_turns_on_one_figure_is_that_figures(known):
    # Met at 26.7 km exactly where the ceiling is drawn above it: all else settled, that is a quantile of its spread.
    held = claim(known, "altitude-27km")
    ceiling = known.adopted("48N6E2", "max_altitude.aircraft")
    only = settled_but(known, held, ceiling)
    found = spread(held, only, samples=20)
    assert [u.name for u in found.uncertain_inputs] == ["48N6E2 max_altitude.aircraft"]
    drawn = np.random.Generator(np.random.Philox(key=1)).random((20, 1))[:, 0]
    expected = np.array([quantile(ceiling, u) > 26.7e3 for u in drawn])
    assert np.array_equal(found.verdicts, expected)
    assert 0 < found.met < 20
    assert found.share == expected.mean()


def settled_but(known, held, kept):
    """Return the catalogue with the spread of one reading alone, among those the claim's scenario uses."""
    from airdef import scenario

    changed = dict(known._entries)
    for r in scenario.load(held.scenario, held.overrides, known).adopted_values:
        if r.subject in changed and (r.subject, r.attribute) != (kept.subject, kept.attribute):
            entry = changed[r.subject]
            settled = replace(known.adopted(r.subject, r.attribute), low=r.value, nominal=r.value, high=r.value)
            changed[r.subject] = replace(entry, adopted_values={**entry.adopted_values, r.attribute: settled})
    return replace(known, _entries=changed)


def test_states_are_those_that_uncertainty_draws(known):
    # A claim that never stays open simulates FEW replications in each state, from replication MOST of each on: the
    # measure of the first state is that of `uncertainty`, which simulates its first state from replication 0 as well.
    held = claim(known, "ballistic-150km")
    found = spread(held, known, samples=2)
    same = uncertainty("claim-150km", "first_intercept_range_km", samples=2, replications=FEW, processes=1,
                       overrides=held.overrides)  # fmt: skip
    assert found.uncertain_inputs == same.uncertain_inputs
    assert found.means[0] == pytest.approx(same.sample_means[0], rel=1e-12)  # sums of 16 numbers in another order


def test_both_sides_of_a_comparison_vary(known):
    found = spread(claim(known, "updated-outreaches-1979"), known, samples=1)
    names = " ".join(u.name for u in found.uncertain_inputs)
    assert "S-300PT " in names
    assert "S-300PMU-2 " in names


def test_a_figure_that_one_side_sets_and_the_other_reads_is_read(known):
    from airdef import scenario
    from airdef.studies.claims.spread import adopted_of

    key = ("S-300PMU-2", "reaction_time")
    read = scenario.load("claim-150km", {}, known)
    own = scenario.load("claim-150km", {"defence.0.overrides.system.reaction_time": "10 s"}, known)
    for pair in ([read, own], [own, read]):
        (found,) = (r for r in adopted_of(pair).adopted_values if (r.subject, r.attribute) == key)
        assert not found.overridden
    (both,) = (r for r in adopted_of([own, own]).adopted_values if (r.subject, r.attribute) == key)
    assert both.overridden


def test_seed_and_grades_are_heeded(known):
    held = claim(known, "altitude-27km")
    one, again, other = (spread(held, known, seed, 3) for seed in (1, 1, 2))
    assert np.array_equal(one.means, again.means)
    assert not np.array_equal(one.means, other.means)
    published = spread(held, known, 1, 1, ("B",))
    assert {u.grade for u in published.uncertain_inputs} == {"B"}
    assert len(published.uncertain_inputs) < len(one.uncertain_inputs)
    with pytest.raises(ValueError, match="'E' given"):
        spread(held, known, 1, 1, ("E",))


def test_where_nothing_varies_there_is_no_share(known, monkeypatch):
    monkeypatch.setattr(claims_spread, "uncertain_inputs", lambda *_: ())
    assert spread(claim(known, "altitude-27km"), known, samples=3) is None


def test_an_open_state_is_simulated_to_the_end_and_counts_on_both_sides(known, monkeypatch):
    held = claim(known, "altitude-27km").model_copy(update={"at_least": 1.0})
    simulated = []

    def half(measure, scenario, kernel, seed, first, count):
        simulated.append((first, count))
        return np.arange(count) % 2.0  # half of them bear it out

    monkeypatch.setattr(claims_spread, "values", half)
    found = spread(held, known, samples=1)
    assert (found.met, found.open, found.share) == (0, 1, 0.0)
    assert sum(count for _, count in simulated) == MOST
    assert simulated[0] == (0, FEW)
    assert found.share_ci95 == (wilson(0, 1)[0], wilson(1, 1)[1]) == (0.0, 1.0)


def test_in_words_and_as_data():
    s = Spread(np.array([1.0, 1.0, 0.0, np.nan]), np.array([3.0, 4.0, 1.0, 2.0]), ())
    low, high = wilson(2, 4)[0], wilson(3, 4)[1]
    assert s.share_ci95 == (low, high)
    assert s.text() == f"supported in 50 % of what the sources allow ({100 * low:.0f} to {100 * high:.0f} %)"
    data = s.to_dict()
    assert (data["samples"], data["met"], data["open"]) == (4, 2, 1)
    assert data["mean_quantiles"]["0.5"] == 2.5
