"""Noise jamming as radars meet it: burn-through, stand-off by bearing, the antenna's figures, and both ends of them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from airdef.catalogue import load as load_catalogue
from airdef.opportunity import sight
from airdef.opportunity.jamming import jam_noise
from airdef.opportunity.sight import Sensor, Target, closing, detection_probability, observe, sensor, target
from airdef.opportunity.trajectories import bodies
from airdef.physics.antenna import relative_gain
from airdef.physics.constants import BOLTZMANN
from airdef.physics.detection import required_snr
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.jamming import burn_through_range, self_screening_range, stand_off_range
from airdef.physics.radar import from_decibels
from airdef.physics.terrain import Ground
from airdef.physics.trajectory import position
from airdef.scenario.plan import AntennaPlan, Environment, JammerPlan, Place, RadarPlan, ThreatPlan

from .builders import along, ideal_radar, radial, real_radar, scenario, threat

CLEAR = Environment(gases=False)
ANTENNA = AntennaPlan()
NEEDED = required_snr(0.5, 1e-6, 1, 1)


def body(plan: ThreatPlan) -> Target:
    return target(bodies(scenario((), (plan,)))[0][0])


def time_at(s: Sensor, b: Target, slant_range: float) -> float:
    """When an approaching body is at a slant range."""
    return float(brentq(lambda t: observe(s, *position(b.ecef, 0.0, b.dt, t))[0] - slant_range, 0.0, b.end))


def snr_at(s: Sensor, b: Target, t: float) -> float:
    x, y, z = position(b.ecef, 0.0, b.dt, t)
    r, _, _, h = observe(s, x, y, z)
    return float(sight.signal_to_noise(s, b, closing(s, b, t, x, y, z)[1], r, h, x, y, z))


def stand_off(azimuth: float, distance: float = 120e3, altitude: float = 12e3, density: float = 1e-4) -> JammerPlan:
    return JammerPlan("jammer", Place(*along(azimuth, distance)), altitude, density)


def noise(jammer: JammerPlan, radar: RadarPlan | None = None, slant_range: float = 100e3, **own: Any) -> float:
    """Return the jam-to-noise ratio of a look at a body in the north."""
    radar = radar or real_radar()
    b = body(threat(radial(0.0), **own))
    clear, jammed = sensor(radar, CLEAR, ()), sensor(radar, CLEAR, (jammer,))
    t = time_at(clear, b, slant_range)
    return snr_at(clear, b, t) / snr_at(jammed, b, t) - 1.0


def expected(radar: RadarPlan, density: float, distance: float, antenna: AntennaPlan = ANTENNA) -> float:
    """D G lambda^2 / ((4 pi R)^2 k T), written out by hand."""
    length = 299_792_458.0 / radar.frequency
    return (
        density * antenna.gain * length**2 / ((4.0 * math.pi * distance) ** 2 * BOLTZMANN * antenna.noise_temperature)
    )


def between(jammer: JammerPlan, slant_range: float = 100e3) -> tuple[float, float]:
    """Return the angle between a jammer and the body in the north as seen from the radar [rad], and its distance."""
    s = sensor(real_radar(), CLEAR, (jammer,))
    b = body(threat(radial(0.0)))
    x, y, z = position(b.ecef, 0.0, b.dt, time_at(s, b, slant_range))
    east, north, up = sight.ecef_to_enu(x, y, z, s.origin, s.rotation)
    cosine = sum(a * b for a, b in zip((east, north, up), s.jam.direction[0], strict=True)) / slant_range
    return math.acos(cosine), math.sqrt(s.jam.unit * jammer.density / s.jam.main[0])


def test_the_figures_of_an_antenna_are_the_catalogues_defaults() -> None:
    radar, missile, threat_class = (load_catalogue().entry(n).adopted_values for n in ("64N6E2", "48N6E2", "fighter"))
    levels = (radar[name].nominal for name in ("antenna_gain", "sidelobe", "backlobe"))
    assert AntennaPlan() == AntennaPlan(*map(from_decibels, levels), radar["noise_temperature"].nominal)
    plan = real_radar()
    assert plan.reference_height == radar["reference_height"].nominal
    assert plan.guidance_pd == load_catalogue().adopted("30N6E2", "guidance_pd").nominal
    assert missile["sspk_range_knee"].nominal == 0.5
    assert threat(radial()).aspect_sector == pytest.approx(threat_class["aspect_sector"].nominal, rel=1e-15)
    air = load_catalogue().entry("environment").adopted_values
    assert Environment().rain_height == air["rain_height"].nominal
    assert Environment().effective_earth_factor == air["effective_earth_factor"].nominal


def test_self_screening_burns_through_at_the_closed_form() -> None:
    radar = real_radar(300e3, 1.0)
    s = sensor(radar, CLEAR, ())
    b = body(threat(radial(), jammer_density=1e-7))
    at_one_metre = expected(radar, 1e-7, 1.0)
    burn = float(self_screening_range(s.constant, 1.0, NEEDED, at_one_metre))
    assert 5e3 < burn < 150e3  # jamming that matters, in the flight
    # the closed form's constants are written out here: the jammer's noise to rounding, the time of the range to 1e-12
    assert detection_probability(s, b, 0.0, time_at(s, b, burn)) == pytest.approx(0.5, abs=1e-9)
    assert burn == pytest.approx(burn_through_range(s.constant, 1.0, 1.0 / NEEDED, at_one_metre), rel=1e-3)


@pytest.mark.parametrize("azimuth", [0.0, math.radians(1.0), math.radians(5.0), 1.0, math.pi])
def test_stand_off_range_is_the_closed_form_on_every_bearing(azimuth: float) -> None:
    radar = real_radar(200e3, 1.0)
    jammer = stand_off(azimuth, density=1e-5)
    s = sensor(radar, CLEAR, (jammer,))
    b = body(threat(radial(0.0, begin=290e3)))

    def jnr(slant_range: float) -> float:
        angle, distance = between(jammer, slant_range)
        gain = relative_gain(angle, ANTENNA.gain, ANTENNA.sidelobe, ANTENNA.backlobe)
        return expected(radar, 1e-5, distance) * gain

    # the angle changes a little on the way in: the range that agrees with its own noise
    def off(r: float) -> float:
        return float(stand_off_range(s.constant, 1.0, NEEDED, jnr(r))) - r

    reached = float(brentq(off, 15e3, 199.9e3))
    assert detection_probability(s, b, 0.0, time_at(s, b, reached)) == pytest.approx(0.5, abs=1e-7)


def test_a_jammer_behind_the_radar_is_not_one_on_the_bearing() -> None:
    bearing, beside, behind = (noise(stand_off(azimuth)) for azimuth in (0.0, 1.0, math.pi))
    angle, distance = between(stand_off(0.0))
    assert bearing == pytest.approx(
        expected(real_radar(), 1e-4, distance) * relative_gain(angle, 1e4, 1e-3, 0.1), rel=1e-9
    )
    # The same distance and height: the ratios are those of the gains. The Earth's curvature differs by 0.7 % from
    # east to north, the height of 120 km of arc over the plane so by 8 m: 1e-5 of the slant range squared.
    on_axis = relative_gain(angle, 1e4, 1e-3, 0.1)
    assert behind / bearing * on_axis == pytest.approx(1e-5, rel=2e-5)  # -10 dBi under a beam of 40 dB
    assert behind <= beside < 1e-3 * bearing
    near = noise(stand_off(math.radians(4.0)))
    assert beside < near < 1e-2 * bearing


def test_the_beam_falls_to_half_at_half_its_width() -> None:
    # radar, jammer and body in one plane through the zenith would be exact; a jammer above the body is near enough
    half = 0.5 * 4.0 * math.sqrt(math.log(2.0) / ANTENNA.gain)
    for azimuth in (0.0, half):
        angle, distance = between(stand_off(azimuth, altitude=10e3, distance=101e3))
        ratio = noise(stand_off(azimuth, altitude=10e3, distance=101e3)) / expected(real_radar(), 1e-4, distance)
        assert ratio == pytest.approx(math.exp(-0.25 * ANTENNA.gain * angle**2), rel=1e-6)
    assert ratio == pytest.approx(0.5, rel=0.02)


def test_below_the_horizon_and_farther_away() -> None:
    assert noise(stand_off(0.0, altitude=100.0)) == 0.0
    # Twice as far in the same direction: a quarter, as slant ranges are those of the ground to 1 % here.
    assert noise(stand_off(1.0, 240e3, 26e3)) / noise(stand_off(1.0)) == pytest.approx(0.25, rel=0.01)


@pytest.mark.parametrize(
    ("change", "azimuth", "factor"),
    [
        ({"noise_temperature": 2000.0}, 0.0, 0.5),
        ({"noise_temperature": 250.0}, math.pi, 4.0),
        ({"backlobe": 0.2}, math.pi, 2.0),
        ({"sidelobe": 1e-4}, math.pi, 1.0),
        ({"gain": 2e4}, math.pi, 1.0),  # what comes from behind meets the back lobe, whatever the beam
    ],
)
def test_each_figure_of_the_antenna_acts(change: dict[str, float], azimuth: float, factor: float) -> None:
    one, other = (real_radar(antenna=a) for a in (ANTENNA, replace(ANTENNA, **change)))
    jammer = stand_off(azimuth)
    assert noise(jammer, other) / noise(jammer, one) == pytest.approx(factor, rel=1e-9)


def test_side_lobes_act_beside_the_beam() -> None:
    jammer = stand_off(math.radians(5.0))
    low, high = (noise(jammer, real_radar(antenna=replace(ANTENNA, sidelobe=s))) for s in (1e-4, 1e-2))
    # where side lobes rule: s (as / a)^2.5, and as goes with the square root of ln 1 / s
    assert high / low == pytest.approx(100.0 * (math.log(1e2) / math.log(1e4)) ** 1.25, rel=1e-9)


def test_jammers_add_up() -> None:
    radar, b = real_radar(), body(threat(radial(0.0), jammer_density=1e-9))
    pair = (stand_off(0.3), stand_off(math.pi, 90e3))
    t = time_at(sensor(radar, CLEAR, ()), b, 100e3)
    quiet = snr_at(sensor(radar, CLEAR, ()), body(threat(radial(0.0))), t)
    parts = [quiet / snr_at(sensor(radar, CLEAR, js), b, t) - 1.0 for js in ((), pair[:1], pair[1:], pair)]
    # each of the parts holds the body's own jammer once: rounding of ratios near one
    assert parts[1] + parts[2] - parts[0] == pytest.approx(parts[3], rel=1e-9)
    assert parts[0] == pytest.approx(expected(radar, 1e-9, 100e3), rel=1e-9)


def test_both_ends() -> None:
    b = body(threat(radial(0.0)))
    radar = real_radar()
    none, least, most = (sensor(radar, CLEAR, (stand_off(0.0, density=d),)) for d in (0.0, 1e-30, 1.0))
    t = time_at(none, b, 100e3)
    assert snr_at(none, b, t) == snr_at(sensor(radar, CLEAR, ()), b, t)  # silent: as if it were not there, to the bit
    assert snr_at(least, b, t) == pytest.approx(snr_at(none, b, t), rel=1e-12)
    assert detection_probability(most, b, 0.0, t) == pytest.approx(1e-6, rel=1e-2)  # 1 W/Hz: false alarms alone
    # a jammer on the antenna itself counts as one metre away
    here = JammerPlan("jammer", Place(0.0, 0.0), 10.0, 1e-6)
    assert sensor(radar, CLEAR, (here,)).jam.main[0] == pytest.approx(expected(radar, 1e-6, 1.0), rel=1e-9)


def test_perfect_radars_are_not_jammed() -> None:
    s = sensor(ideal_radar(), CLEAR, (stand_off(0.0),))
    assert s.jam.unit == 0.0
    assert s.jam.main[0] == 0.0


@pytest.mark.parametrize(("of_body", "of_jammer"), [(0.7, 1.9), (2.4, 2.5), (4.0, 0.9), (5.5, 5.4)])
def test_what_counts_is_the_angle_between_whatever_the_bearings(of_body: float, of_jammer: float) -> None:
    # a wide beam with side lobes that go on falling behind it: every angle has a gain of its own
    wide = AntennaPlan(gain=100.0, sidelobe=0.1, backlobe=1e-6)
    radar, jammer = real_radar(antenna=wide, max_elevation=1.5), stand_off(of_jammer, altitude=20e3)
    b = body(threat(radial(of_body)))
    s = sensor(radar, CLEAR, (jammer,))
    t = time_at(s, b, 100e3)
    got = snr_at(sensor(radar, CLEAR, ()), b, t) / snr_at(s, b, t) - 1.0
    # the angle by the law of cosines, from places alone
    x, y, z = position(b.ecef, 0.0, b.dt, t)
    at = geodetic_to_ecef(jammer.place.latitude, jammer.place.longitude, jammer.altitude)
    a, c, between = math.dist(s.origin, (x, y, z)), math.dist(s.origin, at), math.dist((x, y, z), at)
    angle = math.acos((a * a + c * c - between * between) / (2.0 * a * c))
    gain = relative_gain(angle, wide.gain, wide.sidelobe, wide.backlobe)
    assert got == pytest.approx(expected(radar, 1e-4, c, wide) * gain, rel=1e-6)


def test_falling_side_lobes_go_on_behind_the_radar() -> None:
    wide = AntennaPlan(gain=100.0, sidelobe=0.1, backlobe=1e-6)
    right, behind = (noise(stand_off(a), real_radar(antenna=wide)) for a in (math.pi / 2.0, math.pi))
    angles = [between(stand_off(a))[0] for a in (math.pi / 2.0, math.pi)]
    assert angles[1] > math.radians(165.0)
    # 25 dB a decade of angle; distances differ by the 1e-5 of the Earth's curvature
    assert behind / right == pytest.approx((angles[0] / angles[1]) ** 2.5, rel=1e-4)


@pytest.mark.parametrize("length", [1.0 - 1e-12, 1.0, 1.0 + 1e-12])
def test_rounding_leaves_an_angle(length: float) -> None:
    # a jammer on the very line of sight, and one on its other side: the cosine may come out beyond one
    s = sensor(real_radar(), CLEAR, (stand_off(0.0),))
    b = body(threat(radial(0.0)))
    x, y, z = position(b.ecef, 0.0, b.dt, time_at(s, b, 100e3))
    east, north, up = sight.ecef_to_enu(x, y, z, s.origin, s.rotation)
    r = math.sqrt(east**2 + north**2 + up**2)
    for sign, gain in ((1.0, 1.0), (-1.0, ANTENNA.backlobe / ANTENNA.gain)):
        line = np.array([[sign * length * v / r for v in (east, north, up)]])
        j = s.jam._replace(direction=line, main=np.array([2.0]))
        assert jam_noise(j, 0.0, r, x, y, z, s.origin, s.rotation) == pytest.approx(2.0 * gain, rel=1e-6)


def test_ground_hides_a_jammer_wherever_the_radar_stands() -> None:
    # the same hills at 20 N 50 E as at 0 N 0 E, 0.1 degrees wide, 0.2 degrees east of the radar
    step = math.radians(1.0 / 240.0)
    for latitude, longitude in ((0.0, 0.0), (math.radians(20.0), math.radians(50.0)), (-0.9, -2.5)):
        heights = np.zeros((241, 241), np.float32)
        heights[:, 168:192] = 900.0
        ground = Ground(heights, latitude + 120 * step, longitude - 120 * step, step, step, 900.0, 463.0)
        radar = real_radar(place=Place(latitude, longitude))
        east = longitude + math.radians(0.4)
        for altitude, hidden in ((1000.0, True), (9000.0, False)):
            jammer = JammerPlan("jammer", Place(latitude, east), altitude, 1e-4)
            assert sensor(radar, CLEAR, (jammer,)).jam.main[0] > 0.0
            assert (sensor(radar, CLEAR, (jammer,), ground).jam.main[0] == 0.0) == hidden
