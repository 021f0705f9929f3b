"""Shots: when an interceptor may be launched at a body, and how long it then flies.

A launch at t is *feasible* when all of this holds, tau being the earliest intercept's time of flight:
the body exists at t and its motion has not ended at t + tau; at the intercept the slant range from the unit
and the altitude lie within the missile's envelope for the category, the body is no faster and the missile
no slower than allowed; and the unit's radar, turned to the facing, sees the body at every instant from t to
t + tau (see `visibility`; seeing is a single-look probability of detection of at least the radar's `guidance_pd`).
The missile starts from the place of the unit's radar, on the ground.

Feasibility is judged, never interpolated: at every launch time on the grid of the scenario's time step, at
the beginning of every visibility, at the launch times whose intercepts fall on the end of one and, where
these lie closer together than the grid (the body flies away, or the grid is coarse), whose intercepts fall
on the body's own time grid. Between two judgements that differ the edge is refined by bisection on the
predicate itself, and the feasible end of the bracket is kept. Launch times at which the envelope is entered and left
within a step, both in launch time and in intercept time, are added by `brief`.

Time of flight and slant range are tabulated at grid nodes over the windows. At a node without an intercept
next to a window's end, the value is that which lets the interpolation meet the exact one at that end.
Where the earliest intercept jumps (a body that flies away and comes back) interpolation is wrong within that
one step.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import entry_with, part
from airdef.opportunity.sight import Target
from airdef.opportunity.tables import F32, F64
from airdef.opportunity.visibility import grid
from airdef.physics.airframe import Airframe
from airdef.physics.flyout import MARGIN, FlyoutTable, constant_speed_table, margin
from airdef.physics.geodesy import ecef_height, geodetic_to_ecef
from airdef.physics.intercept import Flyout, Path, launch_times, meeting
from airdef.physics.lofts import Demand
from airdef.physics.reach import MissileFigures, flyout_table
from airdef.physics.trajectory import position, velocity
from airdef.physics.vehicle import Propulsion
from airdef.scenario.plan import MissilePlan

EDGE: Final = 1e-6
"""Width [s] to which the ends of a window are refined."""

LAUNCH_STEP: Final = 100.0
"""Launch points share a fly-out within this altitude [m]: the air is 1 % thinner every 100 m."""

_SLACK: Final = 1e-9
"""Rounding [s] forgiven where an intercept is to fall into a visibility."""


class Interceptor(NamedTuple):
    """A missile type as compiled code wants it: its fly-out table and, by category, its envelope.

    Fields as in FlyoutTable and MissilePlan; max_range and max_altitude are arrays by category.
    """

    slant_range: F64
    altitude: F64
    times: F64
    margins: F64
    constant_speed: float
    min_range: float
    max_range: F64
    min_altitude: float
    max_altitude: F64
    max_target_speed: float


@part
def path_of(b: Target) -> Path:
    """Return the way of a body, on its own clock.

    Parameters
    ----------
    b
        The body in compiled form.

    Returns
    -------
    Path
        The way of a body, on its own clock.
    """
    return Path(b.ecef, 0.0, b.dt, b.end)


@part
def flyout_of(w: Interceptor) -> Flyout:
    """Return what the time of flight takes of an interceptor type.

    Parameters
    ----------
    w
        The interceptor type in compiled form.

    Returns
    -------
    Flyout
        What the time of flight takes of an interceptor type.
    """
    return Flyout(w.slant_range, w.altitude, w.times, w.constant_speed)


class Pairing(NamedTuple):
    """an interceptor and a body, and when the one can meet the other; made by `paired`.

    origin    launch point f64[3], ECEF [m]; interceptor and body in compiled form; the body's category
    meets     f64[n] the body's own time grid [s]
    launch    f64[n] launch time for a meeting at each of them [s]; -inf: never
    latest    f64[n] the latest launch time up to there [s]
    near      bool[n] whether the meeting may be near the envelope: within range and altitude, or not further out
              than the body moves in a step. What is not near, and not next to what is, cannot be inside
    """

    origin: F64
    interceptor: Interceptor
    body: Target
    category: int
    meets: F64
    launch: F64
    latest: F64
    near: NDArray[np.bool_]


class FlyoutGrid(NamedTuple):
    """Fly-out on launch times first * dt, (first + 1) * dt, ...: time of flight [s], slant range [m]."""

    first: int
    time_of_flight: F32
    slant_range: F32


def interceptor(missile: MissilePlan, launch_altitude: float = 0.0, threads: int | None = 1) -> Interceptor:
    """Return a missile type in compiled form, launched at an altitude above sea level [m].

    Its fly-out spans the largest envelope it has; `threads` work on it (all processors if None). Raises ValueError as
    `physics.reach` does for figures that no fly-out fits.

    Parameters
    ----------
    missile
        The missile type.
    launch_altitude
        Altitude of the launcher above sea level [m].
    threads
        How many threads work; all processors if None.

    Returns
    -------
    Interceptor
        A missile type in compiled form, launched at an altitude above sea level [m].
    """
    table = _flyout(missile, launch_altitude, threads)
    return Interceptor(
        slant_range=table.slant_range,
        altitude=table.altitude,
        times=table.time_of_flight,
        margins=table.margin,
        constant_speed=table.constant_speed,
        min_range=missile.min_range,
        max_range=np.array(missile.max_range, np.float64),
        min_altitude=missile.min_altitude,
        max_altitude=np.array(missile.max_altitude, np.float64),
        max_target_speed=missile.max_target_speed,
    )


def launch_level(altitude: float) -> float:
    """Return the altitude [m] for which the fly-out of a launch point is worked out: the nearest of LAUNCH_STEP.

    Parameters
    ----------
    altitude
        Altitude above sea level [m].

    Returns
    -------
    float
        The altitude [m] for which the fly-out of a launch point is worked out: the nearest of LAUNCH_STEP.
    """
    return max(round(altitude / LAUNCH_STEP), 0) * LAUNCH_STEP


def missile_figures(missile: MissilePlan) -> MissileFigures:
    """Return what the fly-out of a missile rests on.

    Parameters
    ----------
    missile
        The missile type.

    Returns
    -------
    MissileFigures
        What the fly-out of a missile rests on.
    """
    return MissileFigures(
        max_speed=missile.max_speed,
        launch_mass=missile.launch_mass,
        airframe=Airframe(
            missile.diameter, missile.length, missile.fin_drag, missile.nozzle_ratio, missile.drag_factor
        ),
        propulsion=Propulsion(
            missile.specific_impulse,
            missile.boost_time,
            missile.sustain_time,
            missile.sustain_share,
            missile.booster_mass,
            missile.booster_diameter,
        ),
        max_normal_force=missile.max_normal_force,
        demand=Demand(missile.loft_apogee, missile.min_intercept_speed, missile.min_intercept_load),
    )


def _flyout(missile: MissilePlan, launch_altitude: float, threads: int | None) -> FlyoutTable:
    if missile.constant_speed > 0.0:
        return constant_speed_table(missile.constant_speed, missile.min_intercept_speed)
    return flyout_table(
        missile_figures(missile),
        max_range=MARGIN * max(missile.max_range),
        max_altitude=MARGIN * max(missile.max_altitude),
        launch_altitude=launch_altitude,
        threads=threads,
    )


@part
def _distance(origin: F64, x: float, y: float, z: float) -> float:
    return math.sqrt((x - origin[0]) ** 2 + (y - origin[1]) ** 2 + (z - origin[2]) ** 2)


@part
def in_envelope(pair: Pairing, t: float, x: float, y: float, z: float) -> bool:
    """Tell whether a body that is met at time t at (x, y, z) is met inside the envelope.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.
    t
        Time of the meeting [s].
    x, y, z
        Place of the body, ECEF [m].

    Returns
    -------
    bool
        Whether a body that is met at time t at (x, y, z) is met inside the envelope.
    """
    w, b, c = pair.interceptor, pair.body, pair.category
    r = _distance(pair.origin, x, y, z)
    if not w.min_range <= r <= w.max_range[c]:
        return False
    h = ecef_height(x, y, z)
    if not w.min_altitude <= h <= w.max_altitude[c]:
        return False
    vx, vy, vz = velocity(b.ecef, 0.0, b.dt, t)
    if vx * vx + vy * vy + vz * vz > w.max_target_speed**2:
        return False
    return margin(w.slant_range, w.altitude, w.margins, w.constant_speed, r, h) >= 0.0


@entry_with(nogil=True)
def reached(
    w: Interceptor, category: int, origin: F64, latitude: F64, longitude: F64, height: F64
) -> NDArray[np.bool_]:
    """Tell which points lie in a missile's envelope: its range, its altitudes, and speed enough left there.

    Returns bool[n].

    Parameters
    ----------
    w
        The interceptor type in compiled form.
    category
        Category of the target, as an index into `CATEGORIES`.
    origin
        Place that it starts from, or stands at, float64[3], ECEF [m].
    latitude
        Latitudes [rad], float64[n].
    longitude
        Longitudes [rad], float64[n].
    height
        Heights above sea level [m], float64[n].

    Returns
    -------
    NDArray[np.bool_]
        Which points lie in a missile's envelope: its range, its altitudes, and speed enough left there.
    """
    found = np.zeros(height.size, np.bool_)
    for k in range(height.size):
        if w.min_altitude <= height[k] <= w.max_altitude[category]:
            x, y, z = geodetic_to_ecef(latitude[k], longitude[k], height[k])
            r = _distance(origin, x, y, z)
            if w.min_range <= r <= w.max_range[category]:
                found[k] = margin(w.slant_range, w.altitude, w.margins, w.constant_speed, r, height[k]) >= 0.0
    return found


@part
def _holding(seen: F64, t: float, until: float) -> int:
    """Return which interval contains [t, until]; -1 for none."""
    for i in range(seen.shape[0]):
        if seen[i, 0] - _SLACK <= t and until <= seen[i, 1] + _SLACK:
            return i
    return -1


@entry_with(nogil=True)
def paired(origin: F64, w: Interceptor, b: Target, category: int) -> Pairing:
    """Return an interceptor at an origin, f64[3] ECEF [m], paired with a body of a category.

    Parameters
    ----------
    origin
        Place that it starts from, or stands at, float64[3], ECEF [m].
    w
        The interceptor type in compiled form.
    b
        The body in compiled form.
    category
        Category of the target, as an index into `CATEGORIES`.

    Returns
    -------
    Pairing
        An interceptor at an origin, f64[3] ECEF [m], paired with a body of a category.
    """
    meets = grid(b)
    launch, latest = launch_times(meets, origin, path_of(b), flyout_of(w))
    near = np.empty(meets.size, np.bool_)
    before = position(b.ecef, 0.0, b.dt, 0.0)
    step = 0.0
    for i in range(meets.size):
        x, y, z = position(b.ecef, 0.0, b.dt, meets[i])
        step = max(math.sqrt((x - before[0]) ** 2 + (y - before[1]) ** 2 + (z - before[2]) ** 2), step)
        before = (x, y, z)
        in_range = _distance(origin, x, y, z) <= w.max_range[category] + step
        near[i] = in_range and ecef_height(x, y, z) <= w.max_altitude[category] + step
    return Pairing(origin, w, b, category, meets, launch, latest, near)


@part
def flight(pair: Pairing, t: float) -> tuple[float, float, float, float]:
    """Return time of flight [s] and place [m, ECEF] of the intercept for a launch at t; (-1, nan...) for none.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.
    t
        Launch time [s].

    Returns
    -------
    tuple[float, float, float, float]
        Time of flight [s] and place [m, ECEF] of the intercept for a launch at t.
    """
    w, b = pair.interceptor, pair.body
    return meeting(t, pair.meets, pair.launch, pair.latest, pair.origin, path_of(b), flyout_of(w), math.inf)


@part
def feasible(pair: Pairing, seen: F64, t: float) -> int:
    """Return the index of the visibility interval in which a launch at t runs its course; -1: not feasible.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.
    seen
        Intervals in which the body is seen, float64[n, 2] [s].
    t
        Launch time [s].

    Returns
    -------
    int
        The index of the visibility interval in which a launch at t runs its course; -1: not feasible.
    """
    tau, x, y, z = flight(pair, t)
    if tau < 0.0 or not in_envelope(pair, t + tau, x, y, z):
        return -1
    return _holding(seen, t, t + tau)


def _with_neighbours(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what is chosen, and what stands next to it."""
    found = chosen.copy()
    found[1:] |= chosen[:-1]
    found[:-1] |= chosen[1:]
    return found


def _finer_than(launch: F64, dt: float) -> NDArray[np.bool_]:
    """Tell which launch times lie less than dt [s] from a neighbour: there the launch grid alone is too coarse."""
    with np.errstate(invalid="ignore"):  # two that never reach are not close
        close = np.abs(np.diff(launch)) < dt
    return np.concatenate((close, [False])) | np.concatenate(([False], close))


def candidates(pair: Pairing, seen: F64) -> F64:
    """Return the launch times [s], ascending, at which feasibility is judged; none where it cannot hold.

    `seen` f64[n, 2] holds the visibility intervals of all facings, in any order, at least one. Left to NumPy: to
    compile its sorting and joining takes 4 s, to call them 40 us for an interceptor and body.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.
    seen
        Intervals in which the body is seen, float64[n, 2] [s].

    Returns
    -------
    F64
        The launch times [s], ascending, at which feasibility is judged; none where it cannot hold.
    """
    b, w, launch = pair.body, pair.interceptor, pair.launch
    worth = launch[_with_neighbours(pair.near)]
    if worth.size == 0:
        return np.empty(0)
    # A step more on either side, for a launch time may turn between two nodes.
    low, high = max(worth.min() - b.dt, seen[:, 0].min()), min(worth.max() + b.dt, seen[:, 1].max())
    if not low <= high:
        return np.empty(0)
    first, last = math.ceil(low / b.dt), math.floor(high / b.dt)
    until = np.ascontiguousarray(seen[:, 1])
    ends, _ = launch_times(until, pair.origin, path_of(b), flyout_of(w))
    nodes = np.arange(first, last + 1) * b.dt
    between = launch[_finer_than(launch, b.dt)]
    times: F64 = np.sort(np.concatenate((nodes, seen[:, 0], ends, between, [low, high])))
    return times[(times >= low) & (times <= high)]


@entry_with(nogil=True)
def fly_all(pair: Pairing, launch: F64) -> tuple[F64, NDArray[np.bool_]]:
    """Return, for launch times, f64[n, 4] as `flight` and whether each meets inside the envelope.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.
    launch
        Launch times [s], ascending.

    Returns
    -------
    tuple[F64, NDArray[np.bool_]]
        The flights, float64[n, 4], as `flight` returns them, and whether each meets inside the envelope,
        bool[n].
    """
    out = np.empty((launch.size, 4))
    inside = np.empty(launch.size, np.bool_)
    for i in range(launch.size):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = flight(pair, launch[i])
        inside[i] = out[i, 0] >= 0.0 and in_envelope(pair, launch[i] + out[i, 0], out[i, 1], out[i, 2], out[i, 3])
    return out, inside


@part
def _edge(pair: Pairing, seen: F64, which: int, inside: float, outside: float) -> float:
    """Return the last launch time, to `EDGE`, that is feasible in interval `which`, from a bracket."""
    while abs(outside - inside) > EDGE:
        middle = 0.5 * (inside + outside)
        if feasible(pair, seen, middle) == which:
            inside = middle
        else:
            outside = middle
    return inside


@entry_with(nogil=True)
def windows(pair: Pairing, seen: F64, launch: F64, flights: F64, inside: NDArray[np.bool_]) -> F64:
    """Return f64[n, 2], the windows of launch time [s] of one facing, ascending.

    `seen` holds the visibility intervals of the facing; `launch`, `flights` and `inside` come from `candidates` and
    `fly_all`.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.
    seen
        Intervals in which the body is seen, float64[n, 2] [s].
    launch
        Launch times [s], ascending.
    flights
        The flights for these launch times, float64[n, 4], as `fly_all` returns them.
    inside
        Which launches meet inside the envelope, bool[n].

    Returns
    -------
    F64
        F64[n, 2], the windows of launch time [s] of one facing, ascending.
    """
    found = np.empty((launch.size, 2))
    count = 0
    before = -1
    for i in range(launch.size):
        now = _holding(seen, launch[i], launch[i] + flights[i, 0]) if inside[i] else -1
        if now != before:
            if before >= 0:
                found[count, 1] = _edge(pair, seen, before, launch[i - 1], launch[i])
                count += 1
            if now >= 0:
                found[count, 0] = launch[i] if i == 0 else _edge(pair, seen, now, launch[i], launch[i - 1])
        before = now
    if before >= 0:
        found[count, 1] = launch[-1]
        count += 1
    return found[:count].copy()


def flyout_grid(pair: Pairing, spans: F64, launch: F64, flights: F64) -> FlyoutGrid:
    """Return the fly-out at the grid nodes that cover windows `spans`, f64[n, 2], n >= 1, of any facings.

    `launch` and `flights` are those of `candidates` and `fly_all`: most nodes are among them.

    Parameters
    ----------
    pair
        An interceptor type at its launch point, paired with a body.
    spans
        Windows that are to be covered, float64[n, 2] [s].
    launch
        Launch times [s], ascending.
    flights
        The flights for these launch times, float64[n, 4], as `fly_all` returns them.

    Returns
    -------
    FlyoutGrid
        The fly-out at the grid nodes that cover windows `spans`, f64[n, 2], n >= 1, of any facings.
    """
    dt = pair.body.dt
    first = math.floor(float(spans[:, 0].min()) / dt)
    last = max(math.ceil(float(spans[:, 1].max()) / dt), first + 1)
    values = _node_values(pair, spans, first, _at_nodes(pair, first, last, launch, flights))
    return FlyoutGrid(first, values[:, 0].astype(np.float32), values[:, 1].astype(np.float32))


@entry_with(nogil=True)
def _at_nodes(pair: Pairing, first: int, last: int, launch: F64, flights: F64) -> F64:
    """Return `flight` for launches at the grid nodes first to last, f64[last - first + 1, 4]."""
    found = np.empty((last - first + 1, 4))
    i = 0
    for k in range(first, last + 1):
        t = k * pair.body.dt
        while i < launch.size and launch[i] < t:
            i += 1
        if i < launch.size and launch[i] == t:
            for c in range(4):
                found[k - first, c] = flights[i, c]
        else:
            found[k - first, 0], found[k - first, 1], found[k - first, 2], found[k - first, 3] = flight(pair, t)
    return found


@entry_with(nogil=True)
def _node_values(pair: Pairing, spans: F64, first: int, flights: F64) -> F64:
    """Return f64[n, 2], time of flight and slant range at the nodes, the missing ones continued."""
    n = flights.shape[0]
    values = np.empty((n, 2))
    for i in range(n):
        missing = flights[i, 0] < 0.0
        values[i, 0] = math.nan if missing else flights[i, 0]
        values[i, 1] = _distance(pair.origin, flights[i, 1], flights[i, 2], flights[i, 3])
    dt = pair.body.dt
    for k in range(spans.shape[0]):
        for side in range(2):
            edge, other = spans[k, side], spans[k, 1 - side]
            i = min(max(math.floor(edge / dt) - first, 0), n - 2)
            if flights[i, 0] < 0.0:
                _continue(pair, values, flights, first, i, i + 1, edge, other)
            if flights[i + 1, 0] < 0.0:
                _continue(pair, values, flights, first, i + 1, i, edge, other)
    for i in range(1, n):  # nodes that no window touches: any number does, but a number
        if math.isnan(values[i, 0]):
            values[i, 0], values[i, 1] = values[i - 1, 0], values[i - 1, 1]
    for i in range(n - 2, -1, -1):
        if math.isnan(values[i, 0]):
            values[i, 0], values[i, 1] = values[i + 1, 0], values[i + 1, 1]
    return values


@part
def _continue(
    pair: Pairing, values: F64, flights: F64, first: int, node: int, partner: int, edge: float, other: float
) -> None:
    """Fill a node without an intercept from the window's edge in its cell and the nearest sure value.

    That value is the cell's other node, or the window's other end when the cell holds the whole window.
    """
    dt = pair.body.dt
    tau, x, y, z = flight(pair, edge)
    r = _distance(pair.origin, x, y, z)
    known, known_tau, known_r = (first + partner) * dt, values[partner, 0], values[partner, 1]
    if flights[partner, 0] < 0.0:
        known = other
        known_tau, x, y, z = flight(pair, other)
        known_r = _distance(pair.origin, x, y, z)
    values[node, 0], values[node, 1] = tau, r
    if abs(edge - known) > 1e-3 * dt:  # else the slope would be rounding
        more = ((first + node) * dt - edge) / (edge - known)
        values[node, 0] += (tau - known_tau) * more
        values[node, 1] += (r - known_r) * more
