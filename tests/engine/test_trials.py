"""A variant in which chance decides the same need not be simulated:

its rows are those of simulating it, bit for bit.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from airdef import engine, opportunity
from airdef.engine.memory.allocate import allocate
from airdef.engine.memory.layout import TRIALS
from airdef.engine.replicate import simulate_into
from airdef.engine.reuse import trials
from airdef.studies.variants.runner import VariantRunner
from airdef.studies.variants.simulated import content

SEED, FIRST, COUNT = 7, 30, 120


def kernel_of(name, overrides=None):
    plan = VariantRunner(name).scenario(overrides or {})
    found = opportunity.compute_cached(plan)
    return engine.prepare(plan, found), found


def scaled(kernel, table, field, factor):
    """The kernel with a table (or a field of it) multiplied."""
    changed = getattr(kernel.tables, table).copy()
    if field:
        changed[field] = changed[field] * factor
    else:
        changed *= factor
    return replace(kernel, tables=kernel.tables._replace(**{table: changed}))


def set_to(kernel, table, field, value):
    changed = getattr(kernel.tables, table).copy()
    changed[field] = value
    return replace(kernel, tables=kernel.tables._replace(**{table: changed}))


def replayed(kernel, recorded):
    """How many of the replications are simulated again."""
    before = np.full_like(recorded.rows, -1.0)
    after = engine.simulate_alike(kernel, replace(recorded, rows=before))
    return int((after[:, 0] >= 0.0).sum())


@pytest.mark.parametrize(
    "name",
    ["port-raid", "low-level", "s400", "island", "silent", "command", "moving", "ideal-erlang", "ideal-annihilation"],
)
def test_noting_changes_no_replication(name):
    kernel, _ = kernel_of(name)
    recorded = engine.simulate_recording(kernel, SEED, FIRST, COUNT)
    assert recorded.rows.tobytes() == engine.simulate(kernel, SEED, FIRST, COUNT).tobytes()
    assert replayed(kernel, recorded) == 0  # every trial comes out as it did


VARIANTS = {
    "SSPK, a little": lambda k: scaled(k, "sspk", None, 0.98),
    "SSPK, much": lambda k: scaled(k, "sspk", None, 0.5),
    "SSPK of one category": lambda k: set_to(k, "sspk", (slice(None), k.tables.threat["category"][0]), 0.6),
    "range factor": lambda k: scaled(k, "interceptor", "range_factor", 0.8),
    "manoeuvre factor": lambda k: scaled(k, "behaviour_factor", None, 0.9),
    "all manoeuvre": lambda k: set_to(k, "threat", "behaviours", 1),
    "all jam": lambda k: set_to(set_to(k, "threat", "behaviours", 2), "behaviour_factor", (slice(None), 1), 0.95),
    "maximum range of the SSPK": lambda k: scaled(k, "max_range", None, 1.05),
    "dead judged alive": lambda k: set_to(k, "system", "alive_given_dead", 0.08),
    "alive judged dead": lambda k: set_to(k, "system", "dead_given_alive", 0.02),
    "no errors": lambda k: set_to(set_to(k, "system", "alive_given_dead", 0.0), "system", "dead_given_alive", 0.0),
}


@pytest.mark.parametrize("change", VARIANTS.values(), ids=VARIANTS.keys())
@pytest.mark.parametrize("errors", [True, False])
def test_a_variant_has_the_rows_of_simulating_it(change, errors):
    kernel, found = kernel_of("port-raid")
    if not errors:
        kernel = VARIANTS["no errors"](kernel)
    variant = change(kernel)
    recorded = engine.simulate_recording(kernel, SEED, FIRST, COUNT)
    wanted = engine.simulate(variant, SEED, FIRST, COUNT)
    assert engine.simulate_alike(variant, recorded).tobytes() == wanted.tobytes()
    assert content(engine.certain(variant), found) == content(engine.certain(kernel), found)


def test_only_replications_in_which_it_makes_a_difference_are_simulated():
    kernel, _ = kernel_of("port-raid")
    recorded = engine.simulate_recording(kernel, SEED, FIRST, COUNT)
    little, much = (
        replayed(VARIANTS["SSPK, a little"](kernel), recorded),
        replayed(VARIANTS["SSPK, much"](kernel), recorded),
    )
    assert 0 < little < much <= COUNT
    # All those whose rows differ are among them, and not many more: a trial that comes out otherwise is seldom in vain.
    rows = engine.simulate(VARIANTS["SSPK, a little"](kernel), SEED, FIRST, COUNT)
    differ = sum(a.tobytes() != b.tobytes() for a, b in zip(rows, recorded.rows, strict=True))
    assert differ <= little <= 1.25 * differ + 1


def test_what_trials_do_not_read_makes_another_scenario():
    kernel, found = kernel_of("port-raid")
    for place in ("system assessment_delay", "unit reaction_time", "threat hit_probability", "system rounds"):
        table, field = place.split()
        other = set_to(kernel, table, field, getattr(kernel.tables, table)[field] + 1)
        assert content(engine.certain(other), found) != content(engine.certain(kernel), found)


def test_unreliable_salvos():
    """Whether a salvo works is drawn after the kill, and stays with the scenario."""
    kernel = set_to(kernel_of("port-raid")[0], "system", "salvo_reliability", 0.9)
    variant = scaled(kernel, "sspk", None, 0.97)
    recorded = engine.simulate_recording(kernel, SEED, FIRST, COUNT)
    wanted = engine.simulate(variant, SEED, FIRST, COUNT)
    assert engine.simulate_alike(variant, recorded).tobytes() == wanted.tobytes()


def test_full_radars_whose_replications_are_simulated_again_are_noted_once():
    kernel, _ = kernel_of("port-raid")
    kernel = set_to(kernel, "radar", "capacity", 6)
    recorded = engine.simulate_recording(kernel, SEED, FIRST, COUNT)
    state = allocate(kernel.tables, trials=1 << 16)
    simulate_into(kernel, state, np.empty((COUNT, len(kernel.columns))), SEED, FIRST)
    assert state.radar["watched"].any()  # some were simulated twice
    per_replication = np.bincount(recorded.trials["replication"].astype(int) - FIRST, minlength=COUNT)
    apart = [len(engine.simulate_recording(kernel, SEED, FIRST + k, 1).trials) for k in range(COUNT)]
    assert per_replication.tolist() == apart


def test_room_is_made_for_all_trials(monkeypatch):
    kernel, _ = kernel_of("port-raid")
    whole = engine.simulate_recording(kernel, SEED, FIRST, 5)
    monkeypatch.setattr(trials, "ROOM", 1)
    again = engine.simulate_recording(kernel, SEED, FIRST, 5)
    assert again.trials.tobytes() == whole.trials.tobytes()
    assert len(whole.trials) > 6


def test_too_many_replications_are_refused():
    kernel, _ = kernel_of("ballistic")
    with pytest.raises(ValueError, match="4097 replications given, 4096 at most"):
        engine.simulate_recording(kernel, SEED, 0, engine.MOST_RECORDED + 1)


def test_a_campaign_notes_nothing():
    kernel, _ = kernel_of("ballistic")
    state = allocate(kernel.tables)
    simulate_into(kernel, state, np.empty((3, len(kernel.columns))), SEED, 0)
    assert state.n[TRIALS] == 0
