"""Compile the engine ahead, in a process of its own, while geometry compiles in this one.

Numba compiles one function at a time in a process. On the very first run the engine and the opportunities
are the two halves of the wait; two processes halve it. The kernels reach this process through the cache on
disk; where that fails for whatever reason, the engine is compiled here as usual.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from airdef import kernels
from airdef.engine.prepare import prepare
from airdef.engine.replicate import simulate
from airdef.opportunity.tables import Looks, Opportunities, Shots, Tracks
from airdef.scenario.plan import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator


def warm() -> None:
    """Play one replication of nothing at all, which compiles (or loads) every kernel."""
    zero, one = np.zeros(0), np.zeros(1, np.int64)
    nothing = Opportunities(
        arrival=zero,
        closest=np.zeros((0, 0)),
        tracks=Tracks(one, zero, zero, zero, np.zeros((0, 3))),
        looks=Looks(one, zero, np.zeros(0, np.float32), zero, zero),
        shots=Shots(one, zero, zero, one, zero, 1.0, np.zeros(0, np.float32), np.zeros(0, np.float32)),
        facings=1,
        key="",
    )
    simulate(prepare(Scenario("nothing", "", (), (), ()), nothing), 0, 0, 1)


@contextmanager
def warming() -> Iterator[None]:
    """While the body settles geometry, compile the engine in another process if neither was compiled before."""
    if kernels.are_cached("engine", "play_many") or kernels.are_cached("opportunity", "paired"):
        yield
        return
    helper = subprocess.Popen(
        [sys.executable, "-m", "airdef.engine.warm"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
        helper.wait()
    except BaseException:
        helper.terminate()
        helper.wait()
        raise


if __name__ == "__main__":
    warm()
