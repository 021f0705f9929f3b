"""Compiled code kept on disk: read as it was written, or compiled again; never believed from others."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from airdef import places, sealed
from airdef.jit import cache

USE = """
import json
from airdef.physics.geodesy import geodetic_to_ecef
found = [float(x).hex() for x in geodetic_to_ecef(0.5, 1.0, 2.0)]
stats = geodetic_to_ecef.whole.stats
print(json.dumps([found, sum(stats.cache_hits.values()), sum(stats.cache_misses.values())]))
"""


def use(folder, home=None):
    """Call one compiled function in a process of its own: what it says, hits and misses, and what was told."""
    environment = {**os.environ, "AIRDEF_CACHE_DIR": str(folder)}
    if home is not None:
        environment["XDG_STATE_HOME"] = str(home)
    done = subprocess.run([sys.executable, "-c", USE], capture_output=True, text=True, check=True, env=environment)
    return done.stdout, done.stderr


def said(hits, misses):
    return f", {hits}, {misses}]"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Have one function compiled: the folder that holds the cache and the key, and what calling it gave."""
    held = tmp_path_factory.mktemp("compiled")
    out, err = use(held / "cache", held / "state")
    assert said(0, 1) in out
    assert err == ""
    return held, out


@pytest.fixture
def folder(compiled, tmp_path):
    shutil.copytree(compiled[0], tmp_path, dirs_exist_ok=True)
    return tmp_path / "cache"


def files(folder):
    return sorted(folder.rglob(f"*{cache.ENDING}"))


def test_code_is_compiled_once(folder, tmp_path):
    out, err = use(folder, tmp_path / "state")
    assert said(1, 0) in out
    assert err == ""
    assert {p.stat().st_mode & 0o777 for p in files(folder)} == {0o600}


@pytest.mark.parametrize("damage", ["half", "empty", "flipped", "rubbish"])
def test_damaged_code_is_noticed_and_made_again(folder, compiled, tmp_path, damage):
    (file,) = files(folder)
    whole = file.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 4
    file.write_bytes({"half": whole[: len(whole) // 2], "empty": b"", "flipped": flipped, "rubbish": b"x" * 99}[damage])
    out, err = use(folder, tmp_path / "state")
    assert out == compiled[1]  # the same numbers, compiled as the first time
    assert err == f"airdef: {file.parent}: holds a damaged file, which is made again\n"
    assert use(folder, tmp_path / "state") == (compiled[1].replace(said(0, 1), said(1, 0)), "")


class Planted:
    """A pickle that runs a command when it is read."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("sealed_by", ["none", "no key", "another's key"])
def test_a_planted_pickle_is_never_read(folder, tmp_path, sealed_by):
    mark = tmp_path / "mark"
    content = pickle.dumps(Planted(mark))
    pickle.loads(content)
    assert mark.exists()  # it would work
    mark.unlink()
    (file,) = files(folder)
    if sealed_by == "none":
        file.write_bytes(content)
        file.with_suffix(".nbi").write_bytes(content)  # Numba's index
    else:
        sealed.write(file.parent, (file.name,), content, b"" if sealed_by == "no key" else b"\1" * 32)
    out, err = use(folder, tmp_path / "state")
    assert said(0, 1) in out
    assert "damaged" in err
    assert not mark.exists()


def test_another_users_key_finds_nothing_to_read(folder, tmp_path):
    out, err = use(folder, tmp_path / "other state")
    assert said(0, 1) in out
    assert err == ""
    assert said(1, 0) in use(folder, tmp_path / "state")[0]  # and spoils nothing


def test_numbas_own_cache_is_not_used(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba"))
    assert said(1, 0) in use(folder, tmp_path / "state")[0]
    assert not (tmp_path / "numba").exists()


def test_code_that_these_libraries_cannot_read_is_made_again(folder, tmp_path):
    """As after an update of a library: as it was written, and yet of no use."""
    (file,) = files(folder)
    key = (tmp_path / "state" / "airdef" / "key").read_bytes()
    assert sealed.read(file, key) is not None
    sealed.write(file.parent, (file.name,), pickle.dumps(None), key)
    out, err = use(folder, tmp_path / "state")
    assert said(0, 1) in out
    assert "code kept there is made again (TypeError" in err
    assert said(1, 0) in use(folder, tmp_path / "state")[0]


def test_where_nothing_is_kept_no_other_process_need_compile(monkeypatch):
    monkeypatch.setattr(cache, "places", lambda: places.Places((), None))
    assert cache.are_cached("engine", "simulate_many")


def test_functions_outside_the_package_are_not_kept():
    @cache.entry_with(nogil=True)
    def double(x: float) -> float:
        return 2.0 * x

    assert double(2.0) == 4.0
    assert double.stats.cache_path is None
