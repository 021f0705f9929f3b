"""Single guided flights: a climb without air by the rocket equation, finer steps against another integrator, ends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from airdef.physics import guided
from airdef.physics.constants import EARTH_RADIUS_MEAN, GRAVITY
from airdef.physics.reach import vehicle_of
from airdef.physics.vehicle import acceleration, mass_at
from physics.flights import Phase, vehicle
from physics.missiles import LONG, MEDIUM, SHORT

NONE = np.empty((0, 4))
DRAG = ((0.0, 0.0), (10.0, 0.0))


@pytest.mark.parametrize("launch_altitude", [0.0, 1500.0])
@pytest.mark.parametrize(("x", "z"), [(30e3, 4e3), (200e3, 5e3), (50e3, -300.0), (10.0, 9e3)])
def test_the_place_of_a_point_by_coordinates(launch_altitude, x, z):
    ground = EARTH_RADIUS_MEAN + launch_altitude
    altitude = math.hypot(x, ground + z) - EARTH_RADIUS_MEAN
    # radii of 6e6 m round to 1e-9 m; across, that times the range over x
    assert guided.end_point(math.hypot(x, z), altitude, launch_altitude) == pytest.approx((x, z), abs=1e-4)


def test_a_point_that_cannot_be_is_straight_up_or_down():
    assert guided.end_point(5e3, 9e3, 1e3) == (0.0, 5e3)
    assert guided.end_point(5e3, -9e3, 1e3) == (0.0, -5e3)


def rocket(burn=10.0, mass=100.0, propellant=50.0, speed=2000.0, weightless=False):
    """A motor with an exhaust speed [m/s] in no air at all, whose propellant is burnt in `burn` s, then coasts."""
    flow = propellant / burn
    v = vehicle(mass, [Phase(burn, flow * speed, flow, 1.0, DRAG), Phase(math.inf, 0.0, 0.0, 1.0, DRAG)], pressure=0.0)
    air = v.air.copy()
    air[:, :2] = 0.0
    return v._replace(air=air, normal=np.full(2, 1.0))


def climbed(t, burn=10.0, mass=100.0, propellant=50.0, speed=2000.0):
    """Height and speed of that rocket, straight up from 25 m/s: rocket equation, in a field that does not change."""
    b = min(t, burn)
    rate = propellant / burn / mass
    left = 1.0 - rate * b
    height = 25.0 * b + speed * (b + left * math.log(left) / rate) - GRAVITY * b * b / 2.0
    v = 25.0 - speed * math.log(left) - GRAVITY * b
    return height + v * (t - b) - GRAVITY * (t - b) ** 2 / 2.0, v - GRAVITY * (t - b)


@pytest.mark.parametrize("end", [6.0, 25.0, 40.0])
def test_a_climb_without_air_is_the_rocket_equation(end):
    height, speed = climbed(end)
    t, v, top, miss = guided.fly(rocket(), 0.0, 0.0, height, 0.5 * math.pi, 3.0, 1.0, NONE)
    # weight falls by 2 h / R on the way: 1 % at 30 km, that is 0.1 m/s^2 for the time of flight; steps of 8 s: 1e-4
    slower = 2.0 * height / EARTH_RADIUS_MEAN * GRAVITY * end / 2.0
    assert v == pytest.approx(speed + slower / 2.0, abs=slower / 2.0 + 1e-3 * speed)
    assert t == pytest.approx(end, abs=(slower * end + 20.0) / speed)
    assert top == pytest.approx(height, rel=2e-3)
    assert miss < 1.0


@pytest.mark.parametrize("end", [0.1, 0.4, 0.8, 1.5, 1.95])
def test_a_point_that_is_reached_within_the_first_step(end):
    height, speed = climbed(end)
    t, v, _, miss = guided.fly(rocket(), 0.0, 0.0, height, 0.5 * math.pi, 3.0, 1.0, NONE)
    # what is left is told by the acceleration at launch, which grows by a tenth in two seconds as the mass falls
    assert t == pytest.approx(end, rel=0.02)
    assert v == pytest.approx(speed, rel=0.02)
    assert miss < 1e-6


def test_it_begins_at_the_launch_point():
    trace = np.zeros((1, 4))
    guided.fly(rocket(), 0.0, 0.0, climbed(25.0)[0], 0.5 * math.pi, 3.0, 1.0, trace)
    height, speed = climbed(2.0)
    # the first step, of 2 s: its error of the fifth order is below a millimetre
    assert trace[0] == pytest.approx([2.0, 0.0, height, speed], abs=0.02)


def test_steps_are_as_long_as_stated():
    trace = np.zeros((200, 4))
    x, z = guided.end_point(150e3, 8e3, 0.0)
    v = vehicle_of(LONG)
    t, speed, top, _ = guided.fly(v, 0.0, x, z, 0.7, 2.4, 1.0, trace)
    rows = trace[: np.flatnonzero(trace[:, 0])[-1] + 1]
    steps = np.diff(rows[:, 0], prepend=0.0)
    # two seconds while it burns (12 s; the climb is held for two); then a quarter of what is left, from 8 to 1 s
    assert steps[:6] == pytest.approx([2.0] * 6)
    left = t - rows[:-1, 0]
    end = np.flatnonzero((rows[:-1, 0] >= 12.0) & (left < 40.0))[:-2]
    assert len(end) > 5
    # what is left is worked out from speed and deceleration along the line of sight: to a tenth near the end
    assert steps[end + 1] == pytest.approx(np.clip(0.25 * left[end], 1.0, 8.0), rel=0.1)
    assert steps.max() == pytest.approx(8.0)  # a difference of times
    assert steps[:-1].min() == 1.0
    # the last step ends at the point, within what is made up for along the path
    assert rows[-1, 0] == pytest.approx(t, abs=0.5)
    assert rows[-1, 3] == pytest.approx(speed, rel=1e-9)
    altitudes = np.hypot(rows[:, 1], EARTH_RADIUS_MEAN + rows[:, 2]) - EARTH_RADIUS_MEAN
    assert top == pytest.approx(altitudes.max(), abs=1e-6)
    way = np.hypot(*np.diff(rows[:, 1:3], axis=0).T)
    # between the greater and the lesser speed of its ends, and no longer than the arc
    assert (way <= 1.02 * np.maximum(rows[1:, 3], rows[:-1, 3]) * steps[1:]).all()
    assert (way >= 0.98 * np.minimum(rows[1:, 3], rows[:-1, 3]) * steps[1:]).all()
    few = np.full((3, 4), -1.0)
    guided.fly(v, 0.0, x, z, 0.7, 2.4, 1.0, few)
    assert np.array_equal(few, rows[:3])


def another(v, x_end, z_end, climb, navigation, altitude=0.0, until=900.0):
    """Fly the same law of guidance with SciPy's DOP853, for so many seconds: time, speed, highest altitude, miss."""
    ground = EARTH_RADIUS_MEAN + altitude

    def motion(phase):
        def rates(t, s):
            x, z, ux, uz = s
            dx, dz = x_end - x, z_end - z
            # wanted acceleration: N v dlambda/dt, lambda the direction to the point
            turning = (dz * ux - dx * uz) / (dx * dx + dz * dz)
            near = math.hypot(dx, dz) < 2.0 * math.hypot(ux, uz)
            wanted = 0.0 if t < 2.0 or near else navigation * math.hypot(ux, uz) * turning
            return [ux, uz, *acceleration(v, phase, mass_at(v, phase, t), wanted, ground, x, z, ux, uz)]

        return rates

    def passed(t, s):
        return s[2] * (x_end - s[0]) + s[3] * (z_end - s[1])

    passed.terminal, passed.direction = True, -1
    state, begin, top = [0.0, 0.0, 25.0 * math.cos(climb), 25.0 * math.sin(climb)], 0.0, 0.0
    for k, end in enumerate([2.0, *v.ends]):
        part = solve_ivp(
            motion(max(k - 1, 0)), (begin, min(end, until)), state, method="DOP853", rtol=1e-8, atol=1e-4,
            max_step=0.5, events=passed,
        )  # fmt: skip
        begin, state = part.t[-1], part.y[:, -1]
        top = max(top, (np.hypot(part.y[0], ground + part.y[1]) - EARTH_RADIUS_MEAN).max())
        if part.t_events[0].size or begin >= until:
            break
    miss = math.hypot(x_end - state[0], z_end - state[1])
    return begin, math.hypot(state[2], state[3]), top, miss


FLIGHTS = [(LONG, 120e3, 8e3, 0.8, 2.4, 0.0), (MEDIUM, 40e3, 5e3, 0.6, 3.4, 0.0), (SHORT, 8e3, 2e3, 0.5, 4.6, 1e3)]


@pytest.mark.parametrize(("missile", "slant", "altitude", "climb", "navigation", "site"), FLIGHTS)
def test_fine_steps_fly_as_another_integrator_does(missile, slant, altitude, climb, navigation, site):
    v = vehicle_of(missile)
    x, z = guided.end_point(slant, altitude, site)
    t, speed, top, miss = guided.fly(v, site, x, z, climb, navigation, 16.0, NONE)
    time, its_speed, its_top, its_miss = another(v, x, z, climb, navigation, site)
    # 16 times finer steps than those of the tables, whose error tests/opportunity/test_steps.py measures
    assert t == pytest.approx(time, rel=5e-4)
    assert speed == pytest.approx(its_speed, rel=2e-3)
    assert top == pytest.approx(its_top, abs=20.0)
    assert miss == pytest.approx(its_miss, abs=0.002 * slant)


def test_what_does_not_arrive_takes_for_ever():
    v = vehicle_of(SHORT)
    x, z = guided.end_point(60e3, 2e3, 0.0)
    t, speed, top, miss = guided.fly(v, 0.0, x, z, 0.4, 3.0, 1.0, NONE)
    assert (t, speed) == (math.inf, 0.0)
    assert 0.0 < miss < 60e3
    assert top > 0.0
    # away from the point at launch: nothing is flown
    t, speed, top, miss = guided.fly(v, 300.0, -4e3, 3e3, 0.4, 3.0, 1.0, NONE)
    assert (t, speed, top) == (math.inf, 0.0, 300.0)
    assert miss == pytest.approx(5e3)


def test_a_burnt_out_missile_that_is_slow_gets_nowhere():
    # straight up without air: 60 m/s are left at one height; a point below it is reached, one above it is not
    v, reached = rocket(propellant=10.0), climbed(20.0, propellant=10.0)
    assert reached[1] < 60.0
    assert math.isinf(guided.fly(v, 0.0, 0.0, reached[0], 0.5 * math.pi, 3.0, 1.0, NONE)[0])
    slow, fast = (
        next(t for t in np.arange(10.0, 20.0, 0.1) if climbed(t, propellant=10.0)[1] < s) for s in (70.0, 90.0)
    )
    assert slow > fast
    assert guided.fly(v, 0.0, 0.0, climbed(fast, propellant=10.0)[0], 0.5 * math.pi, 3.0, 1.0, NONE)[0] < math.inf


def test_a_step_ends_where_a_burn_does():
    trace = np.zeros((50, 4))
    guided.fly(rocket(burn=9.3), 0.0, 0.0, climbed(25.0, burn=9.3)[0], 0.5 * math.pi, 3.0, 1.0, trace)
    assert trace[:5, 0] == pytest.approx([2.0, 4.0, 6.0, 8.0, 9.3])
    height, speed = climbed(9.3, burn=9.3)
    # steps of 2 s while half the mass burns away: 1e-4
    assert trace[4, 2:] == pytest.approx([height, speed], rel=1e-3)


def test_coasting_steps_are_a_quarter_of_what_is_left_at_constant_deceleration():
    # straight up without air, 360 m/s at burnout, slowed by gravity alone to 80 m/s at the point
    end, light = 38.0, {"propellant": 20.0}
    trace = np.zeros((100, 4))
    t, *_ = guided.fly(rocket(**light), 0.0, 0.0, climbed(end, **light)[0], 0.5 * math.pi, 3.0, 1.0, trace)
    rows = trace[trace[:, 0] > 0.0]
    at = rows[rows[:, 0] >= 10.0, 0]
    assert len(at) > 6
    # the first step goes by the acceleration of the burn; weight falls by 2 h / R, 0.2 % at 7 km, and what is left by
    # no more than that
    assert np.diff(at)[1:-1] == pytest.approx(np.maximum(0.25 * (t - at[1:-2]), 1.0), rel=5e-3)
    # to a point that it would not reach: a quarter of the time in which it would come to rest just there, and no longer
    # than it takes to lose 0.3 of its speed
    z = climbed(end, **light)[0] + 1500.0
    trace[:] = 0.0
    assert math.isinf(guided.fly(rocket(**light), 0.0, 0.0, z, 0.5 * math.pi, 3.0, 1.0, trace)[0])
    rows = trace[trace[:, 0] > 0.0]
    k = np.flatnonzero((rows[:-1, 0] > 10.0) & (rows[:-1, 3] ** 2 < 2.0 * 9.7 * (z - rows[:-1, 2])))
    wanted = 0.25 * 2.0 * (z - rows[k, 2]) / rows[k, 3]
    gravity = 9.80665 * (6371008.8 / (6371008.8 + rows[k, 2])) ** 2
    losing = 0.3 * rows[k, 3] / gravity
    assert (losing < wanted).sum() > 1
    assert (losing > wanted).sum() > 0
    steps = np.diff(rows[:, 0])[k]
    assert steps == pytest.approx(np.minimum(np.clip(wanted, 1.0, 8.0), losing), rel=1e-3)


@pytest.mark.parametrize("side", [-80.0, 80.0])
def test_a_miss_is_the_distance_beside_the_path(side):
    # it burns for a second, while its climb is held; without air nothing turns it after that, whatever it aims at
    trace = np.zeros((2000, 4))
    v = rocket(burn=1.0)
    guided.fly(v, 0.0, 21e3, 19e3, 0.8, 3.0, 16.0, trace)
    k = int(np.flatnonzero(trace[:, 0] > 20.0)[0])
    (x, z), way = trace[k, 1:3], trace[k + 1, 1:3] - trace[k - 1, 1:3]
    way /= math.hypot(*way)
    t, _, _, miss = guided.fly(v, 0.0, x - side * way[1], z + side * way[0], 0.8, 3.0, 16.0, NONE)
    # the direction at k is that between its neighbours but for g t^2 / 2 over a step: 1e-4; times 100 m of path
    assert miss == pytest.approx(abs(side), abs=0.1)
    assert t == pytest.approx(trace[k, 0], abs=1e-3)


@pytest.mark.parametrize("side", [-80.0, 80.0])
def test_a_miss_told_by_the_last_step_is_that_of_finer_steps(side):
    # aside of the same path, from a second and more before: the last step ends abreast of the point
    trace, v = np.zeros((2000, 4)), rocket(burn=1.0)
    guided.fly(v, 0.0, 21e3, 19e3, 0.8, 3.0, 1.0, trace)
    times = trace[: np.count_nonzero(trace[:, 0]), 0]
    k = int(np.flatnonzero(times > 12.0)[0])
    x, z, speed = trace[k, 1:]
    # the direction of flight from speed and energy: what falls is the vertical part, and the other one stays
    level = trace[1, 3] * (trace[2, 1] - trace[1, 1]) / math.hypot(*(trace[2, 1:3] - trace[1, 1:3]))
    way = np.array([level, math.sqrt(speed**2 - level**2)]) / speed
    _, _, _, miss = guided.fly(v, 0.0, x - side * way[1], z + side * way[0], 0.8, 3.0, 1.0, NONE)
    # the direction is known to a few hundredths, of which the square counts
    assert miss == pytest.approx(abs(side), rel=0.05)


def test_a_step_ends_with_the_hold():
    trace = np.zeros((50, 4))
    guided.fly(rocket(burn=1.3), 0.0, 0.0, climbed(25.0, burn=1.3)[0], 0.5 * math.pi, 3.0, 1.0, trace)
    assert trace[:2, 0] == pytest.approx([1.3, 2.0])


def test_the_last_two_seconds_are_straight():
    # N = 2 is an arc of constant curvature, up to the end but for these two seconds
    v = vehicle_of(LONG)
    x, z = guided.end_point(100e3, 8e3, 0.0)
    trace = np.zeros((4000, 4))
    t, *_ = guided.fly(v, 0.0, x, z, 0.6, 2.0, 32.0, trace)
    rows = trace[trace[:, 0] > 0.0]
    way = np.diff(rows[:, 1:3], axis=0)
    heading = np.unwrap(np.arctan2(way[:, 1], way[:, 0]))
    middle = 0.5 * (rows[1:, 0] + rows[:-1, 0])
    turning = np.abs(np.diff(heading) / np.diff(middle))
    left = t - rows[1:-1, 0]
    before, after = turning[(left > 2.3) & (left < 6.0)], turning[left < 1.9]
    assert len(after) > 10
    assert before.min() > 20.0 * after.max()


@pytest.mark.parametrize(("above", "rows"), [(-0.4, 0), (0.4, 1)])
def test_a_flight_ends_at_the_first_step_that_ends_in_the_ground(above, rows):
    # without air, thrown flat from high up; how far it falls does not hang on the height to a part in 10^6 per metre
    v = rocket(propellant=30.0)
    trace = np.zeros((200, 4))

    def flown(launch_altitude):
        trace[:] = 0.0
        got = guided.fly(v, launch_altitude, 400e3, -60e3, 0.1, 3.0, 1.0, trace)
        return got, np.count_nonzero(trace[:, 0])

    def altitude(launch_altitude, k):
        flown(launch_altitude)
        return math.hypot(trace[k, 1], EARTH_RADIUS_MEAN + launch_altitude + trace[k, 2]) - EARTH_RADIUS_MEAN

    site, k = 8e3, 7
    for _ in range(20):
        site += above - altitude(site, k)
    assert altitude(site, k) == pytest.approx(above, abs=1e-3)
    (t, speed, top, miss), count = flown(site)
    assert (t, speed) == (math.inf, 0.0)
    assert top > site
    assert count == k + 1 + rows
    last = trace[count - 1]
    assert miss == pytest.approx(math.hypot(400e3 - last[1], -60e3 - last[2]))


def test_a_launch_across_the_line_of_sight_flies_away():
    # straight up to a point level with the launcher but for 100 m: its distance grows by 0.25 m/s
    t, speed, top, miss = guided.fly(vehicle_of(SHORT), 300.0, 10e3, -100.0, 0.5 * math.pi, 3.0, 1.0, NONE)
    assert (t, speed, top) == (math.inf, 0.0, 300.0)
    assert miss == pytest.approx(math.hypot(10e3, 100.0))


@pytest.mark.parametrize(("above", "rows"), [(-0.4, 0), (0.4, 1)])
def test_near_the_sea_a_flight_ends_500_m_below_its_launch(above, rows):
    v, trace = rocket(propellant=30.0), np.zeros((200, 4))

    def below(climb):
        trace[:] = 0.0
        guided.fly(v, 0.0, 400e3, -60e3, climb, 3.0, 1.0, trace)
        return math.hypot(trace[7, 1], EARTH_RADIUS_MEAN + trace[7, 2]) - EARTH_RADIUS_MEAN + 500.0 - above

    below(float(brentq(below, 0.1, 0.15, xtol=1e-9)))
    assert np.count_nonzero(trace[:, 0]) == 8 + rows


# --- ends of flights, to their limits


@pytest.mark.parametrize(("left", "arrives"), [(59.5, False), (60.5, True)])
def test_what_coasts_below_60_m_s_gets_nowhere(left, arrives):
    # burnt out at that speed, 5 m below the point
    propellant = float(brentq(lambda p: climbed(10.0, propellant=p)[1] - left, 5.0, 40.0))
    height = climbed(10.0, propellant=propellant)[0]
    t, *_ = guided.fly(rocket(propellant=propellant), 0.0, 0.0, height + 5.0, 0.5 * math.pi, 3.0, 1.0, NONE)
    assert (t < math.inf) == arrives
    if arrives:
        assert t == pytest.approx(10.0 + 5.0 / left, abs=0.01)


@pytest.mark.parametrize(("burn", "last"), [(3.5, 1507.5), (4.0, 1500.0), (4.5, 1500.5)])
def test_no_flight_lasts_longer_than_1500_s(burn, last):
    # off for good at 14 km/s, in steps of 8 s from the end of the burn on; none begins at 1,500 s or later
    trace = np.zeros((400, 4))
    far = rocket(burn=burn, speed=20e3)
    t, speed, top, miss = guided.fly(far, 0.0, 0.0, 1e8, 0.5 * math.pi, 3.0, 1.0, trace)
    rows = trace[trace[:, 0] > 0.0]
    assert (t, speed) == (math.inf, 0.0)
    assert rows[-1, 0] == last
    assert top == pytest.approx(rows[-1, 2])
    assert miss == pytest.approx(1e8 - rows[-1, 2])


@pytest.mark.parametrize("way", [0.2, 1.1])
def test_what_is_left_at_launch_goes_by_the_acceleration_along_the_line_of_sight(way):
    # 100 m away, and the climb at 0.8 rad: the missile keeps its climb, and leans to hold its weight (100 kg)
    trace = np.zeros((1, 4))
    guided.fly(rocket(), 0.0, 100.0 * math.cos(way), 100.0 * math.sin(way), 0.8, 3.0, 1.0, trace)
    thrust = 10e3
    lean = 100.0 * GRAVITY * math.cos(0.8) / thrust
    along, across = thrust * math.cos(lean) / 100.0, thrust * math.sin(lean) / 100.0
    ax = along * math.cos(0.8) - across * math.sin(0.8)
    az = along * math.sin(0.8) + across * math.cos(0.8) - GRAVITY
    closing, gain = 25.0 * math.cos(0.8 - way), ax * math.cos(way) + az * math.sin(way)
    # the time in which it would get there at that acceleration; the step ends with it
    assert trace[0, 0] == pytest.approx((math.sqrt(closing**2 + 2.0 * gain * 100.0) - closing) / gain, rel=1e-6)


@pytest.mark.parametrize("before", [0.002, 0.005, 0.01, 0.02])
def test_what_it_passes_in_a_step_that_the_burns_end_cuts_it_has_met(before):
    # straight up; what is left is told by a lesser acceleration, so that the step would end behind the burn
    height, speed = climbed(9.3 - before, burn=9.3)
    t, v, _, miss = guided.fly(rocket(burn=9.3), 0.0, 0.0, height, 0.5 * math.pi, 3.0, 1.0, NONE)
    assert t == pytest.approx(9.3 - before, abs=1e-3)
    assert v == pytest.approx(speed, rel=0.01)
    assert miss < 1e-3


def abreast(aside, below):
    """Fly straight up past a point beside the path and below the place at which a burn of 1.3 s ends."""
    light = {"burn": 1.3, "propellant": 10.0}
    height, speed = climbed(1.3, **light)
    return guided.fly(rocket(**light), 0.0, aside, height - below, 0.5 * math.pi, 3.0, 1.0, NONE), speed


def test_abreast_at_the_end_of_a_burn_it_is_nearest():
    # 20 m aside and 0.05 m below: at 223 m/s it goes away at half a metre a second
    (t, v, _, miss), speed = abreast(20.0, 0.05)
    assert t == pytest.approx(1.3, abs=1e-3)
    assert v == pytest.approx(speed, rel=1e-3)
    assert miss == pytest.approx(20.0, abs=0.01)


@pytest.mark.parametrize(("share", "met"), [(0.45, True), (0.55, False), (1.2, False)])
def test_what_it_passed_half_a_second_away_it_has_not_met(share, met):
    speed = climbed(1.3, burn=1.3, propellant=10.0)[1]
    (t, _, _, miss), _ = abreast(share * speed, 1.0)
    assert (t < math.inf) == met
    assert miss == pytest.approx(share * speed, rel=0.01)


def test_a_launch_exactly_across_the_line_of_sight_flies_away():
    got = guided.fly(vehicle_of(SHORT), 300.0, 0.0, 5e3, 0.0, 3.0, 1.0, NONE)
    assert got == (math.inf, 0.0, 300.0, 5e3)


def test_a_launch_all_but_across_the_line_of_sight_turns_to_its_point():
    # straight up to a point 25 km away and 500 m up: half a metre a second of the first 25 m/s go there
    t, _, _, miss = guided.fly(vehicle_of(LONG), 0.0, 25e3, 500.0, 0.5 * math.pi, 3.4, 1.0, NONE)
    assert t < math.inf
    assert miss < 70.0


@pytest.mark.parametrize(("climb", "distance"), [(0.3, 60.0), (0.8, 300.0), (1.2, 500.0)])
def test_points_along_the_first_climb_are_met_when_another_integrator_meets_them(climb, distance):
    v, x, z = rocket(), distance * math.cos(climb), distance * math.sin(climb)
    t, speed, _, miss = guided.fly(v, 0.0, x, z, climb, 3.0, 1.0, NONE)
    time, its_speed, *_ = another(v, x, z, climb, 3.0)
    # made up for along the path by the speed at the end: what is off is of the second order
    assert t == pytest.approx(time, rel=1e-3)
    assert speed == pytest.approx(its_speed, rel=0.02)
    assert miss < 0.1


def steps_of(missile, x, z, climb, navigation):
    """Return the time before each step of a flight, the steps, and the time of flight."""
    trace = np.zeros((400, 4))
    t, *_ = guided.fly(vehicle_of(missile), 0.0, x, z, climb, navigation, 1.0, trace)
    after = trace[trace[:, 0] > 0.0, 0]
    before = np.concatenate(([0.0], after[:-1]))
    return before, after - before, t


def test_a_hard_turn_is_flown_in_short_steps_from_the_end_of_the_hold():
    # straight at it, steps of the burn; thrown up steeply and asked to turn early, less than half of it
    before, steps, _ = steps_of(MEDIUM, 9e3, 1e3, 0.1, 6.4)
    assert steps[before == guided.HOLD] == [guided.STEP_BURN]
    before, steps, _ = steps_of(MEDIUM, 5e3, 1e3, 1.2, 6.4)
    assert before[1] == guided.HOLD
    assert 0.0 < steps[1] < 0.5 * guided.STEP_BURN


def test_no_guided_step_goes_up_to_the_point():
    for x in np.arange(5e3, 9e3, 250.0):  # it still burns there
        before, steps, t = steps_of(LONG, x, 300.0, 0.1, 2.4)
        assert t < 12.0
        guides = (before >= guided.HOLD) & (t - before > 1.1 * guided.STRAIGHT)
        # what is left is worked out from speed and acceleration towards the point: to a tenth
        assert (steps[guides] <= 0.55 * (t - before[guides])).all()
