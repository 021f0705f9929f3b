"""Who watches hears of each function that is compiled, and of how many there are."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from numba import njit

from airdef import jit
from airdef.engine import warm
from airdef.jit import compiling


def test_functions_compiled_are_counted_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_expected", set)
    told = []

    @njit
    def double(x):
        return 2 * x

    with jit.watched(lambda seen: told.append((seen.at_work, seen.done, seen.total))) as seen:
        assert (double(1), double(1.0)) == (2, 2.0)  # of two types, and so compiled twice
        assert double(2) == 4
    assert told == [(True, 0, 0), (False, 1, 1), (True, 1, 1), (False, 1, 1)]
    assert double(1j) == 2j
    assert (seen.done, len(told)) == (1, 4)  # nobody watches any more


def test_what_is_not_on_disk_is_expected_with_all_that_it_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "are_cached", lambda *_: True)
    assert compiling._expected() == set()
    monkeypatch.setattr(compiling, "are_cached", lambda layer, _: layer != "engine")
    found = compiling._expected()
    far = {"advance.simulate_many", "rules.sspk.kill_probability", "rng.uniform", "rng.philox", "memory.heap.pop"}
    assert far <= {name.removeprefix("airdef.engine.") for name in found}
    assert "airdef.physics.tracking.walk_firm" in found
    assert not {name for name in found if name.startswith("airdef.opportunity")}


def test_another_process_tells_what_it_compiles() -> None:
    told: list[bool] = []
    seen = compiling.Compiling(lambda now: told.append(now.at_work))
    text = "print('airdef.engine.a'); print('airdef.engine.b'); print('airdef.engine.a')"
    with subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE) as helper:
        thread = threading.Thread(target=warm._listen, args=(helper, seen))
        thread.start()
        thread.join(60)
    assert (seen.done, seen.in_background) == (2, False)
    assert told == [True, True, True]


def test_the_names_of_what_is_compiled_are_lines() -> None:
    text = (
        "from airdef import jit\nfrom numba import njit\n"
        "@njit\ndef double(x): return 2 * x\nwith jit.names_told(): double(1)"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == "__main__.double\n"
