"""The rules as plain Python (`AIRDEF_JIT=off`) play the histories that the compiled engine plays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import airdef
from airdef import engine, opportunity

CASES = {"port-raid": {}, "first-1979": {}, "low-level": {"raid.0.arrivals": "poisson"}}

PLAY = """
import sys
import numpy as np
import airdef
from airdef import engine, opportunity
scenario = airdef.load({name!r}, {changes!r})
kernel = engine.prepare(scenario, opportunity.compute_cached(scenario))
assert 'numba' not in sys.modules
np.save(sys.argv[1], engine.simulate(kernel, 5, 40, 2))
"""


@pytest.mark.parametrize("name", CASES)
def test_rows_are_the_same_to_the_bit(name: str, tmp_path: Path) -> None:
    scenario = airdef.load(name, CASES[name])
    kernel = engine.prepare(scenario, opportunity.compute_cached(scenario))
    file = tmp_path / "rows.npy"
    text = PLAY.format(name=name, changes=CASES[name])
    environment = {**os.environ, "AIRDEF_JIT": "off"}
    subprocess.run([sys.executable, "-c", text, file], check=True, env=environment, timeout=300)
    assert np.array_equal(np.load(file), engine.simulate(kernel, 5, 40, 2), equal_nan=True)
