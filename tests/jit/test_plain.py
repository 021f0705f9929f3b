"""The rules as plain Python (`AIRDEF_JIT=off`) simulate the replications that the compiled engine simulates."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import airdef
from airdef import engine, opportunity, sealed
from airdef.opportunity import cache
from airdef.places import GEOMETRY
from patience import PATIENCE_S

CASES = {
    "port-raid": {},
    "first-1979": {},
    "low-level": {"raid.0.arrivals": "poisson"},
    "silent": {
        "defence.0.emission.radar": {"duty_cycle": {"on": "40 s", "off": "20 s"}},
        "defence.0.doctrine.shut_down": {"time": "20 s"},
    },
    "command": {
        "command.0.links.0": {"to": "long", "delay": "2 s", "capacity": 4, "lost": {"at": "12 min"}},
        "command.0.links.1.lost": {"mean": "14 min"},
        "command.0.links.1.restored": {"mean": "1 min"},
    },
    "moving": {"defence.0.fire_units.west.movement.stay": "15 min"},
}

SIMULATE = """
import sys
import numpy as np
import airdef
from airdef import engine, opportunity
scenario = airdef.load({name!r}, {changes!r})
kernel = engine.prepare(scenario, opportunity.compute_cached(scenario))
assert 'numba' not in sys.modules
np.save(sys.argv[1], engine.simulate(kernel, 5, 40, 2))
"""


def plain(text: str, *arguments: str | Path, **environment: str) -> str:
    """Run a text in a process in which rules are plain Python; return what it prints."""
    whole = {**os.environ, "AIRDEF_JIT": "off", **environment}
    command = [sys.executable, "-c", text, *arguments]
    return subprocess.run(command, check=True, env=whole, timeout=PATIENCE_S, stdout=subprocess.PIPE, text=True).stdout


@pytest.mark.parametrize("name", CASES)
def test_rows_are_the_same_to_the_bit(name: str, tmp_path: Path) -> None:
    scenario = airdef.load(name, CASES[name])
    kernel = engine.prepare(scenario, opportunity.compute_cached(scenario))
    file = tmp_path / "rows.npy"
    plain(SIMULATE.format(name=name, changes=CASES[name]), file)
    assert np.array_equal(np.load(file), engine.simulate(kernel, 5, 40, 2), equal_nan=True)


def test_geometry_is_the_same_to_the_bit(tmp_path: Path) -> None:
    """Worked out in plain Python, not taken from the cache."""
    scenario = airdef.load("first-1979")
    text = (
        "import airdef; from airdef import opportunity\n"
        "found = opportunity.compute_cached(airdef.load('first-1979'))\n"
        "print(found.key, end='')"
    )
    own = {"AIRDEF_CACHE_DIR": str(tmp_path / "cache"), "XDG_STATE_HOME": str(tmp_path / "state")}
    key = plain(text, **own)
    assert key != opportunity.geometry_key(scenario)  # kept apart, all the same
    with np.load(io.BytesIO(sealed.read(tmp_path / "cache" / GEOMETRY / cache.file_of(key)))) as kept:
        expected = cache._pack(opportunity.compute_cached(scenario))
        assert set(kept.files) == set(expected)
        for name in set(expected) - {"key"}:
            assert np.array_equal(kept[name], expected[name], equal_nan=True), name


def test_what_compiled_runs_have_kept_serves() -> None:
    scenario = airdef.load("ideal-salvo")
    key = opportunity.compute_cached(scenario).key
    text = "import airdef; from airdef import opportunity as o; print(o.compute_cached(airdef.load('ideal-salvo')).key)"
    assert plain(text).strip() == key


RECORDS = """
import numpy as np
from typing import NamedTuple
from airdef import jit
class Arrays(NamedTuple):
    row: np.ndarray
    grid: np.ndarray
rows = np.zeros(3, [("size", np.int64), ("data", np.float64), ("track", np.int32)])
handle = jit.Handle(Arrays(rows, np.zeros((2, 2))))
handle.row[1].size += 4
one = handle.row[2]
one.data, one.track = 2.5, 7
assert rows.tolist() == [(0, 0.0, 0), (4, 0.0, 0), (0, 2.5, 7)], rows
assert (handle.row[1].size, handle.row.size, handle.row[2].data) == (4, 3, 2.5)
@jit.entry
def add(rows, k):
    rows[k].size += 1
    return rows[k].size
assert (add(rows, 0), rows[0]["size"], add.py_func(handle.row, 0), rows[0]["size"]) == (1, 1, 2, 2)
assert [jit.trailing_zeros(np.uint64(1) << np.uint64(k)) for k in (0, 5, 63)] == [0, 5, 63]
for wrong in (np.zeros((4, 4)).T[1:], np.zeros((1, 1, 1, 1))):
    try:
        jit.Handle(Arrays(rows, wrong))
    except ValueError as error:
        assert "expected a C-contiguous array of at most 3 dimensions" in str(error)
    else:
        raise AssertionError("taken")
"""


def test_records_have_their_fields_as_attributes_whatever_their_names() -> None:
    plain(RECORDS)


def test_no_thread_warns_of_words_that_wrap() -> None:
    text = (
        "import airdef; from airdef import engine, opportunity as o; s = airdef.load('ideal-salvo')\n"
        "engine.simulate(engine.prepare(s, o.compute_cached(s)), 2**63, 0, 2048, threads=2)"
    )
    plain(text, PYTHONWARNINGS="error")
