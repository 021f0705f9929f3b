"""The whole: invariance, refinement, threads, and scenarios of no size."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from airdef.opportunity import Opportunities, compute
from airdef.opportunity.sight import detection_probability, sensor, target
from airdef.opportunity.trajectories import bodies
from airdef.scenario.plan import Environment, Place, Scenario

from .builders import (
    ALL,
    HERE,
    along,
    ideal_missile,
    ideal_radar,
    ideal_unit,
    radial,
    real_missile,
    real_radar,
    reference_raid,
    scenario,
    system,
    threat,
)

pytestmark = pytest.mark.slow


def arrays(found: object, prefix: str = "") -> dict[str, NDArray[np.generic]]:
    """Return every array in a table of tables by name."""
    named: dict[str, NDArray[np.generic]] = {}
    for field in fields(found):  # type: ignore[arg-type]
        value = getattr(found, field.name)
        if not field.compare:  # what stands for lists in the keys of a memo
            continue
        if is_dataclass(value):
            named |= arrays(value, f"{prefix}{field.name}.")
        else:
            named[f"{prefix}{field.name}"] = np.asarray(value)
    return named


def small_raid(longitude: float = 0.0, later: float = 0.0, step: float = 1.0) -> Scenario:
    """One real unit and one real radar against three threats, anywhere on the equator, at any time."""
    place = Place(0.0, longitude)
    unit = ideal_unit(
        real_radar(place=place, scan_period=2.0, sector_width=math.radians(90.0), facing=0.5), (real_missile(),)
    )
    surveillance = real_radar(250e3, place=place, scan_period=10.0)
    threats = tuple(
        threat(radial(azimuth, 200e3, altitude=altitude, longitude=longitude), start_time=start + later, target=0)
        for azimuth, altitude, start in ((0.2, 9e3, 0.0), (0.7, 200.0, 12.5), (1.6, 5e3, 40.0))
    )
    return scenario(
        (system(unit, surveillance=(surveillance,)),), threats, environment=Environment(gases=True, time_step=step)
    )


def test_the_number_of_threads_changes_nothing() -> None:
    plan = reference_raid(12)
    one, two = compute(plan, threads=1), compute(plan, threads=2)
    for (name, a), b in zip(arrays(one).items(), arrays(two).values(), strict=True):
        assert np.array_equal(a, b), name


def test_progress_counts_the_bodies() -> None:
    told: list[tuple[int, int]] = []
    compute(small_raid(), lambda done, total: told.append((done, total)), threads=2)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_shape_of_the_tables() -> None:
    plan = reference_raid(10, 2)
    found = compute(plan, threads=2)
    T, R, U, W, K = 10, 3, 2, 4, 1
    assert found.looks.of.shape == (R * T,)
    assert found.looks.start.shape == (R * 10 + 1,)  # each flies a way of its own
    assert found.shots.window_start.shape == (W * K * T + 1,)
    assert found.shots.grid_of.shape == (W * T,)
    assert found.shots.grid_start.shape == (W * 10 + 1,)
    assert found.shots.grid_t0.shape == (W * T,)
    assert found.closest.shape == (U, T)
    assert found.facings == K
    assert (found.looks.pd.dtype, found.looks.time.dtype) == (np.float32, np.float64)
    assert (found.shots.time_of_flight.dtype, found.shots.slant_range.dtype) == (np.float32, np.float32)
    assert found.looks.start[-1] == len(found.looks.time) == len(found.looks.drop_bound)
    assert found.shots.grid_start[-1] == len(found.shots.time_of_flight)
    assert all(np.all(np.isfinite(a)) for name, a in arrays(found).items() if name not in ("arrival", "key"))


@pytest.mark.parametrize("later", [1000.0, 12345.678])
def test_translation_in_time(later: float) -> None:
    now, then = compute(small_raid()), compute(small_raid(later=later))
    a, b = arrays(now), arrays(then)
    for name in a:
        moved = later if name in TIMES else 0.0
        if name != "key":
            # geometry is worked out from time 0 and then shifted: rounding of the sum only
            assert b[name] == pytest.approx(a[name] + moved, abs=1e-9, rel=1e-15), name


TIMES = (
    "arrival",
    "closest",
    "tracks.t0",
    "tracks.end",
    "looks.shift",
    "shots.window_open",
    "shots.window_close",
    "shots.grid_t0",
)


def test_translation_in_longitude() -> None:
    a, b = arrays(compute(small_raid())), arrays(compute(small_raid(longitude=1.0)))
    for name in a:
        if name in ("key", "tracks.ecef"):
            continue
        # Positions round at 1e-9 m, times to it over some 100 m/s; ends are bisected to 1e-6 s, and a bisection
        # may fall to the other side on rounding. Fly-out is stored in single precision (16 mm at 200 km).
        exact = {"shots.slant_range": 0.05, "shots.time_of_flight": 1e-4, "looks.pd": 1e-6}.get(name, 2e-6)
        assert b[name] == pytest.approx(a[name], abs=exact), name


def test_a_finer_time_step_changes_little() -> None:
    coarse, fine = compute(small_raid(step=1.0)), compute(small_raid(step=0.25))
    assert np.array_equal(coarse.shots.window_start, fine.shots.window_start)
    assert len(coarse.shots.window_open) == 2
    # Trajectories are cubics through exact nodes: positions agree to a millimetre, at 300 m/s and more closing
    # far less than 1e-3 s, the promised refinement.
    assert coarse.shots.window_open == pytest.approx(fine.shots.window_open, abs=1e-3)
    assert coarse.shots.window_close == pytest.approx(fine.shots.window_close, abs=1e-3)
    assert coarse.looks.time == pytest.approx(fine.looks.time, abs=1e-6)
    assert coarse.looks.pd == pytest.approx(fine.looks.pd, abs=1e-4)


def test_a_threat_below_the_horizon_gives_nothing() -> None:
    # At 20 m a 10 m mast sees 31 km; this one passes at 50 km.
    low = threat(replace(radial(), waypoints=(along(0.3, 90e3), along(1.2, 50e3)), altitude=(20.0, 20.0)))
    found = compute(scenario((system(ideal_unit()),), (low,)))
    assert found.looks.start[-1] == found.shots.window_start[-1] == found.shots.grid_start[-1] == 0
    assert math.isfinite(found.closest[0, 0])


def windows_of(found: Opportunities, i: int) -> list[tuple[float, float]]:
    a, b = found.shots.window_start[i : i + 2]
    return list(zip(found.shots.window_open[a:b], found.shots.window_close[a:b], strict=True))


def test_windows_by_facing_and_units_of_fewer_facings() -> None:
    radar = ideal_radar(sector_width=math.radians(60.0))
    turning = ideal_unit(radar, facings=(0.0, math.pi / 2.0, math.pi))
    fixed = ideal_unit(radar, facings=(math.pi / 2.0,))
    raid = (threat(radial(0.0, end=20e3)), threat(radial(math.pi / 2.0, end=20e3)))
    found = compute(scenario((system(turning, fixed),), raid))
    assert found.facings == 3
    counts = np.diff(found.shots.window_start).reshape(2, 3, 2)  # [weapon, facing, threat]
    assert counts.tolist() == [[[1, 0], [0, 1], [0, 0]], [[0, 1], [0, 0], [0, 0]]]
    assert np.all(np.diff(found.shots.grid_start)[:2] > 0)


def test_released_before_seen_and_never_past_the_end() -> None:
    found = compute(scenario((system(ideal_unit()),), (threat(radial(begin=60e3, end=1e3), start_time=5.0),)))
    ((opens, closes),) = windows_of(found, 0)
    assert opens == 5.0  # seen from its first moment: launch at once
    # the last launch meets it at its end, 1 km away at 10 km altitude, 900 m/s
    a, b = found.shots.grid_start[:2]
    nodes = found.shots.grid_t0[0] + np.arange(b - a)
    tof = float(np.interp(closes, nodes, found.shots.time_of_flight))
    # the window's end is bisected to 1e-6 s; single precision of 11 s is 1e-6 s
    assert closes + tof == pytest.approx(found.tracks.end[0], abs=1e-5)
    assert tof == pytest.approx(math.hypot(1e3, 10e3) / 900.0, rel=1e-3)


@pytest.mark.parametrize(
    "limits",
    [
        {"max_range": (9e3,) * ALL},
        {"min_altitude": 10.1e3},
        {"max_altitude": (9.9e3,) * ALL},
        {"max_target_speed": 299.0},
        {"min_intercept_speed": 901.0},
        {"min_range": 301e3},
    ],
)
def test_each_limit_of_the_envelope_closes_the_window(limits: dict[str, object]) -> None:
    raid = (threat(radial()),)
    assert windows_of(compute(scenario((system(ideal_unit()),), raid)), 0)
    found = compute(scenario((system(ideal_unit(missiles=(ideal_missile(**limits),))),), raid))
    assert windows_of(found, 0) == []


def test_limits_are_those_of_the_true_category() -> None:
    far = tuple(1e6 if c == 3 else 1e3 for c in range(ALL))
    unit = ideal_unit(missiles=(ideal_missile(max_range=far),))
    raid = (threat(radial(), category=3, looks_like=0), threat(radial(), category=0, looks_like=3))
    found = compute(scenario((system(unit),), raid))
    assert np.diff(found.shots.window_start).tolist() == [1, 0]


def test_sizes_of_nothing() -> None:
    empty = compute(scenario((), ()))
    assert (empty.facings, empty.closest.shape, empty.arrival.shape) == (0, (0, 0), (0,))
    assert empty.looks.start.tolist() == empty.shots.window_start.tolist() == [0]
    quiet = compute(scenario((system(ideal_unit()),), ()))
    assert quiet.shots.window_start.tolist() == [0]
    undefended = compute(scenario((), (threat(radial(), target=0),)))
    assert undefended.arrival[0] == undefended.tracks.end[0]
    assert undefended.closest.shape == (0, 1)


def test_place_on_a_mountain() -> None:
    # the launch point is on the ground of the radar's place, the antenna above it
    high = Place(0.0, 0.0, 2000.0)
    unit = ideal_unit(ideal_radar(place=high))
    found = compute(scenario((system(unit),), (threat(radial(end=0.0, altitude=10e3)),)))
    a = found.shots.grid_start[1]
    last = found.shots.slant_range[a - 2 : a].min()
    assert last == pytest.approx(8e3, rel=0.02)
    assert HERE.height == 0.0


@pytest.mark.parametrize("pd", [0.3, 0.5, 0.9])
def test_guidance_begins_at_the_probability_that_its_radar_needs(pd: float) -> None:
    radar = real_radar(150e3, 1.0, guidance_pd=pd)
    plan = scenario((system(ideal_unit(radar)),), (threat(radial()),))
    found = compute(plan)
    body = target(bodies(plan)[0][0])
    seen = sensor(radar, plan.environment, ())
    # a window opens when the body is first seen well enough; its ends are refined to a microsecond
    got = detection_probability(seen, body, 0.0, float(found.shots.window_open[0]))
    assert got == pytest.approx(pd, abs=1e-6)
