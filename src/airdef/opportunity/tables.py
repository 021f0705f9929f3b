"""What geometry allows, as arrays: the only thing the engine knows of the world.

Shapes: T threats, R radars, U units, W interceptors, K facings (the most any unit has). Times are seconds of
scenario time for a threat that starts on schedule; a threat whose start is shifted by chance shifts all of
its times alike. Ragged lists are stored flat with `start` offsets: list i is data[start[i]:start[i + 1]].
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
    """Every radar's chances to detect every threat; list index r * T + j. Equal to itself only, and so fit for a key.

    start      : i64[R * T + 1]
    time       : f64[L]  time of the look [s], ascending in a list
    pd         : f32[L]  probability of detection in that look
    firm_cdf   : f64[L]  probability that a track started from nothing is firm at or before that look
    drop_bound : f64[L]  upper bound of the probability that a track firm at that look is ever dropped later
    """

    start: I64
    time: F64
    pd: F32
    firm_cdf: F64
    drop_bound: F64


@dataclass(frozen=True)
class Shots:
    """Every interceptor's chances to reach every threat.

    Windows, list index (w * K + k) * T + j: intervals of launch time in which a launch leads to an
    intercept inside the envelope, with the engagement radar (turned to facing k) seeing the target from
    launch to intercept. Ends are refined, not on the grid.
    window_start : i64[W * K * T + 1];  window_open, window_close : f64[V]

    Fly-out, list index w * T + j, on a grid of launch times t0 + i * dt (interpolate linearly):
    grid_start : i64[W * T + 1];  grid_t0 : f64[W * T];  dt : float
    time_of_flight : f32[G] [s];  slant_range : f32[G] from the unit at intercept [m]
    """

    window_start: I64
    window_open: F64
    window_close: F64
    grid_start: I64
    grid_t0: F64
    dt: float
    time_of_flight: F32
    slant_range: F32


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
