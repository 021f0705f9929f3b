"""What moves on the ground stands, in every format, where the engine had it, and when."""

import dataclasses
import json
import math
import re
from datetime import datetime
from xml.etree import ElementTree

import numpy as np
import pytest

import airdef
from airdef import formats
from airdef.formats.czml import EPOCH
from airdef.formats.playback import Playback
from airdef.formats.positions import TOLERANCE
from airdef.physics.geodesy import geodetic_to_ecef_array

KML = "{http://www.opengis.net/kml/2.2}"
GX = "{http://www.google.com/kml/ext/2.2}"
MARCHES = {
    "after engagements": {},
    "by a plan": {
        "defence.0.doctrine": {"policy": "shoot-look-shoot"},
        "defence.0.fire_units.0.movement.plan": [{"at_time": "5 min", "to": "wood"}],
    },
    "under way": {
        "defence.0.doctrine": {"policy": "shoot-look-shoot"},
        "defence.0.fire_units.0.movement.plan": [{"at_time": "14 min", "to": "wood"}],
        "raid.0.at_time": "24 min",  # the replication begins with the raid
        "raid.1.at_time": "24 min",
    },
    "by turns": {
        "defence.0.doctrine": {"policy": "shoot-look-shoot"},
        "defence.0.fire_units.0.movement.stay": "8 min",
    },
}


@pytest.fixture(scope="module", params=MARCHES)
def replication(request):
    found = airdef.replay(airdef.load("moving", MARCHES[request.param]), seed=3, replication=2)
    assert any(e.kind == "moving" and e.unit == 0 for e in found.raw)
    return found


def spots(replication, number):
    """Places of a radar's positions [rad, rad, m]."""
    radar = [r for r, _, _ in replication.scenario.radars()][number]
    places = (radar.place, *(p.place for p in radar.movement.positions))
    return radar, [np.array([p.latitude, p.longitude, p.height]) for p in places]


def expected(replication, number):
    """Times at which the engine's rules say where a radar stands, and where: counted from what it recorded alone."""
    radar, places = spots(replication, number)
    movement = radar.movement
    own = [e for e in replication.raw if e.radar == number and e.kind in ("moving", "in-place")]
    end = max(e.time for e in replication.raw)
    lost = Playback(replication).lost(number) or math.inf
    found, at = [], int(own[0].value)
    if own[0].kind == "moving":
        (at,) = {0, 1} - {at}  # two positions: it comes from the other
    for e, after in zip(own, [*own[1:], None], strict=True):
        until = end if after is None else after.time
        to = int(e.value)
        if e.kind == "in-place":
            found += [(t, places[to]) for t in np.linspace(e.time, until, 5)]
            at = to
            continue
        ends = after.time if after is not None else e.time + movement.duration(at, to)
        left = ends - movement.set_up - movement.march[at][to]
        there = ends - movement.set_up
        torn = [(t, places[at]) for t in np.linspace(e.time, left, 4) if t <= left]
        step = places[to] - places[at]
        on_the_road = [(left + s * (there - left), places[at] + s * step) for s in (0.25, 0.5, 0.95)]
        set_up = [(t, places[to]) for t in np.linspace(there, ends, 4)]
        found += [(t, where) for t, where in torn + on_the_road + set_up if e.time <= t <= until]
    return [(t, where) for t, where in found if t <= lost]  # what is destroyed does not move


def ecef(place):
    return geodetic_to_ecef_array(place[0], place[1], place[2])


def held(flat, time):
    """Where samples (time, longitude, latitude [deg], height) put a thing [m, ECEF]."""
    flat = np.array(flat)
    at = geodetic_to_ecef_array(np.radians(flat[:, 2]), np.radians(flat[:, 1]), flat[:, 3])
    return np.array([np.interp(time, flat[:, 0], at[:, k]) for k in range(3)])


def samples_of(replication, form):
    """The samples that a format has of the first fire unit's radar (of ACMI, the unit)."""
    text = formats.written(replication, form)
    if form == "czml":
        packet = next(p for p in json.loads(text) if p["id"] == "site/unit/Buk-M1/west")
        assert packet["position"]["forwardExtrapolationType"] == "HOLD"
        return np.array(packet["position"]["cartographicDegrees"]).reshape(-1, 4).tolist()
    if form == "geojson":
        feature = next(
            f for f in json.loads(text)["features"]
            if f["properties"]["kind"] == "unit" and f["properties"]["name"] == "Buk-M1/west"
        )  # fmt: skip
        line = feature["geometry"]["coordinates"]
        return [[t, *c] for t, c in zip(feature["properties"]["times"], line, strict=True)]
    if form == "kml":
        marks = ElementTree.fromstring(text).findall(f".//{KML}Placemark")
        mark = next(m for m in marks if m.findtext(f"{KML}name") == "Buk-M1/west/radar")
        whens = [(datetime.fromisoformat(w.text) - EPOCH).total_seconds() for w in mark.iter(f"{KML}when")]
        return [[t, *map(float, c.text.split())] for t, c in zip(whens, mark.iter(f"{GX}coord"), strict=True)]
    found, time, number = [], math.nan, None
    for line in text.splitlines():
        if line.startswith("#"):
            time = float(line[1:])
        elif "Name=Buk-M1/west,Type=Ground+AntiAircraft" in line:
            number = line.split(",")[0]
        if number and (where := re.match(rf"{number},T=([-\d.]+)\|([-\d.]+)\|([-\d.]+)", line)):
            found.append([time, *map(float, where.groups())])
    return found


def number_of(replication):
    return next(r for r, (radar, _, _) in enumerate(replication.scenario.radars()) if radar.name == "Buk-M1/west/radar")


@pytest.mark.parametrize("form", ["czml", "acmi", "kml", "geojson"])
def test_a_unit_stands_where_it_is_when(replication, form):
    samples = samples_of(replication, form)
    times = [t for t, *_ in samples]
    assert times == sorted(set(times))
    wanted = expected(replication, number_of(replication))
    assert len({tuple(np.round(where, 9)) for _, where in wanted}) > 1  # it moved, and stood
    for time, where in wanted:
        assert np.linalg.norm(held(samples, time) - ecef(where)) < TOLERANCE + 1.0, (form, time)


@pytest.mark.parametrize("form", ["czml", "kml", "geojson"])
def test_what_does_not_move_in_a_replication_is_a_point(form):
    stays = airdef.replay(airdef.load("moving", {"defence.0.doctrine": {"policy": "shoot-look-shoot"}}), seed=3)
    assert not any(e.kind == "moving" for e in stays.raw)
    text = formats.written(stays, form)
    if form == "czml":
        packet = next(p for p in json.loads(text) if p["id"] == "site/unit/Buk-M1/west")
        assert len(packet["position"]["cartographicDegrees"]) == 3
    elif form == "kml":
        assert text.count("<gx:Track") == len(Playback(stays).existed) + len(Playback(stays).flights)
    else:
        kinds = {f["geometry"]["type"] for f in json.loads(text)["features"] if f["properties"]["kind"] == "unit"}
        assert kinds == {"Point"}


def test_what_is_destroyed_stays_where_it_was():
    moved = airdef.replay("moving", seed=3, replication=2)
    number = number_of(moved)
    own = [e for e in moved.raw if e.radar == number and e.kind == "moving"]
    radar, _ = spots(moved, number)
    names = moved.scenario.target_names()
    # As if it had been hit in the middle of the road.
    time = own[0].time + radar.movement.tear_down + radar.movement.march[0][1] / 2
    hit = dataclasses.replace(own[0], kind="destroyed", time=time, target=names.index(radar.name), radar=-1, unit=-1)
    play = Playback(dataclasses.replace(moved, raw=(*moved.raw, hit)))
    _, way = play.site(number)
    assert way is not None
    _, places = spots(moved, number)
    assert np.linalg.norm(way.at(time) - ecef((places[0] + places[1]) / 2)) < TOLERANCE
    assert np.array_equal(way.at(time + 1.0), way.at(play.end))
