"""Laws against what follows from elementary algebra and geometry, or against another program, at fixed points.

The same laws are tried on generated arguments in the file of their module; here they are noted for the page.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.physics import attenuation, geodesy, intercept, jamming, radar, refraction, tracking, trajectory
from airdef.physics.flyout import constant_speed_table, speed, time_of_flight

pytestmark = pytest.mark.slow

EARTH = 4.0 / 3.0 * 6_371_000.0
ROUNDING = 1e-11  # relative: a dozen roundings, and a root
HAND = {"kind": "closed form"}


def test_jamming(validated):
    law = HAND | {"module": "physics.jamming", "rel": ROUNDING}
    constant, rcs, required = radar.calibrate(150e3, 1.0, 20.0), 3.0, 15.0
    one_metre = np.array([1e10, 1e13])
    # required (1 + A / x) = K rcs / x^2 with x = R^2
    expected = [math.sqrt(max(np.roots([required, required * a, -constant * rcs]).real)) for a in one_metre]
    got = jamming.self_screening_range(constant, rcs, required, one_metre)
    validated(got, expected, law="range against a self-screening jammer", against="roots of its quadratic", **law)
    got = jamming.burn_through_range(constant, rcs, 2.0, one_metre)
    expected = np.sqrt(2.0 * constant * rcs / one_metre)
    validated(got, expected, law="burn-through range", against="J/S = A R^2 / (K rcs)", **law)
    jnr = np.array([0.0, 1.0, 15.0])
    got = jamming.stand_off_range(constant, 1.0, 20.0, jnr)
    expected = 150e3 / (1.0 + jnr) ** 0.25  # twice the noise: 0.84 of the range; sixteen times: half
    validated(got, expected, law="range against stand-off jammers", against="fourth root of the noise", **law)
    ratios = (jamming.jammed_snr(30.0, 2.0), jamming.jam_to_signal(30.0, 2.0))
    validated(ratios, (10.0, 1.0 / 15.0), law="signal, noise and jamming", against="ratios by hand", **law)


def test_a_calibrated_radar(validated):
    constant = radar.calibrate(150e3, 2.0, 20.0)
    ranges = [radar.calibrated_range(constant, 2.0 * f, 20.0) for f in (1.0, 16.0, 1.0 / 16.0)]
    validated(
        [*ranges, radar.calibrated_snr(constant, 2.0, 75e3)],
        [150e3, 300e3, 75e3, 16.0 * 20.0],
        module="physics.radar",
        law="calibration on a published range",
        against="fourth power of the range",
        rel=ROUNDING,
        **HAND,
    )


def test_triangles_over_the_effective_earth(validated):
    antenna, target, ground = 25.0, np.array([30.0, 1e3, 9e3]), np.array([10e3, 100e3, 250e3])
    angle = ground / EARTH
    across, up = (EARTH + target) * np.sin(angle), (EARTH + target) * np.cos(angle) - EARTH - antenna
    law = HAND | {"module": "physics.refraction", "against": "coordinates of both ends"}
    slant = refraction.slant_range_over_ground(ground, antenna, target, EARTH)
    # radii of 8e6 m round to 2e-9 m, and angles by that over the range
    validated(slant, np.hypot(across, up), law="slant range over a ground range", abs=1e-7, unit="m", **law)
    got = refraction.elevation_angle(np.hypot(across, up), antenna, target, EARTH)
    validated(got, np.arctan2(up, across), law="elevation at the antenna", abs=1e-9, unit="rad", **law)


def test_rain_by_hand(validated):
    level = attenuation.rain_loss(1e-3, 4000.0, 10e3, 10.0, 500.0, EARTH)
    upright = attenuation.rain_loss(1e-3, 4000.0, 9990.0, 10.0, 10e3, EARTH)
    above = attenuation.rain_loss(1e-3, 4000.0, 10e3, 5000.0, 9000.0, EARTH)
    validated(
        [level, upright, above],
        [20.0, 2.0 * 3.990, 0.0],
        module="physics.attenuation",
        law="two-way loss in rain",
        against="the length in the rain by hand",
        rel=1e-9,  # the crossing: radii of 8e6 m over 4 km
        **HAND,
    )


def test_geodesic_points_and_arrays_against_programs(validated):
    from geographiclib.geodesic import Geodesic
    from pymap3d import ecef2geodetic

    law = {"module": "physics.geodesy", "kind": "program"}
    line = Geodesic.WGS84.InverseLine(10.0, 20.0, -5.0, 50.0)
    distance = np.linspace(0.0, line.s13, 7)
    points = [line.Position(s) for s in distance]
    lat, lon = geodesy.geodesic_points(*np.radians([10.0, 20.0, -5.0, 50.0]), distance)
    expected = np.radians([[p["lat2"] for p in points], [p["lon2"] for p in points]])
    # 1e-14 rad is 60 nm on the ground: Karney's series, to nanometres, in two programs
    named = {"law": "points along a geodesic", "against": "GeographicLib", "abs": 1e-14, "unit": "rad"}
    validated([lat, lon], expected, **named, **law)
    draw = np.random.default_rng(12)
    ecef = draw.normal(size=(500, 3))
    ecef *= (draw.uniform(6.36e6, 7.4e6, 500) / np.linalg.norm(ecef, axis=1))[:, None]
    lat, lon, height = ecef2geodetic(*ecef.T, deg=False)
    got = geodesy.ecef_to_geodetic_array(ecef)
    named = {"law": "ECEF to geodetic", "against": "pymap3d"}
    # pymap3d is off by 1.4e-9 rad at 1,000 km (there and back, airdef is right to 3 nm)
    validated(got[:2], [lat, lon], abs=2e-9, unit="rad", **named, **law)
    validated(got[2], height, abs=1e-8, unit="m", **named, **law)


def test_a_cubic_between_nodes(validated):
    coefficients = np.array([[6.4e6, -1e3, 5e4], [300.0, -50.0, 2e3], [4.0, -9.8, 0.0], [0.1, 0.0, -0.2]])
    times = 3.0 + 0.5 * np.arange(12)
    nodes = (times - 3.0)[:, None] ** np.arange(4) @ coefficients
    at = np.linspace(3.0, 8.5, 23)
    elapsed = (at - 3.0)[:, None]
    got = [trajectory.position(nodes, 3.0, 0.5, t) for t in at]
    law = HAND | {"module": "physics.trajectory", "law": "interpolation of a cubic motion"}
    # rounding of positions of 6e6 m; for the velocity over half a second
    validated(got, elapsed ** np.arange(4) @ coefficients, against="its polynomial", abs=1e-8, unit="m", **law)
    got = [trajectory.velocity(nodes, 3.0, 0.5, t) for t in at]
    expected = np.arange(1, 4) * elapsed ** np.arange(3) @ coefficients[1:]
    validated(got, expected, against="derivative of its polynomial", abs=1e-6, unit="m/s", **law)


def test_a_missile_of_constant_speed(validated):
    table = constant_speed_table(900.0)
    grid = table.slant_range, table.altitude
    times = [time_of_flight(*grid, table.time_of_flight, 900.0, r, 5e3) for r in (9e3, 90e3)]
    speeds = [speed(*grid, table.speed_at_intercept, 900.0, r, 5e3) for r in (9e3, 90e3)]
    validated(
        [*times, *speeds],
        [10.0, 100.0, 900.0, 900.0],
        module="physics.flyout",
        law="missile of constant speed",
        against="distance over speed",
        rel=ROUNDING,
        **HAND,
    )
    site = np.array(geodesy.geodetic_to_ecef(0.0, 0.0, 0.0))
    up = site / np.linalg.norm(site)
    seconds = np.arange(140.0)
    path = site + (40e3 - 300.0 * seconds)[:, None] * up  # a dive at 300 m/s, straight at the site
    launch = np.array([0.0, 20.0, 60.0])
    out = np.empty((3, 4))
    arguments = (
        intercept.Path(path, 0.0, 1.0, 133.0), intercept.Flyout(*grid, table.time_of_flight, 900.0), 1000.0
    )  # fmt: skip
    intercept.intercept_times(launch, site, *arguments, out)
    single = [intercept.intercept_time(t, site, *arguments)[0] for t in launch]
    expected = (40e3 - 300.0 * launch) / 1200.0
    validated(
        [out[:, 0], single],
        [expected, expected],
        module="physics.intercept",
        law="time to a head-on intercept",
        against="distance over closing speed",
        abs=1e-6,  # rounding of ECEF positions, 1e-9 m, and the root finder's step
        unit="s",
        **HAND,
    )


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_a_track_begun_later(p, validated):
    # One detection is enough: firm at look start + k with (1 - p)^k p, so that k = floor(log(1 - u) / log(1 - p)).
    looks, start = np.full(80, p), 5
    draws = (np.arange(50) + 0.37) / 51.0
    chain, scratch = tracking.confirmation(1, 1), np.empty(2)
    got = [
        [tracking.sample_firm_from(looks, start, 1, 1, u) for u in draws],
        [tracking.walk_firm(looks, start, chain, u, scratch) for u in draws],
    ]
    expected = start + np.floor(np.log1p(-draws) / math.log1p(-p))
    validated(
        got,
        [expected, expected],
        module="physics.tracking",
        law="look at which a track begun later is firm",
        against="geometric distribution",
        abs=0.0,
        unit="looks",
        **HAND,
    )
