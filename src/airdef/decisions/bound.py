"""The clairvoyant bound: the fewest threats that could leak, for whoever knew what chance will decide.

For one replication all random numbers are known. Whoever decides, with whatever foresight, is bound by what follows
from the rules; an integer programme finds the fewest leakers within that (information relaxation: Brown, Smith and Sun,
"Information relaxations and duality in stochastic dynamic programs", Operations Research 58, 2010, 785-801,
doi:10.1287/opre.1090.0796). No policy leaks less in that replication. Of the rules only these are kept, so that the
bound is one, and need not be reached:

- attempt number a at a threat kills only if its number lies below the greatest SSPK that any missile has against it
  in any launch window: so it takes at least the attempts up to the first such number;
- a missile is launched within a window of its type, not before the first track of the threat is firm and the reaction
  time is over (where radars fall silent any time may be that of a first track: what is fired at decides when they do);
- no more missiles are launched than the unit has on its launchers and can load from its stock meanwhile;
- in any stretch of time a unit launches no more than its launch interval allows, and its target and missile channels
  are taken for at least the shortest time of flight, reaction and assessment;
- a released weapon is not released if its carrier is destroyed;
- a formation that may turn back does, with all that it would release: none of it counts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from airdef.decisions.foresight import Chances, Foresight
from airdef.decisions.programme import fewest
from airdef.engine import rng
from airdef.engine.memory.allocate import allocate
from airdef.engine.replicate import simulate_into
from airdef.engine.rules.sspk import kill_probability
from airdef.jit import Handle, entry

if TYPE_CHECKING:
    from airdef.engine.memory.layout import Tables
    from airdef.engine.memory.record import Array
    from airdef.engine.preparation.prepare import Kernel

ATTEMPTS = 64
"""Attempts at one threat whose numbers are looked at: more are as none."""


def chances_of(kernel: Kernel) -> Chances:
    """Return what geometry leaves each interceptor against each threat.

    Parameters
    ----------
    kernel
        The prepared scenario.

    Returns
    -------
    Chances
        Extremes over all launch windows, in any facing.
    """
    tb = kernel.tables
    W, T, K = len(tb.interceptor), len(tb.threat), tb.facing.shape[1]
    sspk, quickest, slowest = np.zeros(W * T), np.full(W * T, np.inf), np.zeros(W * T)
    opens: list[Array] = []
    closes: list[Array] = []
    handle = Handle(tb)
    for w in range(W):
        for j in range(T):
            rows = rows_of(tb, w)
            lists = [(v * K + k) * T + j for v in rows for k in range(K)]
            parts = [slice(tb.window_start[i], tb.window_start[i + 1]) for i in lists]
            begin = np.concatenate([tb.window_open[part] for part in parts])
            end = np.concatenate([tb.window_close[part] for part in parts])
            opens.append(begin)
            closes.append(end)
            if not len(begin):
                continue
            i = w * T + j
            flights = [_flights(tb, v * T + j, *_windows(tb, v, j)) for v in rows]
            tof, slant_range = (np.concatenate(of_rows) for of_rows in zip(*flights, strict=True))
            quickest[i], slowest[i] = tof.min(), tof.max()
            found = np.zeros(len(slant_range))
            _sspks(handle, w, j, slant_range, found)
            sspk[i] = found.max()
    return Chances(sspk, quickest, slowest, opens, closes)


def rows_of(tb: Tables, w: int) -> list[int]:
    """Return where the windows of an interceptor stand: once, or for each case of its unit.

    Cases are its positions, and the sets of jammers that have ended.

    Parameters
    ----------
    tb
        The tables of the scenario.
    w
        Number of the interceptor type.

    Returns
    -------
    list
        Their rows.
    """
    r = int(tb.unit["radar"][tb.interceptor["unit"][w]])
    m, jammers = tb.radar["mover"][r], int(tb.radar["jammers"][r])
    first = tb.mover["first"][m] if m >= 0 else 0
    positions = tb.position[first : first + tb.mover["positions"][m]] if m >= 0 else None
    if jammers:
        places = [r] if positions is None else positions["radar"]
        return [w + int(shift) for place in places for shift in tb.jammed_row[int(place), : 1 << jammers, 2]]
    return [w] if positions is None else [w + int(shift) for shift in positions["shift"]]


def _windows(tb: Tables, w: int, j: int) -> tuple[Array, Array]:
    """Return when the windows of a row open and close, in all facings."""
    K, T = tb.facing.shape[1], len(tb.threat)
    parts = [slice(tb.window_start[i], tb.window_start[i + 1]) for i in ((w * K + k) * T + j for k in range(K))]
    return np.concatenate([tb.window_open[p] for p in parts]), np.concatenate([tb.window_close[p] for p in parts])


def _flights(tb: Tables, i: int, begin: Array, end: Array) -> tuple[Array, Array]:
    """Return times of flight and slant ranges at the ends of the windows and at all grid points within them.

    Between those they are linear, so that no launch has a shorter one or a longer.
    """
    if not len(begin):
        return begin, begin
    first = int(tb.grid_start[i])
    last = first + int(tb.grid_size[i])
    nodes = tb.grid_t0[i] + tb.step[0] * np.arange(last - first)
    within = ((nodes[:, None] >= begin) & (nodes[:, None] <= end)).any(axis=1)
    times = np.concatenate([nodes[within], begin, end])
    tof = np.interp(times, nodes, tb.flight[first:last, 0].astype(float))
    return tof, np.interp(times, nodes, tb.flight[first:last, 1].astype(float))


@entry
def _sspks(tb: Tables, w: int, j: int, slant_range: Array, out: Array) -> None:
    """Write the SSPK of interceptor w against threat j at each slant range."""
    for i in range(slant_range.shape[0]):
        out[i] = kill_probability(tb, w, j, slant_range[i])


@entry
def _attempts(tb: Tables, seed: np.uint64, replication: np.uint64, best: Array, out: Array, delay: Array) -> None:
    """Write, for each threat, the attempts it takes at least: up to the first number below `best`; 0 for never.

    `delay` takes the exponential time, of mean 1, of the first assessment.
    """
    for j in range(best.shape[0]):
        out[j] = 0
        delay[j] = rng.exponential(rng.uniform(seed, replication, tb.threat[j].key, rng.DELAY, 0), 1.0)
        for a in range(ATTEMPTS):
            if rng.uniform(seed, replication, tb.threat[j].key, rng.KILL, a) < best[j]:
                out[j] = a + 1
                break


class Clairvoyant:
    """Finds the clairvoyant bound of replications of a scenario.

    Parameters
    ----------
    kernel
        The prepared scenario.

    Attributes
    ----------
    kernel
        As given.
    chances : Chances
        What geometry leaves each interceptor type against each threat: settled once for all replications.
    """

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.chances = chances_of(kernel)
        tb = kernel.tables
        W, T = len(tb.interceptor), len(tb.threat)
        self._best = self.chances.sspk.reshape(W, T).max(axis=0, initial=0.0)
        # In a defence that never fires and never loses anything, tracks are as early as any policy has them.
        threat, radar = tb.threat.copy(), tb.radar.copy()
        threat["hit_probability"], radar["capacity"] = 0.0, 1 << 40
        calm = tb._replace(threat=threat, radar=radar, engage=np.zeros_like(tb.engage))
        self._calm = replace(kernel, tables=calm)
        self._state = allocate(calm)
        self._handle = Handle(tb)
        self._row = np.zeros((1, len(kernel.columns)))

    def foresight(self, seed: int, replication: int) -> Foresight:
        """Return what chance will decide in a replication.

        Parameters
        ----------
        seed, replication
            Which it is.

        Returns
        -------
        Foresight
            Attempts, first tracks and delays.
        """
        simulate_into(self._calm, self._state, self._row, seed, replication)
        attempts, delay = np.zeros(len(self._best), np.int64), np.zeros(len(self._best))
        _attempts(self._handle, np.uint64(seed), np.uint64(replication), self._best, attempts, delay)
        known = self._state.since.copy()
        if self.kernel.tables.radar["counts_anew"].any() or len(self.kernel.tables.link):
            known[:] = -np.inf
        return Foresight(attempts, known, self._state.threat["offset"].copy(), delay)

    def leakers(self, seed: int, replication: int) -> float:
        """Return a number of leakers that no policy comes below in this replication.

        Parameters
        ----------
        seed, replication
            Which it is.

        Returns
        -------
        float
            A whole number; 0 where nothing arrives.
        """
        return fewest(self.kernel, self.chances, self.foresight(seed, replication))
