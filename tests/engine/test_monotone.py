"""More of what a defence lives by never means more leakers on average; and what no random stream can change."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

import airdef
from airdef import engine, opportunity
from reference.builders import Hand, doctrine, launcher, missile, radar, scenario, system, threat, unit

REPLICATIONS = 2_000
RAID = 12


def defended(channels=2, rounds=14, sspk=0.6, warning=60.0, missile_channels=4, threats=RAID):
    """Twelve raiders in two minutes against one unit that is short of channels, rounds, time and random stream."""
    station = unit(
        radar=radar(confirm_m=2, confirm_n=3, drop_misses=2),
        missiles=(missile(sspk),),
        launchers=(launcher(rounds),),
        target_channels=channels,
        missile_channels=missile_channels,
        reaction_time=5.0,
        launch_interval=2.0,
    )
    rules = doctrine((2, 1), assessment_delay=4.0)
    arrivals = [150.0 + 10.0 * m for m in range(threats)]
    plan = scenario(system(station, doctrine=rules), threats=[threat(m) for m in range(threats)])
    looks = {(0, j): [(t, 0.6) for t in np.arange(a - warning, a, 4.0)] for j, a in enumerate(arrivals)}
    windows = {(0, 0, j): [(a - 120.0, a - 12.0)] for j, a in enumerate(arrivals)}
    return Hand(plan, arrivals, looks=looks, windows=windows, flight=10.0)


def leakers(hand, seed=4):
    kernel = engine.prepare(hand.plan, hand.build())
    return engine.simulate(kernel, seed, 0, REPLICATIONS)[:, kernel.columns.index("leakers")]


@pytest.mark.parametrize(
    ("what", "values", "rest"),
    [
        # Rounds enough: with a short magazine more channels do harm, since salvos of two spend it sooner, and
        # a single missile channel, which makes salvos of one, does good.
        ("channels", (1, 2, 3, 4, 6, 12), {"rounds": 100}),
        ("missile_channels", (1, 2, 3, 4, 8), {"rounds": 100}),
        ("rounds", (1, 4, 8, 14, 20, 40), {}),
        ("sspk", (0.1, 0.3, 0.5, 0.7, 0.9, 1.0), {}),
        ("warning", (20.0, 30.0, 45.0, 60.0, 100.0), {}),
    ],
)
def test_leakage_falls(what, values, rest):
    simulated = [leakers(defended(**rest, **{what: value})) for value in values]
    # Random stream is paired, so the difference has little noise. One replication may go the other way (a kill frees a
    # channel for another engagement, which may be the worse one), the mean may not: by more than 3.5 standard errors.
    for less, more in itertools.pairwise(simulated):
        gain = less - more
        assert gain.mean() >= -3.5 * gain.std(ddof=1) / np.sqrt(REPLICATIONS)
    gain = simulated[0] - simulated[-1]
    assert gain.mean() > 0.5  # it matters here: half a leaker or more between the ends


def test_common_stream_makes_differences_sharper():
    # The reason for common random numbers: the variance of a paired difference is well below an unpaired one.
    one, two = leakers(defended(sspk=0.6)), leakers(defended(sspk=0.65))
    apart = leakers(defended(sspk=0.65), seed=5)
    assert (one - two).var() < 0.5 * (one - apart).var()


@pytest.mark.parametrize("sspk", [0.0, 1.0])
def test_without_chance_in_the_kill(sspk):
    hand = defended(channels=RAID, missile_channels=2 * RAID, rounds=5, sspk=sspk)
    hand.looks = {key: [(1.0, 1.0), (2.0, 1.0)] for key in hand.looks}
    killed = RAID - leakers(hand)
    # Salvos of two and five rounds: two salvos and a single missile reach three raiders.
    assert (killed == (3 if sspk else 0)).all()


def test_no_defence_beats_its_magazine():
    for rounds in (1, 3, 7):
        assert leakers(defended(rounds=rounds, channels=RAID, sspk=1.0)).min() >= RAID - rounds


def test_a_higher_mast_sees_the_low_ones_sooner():
    # A raider 10 m above the sea; the horizon of the antenna decides when it is seen.
    simulated = []
    for height in (5, 10, 20, 40, 80):
        heights = {f"defence.0.overrides.{r}.antenna_height": f"{height} m" for r in ("radar", "engagement_radar")}
        plan = airdef.load("ideal-depth-of-fire", {"defence.0.overrides.missile.max_range": "100 km", **heights})
        simulated.append(campaign(plan, REPLICATIONS))
    for low, high in itertools.pairwise(simulated):
        assert high["first_intercept_range"][0] > low["first_intercept_range"][0]
        # One raider, one try after another, each with its own random numbers: more tries at common random numbers never
        # leak more.
        assert (high["leakers"] <= low["leakers"]).all()
    assert simulated[-1]["leakers"].mean() < simulated[0]["leakers"].mean()


def campaign(plan, count=500):
    kernel = engine.prepare(plan, opportunity.compute_cached(plan))
    return dict(zip(kernel.columns, engine.simulate(kernel, 4, 0, count).T, strict=True))


# --- the same elsewhere and at another time --------------------------------------------------------------


def moved(thing, degrees):
    """A plan with every longitude shifted; places, motions and what holds them."""
    shift = np.deg2rad(degrees)
    if isinstance(thing, tuple):
        return tuple(moved(x, degrees) for x in thing)
    if hasattr(thing, "longitude"):
        return replace(thing, longitude=thing.longitude + shift)
    if hasattr(thing, "waypoints"):
        return replace(thing, waypoints=tuple((lat, lon + shift) for lat, lon in thing.waypoints))
    if hasattr(thing, "__dataclass_fields__"):
        parts = {
            name: moved(getattr(thing, name), degrees)
            for name in thing.__dataclass_fields__
            if name not in {"adopted_values", "environment"}
        }
        return replace(thing, **parts)
    return thing


def test_place_changes_nothing():
    plan = airdef.load("port-raid")
    here, there = campaign(plan), campaign(moved(plan, 37.0))
    whole = [name for name in here if "first_" not in name and "asset_value_lost" not in name]
    # Rounding of a longitude (1e-16 of a turn) shifts times by nanoseconds, and may turn a tie in one replication of
    # many.
    differ = {name: int((here[name] != there[name]).sum()) for name in whole}
    assert max(differ.values()) <= 2, differ
    first = [np.nanmean(rows["first_intercept_range"]) for rows in (here, there)]
    assert first[0] == pytest.approx(first[1], rel=1e-4)


def test_time_changes_nothing():
    plan = airdef.load("port-raid")
    later = replace(plan, threats=tuple(replace(t, start_time=t.start_time + 4096.0) for t in plan.threats))
    now, then = campaign(plan), campaign(later)
    differ = {n: int((now[n] != then[n]).sum()) for n in now if "first_" not in n and "asset_value_lost" not in n}
    assert max(differ.values()) <= 2, differ  # rounding of the times, as above
    assert np.nanmean(then["first_intercept_time"] - now["first_intercept_time"]) == pytest.approx(4096.0, abs=1.0)
