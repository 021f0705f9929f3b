"""Looks and fly-out are held in single precision: how far off that is, and what it does to the reference raid.

The error is that of every stored look and fly-out node against the same value worked out again in double
precision. Its effect is bracketed: the same random streams are simulated with every stored figure moved up, and then
down, by one unit in its last place, which is at least twice the error of rounding and all in one direction. Firm-track
probabilities and drop bounds are worked out again from the moved looks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from airdef import engine
from airdef.measures import CONTINUOUS
from airdef.opportunity.shots import fly_all, interceptor, paired
from airdef.opportunity.sight import detection_probability, sensor, target
from airdef.opportunity.trajectories import bodies
from airdef.outcome import measures
from airdef.outcome.statistics import Statistics
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.tracking import drop_bound, firm_cdf

from .measure import Findings, Line, Say
from .raids import Raid, reference

if TYPE_CHECKING:
    from airdef.opportunity import Looks, Opportunities

NEGLIGIBLE = 0.1
"""Largest change of a mean, in half-widths of its 95 % interval, that is taken not to matter, assumed."""


def measure(quick: bool, say: Say) -> Findings:
    count = 1024 if quick else 32_768
    raid = reference()
    say("every look and fly-out node again in double precision")
    pd = _pd_error(raid, every=50 if quick else 1)
    flight, reach = _flyout_error(raid)
    say(f"{count:,} replications as stored, and with every stored figure one unit in the last place up and down")
    stored = raid.rows(0, count, threads=2)
    changed, shift = 0.0, 0.0
    for towards in (np.inf, -np.inf):
        kernel = engine.prepare(raid.scenario, _moved(raid, towards))
        rows = engine.simulate(kernel, 1, 0, count, 2)
        changed = max(changed, _changed(stored, rows, raid))
        shift = max(shift, _shift(stored, rows, raid))
    return Findings(
        lines=[
            Line("single precision: largest error of a probability of detection", "1e-9", (1e9 * pd,)),
            Line("single precision: largest error of a time of flight", "microseconds", (1e6 * flight,)),
            Line("single precision: largest error of a slant range", "mm", (1e3 * reach,)),
            Line("replications in which a count changes if all is moved by a unit in the last place", "%", (changed,)),
            Line("largest change of a mean by that, in half-widths of its interval", "1", (shift,), ("<=", NEGLIGIBLE)),
        ],
        figures={"replications": float(count)},
    )


def _pd_error(raid: Raid, every: int) -> float:
    """Return the largest error of a stored probability of detection, of every look or of one in `every`."""
    s, looks = raid.scenario, raid.opportunities.looks
    found, of = bodies(s)
    targets = [target(body) for body in found]
    worst = 0.0
    for r, (radar, _, _) in enumerate(s.radars()):
        sees = sensor(radar, s.environment, s.jammers)
        for j in range(len(s.threats)):
            k = r * len(s.threats) + j
            own = looks.within(k)
            for i in range(own.start, own.stop, every):
                exact = detection_probability(sees, targets[of[j]], radar.facing, looks.time[i])
                worst = max(worst, abs(exact - float(looks.pd[i])))
    return worst


def _flyout_error(raid: Raid) -> tuple[float, float]:
    """Return the largest errors of the stored times of flight [s] and slant ranges [m], at nodes with an intercept."""
    s, shots = raid.scenario, raid.opportunities.shots
    found, of = bodies(s)
    targets = [target(body) for body in found]
    units = [unit for unit, _ in s.units()]
    worst_time, worst_range = 0.0, 0.0
    for w, (missile, u) in enumerate(s.interceptors()):
        place = units[u].radar.place
        origin = np.array(geodetic_to_ecef(place.latitude, place.longitude, place.height))
        for j, threat in enumerate(s.threats):
            k = w * len(s.threats) + j
            held = shots.grid(k)
            launch = shots.grid_t0[k] - threat.start_time + shots.dt * np.arange(held.stop - held.start)
            flights, _ = fly_all(paired(origin, interceptor(missile), targets[of[j]], found[of[j]].category), launch)
            met = flights[:, 0] >= 0.0
            if met.any():
                ranges = np.linalg.norm(flights[met, 1:] - origin, axis=1)
                worst_time = max(worst_time, np.abs(shots.time_of_flight[held][met] - flights[met, 0]).max())
                worst_range = max(worst_range, np.abs(shots.slant_range[held][met] - ranges).max())
    return float(worst_time), float(worst_range)


def _moved(raid: Raid, towards: float) -> Opportunities:
    """Return the opportunities with every figure in single precision moved to its neighbour."""
    o = raid.opportunities
    step = np.float32(towards)
    shots = replace(
        o.shots,
        time_of_flight=np.maximum(np.nextafter(o.shots.time_of_flight, step), np.float32(0.0)),
        slant_range=np.maximum(np.nextafter(o.shots.slant_range, step), np.float32(0.0)),
    )
    return replace(o, looks=_moved_looks(raid, step), shots=shots)


def _moved_looks(raid: Raid, step: np.float32) -> Looks:
    looks, threats = raid.opportunities.looks, len(raid.scenario.threats)
    pd = np.clip(np.nextafter(looks.pd, step), np.float32(0.0), np.float32(1.0))
    cdf, bound = looks.firm_cdf.copy(), looks.drop_bound.copy()
    for r, (radar, _, _) in enumerate(raid.scenario.radars()):
        for k in range(r * threats, (r + 1) * threats):
            own = looks.within(k)
            if own.stop > own.start:
                cdf[own] = firm_cdf(pd[own], radar.confirm_m, radar.confirm_n)
                bound[own] = drop_bound(pd[own], radar.drop_misses)
    return replace(looks, pd=pd, firm_cdf=cdf, drop_bound=bound)


def _changed(a: np.ndarray, b: np.ndarray, raid: Raid) -> float:
    """Return the share [%] of replications in which a count differs.

    Left out are measured values, which differ by rounding anyway, and `draws`, which is no outcome: a look that
    cannot miss needs no draw, one that misses once in ten million does.
    """
    no_counts = CONTINUOUS | {"draws"}
    counts = [k for k, name in enumerate(raid.kernel.columns) if name not in no_counts]
    return float(100.0 * (a[:, counts] != b[:, counts]).any(axis=1).mean())


def _shift(a: np.ndarray, b: np.ndarray, raid: Raid) -> float:
    """Return the largest change of the mean of any measure, in half-widths of its 95 % interval."""
    of = [measures.measures(Statistics.of(raid.kernel.columns, CONTINUOUS, rows), raid.scenario) for rows in (a, b)]
    shifts = [abs(of[1][name].mean - x.mean) / x.half_width for name, x in of[0].items() if x.n and x.half_width > 0.0]
    return max(shifts)
