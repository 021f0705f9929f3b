"""What a radar sees at one instant: calibration, losses, jamming, aspect, notch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq

from airdef.opportunity import sight
from airdef.opportunity.sight import Sensor, Target, closing, detection_probability, in_sector, observe, sensor, target
from airdef.opportunity.trajectories import bodies
from airdef.physics.detection import required_snr
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.terrain import Ground
from airdef.physics.trajectory import position
from airdef.scenario.plan import Environment, Place, ThreatPlan, WaypointMotion

from .builders import along, ideal_radar, radial, real_radar, scenario, threat

CLEAR = Environment(gases=False)


def body(plan: ThreatPlan) -> Target:
    return target(bodies(scenario((), (plan,)))[0][0])


def time_at(s: Sensor, b: Target, slant_range: float) -> float:
    """When an approaching body is at a slant range."""
    return float(brentq(lambda t: observe(s, *position(b.ecef, 0.0, b.dt, t))[0] - slant_range, 0.0, b.end))


def snr_at(s: Sensor, b: Target, t: float) -> float:
    x, y, z = position(b.ecef, 0.0, b.dt, t)
    r, _, _, h = observe(s, x, y, z)
    return float(sight.signal_to_noise(s, b, closing(s, b, t, x, y, z)[1], r, h, x, y, z))


def test_published_range_without_weather() -> None:
    s = sensor(real_radar(150e3, 2.0), CLEAR, ())
    b = body(threat(radial(), rcs=(2.0, 9.0, 9.0)))
    # K comes from a solver good to 1e-12; the time of the range from one good to 1e-12 s.
    assert detection_probability(s, b, 0.0, time_at(s, b, 150e3)) == pytest.approx(0.5, abs=1e-9)


def test_published_range_contains_the_clear_air() -> None:
    s = sensor(real_radar(150e3, 1.0), Environment(gases=True), ())
    b = body(threat(radial(altitude=10e3)))
    # The reference of the calibration: 1 m^2 at 10 km over an antenna at 10 m. 10 m of height hardly matter.
    assert detection_probability(s, b, 0.0, time_at(s, b, 150e3)) == pytest.approx(0.5, abs=1e-3)
    low = body(threat(radial(altitude=3e3)))  # more of the path in thick air
    assert detection_probability(s, low, 0.0, time_at(s, low, 150e3)) < 0.49


@pytest.mark.parametrize("rcs", [0.1, 10.0])
def test_calibration_holds_for_any_published_target(rcs: float) -> None:
    s = sensor(real_radar(150e3, rcs), Environment(gases=True), ())
    b = body(threat(radial(altitude=10e3), rcs=(rcs,) * 3))
    # the antenna's 10 m and the target's 10 km over the ground, not over the antenna, hardly matter
    assert detection_probability(s, b, 0.0, time_at(s, b, 150e3)) == pytest.approx(0.5, abs=1e-3)


def test_without_a_published_range_the_constant_is_of_free_space() -> None:
    radar = real_radar(150e3, 1.0, calibration_range=0.0)
    free, air = sensor(radar, CLEAR, ()), sensor(radar, Environment(gases=True), ())
    assert air.constant == free.constant
    assert sensor(real_radar(150e3, 1.0), Environment(gases=True), ()).constant > free.constant


def test_rain_costs_what_attenuation_says() -> None:
    # 4 mm/h at 10 GHz: 0.06951 dB/km one way (VALIDATION R10). 60 km at 3 km height lie all in the rain.
    b = body(threat(radial(altitude=3e3)))
    radar = real_radar(frequency=10e9)
    dry, wet = sensor(radar, CLEAR, ()), sensor(radar, Environment(gases=False, rain_rate=4e-3 / 3600.0), ())
    t = time_at(dry, b, 60e3)
    loss = 10.0 * math.log10(snr_at(dry, b, t) / snr_at(wet, b, t))
    # print precision of the reference is 5e-6 dB/km, times 120 km
    assert loss == pytest.approx(2.0 * 60.0 * 0.069507, abs=1e-3)


def test_aspect_picks_the_cross_section() -> None:
    s = sensor(ideal_radar(perfect=False), CLEAR, ())
    passing = WaypointMotion((along(1.2, 100e3), along(2.0 * math.pi - 1.2, 100e3)), (8e3, 8e3), (250.0,))
    one, other = body(threat(passing, rcs=(1.0, 1.0, 1.0))), body(threat(passing, rcs=(2.0, 3.0, 5.0)))

    def ratio(t: float) -> float:
        return snr_at(s, other, t) / snr_at(s, one, t)

    assert ratio(0.0) == pytest.approx(2.0)
    assert ratio(one.end / 2.0) == pytest.approx(3.0)
    assert ratio(one.end) == pytest.approx(5.0)


def aspect_at(s: Sensor, b: Target, t: float) -> float:
    """How far off a body's direction of flight the radar stands [rad]."""
    return math.acos(closing(s, b, t, *position(b.ecef, 0.0, b.dt, t))[1])


@pytest.mark.parametrize("sector", [None, math.radians(20.0), math.radians(70.0)])
def test_nose_and_tail_end_at_the_aspect_sector(sector: float | None) -> None:
    s = sensor(ideal_radar(perfect=False), CLEAR, ())
    passing = WaypointMotion((along(1.4, 300e3), along(2.0 * math.pi - 1.4, 300e3)), (8e3, 8e3), (250.0,))
    own = {} if sector is None else {"aspect_sector": sector}
    one, other = body(threat(passing, **own)), body(threat(passing, rcs=(2.0, 3.0, 5.0), **own))
    limit = math.radians(45.0) if sector is None else sector

    def cross_section(off: float) -> float:
        t = float(brentq(lambda t: aspect_at(s, other, t) - off, 0.0, other.end))
        return snr_at(s, other, t) / snr_at(s, one, t)

    for off, expected in ((limit - 1e-3, 2.0), (limit + 1e-3, 3.0), (math.pi - limit - 1e-3, 3.0)):
        assert cross_section(off) == pytest.approx(expected)
    assert cross_section(math.pi - limit + 1e-3) == pytest.approx(5.0)


@pytest.mark.parametrize("factor", [1.0, 4.0 / 3.0, 2.0])
def test_a_radar_sees_over_the_effective_earth_of_the_scenario(factor: float) -> None:
    radar = real_radar(1e6, instrumented_range=1e6, min_elevation=-1.0)
    s = sensor(radar, Environment(gases=False, effective_earth_factor=factor), ())
    b = body(threat(radial(begin=600e3, altitude=5e3), rcs=(1e9,) * 3))
    # the horizon of both heights, sqrt(2 k R h): the law of the line of sight, by hand
    horizon = sum(math.sqrt(2.0 * factor * 6_371_000.0 * h) for h in (10.0, 5e3))
    seen = [detection_probability(s, b, 0.0, time_at(s, b, horizon + d)) > 0.5 for d in (-500.0, 500.0)]
    assert seen == [True, False]


@pytest.mark.parametrize("height", [1e3, 5e3, 8e3])
def test_rain_ends_at_its_height(height: float) -> None:
    rate = 4e-3 / 3600.0
    radar = real_radar(frequency=10e9, max_elevation=1.6)
    above = WaypointMotion((along(0.0, 400.0), along(math.pi, 400.0)), (20e3, 20e3), (250.0,))
    b = body(threat(above, rcs=(1.0,) * 3))
    dry = sensor(radar, CLEAR, ())
    wet = sensor(radar, Environment(gases=False, rain_rate=rate, rain_height=height), ())
    t = b.end / 2.0  # straight above: the path in the rain is its height over the antenna, twice
    loss = 10.0 * math.log10(snr_at(dry, b, t) / snr_at(wet, b, t))
    # print precision of the reference, and a path tilted by up to 1 degree: 2e-4
    assert loss == pytest.approx(2.0 * (height - 10.0) / 1e3 * 0.069507, rel=5e-4)


def test_rain_takes_less_from_vertical_polarisation() -> None:
    b = body(threat(radial(altitude=3e3)))
    rain = Environment(gases=False, rain_rate=4e-3 / 3600.0)
    level, upright = (real_radar(frequency=10e9, polarisation=tilt) for tilt in (0.0, math.pi / 2.0))
    t = time_at(sensor(level, CLEAR, ()), b, 60e3)
    lost = [
        10.0 * math.log10(snr_at(sensor(r, CLEAR, ()), b, t) / snr_at(sensor(r, rain, ()), b, t))
        for r in (level, upright)
    ]
    # ITU-R P.838-3 at 10 GHz: k 0.01217 and alpha 1.2571 horizontal, 0.01129 and 1.2156 vertical (table 5)
    expected = [120.0 * k * 4.0**alpha for k, alpha in ((0.01217, 1.2571), (0.01129, 1.2156))]
    assert lost == pytest.approx(expected, rel=1e-3)


def test_rain_falls_below_five_kilometres_by_default() -> None:
    assert Environment().rain_height == 5000.0
    assert Environment().effective_earth_factor == 4.0 / 3.0


def test_the_published_range_was_met_at_the_reference_height() -> None:
    radar = real_radar(100e3, 1.0, frequency=10e9, reference_height=1e3)
    s = sensor(radar, Environment(gases=True), ())
    low, high = body(threat(radial(altitude=1e3))), body(threat(radial(altitude=10e3)))
    # the antenna's 10 m hardly matter; from high up less of the path is in thick air
    assert detection_probability(s, low, 0.0, time_at(s, low, 100e3)) == pytest.approx(0.5, abs=1e-3)
    assert detection_probability(s, high, 0.0, time_at(s, high, 100e3)) > 0.51
    assert sensor(replace(radar, reference_height=60e3), Environment(gases=True), ()).constant == pytest.approx(
        sensor(replace(radar, reference_height=50e3), Environment(gases=True), ()).constant  # at most half the range
    )


def test_notch_hides_what_flies_across_from_real_radars_only() -> None:
    passing = WaypointMotion((along(1.2, 100e3), along(2.0 * math.pi - 1.2, 100e3)), (8e3, 8e3), (250.0,))
    b = body(threat(passing, rcs=(100.0,) * 3))
    radar = real_radar(min_radial_speed=30.0, max_elevation=1.5)
    assert detection_probability(sensor(radar, CLEAR, ()), b, 0.0, b.end / 2.0) == 0.0
    assert detection_probability(sensor(radar, CLEAR, ()), b, 0.0, 10.0) > 0.9
    assert detection_probability(sensor(ideal_radar(min_radial_speed=30.0), CLEAR, ()), b, 0.0, b.end / 2.0) == 1.0
    # guidance is held through the notch
    assert sight.seen(sensor(radar, CLEAR, ()), b, 1.0, b.end / 2.0)[0]


@pytest.mark.parametrize(
    ("limits", "seen"),
    [
        ({}, True),
        ({"min_range": 61e3}, False),
        ({"instrumented_range": 59e3}, False),
        ({"min_elevation": math.radians(9.0)}, False),
        ({"max_elevation": math.radians(9.0)}, True),
        ({"max_elevation": math.radians(8.0)}, False),
    ],
)
def test_coverage_limits(limits: dict[str, float], seen: bool) -> None:
    # 60 km away at 9.2 km: elevation 8.7 deg over the plane, 8.6 deg with 60 km of curved Earth (4/3)
    s = sensor(ideal_radar(**limits), CLEAR, ())
    b = body(threat(radial(altitude=9.2e3)))
    assert (detection_probability(s, b, 0.0, time_at(s, b, 60e3)) == 1.0) == seen


@pytest.mark.parametrize("turn", [-4.0 * math.pi, 0.0, 2.0 * math.pi])
def test_sector_goes_round_north(turn: float) -> None:
    width = math.radians(20.0)
    assert in_sector(math.radians(355.0) + turn, math.radians(5.0), width / 2.0)
    assert in_sector(math.radians(14.9) + turn, math.radians(5.0), width / 2.0)
    assert not in_sector(math.radians(354.0) + turn, math.radians(5.0), width / 2.0)
    assert not in_sector(math.radians(185.0) + turn, math.radians(5.0), width / 2.0)
    assert in_sector(math.radians(185.0) + turn, math.radians(5.0), math.pi)


ELSEWHERE = [(0.0, 0.0), (0.35, 0.9), (-0.8, -2.4)]
"""Latitudes and longitudes [rad] of radars: laws of space hold wherever they stand."""


@pytest.mark.parametrize(("latitude", "longitude"), ELSEWHERE)
def test_closing_is_the_rate_of_the_range_and_its_share_of_the_speed(latitude: float, longitude: float) -> None:
    s = sensor(real_radar(place=Place(latitude, longitude, 300.0)), CLEAR, ())
    way = [(latitude + d, longitude + e) for d, e in ((0.012, -0.02), (-0.015, 0.01))]
    b = body(threat(WaypointMotion(tuple(way), (9e3, 4e3), (310.0,))))
    for t in np.linspace(0.5, b.end - 0.5, 17):
        ranges = [math.dist(s.origin, position(b.ecef, 0.0, b.dt, t + h)) for h in (-1e-3, 1e-3)]
        towards, aspect = closing(s, b, t, *position(b.ecef, 0.0, b.dt, t))
        # differences over 2 ms of positions given to 1e-9 m, and the curvature of the way in that time
        assert towards == pytest.approx((ranges[0] - ranges[1]) / 2e-3, abs=1e-3)
        assert aspect == pytest.approx(towards / 310.0, abs=1e-3)  # the speed of a spline between nodes


@pytest.mark.parametrize(("latitude", "longitude"), ELSEWHERE)
def test_straight_up_and_down_is_at_ninety_degrees(latitude: float, longitude: float) -> None:
    s = sensor(real_radar(place=Place(latitude, longitude, 2000.0)), CLEAR, ())
    for k in range(300):
        for height, elevation in ((2010.0 + 1.0 + 97.3 * k, math.pi / 2.0), (2009.0 - 6.1 * k, -math.pi / 2.0)):
            x, y, z = geodetic_to_ecef(latitude, longitude, height)
            _, _, got, told = observe(s, x, y, z)
            assert told == pytest.approx(height, abs=1e-6)
            # close by, a rounding of 1e-9 m at the Earth's centre tilts the triangle by its square root
            assert got == pytest.approx(elevation, abs=2e-2 if abs(height - s.height) < 100.0 else 3e-3)


@pytest.mark.parametrize(("latitude", "longitude"), ELSEWHERE)
def test_ground_hides_a_body_wherever_the_radar_stands(latitude: float, longitude: float) -> None:
    step = math.radians(1.0 / 240.0)
    heights = np.zeros((241, 241), np.float32)
    heights[:, 168:192] = 900.0  # hills 0.2 degrees east
    ground = Ground(heights, latitude + 120 * step, longitude - 120 * step, step, step, 900.0, 463.0)
    s = sensor(real_radar(place=Place(latitude, longitude)), CLEAR, (), ground)
    east = longitude + math.radians(0.4)
    seen = [sight.unmasked(s, h, *geodetic_to_ecef(latitude, east, h)) for h in (1000.0, 9000.0)]
    assert seen == [False, True]
    perfect = sensor(ideal_radar(place=Place(latitude, longitude)), CLEAR, (), ground)
    for h, chance in ((1000.0, 0.0), (9000.0, 1.0)):
        b = body(threat(WaypointMotion(((latitude, east), (latitude, east + 0.01)), (h, h), (300.0,))))
        assert detection_probability(perfect, b, 0.0, 0.0) == chance


@pytest.mark.parametrize("rcs", [0.1, 3.0])
def test_a_signature_alone_is_quiet_and_seen_from_the_nose(rcs: float) -> None:
    s, b = sensor(real_radar(150e3, rcs), CLEAR, ()), sight.nose_on(rcs, 1)
    # at the published range its own cross-section has the needed SNR; roundings of the calibration's solver
    for aspect in (1.0, 0.0, -1.0):
        got = sight.signal_to_noise(s, b, aspect, 150e3, 5e3, 0.0, 0.0, 0.0)
        assert got == pytest.approx(required_snr(0.5, 1e-6, 1, 1), rel=1e-9)
    assert b.swerling == 1


def test_points_at_which_a_radar_is_strong_enough() -> None:
    radar = real_radar(150e3, 2.0)
    s, b = sensor(radar, CLEAR, ()), sight.nose_on(2.0, 1)
    needed = required_snr(0.5, 1e-6, 1, 1)

    def away(slant_range: float, height: float, azimuth: float) -> tuple[float, float]:
        """Latitude and longitude near 0 N 0 E of a point at a slant range, height and azimuth."""
        north, east = math.cos(azimuth), math.sin(azimuth)

        def over(angle: float) -> float:
            return observe(s, *geodetic_to_ecef(angle * north, angle * east, height))[0] - slant_range

        angle = float(brentq(over, 0.0, 0.1))
        return angle * north, angle * east

    half = math.pi / 2.0
    # on either side of the published range; below the horizon, 13 km for the antenna's 10 m; too high up
    asked = [(149.9e3, 10e3, half), (150.1e3, 10e3, half), (149.9e3, 10e3, 0.0), (60e3, 0.0, half), (12e3, 11e3, half)]
    points = np.array([(*away(*p), p[1]) for p in asked])
    found, azimuths = sight.strong(s, b, needed, *(np.ascontiguousarray(c) for c in points.T))
    assert found.tolist() == [True, False, True, False, False]
    assert azimuths[:3] == pytest.approx([half, half, 0.0], abs=1e-6)
    ideal, _ = sight.strong(
        sensor(ideal_radar(max_elevation=1.0), CLEAR, ()), b, needed, *(np.ascontiguousarray(c) for c in points.T)
    )
    assert ideal.tolist() == [True, True, True, False, False]
