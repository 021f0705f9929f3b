"""Opportunities on disk: hits, misses, broken files, bounds, many writers."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from airdef.opportunity import cache, compute, compute_cached, geometry_key
from airdef.scenario.plan import Scenario

from .builders import ALL, ideal_missile, ideal_unit, radial, scenario, system, threat
from .test_compute import arrays


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AIRDEF_CACHE_DIR", str(tmp_path))
    return tmp_path / "opportunities"


def raid(sspk: float = 0.5, altitude: float = 9e3) -> Scenario:
    unit = ideal_unit(missiles=(ideal_missile(sspk=(sspk,) * ALL),))
    return scenario((system(unit),), (threat(radial(begin=60e3, altitude=altitude)),))


def refuse(*_: object, **__: object) -> None:
    msg = "it was to come from the cache"
    raise AssertionError(msg)


def test_a_hit_gives_equal_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    first = compute_cached(raid())
    module = import_module("airdef.opportunity.compute")  # the package's own name for it is the function
    monkeypatch.setattr(module, "bodies", refuse)  # the start of any computation
    again = compute_cached(raid(sspk=0.9))  # the same geometry
    for (name, a), b in zip(arrays(first).items(), arrays(again).values(), strict=True):
        assert np.array_equal(a, b), name
        assert a.dtype == b.dtype, name
    assert isinstance(again.facings, int)
    assert isinstance(again.key, str)
    assert isinstance(again.shots.dt, float)
    with pytest.raises(AssertionError, match="from the cache"):
        compute_cached(raid(altitude=9001.0))


@pytest.mark.parametrize("damage", [b"", b"not a zip file", None])
def test_a_broken_file_is_written_anew(damage: bytes | None) -> None:
    first = compute_cached(raid())
    path = cache.path_of(first.key)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert cache.read(first.key) is None
    again = compute_cached(raid())
    assert np.array_equal(first.looks.time, again.looks.time)
    assert cache.read(first.key) is not None


def test_a_file_under_the_wrong_key_is_not_believed() -> None:
    first = compute_cached(raid())
    other = geometry_key(raid(altitude=5e3))
    cache.path_of(first.key).rename(cache.path_of(other))
    assert cache.read(other) is None


def test_the_folder_is_bounded_and_keeps_what_was_used_last(folder: Path) -> None:
    found = compute(raid())
    for i, name in enumerate(("a", "b", "c")):
        cache.write(replace(found, key=name))
        os.utime(cache.path_of(name), (1000.0 + i, 1000.0 + i))
    assert cache.read("a") is not None  # used now, so "b" is the oldest
    size = cache.path_of("a").stat().st_size
    cache.write(replace(found, key="d"), limit=3 * size + 100)
    assert sorted(p.stem for p in folder.iterdir()) == ["a", "c", "d"]


def test_many_writers_leave_one_whole_file(folder: Path) -> None:
    found = compute(raid())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: cache.write(found), range(16)))
    assert [p.name for p in folder.iterdir()] == [f"{found.key}.npz"]
    again = cache.read(found.key)
    assert again is not None
    assert np.array_equal(again.tracks.ecef, found.tracks.ecef)


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("AIRDEF_CACHE_DIR", str(blocked))
    found = compute_cached(raid())
    assert found.looks.time.size > 0
    assert cache.read(found.key) is None


def test_without_the_variable_the_user_cache_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRDEF_CACHE_DIR")
    assert cache.folder().name == "opportunities"
    assert "airdef" in cache.folder().parts
