"""Visibility intervals against the instants at which the predicate really changes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from airdef.opportunity.sight import in_sector, seen, sensor, target
from airdef.opportunity.trajectories import bodies
from airdef.opportunity.visibility import grid, intervals, judge
from airdef.scenario.plan import Environment, RadarPlan, ThreatPlan, WaypointMotion

from .builders import along, dive, ideal_radar, radial, real_radar, scenario, threat

CLEAR = Environment(gases=False)


def seen_by(radar: RadarPlan, plan: ThreatPlan, facing: float, needed: float = 0.0) -> NDArray[np.float64]:
    s, b = sensor(radar, CLEAR, ()), target(bodies(scenario((), (plan,)))[0][0])
    found: NDArray[np.float64] = intervals(s, b, needed, facing, *judge(s, b, needed))
    return found


def test_a_dive_is_seen_from_instrumented_range_to_minimum_range() -> None:
    radar = ideal_radar(antenna_height=0.0, instrumented_range=40e3, min_range=3e3)
    # 100 km at 300 m/s: ranges are met at the closed-form times, to the 1e-6 s of refinement
    assert seen_by(radar, threat(dive()), 0.0) == pytest.approx(np.array([[200.0, 97e3 / 300.0]]), abs=2e-6)


def test_never_and_always() -> None:
    low = threat(radial(begin=90e3, end=60e3, altitude=20.0))
    assert seen_by(ideal_radar(), low, 0.0).shape == (0, 2)
    path = threat(radial(begin=20e3, end=10e3))
    (only,) = seen_by(ideal_radar(), path, 0.0)
    assert only[0] == 0.0
    assert only[1] == bodies(scenario((), (path,)))[0][0].trajectory.t_end


@pytest.mark.parametrize("facing", [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
@pytest.mark.parametrize("perfect", [True, False])
def test_ends_separate_seen_from_unseen(facing: float, perfect: bool) -> None:
    # Round the radar in a wide square: every facing sees it once or twice.
    corners = tuple(along(math.radians(45.0 + 90.0 * i), 60e3) for i in range(5))
    plan = threat(WaypointMotion(corners, (5e3,) * 5, (300.0,) * 4), rcs=(1.0, 3.0, 1.0))
    radar = real_radar(60e3, sector_width=math.radians(50.0), perfect=perfect)
    needed = 20.0
    found = seen_by(radar, plan, facing, needed)
    s, b = sensor(radar, CLEAR, ()), target(bodies(scenario((), (plan,)))[0][0])

    def now(t: float) -> bool:
        state, azimuth = seen(s, b, needed, t)
        return bool(state) and bool(in_sector(azimuth, facing, s.half_sector))

    assert len(found) >= 1
    for begin, end in found:
        for inside, outside in ((begin + 2e-6, begin - 2e-6), (end - 2e-6, end + 2e-6)):
            if 0.0 < outside < b.end:
                assert now(inside)
                assert not now(outside)
    covered = sum(end - begin for begin, end in found)
    sampled = np.mean([now(t) for t in np.linspace(0.0, b.end, 4001)]) * b.end
    # sampled every 0.28 s, so each of the few ends is known to that
    assert covered == pytest.approx(sampled, abs=0.3 * 2 * len(found))


@pytest.mark.parametrize(
    ("end", "dt", "steps"),
    [(10.0, 0.25, 40), (10.0, 3.0, 10), (2.5, 1.0, 3), (0.3, 0.5, 1), (0.0, 0.5, 1), (7.0, 0.7, 10)],
)
def test_judged_at_most_a_second_apart_or_on_its_own_finer_grid(end: float, dt: float, steps: int) -> None:
    b = target(bodies(scenario((), (threat(radial()),)))[0][0])._replace(end=end, dt=dt)
    assert grid(b) == pytest.approx(np.linspace(0.0, end, steps + 1), abs=1e-12)
    assert grid(b)[-1] == end


@pytest.mark.parametrize("always", [True, False])
def test_an_interval_ends_between_two_judgements(always: bool) -> None:
    # Judged to be seen at every other instant. Where the predicate holds all the time, edges are refined up to the
    # instants judged otherwise; where it never does, they stay at those judged to be seen.
    radar = ideal_radar() if always else ideal_radar(instrumented_range=1e3)
    s, b = sensor(radar, CLEAR, ()), target(bodies(scenario((), (threat(radial(begin=20e3, end=10e3)),)))[0][0])
    b = b._replace(end=8.0)
    times = grid(b)
    assert len(times) == 9
    for first in (0, 1):
        states = np.arange(9) % 2 == first
        found = intervals(s, b, 0.0, 0.0, states, np.zeros(9))
        inside = times[states]
        reach = 1.0 if always else 0.0
        begins = np.maximum(inside - reach, 0.0)
        ends = np.where(inside == 8.0, 8.0, inside + reach)
        assert found == pytest.approx(np.column_stack([begins, ends]), abs=1.1e-6)
