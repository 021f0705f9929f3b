"""Places where radars and fire units might stand: a grid over the ground, or a file of candidates.

A file is CSV with a head (name, latitude, longitude and, if wanted, mast), or GeoJSON (RFC 7946) with one point a
feature and the properties name and mast. Latitude and longitude in degrees; a mast is one of the catalogue, a height
with its unit, or `none`. What lies on the sea, in a void of the elevation model or beyond it is left out.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef.arguments import ArgumentError
from airdef.characters import called, folded, stranger
from airdef.limits import CANDIDATE_BYTES, SITE_DISTANCES, SITE_GRID, SITE_PLACES, read_file
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import geodesic_inverse
from airdef.scenario.errors import nearest, shown
from airdef.scenario.plan import Place
from airdef.studies.coverage.edges import beside, check_off_pole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from airdef.terrain import Dem

DIGITS: Final = 6
"""Decimals of a degree to which places are rounded (0.1 m), so that the file written says what was worked out."""

_COLUMNS: Final = {
    "name": "name", "lat": "latitude", "latitude": "latitude", "lon": "longitude", "lng": "longitude",
    "longitude": "longitude", "mast": "mast",
}  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A place [deg] by name, with the mast given for it (empty: those asked for in general)."""

    name: str
    latitude: float
    longitude: float
    mast: str = ""


@dataclass(frozen=True)
class Ground:
    """What candidates are judged by: the elevation model (None: the smooth Earth), whether the sea is allowed."""

    dem: Dem | None
    sea: bool

    def place(self, c: Candidate, smooth_height: float) -> Place | None:
        """Return a candidate on the ground [rad, m]; None where nothing may stand.

        Parameters
        ----------
        c
            The candidate.
        smooth_height
            Height of the ground where there is no elevation model [m].

        Returns
        -------
        Place | None
            A candidate on the ground [rad, m].
        """
        latitude, longitude = math.radians(c.latitude), math.radians(c.longitude)
        if self.dem is None:
            return Place(latitude, longitude, smooth_height)
        height = self.dem.height(latitude, longitude) if self.dem.contains(latitude, longitude) else 0.0
        if self.dem.in_void(latitude, longitude) or (height <= 0.0 and not self.sea):
            return None
        return Place(latitude, longitude, height)


def grid(ground: Ground, around: Sequence[tuple[float, float]], step: float, radius: float) -> list[Candidate]:
    """Return places a step [m] apart within a radius [m] of any of some points [rad], on the ground.

    The grid is anchored at the first point and named by rows from the north and columns from the west.

    Parameters
    ----------
    ground
        The ground; None for the smooth Earth.
    around
        Places around which the grid is laid, latitude and longitude [deg].
    step
        Distance between places [m].
    radius
        Radius [m].

    Returns
    -------
    list[Candidate]
        Places a step [m] apart within a radius [m] of any of some points [rad], on the ground.

    Raises
    ------
    ValueError
        For too many places, or none.
    """
    latitude0, longitude0 = around[0]
    for latitude, _ in around:
        check_off_pole("‹grid›", latitude, radius)
    dlat = step / EARTH_RADIUS_MEAN
    dlon = dlat / math.cos(latitude0)
    lats = [latitude0 - p[0] for p in around]
    lons = [float(beside(p[1], longitude0)) - longitude0 for p in around]
    reach = radius / EARTH_RADIUS_MEAN
    wide = reach / math.cos(latitude0)
    high = (max(lats) - min(lats) + 2.0 * reach) / dlat
    SITE_GRID.check("‹grid›", high * (max(lons) - min(lons) + 2.0 * wide) / dlon)
    rows = np.arange(math.floor((min(lats) - reach) / dlat), math.ceil((max(lats) + reach) / dlat) + 1)
    columns = np.arange(math.floor((min(lons) - wide) / dlon), math.ceil((max(lons) + wide) / dlon) + 1)
    SITE_DISTANCES.check("‹grid›", rows.size * columns.size * len(around))
    i, j = (a.ravel() for a in np.meshgrid(rows, columns, indexing="ij"))
    lat, lon = latitude0 - i * dlat, longitude0 + j * dlon
    near = np.zeros(lat.size, bool)
    for p in around:
        near |= geodesic_inverse(p[0], p[1], lat, lon)[0] <= radius
    found = [
        Candidate(f"r{a - rows[0] + 1}c{b - columns[0] + 1}", *_rounded(math.degrees(y), math.degrees(x)))
        for a, b, y, x in zip(i[near], j[near], lat[near], lon[near], strict=True)
    ]
    return _some([c for c in found if ground.place(c, 0.0) is not None], "‹grid›")


def _rounded(latitude: float, longitude: float) -> tuple[float, float]:
    return round(latitude, DIGITS), round((longitude + 180.0) % 360.0 - 180.0, DIGITS)


def _some(found: list[Candidate], option: str) -> list[Candidate]:
    SITE_PLACES.check(option, len(found))
    if not found:
        msg = (
            f"{option}: no place on the ground given, at least one expected; usual fix: a smaller step, or ‹allow_sea›"
        )
        raise ArgumentError(msg)
    return found


def read(path: Path, ground: Ground) -> tuple[list[Candidate], list[str]]:
    """Return the candidates of a CSV or GeoJSON file, and the names of those left out (sea, void, beyond the model).

    Parameters
    ----------
    path
        The path.
    ground
        The ground; None for the smooth Earth.

    Returns
    -------
    tuple[list[Candidate], list[str]]
        The candidates of a CSV or GeoJSON file, and the names of those left out (sea, void, beyond the
        model).

    Raises
    ------
    ValueError
        With the line or feature, for what is no such file.
    """
    try:
        text = read_file(path, CANDIDATE_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        why = getattr(e, "strerror", None) or "not UTF-8 text"
        msg = (
            f"‹candidates›: '{path}' given ({why}), a readable CSV or GeoJSON file expected; usual fix: check the path"
        )
        raise ArgumentError(msg) from None
    as_json = path.suffix.lower() in {".geojson", ".json"}
    rows = _geojson(path, text) if as_json else _csv(path, text)
    found = [_candidate(path, where, row, k) for k, (where, row) in enumerate(rows)]
    SITE_GRID.check(f"‹candidates›: {path}", len(found), "leave out what is no candidate")
    counts = Counter(folded(c.name) for c in found)
    twice = next((c.name for c in found if counts[folded(c.name)] > 1), None)
    if twice is not None:
        msg = f"‹candidates›: {path}: the name '{twice}' twice given, each name once expected; usual fix: rename one"
        raise ArgumentError(msg)
    stands = [ground.place(c, 0.0) is not None for c in found]
    kept = [c for c, on_land in zip(found, stands, strict=True) if on_land]
    left_out = [c.name for c, on_land in zip(found, stands, strict=True) if not on_land]
    return _some(kept, f"‹candidates›: {path}"), left_out


def _csv(path: Path, text: str) -> Iterable[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(text.splitlines(), skipinitialspace=True)
    known = {}
    try:
        for title in reader.fieldnames or ():
            name = title.strip().lower()
            if name not in _COLUMNS:
                close = tuple(_COLUMNS[n] for n in nearest(name, _COLUMNS))
                raise _refused(path, "line 1", f"the column {shown(title)}", "name, latitude, longitude and mast",
                               f"call it '{close[0]}'" if close else "remove it")  # fmt: skip
            known[title] = _COLUMNS[name]
        for k, row in enumerate(reader):
            yield f"line {k + 2}", {known[t]: v for t, v in row.items() if t in known and v is not None}
    except csv.Error as e:
        raise _refused(path, f"line {reader.line_num}", f"something else ({e})", "CSV", "check the quotes") from None


def _geojson(path: Path, text: str) -> Iterable[tuple[str, dict[str, Any]]]:
    try:
        features = json.loads(text)["features"]
        for k, feature in enumerate(features):
            geometry, properties = feature["geometry"], feature.get("properties") or {}
            if geometry["type"] != "Point":
                raise _refused(path, f"feature {k + 1}", f"a {geometry['type']}", "a Point", "take one point a place")
            longitude, latitude = geometry["coordinates"][:2]
            yield f"feature {k + 1}", {"latitude": latitude, "longitude": longitude,
                                       **{n: properties[n] for n in ("name", "mast") if n in properties}}  # fmt: skip
    except _CandidateError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as e:
        raise _refused(path, "the file", f"something else ({str(e)[:60]})", "a FeatureCollection of points",
                       "write it as RFC 7946 says") from None  # fmt: skip


def _candidate(path: Path, where: str, row: dict[str, Any], k: int) -> Candidate:
    values = []
    for name, most in (("latitude", 90.0), ("longitude", 180.0)):
        try:
            value = float(row[name])
        except (KeyError, TypeError, ValueError):
            value = math.nan
        if not abs(value) <= most:
            raise _refused(path, where, f"the {name} {shown(row.get(name, ''))}", f"degrees from {-most:g} to {most:g}",
                           "write degrees with a decimal point")  # fmt: skip
        values.append(value)
    name = str(row.get("name") or "").strip() or f"place-{k + 1}"
    if strange := stranger(name):
        raise _refused(path, where, called(strange), "a name of one line, of characters that are seen", "remove it")
    return Candidate(name, *_rounded(*values), str(row.get("mast") or "").strip())


class _CandidateError(ArgumentError):
    """A candidate that cannot be read."""


def _refused(path: Path, where: str, given: str, expected: str, fix: str) -> ValueError:
    return _CandidateError(f"‹candidates›: {path}, {where}: {given} given, {expected} expected; usual fix: {fix}")
