"""Threats: members, motions, releases."""

from __future__ import annotations

import math

import pytest

from airdef.scenario import Scenario, ScenarioError, loads
from airdef.scenario.motion import distance, point_at, trajectory
from airdef.scenario.plan import CATEGORIES, BallisticMotion, WaypointMotion

from .broken import GOOD

FILE = "name: x\nassets:\n  - {name: port, at: [0, 0], radius: 1 km}\nraid:\n  - {%s}\n"


def raid(text: str) -> Scenario:
    return loads(FILE % text)


def route(scenario: Scenario, index: int = 0) -> WaypointMotion:
    motion = scenario.threats[index].motion
    assert isinstance(motion, WaypointMotion)
    return motion


def test_members_differ_by_their_start_alone() -> None:
    threats = raid("threat: fighter, count: 3, from: [-1, -1], spacing: 5 s, at_time: 60 s, aims_at: port").threats
    assert [t.start_time for t in threats] == [60.0, 65.0, 70.0]
    assert [(t.formation_index, t.member) for t in threats] == [(0, 0), (0, 1), (0, 2)]
    assert [t.name for t in threats] == ["fighter-1", "fighter-2", "fighter-3"]
    assert len({id(t.motion) for t in threats}) == 1
    assert {t.target for t in threats} == {0}


def test_poisson_groups_start_together_with_a_gap() -> None:
    threats = raid(
        "threat: fighter, count: 3, from: [-1, -1], spacing: 20 s, arrivals: poisson, at_time: 60 s, aims_at: port"
    ).threats
    assert [(t.start_time, t.gap_mean) for t in threats] == [(60.0, 20.0)] * 3


def test_a_group_of_none_is_no_threat() -> None:
    assert raid("threat: fighter, count: 0, from: [-1, -1], aims_at: port").threats == ()


def test_speed_and_altitude_by_leg_and_waypoint() -> None:
    motion = route(
        raid(
            "threat: fighter, route: [[-1, -1], [-0.5, -0.5], [0, 0]], speed: [200 m/s, 300 m/s], "
            "altitude: [9 km, 5 km, 1 km], aims_at: port"
        )
    )
    assert motion.speed == (200.0, 300.0)
    assert motion.altitude == (9e3, 5e3, 1e3)
    assert motion.waypoints[0] == pytest.approx((-math.radians(1), -math.radians(1)))


def test_what_is_left_out_is_the_catalogue_s() -> None:
    scenario = raid(
        "threat: fighter, from: [-1, -1], aims_at: port, overrides: {threat.speed: 222 m/s, threat.rcs: 4 m2}"
    )
    assert route(scenario).speed == (222.0,)
    assert scenario.threats[0].rcs[0] == 4.0
    adopted_values = {r.attribute: r for r in scenario.adopted_values if r.subject == "fighter"}
    assert adopted_values["altitude"].value == route(scenario).altitude[0]
    assert adopted_values["rcs"].overridden


def test_routes_are_led_on_to_the_target_beyond_its_radius() -> None:
    near = route(raid("threat: fighter, route: [[-1, -1], [0.005, 0]], aims_at: port"))
    assert len(near.waypoints) == 2
    far = route(
        raid("threat: fighter, route: [[-1, -1], [0.02, 0]], altitude: [9 km, 3 km], speed: 250 m/s, aims_at: port")
    )
    assert far.waypoints[2] == (0.0, 0.0)
    assert far.altitude == (9e3, 3e3, 3e3)
    assert far.speed == (250.0, 250.0)
    passing = raid("threat: fighter, route: [[-1, -1], [0.02, 0]]")
    assert len(route(passing).waypoints) == 2
    assert passing.threats[0].target == -1


def test_ballistic_threats_fly_arcs() -> None:
    threat = raid("threat: srbm, from: [-2.6, -2.2], loft: 1.2, aims_at: port").threats[0]
    assert isinstance(threat.motion, BallisticMotion)
    assert threat.motion.loft == 1.2
    assert math.degrees(threat.motion.launch.latitude) == pytest.approx(-2.6)
    assert (threat.motion.impact.latitude, threat.motion.impact.longitude) == (0.0, 0.0)
    assert CATEGORIES[threat.category] == "ballistic"


def test_decoys_are_taken_for_aircraft_and_arms_home() -> None:
    decoy = raid("threat: decoy, from: [-1, -1], aims_at: port").threats[0]
    assert (CATEGORIES[decoy.category], CATEGORIES[decoy.looks_like]) == ("decoy", "aircraft")
    other = raid("threat: decoy, from: [-1, -1], aims_at: port, looks_like: cruise").threats[0]
    assert CATEGORIES[other.looks_like] == "cruise"
    assert raid("threat: arm, from: [-1, -1], aims_at: port").threats[0].homing
    assert not decoy.homing


def test_nothing_manoeuvres_unless_the_scenario_says_so() -> None:
    for name in ("fighter", "bomber", "lo-fighter", "supersonic-cruise-missile", "arm"):
        assert not raid(f"threat: {name}, from: [-1, -1], aims_at: port").threats[0].manoeuvring
    assert raid("threat: fighter, from: [-1, -1], aims_at: port, manoeuvring: true").threats[0].manoeuvring
    said = "threat: fighter, from: [-1, -1], aims_at: port, overrides: {threat.manoeuvring: 1}"
    assert raid(said).threats[0].manoeuvring
    with pytest.raises(ScenarioError, match="'manoeuvring' and its override together"):
        raid(said + ", manoeuvring: false")


def test_released_weapons_manoeuvre_by_themselves() -> None:
    group = (
        "threat: bomber, from: [-2, -2], aims_at: port, manoeuvring: true, releases: [{threat: arm, at_range: 90 km%s}]"
    )
    plain, evading = (raid(group % more).threats for more in ("", ", manoeuvring: true"))
    assert [t.manoeuvring for t in plain] == [True, False]
    assert [t.manoeuvring for t in evading] == [True, True]


def test_the_old_load_factor_is_refused_with_the_new_name() -> None:
    with pytest.raises(ScenarioError) as caught:
        raid("threat: fighter, from: [-1, -1], aims_at: port, overrides: {threat.manoeuvre: 4}")
    assert "threat.manoeuvring" in str(caught.value)


def test_jammers_carried() -> None:
    jamming = raid("threat: fighter, from: [-1, -1], aims_at: port, jammer: {density: 2 W/MHz}").threats[0]
    assert jamming.jammer_density == pytest.approx(2e-6)


def test_weapons_start_where_their_carrier_is() -> None:
    scenario = loads(GOOD)
    carrier, weapon = scenario.threats[5], scenario.threats[7]
    assert weapon.parent == 5
    assert (weapon.formation_index, weapon.member) == (3, 1)
    assert weapon.name == "bomber/cruise-missile-2"
    assert isinstance(carrier.motion, WaypointMotion)
    assert isinstance(weapon.motion, WaypointMotion)
    at, altitude = point_at(trajectory(carrier.motion, 1.0), weapon.start_time - carrier.start_time)
    assert distance(at, weapon.motion.waypoints[0]) < 1e-3
    assert altitude == pytest.approx(weapon.motion.altitude[0])
    assert scenario.threats[7].start_time - scenario.threats[6].start_time == 2.0
    # Released at the waypoint, to the metres by which the interpolated path rounds a corner.
    assert distance(scenario.threats[6].motion.waypoints[0], carrier.motion.waypoints[1]) < 200.0


def test_weapons_follow_all_threats_and_keep_to_their_carriers() -> None:
    scenario = raid(
        "threat: bomber, count: 3, route: [[-2, -2], [-1, -1], [-2, -1]], spacing: 30 s, "
        "releases: [{threat: arm, at_range: 170 km, aims_at: port}, "
        "{threat: decoy, count: 2, at_time: 60 s, aims_at: port}]"
    )
    assert [t.parent for t in scenario.threats] == [-1] * 3 + [0, 1, 2] + [0, 0, 1, 1, 2, 2]
    assert [t.formation_index for t in scenario.threats] == [0] * 3 + [1] * 3 + [2] * 6
    assert [t.member for t in scenario.threats[6:]] == [0, 1, 2, 3, 4, 5]
    assert [t.start_time for t in scenario.threats[6:]] == [60, 62, 90, 92, 120, 122]
    arm = scenario.threats[3].motion
    assert isinstance(arm, WaypointMotion)
    assert distance(arm.waypoints[0], (0.0, 0.0)) == pytest.approx(170e3, abs=1.0)
    assert arm.altitude[-1] == 0.0


def test_groups_of_one_class_have_different_labels() -> None:
    scenario = loads(
        "name: x\nraid:\n  - {threat: drone, from: [1, 1], to: [0, 0]}\n  - {threat: drone, from: [1, 1], to: [0, 0]}\n"
    )
    assert [t.name for t in scenario.threats] == ["drone-g1", "drone-g2"]


def test_the_range_of_an_arc_is_that_of_its_class() -> None:
    with pytest.raises(ScenarioError, match=r"override threat\.range"):
        raid("threat: srbm, from: [-8, -8], aims_at: port")
    assert raid("threat: mrbm, from: [-8, -8], aims_at: port").threats
    assert raid("threat: srbm, from: [-8, -8], aims_at: port, overrides: {threat.range: 1500 km}").threats
