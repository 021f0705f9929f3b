"""Formats by name; KML and GeoJSON by what their own readers need."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from airdef import formats
from airdef.formats.geojson import cut
from airdef.formats.playback import Playback

KML = "{http://www.opengis.net/kml/2.2}"
GX = "{http://www.google.com/kml/ext/2.2}"


@pytest.mark.parametrize("name", formats.MODULES)
def test_every_format_is_written_the_same_each_time(port_raid, name):
    assert formats.written(port_raid, name) == formats.written(port_raid, name)


def test_the_page_lists_every_format():
    page = (Path(__file__).parents[2] / "docs" / "globe.md").read_text(encoding="utf-8")
    rows = [f"| `{kind.name}` | {kind.reader} | {kind.holds} |" for kind in formats.every()]
    assert "| format | for | holds |\n|---|---|---|\n" + "\n".join(rows) + "\n\n" in page


def test_the_how_to_adds_a_format(replication):
    page = (Path(__file__).parents[2] / "docs" / "howto" / "format.md").read_text(encoding="utf-8")
    code = re.search(r"```python[^\n]*\n(.*?)```", page, re.DOTALL)
    assert code is not None
    module: dict[str, object] = {}
    exec(code[1], module)
    root = ElementTree.fromstring(module["FORMAT"].write(replication))
    play = Playback(replication)
    tracks = root.findall("{http://www.topografix.com/GPX/1/1}trk")
    assert len(tracks) == len(play.existed)
    for track, (life, way) in zip(tracks, play.existed, strict=True):
        assert track[0].text == life.name
        assert len(track[1]) == len(way.times)


def test_an_unknown_format_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match=r"'czmll' does not exist; expected one of czml, .* nearest: 'czml'"):
        formats.checked("czmll")


def test_names_may_be_endings():
    assert formats.checked(".KML") == "kml"


def test_geojson_holds_every_site_threat_and_missile(replication):
    data = json.loads(formats.written(replication, "geojson"))
    play = Playback(replication)
    kinds = [f["properties"]["kind"] for f in data["features"]]
    assert kinds.count("threat") == len(play.existed)
    assert kinds.count("missile") == len(play.flights)
    for feature in data["features"]:
        geometry, about = feature["geometry"], feature["properties"]
        if about["kind"] not in ("threat", "missile"):
            assert geometry["type"] == "Point"
            continue
        assert geometry["type"] == "LineString"  # nothing here crosses the antimeridian
        assert len(geometry["coordinates"]) == len(about["times"]) >= 2
        assert np.all(np.diff(about["times"]) > 0)


def test_lines_are_cut_at_the_antimeridian():
    pieces = cut([(0.0, 179.0, 10.0, 1000.0), (10.0, -179.0, 12.0, 3000.0), (20.0, -178.0, 12.0, 3000.0)])
    assert pieces == [
        [(0.0, 179.0, 10.0, 1000.0), (5.0, 180.0, 11.0, 2000.0)],
        [(5.0, -180.0, 11.0, 2000.0), (10.0, -179.0, 12.0, 3000.0), (20.0, -178.0, 12.0, 3000.0)],
    ]
    back = cut([(0.0, -179.5, 0.0, 0.0), (4.0, 178.5, 0.0, 0.0)])
    assert [p[-1][1] for p in back] == [-180.0, 178.5]
    assert back[0][-1][0] == 1.0


def test_kml_tracks_have_an_instant_for_every_place(replication):
    root = ElementTree.fromstring(formats.written(replication, "kml"))
    tracks = root.findall(f".//{GX}Track")
    play = Playback(replication)
    assert len(tracks) == len(play.existed) + len(play.flights)
    for track, (_, way) in zip(tracks, play.existed, strict=False):
        whens = [w.text for w in track.findall(f"{KML}when")]
        places = [[float(x) for x in c.text.split()] for c in track.findall(f"{GX}coord")]
        assert len(whens) == len(places) == len(way.times)
        assert places == [[lon, lat, height] for _, lon, lat, height in way.degrees()]
        assert whens == sorted(whens)


def test_json_is_the_replay(port_raid):
    data = json.loads(formats.written(port_raid, "json"))
    assert data["counts"]["leakers"] == port_raid.counts["leakers"]
    assert len(data["events"]) == len(port_raid.raw)
