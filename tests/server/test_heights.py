"""Side views along an azimuth and envelopes of fire units, as the service gives them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef.limits import CUT_POINTS, CUT_REACH
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import geodesic_direct
from airdef.physics.terrain import ground_height
from airdef.scenario.library import load
from airdef.studies.envelope.study import envelope
from airdef.studies.envelope.unit import over_ground
from airdef.terrain import load as load_dem

RADAR = "S-300PMU-2/64N6E2"
UNIT = "S-300PMU-2/north"


def asked(client, **order):
    answer = client.post("/api/cut", json={"scenario": {"name": "island"}, **order})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_ground_of_a_side_view_is_that_of_the_model(client):
    told = asked(client, of=RADAR, azimuth_deg=225, reach_m=60e3)
    assert len(told["distance_m"]) == len(told["ground_m"]) == len(told["lowest_m"]) == CUT_POINTS
    dem = load_dem("island")
    radar = next(r for r, _, _ in load("island").radars() if r.name == RADAR)
    heights = []
    for k in range(0, CUT_POINTS, 37):
        lat, lon, *_ = geodesic_direct(
            radar.place.latitude, radar.place.longitude, math.radians(225), told["distance_m"][k]
        )
        heights.append(ground_height(dem.ground, lat, lon))
        assert (
            abs(told["ground_m"][k] - heights[-1]) <= 0.15
        )  # both distance and height are told to a decimetre; slopes of 45 deg
    assert max(heights) > 500  # across the mountains
    assert told["antenna_m"] == pytest.approx(radar.place.height + radar.antenna_height, abs=0.01)


def test_mountains_hide_more_than_the_horizon_does(client):
    behind = np.array(asked(client, of=RADAR, azimuth_deg=225, reach_m=100e3)["lowest_m"])
    seaward = asked(client, of=RADAR, azimuth_deg=45, reach_m=100e3)
    earth = seaward["effective_earth_factor"] * EARTH_RADIUS_MEAN
    far, antenna = seaward["distance_m"][-1], seaward["antenna_m"]
    # Over the sea: d = arccos(Re / (Re + ha)) + arccos(Re / (Re + h)), times Re.
    rest = far / earth - math.acos(earth / (earth + antenna))
    assert seaward["lowest_m"][-1] == pytest.approx(earth / math.cos(rest) - earth, rel=0.01)
    assert behind[-1] > 5 * seaward["lowest_m"][-1]


def test_a_fire_unit_stands_for_its_radar_and_unknown_names_are_told(client):
    assert asked(client, of=UNIT, azimuth_deg=10)["radar"] == f"{UNIT}/radar"
    for order in ({"of": "nobody", "azimuth_deg": 0}, {"of": RADAR, "azimuth_deg": 0, "reach_m": CUT_REACH + 1}):
        answer = client.post("/api/cut", json={"scenario": {"name": "island"}, **order})
        assert answer.status_code == 422
    told = client.post("/api/cut", json={"scenario": {"name": "island"}, "of": "nobody", "azimuth_deg": 0}).json()
    assert RADAR in told["error"]


def test_the_reach_of_a_unit_is_that_of_the_envelope(client):
    order = {"scenario": {"name": "island"}, "unit": UNIT, "category": "aircraft"}
    told = client.post("/api/reach", json=order).json()
    (missile,) = told["missiles"]
    study = envelope(missile["missile"], scenario=load("island"))
    assert missile["why"] == ""
    assert np.allclose(missile["altitude_m"], study.altitude, atol=0.051)
    # Slant range against distance over the ground: the reach is the longer.
    assert np.all(np.array(missile["far_m"]) <= study.reach + 0.1)
    low = np.array(missile["altitude_m"]) < 3000
    assert np.allclose(np.array(missile["far_m"])[low], study.reach[low], rtol=1e-3, atol=60)
    assert set(missile["limited_by"]) <= {"energy", "published range", "ceiling", "horizon", "radar"}
    assert client.post("/api/reach", json=order | {"unit": "nobody"}).status_code == 422


def test_an_idealised_missile_says_why_it_has_none(client):
    scenario = {"name": "ideal-salvo"}
    unit = client.post("/api/scene", json=scenario).json()["units"][0]["name"]
    (missile,) = client.post("/api/reach", json={"scenario": scenario, "unit": unit}).json()["missiles"]
    assert missile["far_m"] == []
    assert "constant speed" in missile["why"]


def test_over_the_ground_is_the_side_of_a_triangle_over_a_round_earth():
    # Straight up: no distance. At sea level: the arc of the chord.
    assert over_ground(np.array([5e3]), 0.0, np.array([5e3]))[0] == 0.0
    chord = 2 * EARTH_RADIUS_MEAN * math.sin(200e3 / EARTH_RADIUS_MEAN / 2)
    assert over_ground(np.array([chord]), 0.0, np.array([0.0]))[0] == pytest.approx(200e3, rel=1e-12)
    # Shorter than the difference of the heights: none.
    assert over_ground(np.array([1e3]), 0.0, np.array([5e3]))[0] == 0.0
