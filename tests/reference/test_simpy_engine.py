"""The second engine against closed forms, and its rules one by one on hand-made cases without chance."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from .builders import (
    OPEN,
    SEEN,
    Hand,
    doctrine,
    missile,
    radar,
    raid,
    scenario,
    system,
    threat,
    unit,
)
from .measures import REASONS
from .scenarios import everything
from .simpy_engine import simulate


def simulate_replication(plan, hand, n=1, **options):
    return simulate(plan, hand.build(), n, 7, **options)


def within(values, expected, sigmas=4.0):
    """Whether a sample mean agrees: 4 standard errors, wrong by chance once in 16,000."""
    return abs(values.mean() - expected) <= sigmas * values.std(ddof=1) / np.sqrt(len(values))


# --- closed forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("p", "n"), [(0.3, 1), (0.3, 3), (0.7, 2)])
def test_a_salvo_leaks_with_the_power_of_its_misses(p, n):
    plan, hand = raid(20, system(unit(missiles=(missile(p),)), doctrine=doctrine((n,), rounds=1)))
    got = simulate_replication(plan, hand, 50)
    assert within(got["leakers"], 20 * (1 - p) ** n)
    assert (got["missiles_used"] == 20 * n).all()


@pytest.mark.parametrize(
    ("salvo", "rounds", "shots", "leak"),
    [
        ((1,), 2, lambda q: 1 + q, 2),
        ((1,), 4, lambda q: (1 - q**4) / (1 - q), 4),
        ((2, 2), 2, lambda q: 2 + 2 * q**2, 4),
        ((1, 2), 2, lambda q: 1 + 2 * q, 3),
    ],
)
def test_shoot_look_shoot_spends_and_leaks_as_it_should(salvo, rounds, shots, leak):
    q = 0.3
    rules = doctrine(salvo, rounds=rounds, assessment_delay=2.0)
    plan, hand = raid(20, system(unit(missiles=(missile(1 - q),)), doctrine=rules))
    got = simulate_replication(plan, hand, 50)
    assert within(got["missiles_used"], 20 * shots(q))
    assert within(got["leakers"], 20 * q**leak)


def blocked(arrivals, channels, load):
    """Expected number of Poisson arrivals lost by an M/M/c/c system that starts empty.

    Between two arrivals each of k busy channels ends with rate 1 against arrivals of rate `load`.
    """
    busy, lost = np.zeros(channels + 1), 0.0
    busy[0] = 1.0
    for _ in range(arrivals):
        lost += busy[channels]
        after = np.concatenate(([0.0], busy[:-1]))
        after[channels] += busy[channels]
        for k in range(channels, 0, -1):
            ends = k / (k + load)
            after[k - 1] += after[k] * ends
            after[k] *= 1 - ends
        busy = after
    return lost


def test_channels_saturate_as_erlang_says():
    # Windows of zero length at 1 s after the start: a threat without a channel then is lost for good.
    # A channel is held for the assessment alone, exponential of mean 1; arrivals of rate 3, 4 channels.
    n, channels, load = 100, 4, 3.0
    rules = doctrine(rounds=1, assessment_delay=1.0, assessment_exponential=True)
    plan, hand = raid(
        n,
        system(unit(missiles=(missile(0.0),), target_channels=channels), doctrine=rules),
        arrival=50.0,
        windows=[(1.0, 1.0)],
        gap_mean=1.0 / load,
    )
    hand.flight = 0.0
    got = simulate_replication(plan, hand, 50)
    expected = blocked(n, channels, load)
    assert within(got["reason:no-channel"], expected)
    assert (got["engagements"] + got["reason:no-channel"] == n).all()
    # In the long run the exact chain loses Erlang's share: B = (3^4/4!) / sum_k 3^k/k! = 0.206107 (six digits).
    assert blocked(2 * n, channels, load) - expected == pytest.approx(0.206107 * n, rel=3e-6)


@pytest.mark.parametrize(("m", "n", "looks", "p"), [(2, 3, 3, 0.7), (3, 5, 5, 0.5), (2, 3, 7, 0.3), (2, 4, 6, 0.3)])
def test_tracks_become_firm_with_m_of_n(m, n, looks, p):
    sees = radar(confirm_m=m, confirm_n=n, drop_misses=100)
    plan, hand = raid(50, system(unit(radar=sees)), looks=[(1.0 + i, p) for i in range(looks)])
    firm = sum(
        np.prod([p if hit else 1 - p for hit in replication])
        for replication in product([0, 1], repeat=looks)
        if any(sum(replication[max(0, i + 1 - n) : i + 1]) >= m for i in range(looks))
    )
    got = simulate_replication(plan, hand, 50)
    assert within(got["kills"], 50 * firm)
    assert within(got["reason:undetected"], 50 * (1 - firm))
    # The chain that the tables carry says the same: pd is stored as float32.
    assert hand.build().looks.firm_cdf[looks - 1] == pytest.approx(firm, rel=1e-6)


def test_a_track_drops_after_d_misses_in_a_row():
    # Firm at the first look. Without a track when the window opens, after the last look: miss, miss, miss (the
    # third starts again and detects nothing) or hit, miss, miss. After miss, miss a hit makes it firm again.
    p = 0.4
    q = 1 - p
    sees = radar(drop_misses=2)
    plan, hand = raid(
        50,
        system(unit(radar=sees)),
        looks=[(1.0, 1.0), (2.0, p), (3.0, p), (4.0, p)],
        windows=[(10.0, 20.0)],
    )
    lost = q * q * q + p * q * q
    got = simulate_replication(plan, hand, 50)
    assert within(got["reason:track-lost"], 50 * lost)


def test_one_draw_for_a_salvo_with_a_common_cause():
    plan, hand = raid(20, system(unit(), doctrine=doctrine((3,), rounds=1, salvo_reliability=0.8)))
    got = simulate_replication(plan, hand, 50)
    assert within(got["leakers"], 20 * 0.2)


def test_assessment_errors():
    # A miss is let go with probability .3; a kill is taken for a miss with .4 and shot at again, once.
    p = 0.6
    rules = doctrine(rounds=2, dead_given_alive=0.3, alive_given_dead=0.4)
    plan, hand = raid(20, system(unit(missiles=(missile(p),)), doctrine=rules))
    got = simulate_replication(plan, hand, 50)
    assert within(got["leakers"], 20 * (1 - p) * (0.3 + 0.7 * (1 - p)))
    assert within(got["missiles_used"], 20 * (1 + p * 0.4 + (1 - p) * 0.7))
    assert within(got["aborted"], 20 * p * 0.4)


def test_a_random_assessment_is_exponential():
    # The channel is free for the second threat in time with probability 1 - exp(-3 / 5).
    rules = doctrine(assessment_delay=5.0, assessment_exponential=True)
    plan, hand = raid(2, system(unit(target_channels=1), doctrine=rules), windows=[(2.0, 5.0)])
    hand.flight = 0.0
    assert within(simulate_replication(plan, hand, 500)["kills"], 2.0 - np.exp(-3.0 / 5.0))


def test_kill_probability_falls_with_range_manoeuvre_and_jamming():
    weapon = missile(0.8, range_factor=0.5, manoeuvre_factor=0.9, jamming_factor=0.75)
    plan, hand = raid(
        50,
        system(unit(missiles=(weapon,)), doctrine=doctrine(rounds=1)),
        manoeuvring=True,
        jammer_density=1.0,
    )
    hand.slant_range = 7.5e4  # three quarters of 100 km: half way down to the range factor
    assert within(simulate_replication(plan, hand, 30)["kills"], 50 * 0.8 * 0.75 * 0.9 * 0.75)


def test_random_starts_are_sums_of_exponential_gaps():
    plan, hand = raid(1, gap_mean=5.0)
    got = simulate_replication(plan, hand, 250)
    # Launch when the window opens (2 s), intercept 1 s later, all shifted by one gap of mean 5 s.
    assert within(got["first_intercept_time"], 3.0 + 5.0)
    plan, hand = raid(4, system(doctrine=doctrine(rounds=1)), gap_mean=5.0)
    hand.windows = {(0, 0, 3): OPEN}
    assert within(simulate_replication(plan, hand, 250)["first_intercept_time"], 3.0 + 4 * 5.0)


def test_a_released_weapon_is_as_late_as_its_carrier():
    plan = scenario(system(), threats=[threat(gap_mean=5.0), threat(formation_index=1, parent=0, gap_mean=90.0)])
    hand = Hand(plan, [500.0, 600.0], looks={(0, 1): SEEN}, windows={(0, 0, 1): OPEN})
    assert within(simulate_replication(plan, hand, 250)["first_intercept_time"], 3.0 + 5.0)


# --- conservation, on a scenario with everything in it -------------------------------------------------


def test_nothing_is_lost_or_invented():
    plan, hand = everything()
    got = simulate_replication(plan, hand, 25)
    total = got["kills"] + got["leakers"] + got["exited"] + got["not_released"]
    assert (total == len(plan.threats)).all()
    assert (got["missiles_used"] == got["intercept_attempts"] + got["aborted"]).all()
    assert (got["leakers"] == sum(got[f"reason:{reason}"] for reason in REASONS)).all()
    for what in ("leakers", "kills"):
        assert (got[what] == sum(got[f"{what}:{name}"] for name in ("one", "two", "raider"))).all()
    assert (got["kills"] <= got["intercept_attempts"]).all()
    assert (np.isnan(got["first_intercept_time"]) == (got["intercept_attempts"] == 0)).all()
    assert (np.isnan(got["first_kill_range"]) == (got["kills"] == 0)).all()
    assert (got["peak_targets"] <= 6).all()
    assert (got["peak_missiles"] <= 8).all()
    # 3 units, 4 + 4 (reloaded) + 3 rounds
    assert (got["missiles_used"] <= 33).all()
    # The scenario does what it is for: each of these happens in some replication.
    for name in (
        "posts_lost",
        "radars_lost",
        "units_lost",
        "launchers_lost",
        "assets_lost",
        "exited",
        "aborted",
    ):
        assert got[name].any(), name


def test_the_same_seed_gives_the_same_replications_and_another_does_not():
    plan, hand = everything()
    tables = hand.build()
    first, again = simulate(plan, tables, 8, 1), simulate(plan, tables, 8, 1)
    assert all(np.array_equal(first[name], again[name], equal_nan=True) for name in first)
    part = simulate(plan, tables, 7, 1)
    assert all(np.array_equal(first[name][:7], part[name], equal_nan=True) for name in first)
    assert not np.array_equal(first["first_intercept_time"], simulate(plan, tables, 8, 2)["first_intercept_time"])


def test_what_cannot_be_simulated_is_refused():
    plan, hand = raid(1)
    with pytest.raises(ValueError, match="no-such-fault"):
        simulate_replication(plan, hand, faults=frozenset({"no-such-fault"}))
    plan, hand = raid(1, system(doctrine=doctrine((0,))))
    with pytest.raises(ValueError, match="salvo"):
        simulate_replication(plan, hand)
    plan, hand = raid(1, system(unit(missile_channels=0)))
    with pytest.raises(ValueError, match="missile channel"):
        simulate_replication(plan, hand)
