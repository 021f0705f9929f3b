"""Opportunities on disk: hits, misses, broken files, bounds, many writers."""

from __future__ import annotations

import errno
import os
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from airdef import sealed
from airdef.opportunity import cache, compute, compute_cached, geometry_key
from airdef.places import Places
from airdef.scenario.plan import Scenario

from .builders import ALL, ideal_missile, ideal_unit, radial, scenario, system, threat
from .test_compute import arrays

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep geometry in a folder of the test's own, and leave compiled code where it is."""
    monkeypatch.setattr(cache, "places", lambda: Places((tmp_path,), tmp_path))
    return tmp_path / "opportunities"


def path_of(folder: Path, key: str) -> Path:
    return folder / cache.file_of(key)


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
def test_a_broken_file_is_written_anew(folder: Path, damage: bytes | None) -> None:
    first = compute_cached(raid())
    path = path_of(folder, first.key)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert cache.read(first.key) is None
    again = compute_cached(raid())
    assert np.array_equal(first.looks.time, again.looks.time)
    assert cache.read(first.key) is not None


def test_every_flipped_bit_is_noticed(folder: Path) -> None:
    """Of headers all bits, of the rest one bit in 2,000 random bytes; zip archives miss those of their own fields."""
    first = compute_cached(raid())
    path = path_of(folder, first.key)
    whole = path.read_bytes()
    stream = random.Random(1)
    places = [*range(8 * 200), *(8 * stream.randrange(len(whole)) + stream.randrange(8) for _ in range(2000))]
    for bit in places:
        spoilt = bytearray(whole)
        spoilt[bit // 8] ^= 1 << bit % 8
        path.write_bytes(spoilt)
        assert cache.read(first.key) is None, bit
    path.write_bytes(whole)
    assert cache.read(first.key) is not None


def test_a_file_under_the_wrong_key_is_not_believed(folder: Path) -> None:
    first = compute_cached(raid())
    other = geometry_key(raid(altitude=5e3))
    path_of(folder, first.key).rename(path_of(folder, other))
    assert cache.read(other) is None
    cache.write(first)
    sealed.write(folder, (cache.file_of(other),), bytes(sealed.read(path_of(folder, first.key)) or b""))
    assert sealed.read(path_of(folder, other)) is not None
    assert cache.read(other) is None


def test_the_folder_is_bounded_and_keeps_what_was_used_last(folder: Path) -> None:
    found = compute(raid())
    for i, name in enumerate(("a", "b", "c")):
        cache.write(replace(found, key=name))
        os.utime(path_of(folder, name), (1000.0 + i, 1000.0 + i))
    assert cache.read("a") is not None  # used now, so "b" is the oldest
    size = path_of(folder, "a").stat().st_size
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


def test_where_nothing_can_be_kept_geometry_is_worked_out_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "places", lambda: Places((), None))
    found = compute_cached(raid())
    assert found.looks.time.size > 0
    assert cache.read(found.key) is None


def test_a_full_disk_does_not_stop_the_computing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sealed.os, "open", full)
    assert compute_cached(raid()).looks.time.size > 0


def test_a_folder_that_can_only_be_read_still_serves(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = compute_cached(raid())
    other = tmp_path / "other"
    monkeypatch.setattr(cache, "places", lambda: Places((tmp_path, other), other))
    module = import_module("airdef.opportunity.compute")
    monkeypatch.setattr(module, "bodies", refuse)
    assert compute_cached(raid()).key == first.key
    assert not other.exists()
