"""Adopted values as uncertain inputs: their quantiles, what moves together, and catalogues with other values."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from airdef import catalogue, scenario
from airdef.catalogue import AdoptedValue
from airdef.studies.variants import uncertain_inputs

KNOWN = catalogue.load()


def adopted(spread, low, nominal, high):
    return AdoptedValue("x", "y", nominal, low, high, "1", "B", (), (), "", spread)


@pytest.mark.parametrize("u", [0.0, 0.1, 0.4, 0.5, 0.9, 1.0])
def test_quantiles_are_those_of_scipy(u):
    assert uncertain_inputs.quantile(adopted("triangular", 10, 16, 22), u) == pytest.approx(
        stats.triang.ppf(u, 0.5, loc=10, scale=12)
    )
    assert uncertain_inputs.quantile(adopted("triangular", 0, 0, 1), u) == pytest.approx(stats.triang.ppf(u, 0.0))
    assert uncertain_inputs.quantile(adopted("triangular", 0, 1, 1), u) == pytest.approx(stats.triang.ppf(u, 1.0))
    assert uncertain_inputs.quantile(adopted("uniform", 2, 3, 6), u) == pytest.approx(stats.uniform.ppf(u, 2, 4))
    assert uncertain_inputs.quantile(adopted("log-uniform", 0.1, 1, 10), u) == pytest.approx(
        stats.loguniform.ppf(u, 0.1, 10)
    )


def test_discrete_alternatives_are_equally_likely():
    values = [uncertain_inputs.quantile(adopted("discrete", 2, 3, 5), u) for u in (np.arange(4000) + 0.5) / 4000]
    assert {v: values.count(v) for v in set(values)} == {2.0: 1000, 3.0: 1000, 4.0: 1000, 5.0: 1000}
    assert uncertain_inputs.quantile(adopted("discrete", 2, 3, 5), 1.0) == 5.0


def test_no_spread_is_its_nominal():
    assert uncertain_inputs.quantile(adopted("triangular", 4, 4, 4), 0.3) == 4.0


def test_a_varied_catalogue_differs_in_what_was_set_only():
    varied = uncertain_inputs.with_values(KNOWN, {("S-300PMU-2", "reaction_time"): 11.0})
    assert varied.adopted("S-300PMU-2", "reaction_time").nominal == 11.0
    assert varied.adopted("S-300PMU-2 Favorit", "reaction_time").nominal == 11.0  # an alias
    assert varied.adopted("S-300PMU-2", "launch_interval") == KNOWN.adopted("S-300PMU-2", "launch_interval")
    before, after = KNOWN.entries("system"), varied.entries("system")
    assert [a.name for a in after] == [b.name for b in before]
    assert sum(a != b for a, b in zip(after, before, strict=True)) == 1
    assert KNOWN.adopted("S-300PMU-2", "reaction_time").nominal != 11.0


def test_unknowns_are_what_the_scenario_uses_and_does_not_set():
    s = scenario.load("port-raid")
    names = {
        f"{r.subject} {r.attribute}" for u in uncertain_inputs.uncertain_inputs(s, KNOWN) for r in u.adopted_values
    }
    assert "48N6E2 sspk.aircraft" in names
    assert not any(n.startswith("S-400") for n in names)  # not in this scenario
    assert "S-300PMU-2 target_channels" not in names  # low equals high
    replaced = scenario.load("port-raid", {"defence.0.overrides.missile.sspk.aircraft": 0.7})
    names = {
        f"{r.subject} {r.attribute}"
        for u in uncertain_inputs.uncertain_inputs(replaced, KNOWN)
        for r in u.adopted_values
    }
    assert "48N6E2 sspk.aircraft" not in names


def test_what_one_claim_drives_moves_together():
    s = scenario.load("port-raid")
    together = next(
        u for u in uncertain_inputs.uncertain_inputs(s, KNOWN) if u.name.startswith("48N6E2 max_range.aircraft")
    )
    assert "48N6E2 max_range.cruise" in {f"{r.subject} {r.attribute}" for r in together.adopted_values}
    low = together.values(0.0)
    assert low == {(r.subject, r.attribute): r.low for r in together.adopted_values}
    alone = uncertain_inputs.find(uncertain_inputs.uncertain_inputs(s, KNOWN), ["S-300PMU-2 reaction_time"])
    assert [len(u.adopted_values) for u in alone] == [1]


def test_copies_are_found_by_what_they_were_taken_from_and_not_by_words():
    # A reason is prose: rewritten, or made to look like that of a copy, it changes nothing of what moves together.
    s = scenario.load("port-raid")
    changed = []
    for r in (r for e in KNOWN.entries() for r in e.adopted_values.values()):
        copy = r.taken is not None
        changed.append(replace(r, reason="so" if copy else f"as {r.subject} {r.attribute} (grade A): so"))
    rewritten = KNOWN.with_adopted(changed)
    for known in (KNOWN, rewritten):
        together = {
            frozenset((r.subject, r.attribute) for r in u.adopted_values)
            for u in uncertain_inputs.uncertain_inputs(s, known)
        }
        assert together == {
            frozenset((r.subject, r.attribute) for r in u.adopted_values)
            for u in uncertain_inputs.uncertain_inputs(s, KNOWN)
        }
    copy = KNOWN.adopted("48N6E2", "max_range.drone")
    assert uncertain_inputs.origin(copy, KNOWN) == KNOWN.adopted("48N6E2", "max_range.aircraft")


def test_a_copy_of_a_copy_goes_back_to_the_first():
    first, second, third = (KNOWN.adopted("48N6E2", f"max_range.{c}") for c in ("aircraft", "drone", "decoy"))
    assert third.taken is not None
    known = KNOWN.with_adopted([replace(third, taken=replace(third.taken, attribute=second.attribute))])
    assert uncertain_inputs.origin(known.adopted("48N6E2", third.attribute), known) == first


def test_grades_filter():
    s = scenario.load("port-raid")
    chosen = uncertain_inputs.uncertain_inputs(s, KNOWN, ["A", "B"])
    assert chosen
    assert {u.grade for u in chosen} <= {"A", "B"}
    # Copies are graded `assumed`, and go with the published figure that they are copies of.
    every = {u.name: u for u in uncertain_inputs.uncertain_inputs(s, KNOWN)}
    assert all(every[u.name] == u for u in chosen)
    assert any(len(u.adopted_values) > 1 for u in chosen)
    with pytest.raises(ValueError, match="grades: 'E' given"):
        uncertain_inputs.uncertain_inputs(s, KNOWN, ["E"])


def test_an_unknown_parameter_names_the_nearest():
    known = uncertain_inputs.uncertain_inputs(scenario.load("port-raid"), KNOWN)
    with pytest.raises(ValueError, match="nearest: 'S-300PMU-2 reaction_time'"):
        uncertain_inputs.find(known, ["S-300PMU-2 reaction time"])


def test_values_are_within_their_spread():
    for u in uncertain_inputs.uncertain_inputs(scenario.load("s400"), KNOWN):
        for q in (0.0, 0.37, 1.0):
            for r, value in zip(u.adopted_values, u.values(q).values(), strict=True):
                assert r.low <= value <= r.high
    assert uncertain_inputs.quantile(
        replace(KNOWN.adopted("fighter", "rcs"), low=1.0, high=10.0), 0.5
    ) == pytest.approx(10**0.5)
