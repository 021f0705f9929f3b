"""Looks: every chance of one radar to detect one body, and the chain from looks to tracks.

A radar looks once a scan period. One that turns all round looks when its beam passes the bearing that the
body had when it appeared, the beam pointing north at that moment: the first look comes the bearing's share
of a scan period after it. One with a sector looks for the first time when the body appears. The phase is
so the same for every member of a formation, whatever its start time; that the bearing changes afterwards
does not shift the looks.

A perfect radar looks at the very instant at which the body comes into coverage, and every scan period from
then on; looks that fall into a gap of its coverage are misses, and the next coverage begins with a look.

Looks before the first with a probability of at least `USELESS` are dropped, and so are those after the last
one but for as many as it takes to drop a track. Those between are kept, for misses count. Where support jammers may
jam the radar this goes by the looks without them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from airdef.jit import entry_with
from airdef.opportunity.sight import Sensor, Target, detection_probability, observe
from airdef.opportunity.tables import F32, F64
from airdef.opportunity.visibility import intervals, judge
from airdef.physics.tracking import chain_cdf, confirmation, drop_bound
from airdef.physics.trajectory import position
from airdef.scenario.plan import RadarPlan

USELESS: Final = 1e-6
"""Probability of detection below which looks at either end of a list are dropped."""

ALL_ROUND: Final = 2.0 * math.pi - 1e-9
"""Sectors [rad] at least this wide are turned through by a rotating beam."""


@dataclass(frozen=True, eq=False)
class LookList:
    """The looks of one radar at one body, as in `tables.Looks`; times count from the body's time 0.

    `step` is the time from one look to the next [s]; 0 if they are not evenly spaced. A list equals nothing but
    itself, so that it can stand for its contents in a key.
    """

    time: F64
    pd: F32
    firm_cdf: F64
    drop_bound: F64
    step: float


def looks(radar: RadarPlan, s: Sensor, b: Target, clear: Sensor | None = None) -> LookList:
    """Return the looks of a radar, compiled as `s`, at a body.

    The confirmation and drop rules are the radar's own; an engagement radar searches the sector of its own facing
    whatever the facings its unit may turn to. Raises ValueError for rules outside those of `physics.tracking`.

    Parameters
    ----------
    radar
        The radar.
    s
        The radar in compiled form.
    b
        The body in compiled form.
    clear
        The radar without support jammers, where there are any: the list has the looks that are useful then, so that
        lists of one radar and body have the same looks whoever jams.

    Returns
    -------
    LookList
        The looks of a radar, compiled as `s`, at a body.
    """
    if radar.perfect:
        states, azimuth = judge(s, b, 0.0)
        times, pd = _perfect_looks(intervals(s, b, 0.0, radar.facing, states, azimuth), radar.scan_period, b.end)
    else:
        times, pd = _scan(s, b, radar.facing, radar.scan_period, radar.sector_width >= ALL_ROUND)
    useful = np.flatnonzero(pd >= USELESS)
    if clear is not None:
        _, best = _scan(clear, b, radar.facing, radar.scan_period, radar.sector_width >= ALL_ROUND)
        useful = np.flatnonzero(np.maximum(pd, best) >= USELESS)
    if useful.size == 0:
        none = np.zeros(0)
        return LookList(none, np.zeros(0, np.float32), none, none, 0.0)
    kept = slice(int(useful[0]), int(useful[-1]) + 1 + radar.drop_misses)
    chances = pd[kept].copy()
    cdf, bound = _chain(chances.astype(np.float64), confirmation(radar.confirm_m, radar.confirm_n), radar.drop_misses)
    return LookList(times[kept].copy(), chances, cdf, bound, 0.0 if radar.perfect else radar.scan_period)


@entry_with(nogil=True)
def _chain(pd: F64, chain: NDArray[np.int32], d: int) -> tuple[F64, F64]:
    return chain_cdf(pd, chain), drop_bound(pd, d)


@entry_with(nogil=True)
def _scan(s: Sensor, b: Target, facing: float, period: float, all_round: bool) -> tuple[F64, F32]:
    """Return times and probabilities of all looks of a radar that is not perfect."""
    phase = 0.0
    if all_round:
        x, y, z = position(b.ecef, 0.0, b.dt, 0.0)
        phase = observe(s, x, y, z)[1] / (2.0 * math.pi) * period
    count = math.floor((b.end - phase) / period) + 1 if phase <= b.end else 0
    times = np.empty(count)
    pd = np.empty(count, np.float32)
    for i in range(count):
        times[i] = phase + i * period
        pd[i] = detection_probability(s, b, facing, times[i])
    return times, pd


@entry_with(nogil=True)
def _perfect_looks(seen: F64, period: float, end: float) -> tuple[F64, F32]:
    """Return times and probabilities (0 or 1) of a perfect radar's looks, from its first coverage on."""
    size = 0
    for i in range(seen.shape[0]):
        until = seen[i + 1, 0] if i + 1 < seen.shape[0] else end
        size += math.floor((until - seen[i, 0]) / period) + 1
    times = np.empty(size)
    pd = np.empty(size, np.float32)
    count = 0
    for i in range(seen.shape[0]):
        until = seen[i + 1, 0] if i + 1 < seen.shape[0] else math.inf
        k = 0
        t = seen[i, 0]
        while t < until and t <= end and count < size:
            times[count] = t
            pd[count] = 1.0 if t <= seen[i, 1] else 0.0
            count += 1
            k += 1
            t = seen[i, 0] + k * period
    return times[:count].copy(), pd[:count].copy()
