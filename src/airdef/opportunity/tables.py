"""What geometry allows, as arrays: the only thing the engine knows of the world.

Shapes: T threats, R radars, U units, W interceptors, K facings (the most any unit has). Times are seconds of
scenario time for a threat that starts on schedule; a threat whose start is shifted by chance shifts all of
its times alike. What moves counts among the radars, units and interceptors once for each of its positions: those of
the scenario, at their first positions, come first (`scenario.positions`). Ragged lists are stored flat with `start`
offsets: list i is data[start[i]:start[i + 1]].
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
F32 = NDArray[np.float32]
I64 = NDArray[np.int64]


@dataclass(frozen=True)
class Tracks:
    """Trajectories of all threats: positions [m, ECEF] on each threat's own time grid.

    start : i64[T + 1]   offsets into `ecef`
    t0    : f64[T]       time of the first node [s]
    dt    : f64[T]       node spacing [s]
    end   : f64[T]       exact time of the end of the motion (arrival or leaving) [s]
    ecef  : f64[N, 3]    positions [m]
    """

    start: I64
    t0: F64
    dt: F64
    end: F64
    ecef: F64


@dataclass(frozen=True, eq=False)
class Looks:
    """Every radar's chances to detect every threat. Equal to itself only, and so fit for a key.

    Threats that fly the same way share their lists: of radar r and threat j it is list `of[r * T + j]`.

    of         : i64[R * T]
    shift      : f64[T]  when the threat starts [s]; the times of its lists count from then
    start      : i64[D + 1]  of D lists
    step       : f64[D]  from one look of the list to the next [s]; 0 if they are not evenly spaced
    time       : f64[L]  time of the look [s], ascending in a list
    pd         : f32[L]  probability of detection in that look
    firm_cdf   : f64[L]  probability that a track started from nothing is firm at or before that look
    drop_bound : f64[L]  upper bound of the probability that a track firm at that look is ever dropped later
    """

    of: I64
    shift: F64
    start: I64
    step: F64
    time: F64
    pd: F32
    firm_cdf: F64
    drop_bound: F64

    def within(self, i: int) -> slice:
        """Return where the looks of a radar at a threat are.

        Parameters
        ----------
        i
            r * T + j.

        Returns
        -------
        slice
            Their places in `time`, `pd`, `firm_cdf` and `drop_bound`.
        """
        return slice(int(self.start[self.of[i]]), int(self.start[self.of[i] + 1]))

    def times(self, i: int) -> F64:
        """Return the times of the looks of a radar at a threat; even ones follow from the first to the bit.

        Parameters
        ----------
        i
            r * T + j.

        Returns
        -------
        F64
            Times of the scenario [s], for a threat that starts on schedule.
        """
        shift = float(self.shift[i % len(self.shift)])
        return look_times(self.time[self.within(i)], float(self.step[self.of[i]]), shift)


def look_times(time: F64, step: float, start: float) -> F64:
    """Return the times of looks for a threat that starts at `start`; even ones follow from the first to the bit.

    Parameters
    ----------
    time
        Their times from its start on [s].
    step
        From one to the next [s]; 0 if they are not evenly spaced.
    start
        When the threat starts [s].

    Returns
    -------
    F64
        Their times in the scenario [s].
    """
    if step > 0.0 and time.size:
        even: F64 = (time[0] + start) + np.arange(time.size) * step
        return even
    return time + start


@dataclass(frozen=True)
class Shots:
    """Every interceptor's chances to reach every threat.

    Windows, list index (w * K + k) * T + j: intervals of launch time in which a launch leads to an
    intercept inside the envelope, with the engagement radar (turned to facing k) seeing the target from
    launch to intercept. Ends are refined, not on the grid.
    window_start : i64[W * K * T + 1];  window_open, window_close : f64[V]

    Fly-out on a grid of launch times t0 + i * dt (interpolate linearly). Threats that fly the same way share their
    grids: of interceptor w and threat j it is grid `grid_of[w * T + j]`.
    grid_of : i64[W * T];  grid_t0 : f64[W * T];  grid_start : i64[D + 1] of D grids;  dt : float
    time_of_flight : f32[G] [s];  slant_range : f32[G] from the unit at intercept [m]
    """

    window_start: I64
    window_open: F64
    window_close: F64
    grid_of: I64
    grid_start: I64
    grid_t0: F64
    dt: float
    time_of_flight: F32
    slant_range: F32

    def grid(self, i: int) -> slice:
        """Return where the fly-out of an interceptor to a threat is.

        Parameters
        ----------
        i
            w * T + j.

        Returns
        -------
        slice
            Its places in `time_of_flight` and `slant_range`; none if there is no window.
        """
        return slice(int(self.grid_start[self.grid_of[i]]), int(self.grid_start[self.grid_of[i] + 1]))


@dataclass(frozen=True)
class Opportunities:
    """All that geometry says about a scenario.

    arrival : f64[T]  when the threat reaches what it is aimed at [s]; inf for one that only passes
    closest : f64[U, T]  when the threat is closest to the unit [s]
    key     : content hash of everything it was computed from
    look_lists : what stands for each list of looks in the key of a memo (equal for equal contents, if both were
        worked out with one memo); empty if they were read from a file
    """

    arrival: F64
    closest: F64
    tracks: Tracks
    looks: Looks
    shots: Shots
    facings: int
    key: str
    look_lists: tuple[Hashable, ...] = field(default=(), compare=False, repr=False)
