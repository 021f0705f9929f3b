"""Compile the engine ahead, in a process of its own, while geometry compiles in this one.

Numba compiles one function at a time in a process. On the very first run the engine and the opportunities
are the two halves of the wait; two processes halve it. The kernels reach this process through the cache on
disk; where that fails for whatever reason, the engine is compiled here as usual. Python's garbage collector rests
meanwhile: a compiler makes millions of small objects, all of them in use, and to look through them took a tenth.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import numpy as np

from airdef import jit, lifeline
from airdef.engine.preparation.prepare import prepare
from airdef.engine.replicate import simulate
from airdef.opportunity.tables import Looks, Opportunities, Shots, Tracks
from airdef.scenario.plan import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator


def warm() -> None:
    """Simulate one replication of nothing at all, which compiles (or loads) every kernel."""
    zero, one, none = np.zeros(0), np.zeros(1, np.int64), np.zeros(0, np.int64)
    nothing = Opportunities(
        arrival=zero,
        closest=np.zeros((0, 0)),
        tracks=Tracks(one, zero, zero, zero, np.zeros((0, 3))),
        looks=Looks(none, zero, one, zero, zero, np.zeros(0, np.float32), zero, zero),
        shots=Shots(one, zero, zero, none, one, zero, 1.0, np.zeros(0, np.float32), np.zeros(0, np.float32)),
        facings=1,
        key="",
    )
    simulate(prepare(Scenario("nothing", "", (), (), ()), nothing), 0, 0, 1)


_at_work: ContextVar[subprocess.Popen[bytes] | None] = ContextVar("at_work", default=None)
"""The process that compiles the engine for what goes on here."""


@contextmanager
def compile_in_background(seen: jit.Compiling | None = None) -> Iterator[subprocess.Popen[bytes] | None]:
    """Compile the engine in another process meanwhile, if nothing was compiled before; yield it, or None.

    Within another `compile_in_background` it is that one's process. One that is left without a fault has ended its
    work. `seen` hears of what is compiled there.

    Parameters
    ----------
    seen
        Told how far compilation is; None for nobody.

    Yields
    ------
    subprocess.Popen[bytes] | None
        The process that compiles; None where there is nothing to compile.
    """
    helper = _at_work.get()
    if helper or jit.are_cached("engine", "simulate_many") or jit.are_cached("opportunity", "paired"):
        yield helper
        return
    nothing = subprocess.DEVNULL
    with lifeline.shielded():
        helper = subprocess.Popen(
            [sys.executable, "-m", "airdef.engine.warm", str(os.getpid())],
            stdin=subprocess.PIPE,  # by its end the helper sees ours
            stdout=nothing if seen is None else subprocess.PIPE,
            stderr=nothing,
        )
        if seen is not None:
            threading.Thread(target=_listen, args=(helper, seen), name="compiled beside", daemon=True).start()
    token = _at_work.set(helper)
    try:
        yield helper
        helper.wait()
    except BaseException:
        helper.terminate()
        helper.wait()
        raise
    finally:
        if helper.stdin:
            helper.stdin.close()
        _at_work.reset(token)


def _listen(helper: subprocess.Popen[bytes], seen: jit.Compiling) -> None:
    """Tell `seen` of what another process compiles, by the lines that it writes."""
    assert helper.stdout is not None  # it was asked for
    seen.in_background = True
    try:
        with helper.stdout:
            for line in helper.stdout:
                seen.there(line.decode(errors="replace").strip())
    finally:
        seen.in_background = False


@contextmanager
def warming() -> Iterator[None]:
    """While the body settles geometry, compile the engine `compile_in_background` it:

    when this ends, both are compiled.

    Yields
    ------
    None
        Nothing.
    """
    with compile_in_background() as helper:
        if helper is None:
            yield
            return
        with _collector_resting():
            yield
        helper.wait()


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Let the garbage collector rest, if it was not already."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


if __name__ == "__main__":
    lifeline.tie_to_input(int(sys.argv[1]))
    with _collector_resting(), jit.names_told():
        warm()
