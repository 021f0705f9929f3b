"""GeoJSON (RFC 7946): sites and jammers as points, ways of threats and missiles as lines; longitude, latitude, metres.

The instants of a line's positions stand beside it, in `times` of its properties [s]; a line that crosses the
antimeridian is cut there, as the standard asks, and its times with it.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from airdef.formats.format import Format
from airdef.formats.playback import DRAWN, Playback, watts_per_megahertz

if TYPE_CHECKING:
    from airdef.formats.positions import Way
    from airdef.outcome.replication import Replication
    from airdef.scenario.plan import Place

Sample = tuple[float, float, float, float]


def geojson(replication: Replication | Playback) -> str:
    """Return a replication as a GeoJSON feature collection.

    Parameters
    ----------
    replication
        The replication.

    Returns
    -------
    str
        A replication as a GeoJSON feature collection.
    """
    playback = replication if isinstance(replication, Playback) else Playback(replication)
    h, s = playback.replication, playback.scenario
    features = [_point("asset", a.name, a.place, playback.destroyed.get(a.name)) for a in s.assets]
    features += [_point("post", f"{x.name}/post", x.post, playback.destroyed.get(f"{x.name}/post")) for x in s.systems]
    units = [unit.name for unit, _ in s.units()]
    features += [_stands(playback, r, "radar", radar.name) for r, (radar, _, _) in enumerate(s.radars())]
    features += [_stands(playback, r, "unit", units[u]) for r, (_, _, u) in enumerate(s.radars()) if u >= 0]
    for j in s.jammers:
        jams = _point("jammer", j.name, replace(j.place, height=j.altitude), None)
        jams["properties"]["w_per_mhz"] = watts_per_megahertz(j.density)
        features.append(jams)
    for life, way in playback.existed:
        about: dict[str, object] = {"kind": "threat", "name": life.name, "class": life.threat_class, "fate": life.fate}
        density = s.threats[life.threat].jammer_density
        about |= {"reason": life.reason} if life.reason else {}
        if density > 0.0:
            about |= {
                "jammer_w_per_mhz": watts_per_megahertz(density),
                "jams_for_others": s.threats[life.threat].support is not None,
            }
        features.append(_line(about, way))
    for f in playback.flights:
        what: dict[str, object] = {
            "kind": "missile",
            "name": f.missile,
            "unit": f.unit_name,
            "number": f.number,
            "result": f.result,
        }
        features.append(_line(what | {"threat": s.threats[f.threat].name, "drawn": DRAWN}, f.way))
    collection = {
        "type": "FeatureCollection",
        "scenario": s.name,
        "scenario_hash": s.scenario_hash,
        "seed": h.seed,
        "replication": h.number,
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"


FORMAT = Format(
    "geojson",
    "maps (RFC 7946)",
    "sites as points, ways as lines; the instants stand beside them in `times`",
    "application/geo+json",
    geojson,
)


def _stands(playback: Playback, number: int, kind: str, name: str) -> dict[str, Any]:
    """Return a radar, or its fire unit, where it stands; the way of one that moves."""
    place, way = playback.site(number)
    lost = playback.lost(number)
    if way is None:
        return _point(kind, name, place, lost)
    about: dict[str, object] = {"kind": kind, "name": name}
    return _line(about | ({} if lost is None else {"destroyed_s": round(lost, 3)}), way)


def _point(kind: str, name: str, place: Place, lost: float | None) -> dict[str, Any]:
    where = [round(math.degrees(place.longitude), 6), round(math.degrees(place.latitude), 6), place.height]
    about: dict[str, Any] = {"kind": kind, "name": name}
    if lost is not None:
        about["destroyed_s"] = round(lost, 3)
    return {"type": "Feature", "properties": about, "geometry": {"type": "Point", "coordinates": where}}


def _line(about: dict[str, object], way: Way) -> dict[str, Any]:
    pieces = cut(way.degrees())
    lines = [[[lon, lat, height] for _, lon, lat, height in piece] for piece in pieces]
    times = [[t for t, *_ in piece] for piece in pieces]
    single = len(pieces) == 1
    return {
        "type": "Feature",
        "properties": about | {"times": times[0] if single else times},
        "geometry": {
            "type": "LineString" if single else "MultiLineString",
            "coordinates": lines[0] if single else lines,
        },
    }


def cut(samples: list[Sample]) -> list[list[Sample]]:
    """Return samples (time, longitude, latitude, height) in pieces that do not cross the antimeridian.

    Parameters
    ----------
    samples
        Samples (time [s], longitude, latitude [deg], height [m]).

    Returns
    -------
    list[list[Sample]]
        Samples (time, longitude, latitude, height) in pieces that do not cross the antimeridian.
    """
    pieces = [[samples[0]]]
    for a, b in pairwise(samples):
        if abs(b[1] - a[1]) > 180.0:
            edge = math.copysign(180.0, a[1])
            beyond = b[1] + 2.0 * edge
            share = (edge - a[1]) / (beyond - a[1]) if beyond != a[1] else 0.0
            t, lat, h = (x + share * (y - x) for x, y in ((a[0], b[0]), (a[2], b[2]), (a[3], b[3])))
            at = (round(t, 3), round(lat, 6), round(h, 1))
            pieces[-1].append((at[0], edge, at[1], at[2]))
            pieces.append([(at[0], -edge, at[1], at[2])])
        pieces[-1].append(b)
    return pieces
