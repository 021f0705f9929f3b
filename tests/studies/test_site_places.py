"""Candidate places: read from files, laid out as a grid, left out where nothing can stand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from airdef.physics.geodesy import geodesic_inverse
from airdef.studies.siting.places import Ground, grid, read
from airdef.terrain import load

SMOOTH = Ground(None, True)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_and_geojson_say_the_same(tmp_path: Path) -> None:
    table = write(tmp_path / "a.csv", "Name, lat, lon, mast\nhill, 0.30, -24.95, 40V6M\n, 0.31, -24.96,\n")
    points = [("hill", 0.30, -24.95, {"mast": "40V6M"}), (None, 0.31, -24.96, {})]
    features = [{"type": "Feature", "properties": ({"name": n} if n else {}) | more,
                 "geometry": {"type": "Point", "coordinates": [x, y]}} for n, y, x, more in points]  # fmt: skip
    same = write(tmp_path / "a.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    found, left_out = read(table, SMOOTH)
    assert (found, left_out) == read(same, SMOOTH)
    assert [(c.name, c.latitude, c.longitude, c.mast) for c in found] == [
        ("hill", 0.30, -24.95, "40V6M"), ("place-2", 0.31, -24.96, "")]  # fmt: skip


def test_the_sea_and_what_is_beyond_are_left_out(tmp_path: Path) -> None:
    table = write(tmp_path / "a.csv", "name,lat,lon\nland,0.30,-24.95\nsea,0.45,-24.85\nfar,5,5\n")
    dem = load("island")
    assert [c.name for c in read(table, Ground(dem, False))[0]] == ["land"]
    assert read(table, Ground(dem, False))[1] == ["sea", "far"]
    assert [c.name for c in read(table, Ground(dem, True))[0]] == ["land", "sea", "far"]


def test_grid_lies_on_the_ground_within_the_radius() -> None:
    dem = load("island")
    at = (math.radians(0.340), math.radians(-24.900))
    dry, wet = grid(Ground(dem, False), [at], 3e3, 20e3), grid(Ground(dem, True), [at], 3e3, 20e3)
    # a disc of 20 km with a place every 9 square kilometres, to those on its edge
    assert len(wet) == pytest.approx(math.pi * 400.0 / 9.0, rel=0.1)
    assert 0 < len(dry) < 0.6 * len(wet)
    assert len({c.name for c in wet}) == len(wet)
    for c in dry:
        place = Ground(dem, False).place(c, 0.0)
        assert place is not None
        assert place.height > 0.0
        assert geodesic_inverse(*at, place.latitude, place.longitude)[0] <= 20e3 + 0.2  # rounded to 0.1 m
    assert dry == grid(Ground(dem, False), [at], 3e3, 20e3)


def test_one_clear_error_for_each_bad_file(tmp_path: Path) -> None:
    for name, text, words in (
        ("a.csv", "name,latitud,lon\n", "usual fix: call it 'latitude'"),
        ("b.csv", "name,lat,lon\nx,91,0\n", r"line 2: the latitude '91' given"),
        ("c.csv", "name,lat,lon\nx,here,0\n", "'here' given"),
        ("d.csv", "name,lat,lon\nx,0,0\nx,0,1\n", "'x' twice"),
        ("e.csv", "name,lat,lon\n", "no place on the ground"),
        ("f.geojson", "{}", "a FeatureCollection of points expected"),
        ("g.geojson", '{"features": [{"geometry": {"type": "Polygon", "coordinates": []}}]}', "a Polygon given"),
        ("h.geojson", "[", "a FeatureCollection"),
    ):
        with pytest.raises(ValueError, match=words) as caught:
            read(write(tmp_path / name, text), SMOOTH)
        assert "usual fix: " in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(ValueError, match="readable CSV or GeoJSON"):
        read(tmp_path / "missing.csv", SMOOTH)
    with pytest.raises(ValueError, match="a larger grid step"):
        grid(SMOOTH, [(0.0, 0.0)], 50.0, 30e3)
