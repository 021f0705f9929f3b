"""Support jammers as radars meet them while both fly: closed forms of burn-through, sector, line of sight, tables."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from airdef.opportunity import compute
from airdef.opportunity.sight import (
    Sensor,
    Target,
    closing,
    detection_probability,
    observe,
    sensor,
    signal_to_noise,
    target,
)
from airdef.opportunity.support import support
from airdef.opportunity.trajectories import bodies
from airdef.physics.antenna import relative_gain
from airdef.physics.constants import BOLTZMANN
from airdef.physics.detection import required_snr
from airdef.physics.geodesy import ecef_to_enu
from airdef.physics.trajectory import position
from airdef.scenario.plan import Environment, Place, RadarPlan, Scenario, SupportPlan, ThreatPlan, WaypointMotion
from airdef.scenario.positions import jammed_rows, with_positions

from .builders import HERE, along, ideal_radar, ideal_unit, radial, real_radar, scenario, system, threat

CLEAR = Environment(gases=False)
NEEDED = required_snr(0.5, 1e-6, 1, 1)


def carrier(motion: WaypointMotion, density: float = 1e-6, sector: float = 2.0 * math.pi, **fields: Any) -> ThreatPlan:
    """Return a threat with a support jammer of a density [W/Hz]."""
    return threat(motion, jammer_density=density, support=SupportPlan(sector=sector), **fields)


def jammed(radar: RadarPlan, *raid: ThreatPlan) -> tuple[Sensor, list[Target]]:
    """Return a radar that all support jammers of a raid jam, and the bodies of the raid."""
    found, of = bodies(scenario((), raid))
    own = [(j, t, found[of[j]].trajectory) for j, t in enumerate(raid) if t.support is not None]
    return sensor(radar, CLEAR, (), support=support(own)), [target(found[b]) for b in of]


def at(s: Sensor, b: Target, t: float) -> tuple[float, tuple[float, float, float]]:
    """Return the slant range and the place of a body."""
    where = position(b.ecef, 0.0, b.dt, t)
    return float(observe(s, *where)[0]), where


def ratio(s: Sensor, b: Target, t: float) -> float:
    """Return the signal-to-noise-and-jamming ratio of a look."""
    slant_range, (x, y, z) = at(s, b, t)
    height = observe(s, x, y, z)[3]
    return float(signal_to_noise(s, b, closing(s, b, t, x, y, z)[1], slant_range, height, x, y, z, t))


def noise(radar: RadarPlan, density: float, distance: float) -> float:
    """D G lambda^2 / ((4 pi R)^2 k T), written out by hand."""
    length = 299_792_458.0 / radar.frequency
    return (
        density
        * radar.antenna.gain
        * length**2
        / ((4.0 * math.pi * distance) ** 2 * BOLTZMANN * radar.antenna.noise_temperature)
    )


def test_an_escort_ahead_is_burnt_through_at_the_closed_form() -> None:
    """Both on one radius, in the main beam, a lead apart: K rcs / R^4 = s (1 + jnr1 D / (R - lead)^2)."""
    radar, lead, density = real_radar(300e3, 1.0, min_elevation=-0.1), 10e3, 5e-8
    dive = [
        WaypointMotion(((0.0, 0.0), (0.0, 0.0)), (h, 1e3), (300.0,)) for h in (95e3, 85e3)
    ]  # straight down: one line
    up = replace(radar, max_elevation=math.pi / 2.0)
    s, (strike, _) = jammed(up, threat(dive[0]), carrier(dive[1], density))
    at_one_metre = noise(radar, density, 1.0)

    def excess(r: float) -> float:
        return s.constant / r**4 / (1.0 + at_one_metre / (r - lead) ** 2) - NEEDED

    burn = float(brentq(excess, 20e3, 94e3))
    assert 20e3 < burn < 90e3  # jamming that matters, in the flight
    t = float(brentq(lambda t: at(s, strike, t)[0] - burn, 0.0, (strike.end - 40.0)))
    assert detection_probability(s, strike, 0.0, t) == pytest.approx(0.5, abs=1e-6)
    # A jammer that flies nearer burns the look out at a shorter range: the noise moves with it.
    near, (same, _) = jammed(up, threat(dive[0]), carrier(replace(dive[1], altitude=(75e3, 1e3)), density))
    assert detection_probability(near, same, 0.0, t) < 0.5


def test_the_noise_follows_the_jammer_along_its_way() -> None:
    radar, way = real_radar(200e3, 1.0), radial(0.0, begin=250e3, end=100e3)
    s, (strike, jammer) = jammed(radar, threat(radial(0.0, begin=150e3)), carrier(way, 1e-8))
    clear, _ = jammed(radar, threat(radial(0.0, begin=150e3)))
    for t in (10.0, 100.0, 200.0, 300.0):
        (r, one), (distance, other) = at(s, strike, t), at(s, jammer, t)
        lines = [np.array(ecef_to_enu(*place, s.origin, s.rotation)) for place in (one, other)]
        angle = math.acos(float(lines[0] @ lines[1]) / (r * distance))
        gain = relative_gain(angle, radar.antenna.gain, radar.antenna.sidelobe, radar.antenna.backlobe)
        added = ratio(clear, strike, t) / ratio(s, strike, t) - 1.0
        assert added == pytest.approx(gain * noise(radar, 1e-8, distance), rel=1e-6)


def test_a_jammer_jams_while_it_flies_and_only_then() -> None:
    radar = real_radar(200e3, 1.0)
    way = radial(0.0, begin=250e3, end=220e3)  # 100 s
    s, (strike, _) = jammed(radar, threat(radial(0.0, begin=150e3)), carrier(way, 1e-6, start_time=50.0))
    clear, _ = jammed(radar, threat(radial(0.0, begin=150e3)))
    jams = [ratio(s, strike, t) < ratio(clear, strike, t) for t in (0.0, 49.0, 51.0, 149.0, 151.0)]
    assert jams == [False, False, True, True, False]
    late, (shifted, _) = jammed(
        radar, threat(radial(0.0, begin=150e3), start_time=100.0), carrier(way, start_time=50.0)
    )
    assert [ratio(late, shifted, t) < ratio(clear, strike, t) for t in (0.0, 48.0, 52.0)] == [True, True, False]


def test_its_own_jammer_counts_once() -> None:
    radar = real_radar(200e3, 1.0)
    s, (own,) = jammed(radar, carrier(radial(0.0), 1e-9))
    plain, (screened,) = jammed(radar, threat(radial(0.0), jammer_density=1e-9))
    assert ratio(s, own, 100.0) == ratio(plain, screened, 100.0)


@pytest.mark.parametrize(("sector", "there", "back"), [(360.0, True, True), (120.0, True, False), (0.0, False, False)])
def test_a_sector_ahead(sector: float, there: bool, back: bool) -> None:
    """It comes in 20 degrees off the radar, then turns and flies away: the radar is then astern of it."""
    radar = real_radar(200e3, 1.0)
    corner = along(0.3, 120e3)
    way = WaypointMotion((along(0.2, 180e3), corner, along(0.2, 180e3)), (9e3,) * 3, (300.0,) * 2)
    s, (strike, _) = jammed(radar, threat(radial(0.0, begin=150e3)), carrier(way, 1e-5, math.radians(sector)))
    clear, _ = jammed(radar, threat(radial(0.0, begin=150e3)))
    jams = [ratio(s, strike, t) < ratio(clear, strike, t) for t in (50.0, 350.0)]
    assert jams == [there, back]


def test_below_the_horizon_it_jams_nobody() -> None:
    radar = real_radar(200e3, 1.0)
    low = radial(0.0, begin=250e3, end=150e3, altitude=300.0)
    s, (strike, _) = jammed(radar, threat(radial(0.0, begin=150e3)), carrier(low, 1e-3))
    clear, _ = jammed(radar, threat(radial(0.0, begin=150e3)))
    assert ratio(s, strike, 10.0) == ratio(clear, strike, 10.0)


def test_more_power_never_makes_a_look_likelier() -> None:
    radar = real_radar(200e3, 1.0)
    last = math.inf
    for density in (0.0, 1e-10, 1e-8, 1e-6, 1e-4):
        s, (strike, _) = jammed(radar, threat(radial(0.0, begin=180e3)), carrier(radial(0.05, begin=150e3), density))
        seen = np.array([detection_probability(s, strike, 0.0, t) for t in np.arange(0.0, 400.0, 25.0)])
        assert (seen <= last).all()
        last = seen


def raid(density: float = 1e-6) -> Scenario:
    """Two jammers and two threats that start apart, against one unit and one radar that sees all at once."""
    own = ideal_unit(real_radar(150e3, 1.0, place=Place(*along(1.0, 5e3))))
    eyes = (ideal_radar(), real_radar(200e3, 1.0))
    jams = (carrier(radial(0.02, begin=200e3), density), carrier(radial(0.3, begin=180e3, end=120e3), density))
    comes = (threat(radial(0.0, begin=200e3)), threat(radial(0.0, begin=200e3), start_time=60.0, member=1))
    return scenario((system(own, surveillance=eyes),), (*jams, *comes))


def test_tables_for_each_set_of_jammers() -> None:
    plan = raid()
    found = compute(plan)
    T = len(plan.threats)
    wide = [r for r, _, _ in with_positions(plan).radars()]
    rows = jammed_rows(plan)
    assert set(rows) == {1, 2}
    less = False
    for sets in rows.values():
        for j in range(T):
            pd = [found.looks.pd[found.looks.within(row.radar * T + j)] for row in sets]
            times = [found.looks.times(row.radar * T + j) for row in sets]
            assert all(np.array_equal(times[0], t) for t in times)
            for number in range(4):
                for k in range(2):
                    more = number | 1 << k  # with one more jammer ended no look is less likely
                    assert (pd[more] >= pd[number]).all()
            less |= bool((pd[3] > pd[0] + 0.1).any())
    assert less
    # All ended: as a raid that carries none, whatever starts when.
    bare = compute(replace(plan, threats=tuple(replace(t, support=None, jammer_density=0.0) for t in plan.threats)))
    for r, sets in rows.items():
        for j in (2, 3):
            one, other = found.looks.within(sets[3].radar * T + j), bare.looks.within(r * T + j)
            assert np.array_equal(found.looks.pd[one], bare.looks.pd[other])
    assert wide[rows[1][3].radar].place == HERE
    start = found.shots.window_start
    unit_rows = [row.interceptor for row in rows[2]]
    open_time = [
        sum(
            (found.shots.window_close - found.shots.window_open)[start[w * T + j] : start[w * T + j + 1]].sum()
            for j in (2, 3)
        )
        for w in unit_rows
    ]
    none, first, second, both = open_time
    assert none <= min(first, second) <= max(first, second) <= both
    assert none < both


def test_a_raid_without_support_shares_bodies_whatever_starts_when() -> None:
    comes = tuple(threat(radial(0.0), start_time=10.0 * m, member=m) for m in range(3))
    assert len(bodies(scenario((), comes))[0]) == 1
    assert len(bodies(scenario((), (*comes, carrier(radial(0.1)))))[0]) == 4
