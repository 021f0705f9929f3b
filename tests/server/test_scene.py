"""The scene: everything that stands and comes, in degrees, as the scenario has it."""

import math

import pytest

import airdef
from airdef.formats.playback import Playback
from airdef.limits import TERRAIN_POSTS
from airdef.scenario import names
from airdef.server.models_scene import Scene, Shot
from airdef.server.scene import ground, scene, shots
from airdef.terrain import load


@pytest.mark.parametrize("name", names())
def test_every_bundled_scenario_has_a_scene(name):
    scenario = airdef.load(name)
    found = scene(scenario)
    Scene.model_validate(found)
    assert len(found["threats"]) == len(scenario.threats)
    assert len(found["radars"]) == sum(1 for _ in scenario.radars())
    assert len(found["units"]) == sum(1 for _ in scenario.units())
    west, south, east, north = found["bounds"]
    for site in (*found["assets"], *found["radars"], *found["units"], *found["posts"]):
        assert west < site["lon"] < east
        assert south < site["lat"] < north
    assert found["duration_s"] == max(t["end_s"] for t in found["threats"])


def test_figures_are_those_of_the_plan():
    scenario = airdef.load("port-raid")
    found = scene(scenario)
    unit, plan = found["units"][0], next(iter(scenario.units()))[0]
    assert unit["missiles"][0]["rounds"] == sum(launcher.rounds for launcher in plan.launchers)
    assert unit["missiles"][0]["max_range_m"] == max(plan.missiles[0].max_range)
    assert math.radians(unit["facing_deg"]) == pytest.approx(plan.radar.facing)
    kinds = [(r["kind"], r["unit"]) for r in found["radars"]]
    assert kinds[0] == ("surveillance", None)
    assert kinds[-1] == ("engagement", "S-300PMU-2/unit-2")


def test_threats_know_their_formation_carrier_and_aim():
    found = {t["name"]: t for t in scene(airdef.load("port-raid"))["threats"]}
    assert found["flight-1-3"]["formation"] == "flight-1"
    assert found["flight-1-3"]["aims_at"] == "port"
    weapon = found["bombers-2/cruise-missile-3"]
    assert (weapon["carrier"], weapon["formation"]) == ("bombers-2", "bombers/cruise-missile")
    assert found["bombers-2"]["aims_at"] is None
    assert weapon["path"][0][0] == weapon["start_s"]


def test_a_formation_of_one_keeps_its_name():
    scenario = airdef.load("port-raid", {"raid.0.count": 1})
    assert scene(scenario)["threats"][0]["formation"] == "flight-1"


def test_the_service_shows_it(client):
    body = client.post("/api/scene", json={"name": "port-raid", "set": {"raid.0.count": 2}})
    assert body.status_code == 200
    assert len(body.json()["threats"]) == 34


def test_jammers_are_in_the_scene_and_in_its_bounds():
    found = scene(airdef.load("s400", {"jammers.0.at": [8.0, 9.0]}))
    jammer = {"name": "stand-off", "lon": 9.0, "lat": 8.0, "height_m": 10_000.0, "w_per_mhz": 5.0}
    assert found["jammers"] == [jammer]
    assert found["bounds"][2] > 9.0
    assert found["bounds"][3] > 8.0
    threats = scene(airdef.load("first-1979"))["threats"]
    assert {t["name"] for t in threats if t["jammer_w_per_mhz"] == 1.0} == {"escort-1", "escort-2"}
    evading = {t["name"] for t in threats if t["manoeuvring"]}
    assert evading == {"escort-1", "escort-2", "hunters-1", "hunters-2"}


@pytest.mark.parametrize("name", ["port-raid", "s400", "first-1979"])
def test_every_missile_is_told_with_what_its_intercept_is_worth(name):
    """Every launch and every arrival of the record stands in one shot; an attempt hits as often as its SSPK says."""
    scenario = airdef.load(name)
    attempts, expected, spread = 0, 0.0, 0.0
    hits = 0
    for k in range(60):
        replication = airdef.replay(scenario, 5, k)
        found = shots(Playback(replication))
        for shot in found:
            Shot.model_validate(shot)
            # Its path is that of the flight: from launch to arrival, as rounded to a millisecond.
            assert (shot["path"][0][0], shot["path"][-1][0]) == (round(shot["launch"], 3), round(shot["arrival"], 3))
        launches = sorted((e.time, e.unit, e.threat) for e in replication.events if e.kind == "launch")
        assert sorted((s["launch"], s["unit"], s["threat"]) for s in found) == launches
        ends = sorted((e.time, e.kind, e.value) for e in replication.events if e.kind in ("hit", "miss", "abort"))
        assert sorted((s["arrival"], s["result"], s["range_m"]) for s in found) == ends
        tried = [s for s in found if s["result"] != "abort"]
        attempts += len(tried)
        hits += sum(s["result"] == "hit" for s in tried)
        expected += sum(s["sspk"] for s in tried)
        spread += sum(s["sspk"] * (1 - s["sspk"]) for s in tried)
    assert attempts > 500
    # Four standard deviations: one run in 16,000 would be beyond; the seed is fixed.
    assert abs(hits - expected) < 4 * math.sqrt(spread)


def test_the_ground_is_that_of_the_model():
    dem = load("island")
    found = ground(dem)
    assert (found["rows"], found["columns"]) == dem.ground.heights.shape  # fewer than TERRAIN_POSTS: every node
    assert max(found["rows"], found["columns"]) <= TERRAIN_POSTS
    assert found["heights_m"] == [round(float(h)) for h in dem.ground.heights.ravel()]
    assert max(found["heights_m"]) == 1979


def test_the_service_gives_the_ground_of_a_scene_and_of_no_other(client):
    assert client.post("/api/scene", json={"name": "port-raid"}).json()["terrain"] is None
    digest = client.post("/api/scene", json={"name": "island"}).json()["terrain"]
    told = client.get(f"/api/terrain/{digest}").json()
    assert told == ground(load("island"))
    assert client.get(f"/api/terrain/{'0' * 64}").status_code == 404
    assert client.get("/api/terrain/island.tif").status_code == 422
