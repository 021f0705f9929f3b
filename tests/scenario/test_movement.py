"""What a scenario says of movement, with the catalogue's figures; and what is refused, where and why."""

from __future__ import annotations

import math

import pytest

import airdef
from airdef.opportunity import geometry_key
from airdef.scenario import ScenarioError
from airdef.scenario.plan import MovementPlan, Scenario
from airdef.scenario.positions import rows_of, with_positions
from airdef.scenario.size import needed

DOCTRINE = "defence.0.doctrine.move"
WEST = "defence.0.fire_units.west.movement"
EAST = "defence.0.fire_units.east.movement"
NO_TIME = {"system.set_up_time": "0 s", "system.tear_down_time": "0 s"}
FAR = {"positions": [{"name": "far", "at": [0.3, 0.1]}]}


def west(plan: Scenario) -> MovementPlan:
    """Return the movement of the unit `west`."""
    return plan.systems[0].units[0].radar.movement


def test_times_are_the_catalogues_and_a_march_is_a_time_or_a_distance() -> None:
    found = west(airdef.load("moving"))
    assert (found.set_up, found.tear_down) == (300.0, 300.0)  # published of the Buk-M1
    assert found.march == ((0.0, 360.0), (360.0, 0.0))
    assert found.duration(0, 1) == 960.0
    # Without a time: the distance of 3.98 km with the assumed detour of 1.3, at the assumed 30 km/h.
    long = west(airdef.load("moving", {f"{WEST}.march": None}))
    assert long.march[0][1] == pytest.approx(math.hypot(0.02 * 110.574, 0.03 * 111.32) * 1.3 / 30.0 * 3600.0, rel=1e-3)
    changes = {"defence.0.overrides": {"system.set_up_time": "8 min", "system.march_speed": "60 km/h"}}
    assert west(airdef.load("moving", changes)).set_up == 480.0
    assert west(airdef.load("moving", {**changes, f"{WEST}.march": None})).march[0][1] == long.march[0][1] / 2.0


def test_figures_are_read_and_told_where_they_act() -> None:
    def used(changes: dict[str, object]) -> list[tuple[str, str, str]]:
        names = ("set_up_time", "tear_down_time", "march_speed", "march_detour", "move_warning", "memory_drift")
        values = airdef.load("moving", changes).adopted_values
        return [(v.subject, v.attribute, v.grade) for v in values if v.attribute in names]

    own = [("Buk-M1", "set_up_time", "B"), ("Buk-M1", "tear_down_time", "C"), ("arm", "memory_drift", "assumed")]
    assert sorted(used({})) == sorted(own)
    assert used({DOCTRINE: None}) == []
    road = used({f"{WEST}.march": None})
    assert {(a, g) for _, a, g in road} >= {("march_speed", "assumed"), ("march_detour", "assumed")}
    assert "move_warning" in {a for _, a, _ in used({DOCTRINE: {"when_attacked": {}}})}
    # An override of what does not act is known, and changes nothing.
    still = {DOCTRINE: None, "defence.0.overrides": {"system.set_up_time": "9 min"}}
    assert west(airdef.load("moving", still)).set_up == 0.0


def test_by_a_plan_by_turns_and_by_the_doctrine() -> None:
    moves = [{"at_time": "5 min", "to": "wood"}, {"at_time": "30 min", "to": "home"}]
    plan = airdef.load("moving", {f"{WEST}.plan": moves, f"{EAST}.stay": "20 min"})
    assert west(plan).plan == ((300.0, 1), (1800.0, 0))
    assert plan.systems[0].units[1].radar.movement.stay == 1200.0
    doctrine = airdef.load("moving", {DOCTRINE: {"when_attacked": {"categories": ["ballistic"]}}}).systems[0].doctrine
    assert (doctrine.move_after, doctrine.move_warning, sum(doctrine.move_categories)) == (0, 180.0, 1)
    assert len(list(plan.movers())) == 2
    assert list(airdef.load("moving", {DOCTRINE: None}).movers()) == []


def test_a_surveillance_radar_moves_with_figures_of_its_own() -> None:
    plan = airdef.load("moving", {"defence.0.movement": {"radar": FAR | {"stay": "1 h"}}})
    found = plan.systems[0].surveillance[0].movement
    assert (found.set_up, found.tear_down, found.stay) == (600.0, 600.0, 3600.0)
    assert [u for _, u, _, _ in plan.movers()] == [-1, 0, 1]


def test_threats_aim_at_positions() -> None:
    path = "raid.hunters.releases.west-arm.aims_at"
    plan = airdef.load("moving", {path: "west/radar@wood"})
    aimed = {t.name.rpartition("/")[2]: (t.target, t.aim) for t in plan.threats if t.homing}
    assert aimed == {"west-arm": (3, 1), "east-arm": (4, 0)}
    ends = {t.aim: t.motion.waypoints[-1] for t in plan.threats if t.target == 3}  # type: ignore[union-attr]
    assert ends[1] == pytest.approx((math.radians(0.04), math.radians(-0.06)))
    plan = airdef.load("moving", {path: "west/launcher-1@wood"})
    assert [t.aim for t in plan.threats if "west-arm" in t.name] == [1, 1]


def test_geometry_is_worked_out_once_for_each_position() -> None:
    plan = airdef.load("moving", {"defence.0.movement": {"radar": FAR | {"stay": "1 h"}}})
    wide, rows = with_positions(plan), rows_of(plan)
    places = [radar.place for radar, _, _ in wide.radars()]
    interceptors = list(wide.interceptors())
    for r, u, movement, _ in plan.movers():
        assert [places[row.radar] for row in rows[r]] == [places[r], *(p.place for p in movement.positions)]
        assert rows[r][0].unit == u
        for row in rows[r]:
            assert u < 0 or interceptors[row.interceptor][1] == row.unit
    assert len(places) == 6
    still = airdef.load("moving", {DOCTRINE: None})
    assert with_positions(still) is still
    assert geometry_key(still) != geometry_key(airdef.load("moving"))
    assert geometry_key(airdef.load("moving", {DOCTRINE: {"after": 5}})) == geometry_key(airdef.load("moving"))


def test_what_moves_is_counted_in_what_a_raid_takes() -> None:
    moving, still = needed(airdef.load("moving")), needed(airdef.load("moving", {DOCTRINE: None}))
    assert moving["looks"] > still["looks"]
    assert moving["flights"] == pytest.approx(2.0 * still["flights"])
    assert still["events of emission and movement"] == 0.0
    assert 0.0 < moving["events of emission and movement"] < 1e5
    silent = needed(airdef.load("silent", {"defence.0.doctrine.shut_down": {"time": "20 s", "warning": "60 s"}}))
    assert silent["events of emission and movement"] > 0.0


def test_a_scenario_that_stays_has_the_hash_that_it_had() -> None:
    assert airdef.load("port-raid").scenario_hash == airdef.load("port-raid", {DOCTRINE: None}).scenario_hash
    assert airdef.load("moving").scenario_hash != airdef.load("moving", {DOCTRINE: None}).scenario_hash


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({DOCTRINE: {}}, "no cause given"),
        ({DOCTRINE: {"after": 0}}, "at least 1 expected"),
        ({"defence.0.fire_units": 2}, "a move of nothing given"),
        ({f"{WEST}.plan": [{"at_time": "5 min", "to": "wod"}]}, "one of home, wood expected; nearest: wood"),
        ({f"{WEST}.plan": [{"at_time": "5 min", "to": "home"}]}, "another position: it is there"),
        (
            {f"{WEST}.plan": [{"at_time": "5 min", "to": "wood"}, {"at_time": "9 min", "to": "home"}]},
            "540 s given, at 1260 s or later",
        ),
        ({f"{WEST}.plan": [{"at_time": "5 min", "to": "wood"}], f"{WEST}.stay": "9 min"}, "'plan' and 'stay' together"),
        ({f"{WEST}.stay": "0.5 s"}, "at least 1 s expected"),
        ({f"{WEST}.positions": [{"name": "Home", "at": [0, 0]}]}, "'Home' twice given"),
        ({f"{WEST}.positions": []}, "at least 1"),
        ({f"{WEST}.positions": [{"name": f"p{i}", "at": [0, 0.01 * i]} for i in range(1, 9)]}, "at most 7"),
        ({"defence.0.movement": {"9S19M1": FAR}}, "nearest: 9S18M1"),
        ({"defence.0.overrides": NO_TIME, f"{WEST}.march": "0 s"}, "a move that takes 0 s"),
        ({"raid.hunters.releases.west-arm.aims_at": "west/radar@wod"}, "nearest: Buk-M1/west/radar@wood"),
    ],
)  # fmt: skip
def test_what_is_refused(changes: dict[str, object], told: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        airdef.load("moving", changes)
    assert told in str(refused.value)
