"""Sight to its limits: what lies on an edge to the bit, what stands still, what is half a metre high."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from airdef.opportunity import sight
from airdef.opportunity.sight import Sensor, Target, closing, covered, detection_probability, in_sector, observe, sensor
from airdef.opportunity.trajectories import bodies
from airdef.physics.detection import required_snr
from airdef.physics.geodesy import geodesic_direct, geodetic_to_ecef
from airdef.physics.terrain import Ground
from airdef.physics.trajectory import position
from airdef.scenario.plan import Environment, WaypointMotion

from .builders import ideal_radar, radial, real_radar, scenario, threat

CLEAR, CALM = Environment(gases=False), Environment(gases=False, multipath=True)
STEP = math.radians(1.0 / 1200.0)
SEA = sight.sea_factor.py_func
"""As plain Python, so that what it calls can be put in place of it."""


def body(motion: WaypointMotion, **fields: Any) -> Target:
    return sight.target(bodies(scenario((), (threat(motion, **fields),)))[0][0])


def test_the_edge_of_a_sector_is_in_it() -> None:
    assert in_sector(0.3, 0.3, 0.0)
    assert not in_sector(0.3, 0.3 + 1e-12, 0.0)


def test_the_edges_of_the_coverage_are_in_it() -> None:
    s = sensor(ideal_radar(), CLEAR, ())
    slant_range, _, elevation, height = observe(s, *geodetic_to_ecef(0.004, 0.003, 3e3))
    for edge, value in (("range", slant_range), ("elevation", elevation)):
        for at in (s._replace(**{f"min_{edge}": value}), s._replace(**{f"max_{edge}": value})):
            assert covered(at, slant_range, elevation, height)
        beyond = {f"min_{edge}": np.nextafter(value, 1e9)}, {f"max_{edge}": np.nextafter(value, -1e9)}
        for limit in beyond:
            assert not covered(s._replace(**limit), slant_range, elevation, height)


def test_a_body_that_stands_still_comes_no_nearer_and_shows_its_side(monkeypatch: pytest.MonkeyPatch) -> None:
    s, b = sensor(real_radar(), CLEAR, ()), body(radial(altitude=9e3))
    monkeypatch.setattr(sight, "velocity", lambda *own: (0.0, 0.0, 0.0))
    assert closing.py_func(s, b, 5.0, *position(b.ecef, 0.0, b.dt, 5.0)) == (0.0, 0.0)


def test_half_a_metre_a_second_has_a_nose() -> None:
    s, b = sensor(real_radar(), CLEAR, ()), body(radial(begin=1e3, end=990.0, altitude=20.0, speed=0.5))
    towards, aspect = closing(s, b, 5.0, *position(b.ecef, 0.0, b.dt, 5.0))
    assert towards == pytest.approx(0.5, rel=1e-3)  # the antenna stands 10 m lower than it flies
    assert aspect == pytest.approx(1.0, rel=1e-3)


@pytest.mark.parametrize(("sign", "rcs"), [(1.0, 2.0), (-1.0, 5.0)])
def test_the_edge_of_the_aspect_sector_is_nose_and_tail(sign: float, rcs: float) -> None:
    s, b = sensor(real_radar(), CLEAR, ()), body(radial(), rcs=(2.0, 3.0, 5.0), aspect_sector=0.7)
    place = (100e3, 9e3, *geodetic_to_ecef(0.015, 0.0, 9e3))
    side = sight.signal_to_noise(s, b, 0.0, *place)
    assert sight.signal_to_noise(s, b, sign * b.aspect, *place) == pytest.approx(side * rcs / 3.0)
    assert sight.signal_to_noise(s, b, sign * np.nextafter(b.aspect, 0.0), *place) == pytest.approx(side)


@pytest.mark.parametrize(("share", "seen"), [(0.99, True), (1.01, False)])
def test_what_guides_sees_what_is_strong_enough(share: float, seen: bool) -> None:
    # of the published range, at which the SNR is the one needed for a Pd of 0.5
    s = sensor(real_radar(150e3), CLEAR, ())
    b = body(radial(0.5, begin=150e3 * share, end=100e3, altitude=10e3, speed=200.0))
    got, azimuth = sight.seen(s, b, required_snr(0.5, 1e-6, 1, 1), 0.0)
    assert (bool(got), azimuth) == (seen, pytest.approx(0.5, abs=1e-3))
    # a perfect radar asks for no SNR, but it does for its range
    ideal = sensor(ideal_radar(), CLEAR, ())
    assert sight.seen(ideal, b, 1e30, 0.0) == (True, pytest.approx(0.5, abs=1e-3))
    assert sight.seen(ideal._replace(max_range=50e3), b, 0.0, 0.0) == (False, pytest.approx(0.5, abs=1e-3))


def test_points_are_asked_for_from_the_nose() -> None:
    s = sensor(real_radar(150e3), CLEAR, ())
    b = sight.nose_on(1.0, 1)._replace(side=0.0, tail=0.0)
    latitude, longitude, _ = (float(v) for v in geodesic_direct(0.0, 0.0, 0.3, 100e3))
    found, _ = sight.strong(
        s, b, required_snr(0.5, 1e-6, 1, 1), np.array([latitude]), np.array([longitude]), np.array([9e3])
    )
    assert found.tolist() == [True]


def test_the_least_radial_speed_itself_is_seen() -> None:
    s, b = sensor(real_radar(150e3, min_elevation=-0.1), CLEAR, ()), body(radial(begin=50e3, end=20e3, altitude=5e3))
    towards, _ = closing(s, b, 10.0, *position(b.ecef, 0.0, b.dt, 10.0))
    assert detection_probability(s._replace(min_radial_speed=abs(towards)), b, 0.0, 10.0) > 0.5
    assert detection_probability(s._replace(min_radial_speed=np.nextafter(abs(towards), 1e9)), b, 0.0, 10.0) == 0.0


def test_a_look_into_a_hill_detects_with_no_chance_at_all() -> None:
    heights = np.zeros((241, 241), np.float32)
    heights[:, 168:192] = 900.0
    step = math.radians(1.0 / 240.0)
    ground = Ground(heights, 120 * step, -120 * step, step, step, 900.0, 463.0)
    s = sensor(real_radar(150e3, min_elevation=-0.1), CLEAR, (), ground)
    east = math.radians(0.4)
    b = body(WaypointMotion(((0.0, east), (0.0, east - 0.003)), (1e3, 1e3), (300.0,)))
    assert detection_probability(s, b, 0.0, 0.0) == 0.0


# --- the calm sea


def at_sea(s: Sensor, distance: float, height: float) -> tuple[float, ...]:
    """Slant range, height and place of a body to the north."""
    latitude, longitude, _ = (float(v) for v in geodesic_direct(0.0, 0.0, 0.0, distance))
    x, y, z = geodetic_to_ecef(latitude, longitude, height)
    return observe(s, x, y, z)[0], height, x, y, z


@pytest.mark.parametrize(("antenna", "height"), [(10.0, 3e3), (40.0, 25.0), (0.5, 0.5), (10.0, 0.5)])
def test_the_rays_part_by_the_heights_over_the_touching_plane(
    monkeypatch: pytest.MonkeyPatch, antenna: float, height: float
) -> None:
    asked: list[tuple[float, ...]] = []
    monkeypatch.setattr(sight, "reflection_point", lambda *own: asked.append(own) or (800.0, 8.0, 20.0))
    monkeypatch.setattr(sight, "main_lobe", lambda apart, gain: asked.append((apart, gain)) or 0.25)
    monkeypatch.setattr(sight, "echo_factor", lambda *own: own)
    s = sensor(real_radar(antenna_height=antenna), CALM, ())
    # 3 and 4: steep, so that the level distance is not the slant range
    got = SEA(s, 5e3, height, 0.0, 0.0, 0.0)
    distance = math.sqrt(5e3**2 - (height - antenna) ** 2)
    assert asked[0] == (pytest.approx(distance), antenna, height, s.earth_radius)
    # up to the body from the antenna, and down to the sea 800 m away
    assert asked[1] == (pytest.approx((20.0 - 8.0) / distance + 8.0 / 800.0), s.jam.gain)
    assert got == (5e3, 8.0, 20.0, s.wave, -0.5)
    monkeypatch.setattr(sight, "reflection_point", lambda *own: (800.0, 0.4, 0.3))
    assert SEA(s, 5e3, height, 0.0, 0.0, 0.0)[1:3] == (0.4, 0.3)
    monkeypatch.setattr(sight, "reflection_point", lambda *own: (800.0, -0.4, -0.3))
    assert SEA(s, 5e3, height, 0.0, 0.0, 0.0)[1:3] == (0.0, 0.0)


@pytest.mark.parametrize("height", [0.0, -0.5])
def test_nothing_comes_from_the_surface_or_from_half_a_metre_below_it(height: float) -> None:
    s = sensor(real_radar(antenna_height=20.0), CALM, ())
    assert sight.sea_factor(s, *at_sea(s, 8e3, height)) == 0.0
    low = s._replace(height=height)
    assert sight.sea_factor(low, *at_sea(s, 8e3, 20.0)) == 0.0


def test_an_antenna_of_half_a_metre_hears_a_low_flyer() -> None:
    # 2 sin(2 pi 0.5 x 8 / (0.1 x 2000)) to the fourth power by the law of the flat Earth. The Earth falls by a fortieth
    # of the body's height on the way, and the beam takes some off a reflection a quarter of a degree away.
    s = sensor(real_radar(antenna_height=0.5), CALM, ())
    flat = (2.0 * math.sin(2.0 * math.pi * 0.5 * 8.0 / (s.wave * 2e3))) ** 4
    assert sight.sea_factor(s, *at_sea(s, 2e3, 8.0)) == pytest.approx(flat, rel=0.2)


def test_ground_of_half_a_metre_reflects_nothing() -> None:
    ground = Ground(np.full((1201, 1201), 0.5, np.float32), 600 * STEP, -600 * STEP, STEP, STEP, 0.5, 92.6)
    s = sensor(real_radar(antenna_height=20.0), CALM, (), ground)
    assert sight.sea_factor(s, *at_sea(s, 12e3, 30.0)) == 1.0
