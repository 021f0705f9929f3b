from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from airdef.opportunity.approach import closest_time
from airdef.opportunity.sight import target
from airdef.opportunity.trajectories import bodies
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.trajectory import position
from airdef.scenario.plan import WaypointMotion

from .builders import along, radial, scenario, threat


@pytest.mark.parametrize("offset", [0.2, 0.5, 0.8, 1.1, 1.4])
def test_closest_against_an_independent_minimiser(offset: float) -> None:
    motion = WaypointMotion((along(offset, 100e3), along(math.pi, 90e3)), (3e3, 8e3), (250.0,))
    b = target(bodies(scenario((), (threat(motion),)))[0][0])
    origin = np.array(geodetic_to_ecef(0.0, 0.0, 0.0))

    def distance(t: float) -> float:
        return math.dist(position(b.ecef, 0.0, b.dt, t), origin)

    best = minimize_scalar(distance, bounds=(0.0, b.end), method="bounded", options={"xatol": 1e-6})
    # the minimum of a distance of some 50 km in doubles is flat over a few ms
    assert closest_time(origin, b) == pytest.approx(best.x, abs=0.02)
    assert distance(closest_time(origin, b)) <= best.fun + 1e-6


def test_closest_at_an_end() -> None:
    away = target(bodies(scenario((), (threat(radial(begin=10e3, end=90e3)),)))[0][0])
    origin = np.array(geodetic_to_ecef(0.0, 0.0, 0.0))
    assert closest_time(origin, away) == 0.0
    towards = target(bodies(scenario((), (threat(radial(begin=90e3, end=10e3)),)))[0][0])
    assert closest_time(origin, towards) == towards.end
