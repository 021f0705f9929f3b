"""Jammers in every format that draws threats: stand-off ones where they stand, carried ones on their threats."""

import json
from xml.etree import ElementTree

import pytest

import airdef
from airdef import formats

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def stand_off():
    return airdef.replay(airdef.load("s400", {"jammers.0.name": "far, away"}), seed=1, replication=3)


@pytest.fixture(scope="module")
def carried():
    return airdef.replay("first-1979", seed=1, replication=3)


def test_geojson(stand_off, carried):
    features = json.loads(formats.written(stand_off, "geojson"))["features"]
    (jammer,) = (f for f in features if f["properties"]["kind"] == "jammer")
    assert jammer["geometry"] == {"type": "Point", "coordinates": [-2.4, -2.4, 10_000.0]}
    assert jammer["properties"] == {"kind": "jammer", "name": "far, away", "w_per_mhz": 5.0}
    threats = [f["properties"] for f in json.loads(formats.written(carried, "geojson"))["features"]]
    assert {t["name"]: t["jammer_w_per_mhz"] for t in threats if "jammer_w_per_mhz" in t} == {
        "escort-1": 1.0,
        "escort-2": 1.0,
    }


def test_czml(stand_off, carried):
    packets = {p["id"]: p for p in json.loads(formats.written(stand_off, "czml"))}
    jammer = packets["jammer/far, away"]
    assert jammer["position"]["cartographicDegrees"] == [-2.4, -2.4, 10_000.0]
    assert jammer["properties"] == {"kind": "jammer", "w_per_mhz": 5.0}
    packets = json.loads(formats.written(carried, "czml"))
    jams = [p["id"] for p in packets if "jammer_w_per_mhz" in p.get("properties", {})]
    assert jams == ["threat/escort-1", "threat/escort-2"]


def test_kml(stand_off, carried):
    root = ElementTree.fromstring(formats.written(stand_off, "kml"))
    folder = next(f for f in root.iter(f"{KML}Folder") if f.find(f"{KML}name").text == "Jammers")
    (place,) = folder.findall(f"{KML}Placemark")
    assert place.find(f"{KML}description").text == "stand-off jammer, 5 W/MHz"
    assert place.find(f"{KML}Point/{KML}coordinates").text == "-2.4,-2.4,10000.0"
    text = formats.written(carried, "kml")
    assert text.count("jams with 1 W/MHz") == 2
    assert "Jammers" not in text  # no empty folder


def test_acmi(stand_off, carried):
    lines = formats.written(stand_off, "acmi").splitlines()
    (jammer,) = (line for line in lines if "stand-off jammer" in line)
    assert "T=-2.400000|-2.400000|10000.0,Name=far\\, away,Type=Air+FixedWing" in jammer
    assert "Label=stand-off jammer\\, 5 W/MHz" in jammer
    marked = [line for line in formats.written(carried, "acmi").splitlines() if "jams with 1 W/MHz" in line]
    assert [line.split("CallSign=")[1].split(",")[0] for line in marked] == ["escort-1", "escort-2"]
