"""What a radar sees at one instant: calibration, losses, jamming, aspect, notch."""

from __future__ import annotations

import math

import pytest
from scipy.optimize import brentq

from airdef.opportunity import sight
from airdef.opportunity.sight import Sensor, Target, closing, detection_probability, in_sector, observe, sensor, target
from airdef.opportunity.trajectories import bodies
from airdef.physics.detection import required_snr
from airdef.physics.jamming import self_screening_range
from airdef.physics.trajectory import position
from airdef.scenario.plan import Environment, JammerPlan, Place, ThreatPlan, WaypointMotion

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


def test_self_screening_burns_through_at_the_closed_form() -> None:
    radar = real_radar(300e3, 1.0)
    s = sensor(radar, CLEAR, ())
    b = body(threat(radial(), jammer_density=1e-7))
    needed = required_snr(0.5, 1e-6, 1, 1)
    at_one_metre = s.self_jam * b.jam
    burn = float(self_screening_range(s.constant, 1.0, needed, at_one_metre))
    assert 5e3 < burn < 150e3  # jamming that matters, in the flight
    assert detection_probability(s, b, 0.0, time_at(s, b, burn)) == pytest.approx(0.5, abs=1e-9)


def test_stand_off_jammer_in_beam_beside_it_and_below_the_horizon() -> None:
    b = body(threat(radial(0.0)))

    def loss(azimuth: float, distance: float, altitude: float) -> float:
        jammer = JammerPlan("jammer", Place(*along(azimuth, distance)), altitude, 1e-4)
        clear, jammed = sensor(real_radar(), CLEAR, ()), sensor(real_radar(), CLEAR, (jammer,))
        t = time_at(clear, b, 100e3)
        return snr_at(clear, b, t) / snr_at(jammed, b, t) - 1.0

    main, side = loss(0.0, 120e3, 12e3), loss(1.0, 120e3, 12e3)
    # The same distance and height: the ratio is that of the gains. The Earth's curvature differs by 0.7 % from
    # east to north, the height of 120 km of arc over the plane so by 8 m: 1e-5 of the slant range squared.
    assert side / main == pytest.approx(sight.SIDELOBE, rel=2e-5)
    assert main > 1.0
    assert loss(0.0, 120e3, 100.0) == 0.0
    # Twice as far in the same direction: a quarter, as slant ranges are those of the ground to 1 % here.
    assert loss(0.0, 240e3, 26e3) / main == pytest.approx(0.25, rel=0.01)


def test_aspect_picks_the_cross_section() -> None:
    s = sensor(ideal_radar(perfect=False), CLEAR, ())
    passing = WaypointMotion((along(1.2, 100e3), along(2.0 * math.pi - 1.2, 100e3)), (8e3, 8e3), (250.0,))
    one, other = body(threat(passing, rcs=(1.0, 1.0, 1.0))), body(threat(passing, rcs=(2.0, 3.0, 5.0)))

    def ratio(t: float) -> float:
        return snr_at(s, other, t) / snr_at(s, one, t)

    assert ratio(0.0) == pytest.approx(2.0)
    assert ratio(one.end / 2.0) == pytest.approx(3.0)
    assert ratio(one.end) == pytest.approx(5.0)


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
