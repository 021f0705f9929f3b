"""The lowest height that a place sees over every point of a grid of ground heights: one pass, all heights.

A fan of rays leaves the antenna, no further apart at the grid's edge than its cells. Along each the greatest
elevation of the ground so far is kept, in effective-Earth geometry: ground of height g at the ground range d is
seen at

    tan e = (cos phi - r0 / (Re + g)) / sin phi,   r0 = Re + h0,   phi = d / Re

A point is hidden below the ray of the greatest elevation before it, taken linearly between the two rays
that pass it on either side:

    h = r0 / (cos phi - tan e sin phi) - Re,   and not below the ground itself.

The rays run over the ground in the vertical planes of the antenna; ground ranges are arcs over sea-level
chords on WGS-84. A fan's cost is linear in the cells within the range. Nothing is seen below the
sea's horizon either: the sea's own elevation is (cos phi - r0 / Re) / sin phi, up to cos phi = Re / r0.

Valid as `physics.terrain`, of whose ray it is the answer for every height at once, but for the interpolation
between two rays: where a ridge's edge passes between them, heights between those of both are given.
Outside the ground's grid the sea's horizon is exact.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (what a compiled function returns is untyped to mypy)
import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from airdef.physics.geodesy import ecef_to_geodetic, enu_rotation, enu_to_ecef, geodetic_to_ecef
from airdef.physics.terrain import F32, NODE, Ground, ground_height, height_at, row_column

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]

_LOWEST: Final = -1e9
"""Tangent of elevation before the first sample of a ray: nothing is hidden there."""

_FINE: Final = 0.75
"""Part of the way to the farthest corner up to which rays lie no further apart than the grid's nodes."""

_STRIDE: Final = 4 * NODE
"""Samples between two points of a ray whose place is worked out: 6 km at 3 arc-seconds, straight to a few metres."""

_CHUNKS: Final = 64
"""Pieces of the work: more than threads, so that they end together; the answer does not depend on it."""


class Nodes(NamedTuple):
    """Points on a grid: the north-western one [rad], the steps south and east [rad], how many of each."""

    north: float
    west: float
    dlat: float
    dlon: float
    rows: int
    columns: int


class Fan(NamedTuple):
    """The rays of one antenna.

    origin f64[3] the antenna's foot at sea level, ECEF [m]; rotation f64[3, 3] to ENU; height of the antenna
    above sea level [m]; earth_radius effective [m]; radius of the Earth there, along the ground [m];
    step between samples [m]; start i64[rays + 1] offsets of the samples of each ray, the first of which is
    one step away; tangent f32[samples] greatest tangent of the elevation of the ground up to that sample
    """

    origin: F64
    rotation: F64
    height: float
    earth_radius: float
    radius: float
    step: float
    start: I64
    tangent: F32


@njit(cache=True)
def _foot(f: Fan, azimuth: float, distance: float) -> tuple[float, float]:
    """Return latitude and longitude [rad] at a ground range [m] along a ray."""
    across = f.radius * math.sin(distance / f.radius)
    down = 2.0 * f.radius * math.sin(0.5 * distance / f.radius) ** 2
    x, y, z = enu_to_ecef(across * math.sin(azimuth), across * math.cos(azimuth), -down, f.origin, f.rotation)
    latitude, longitude, _ = ecef_to_geodetic(x, y, z)
    return latitude, longitude


@njit(cache=True, nogil=True)
def _lengths(f: Fan, g: Ground, most: int, first: int, last: int, out: I64) -> None:
    """Fill out[first:last] with the number of samples of these rays: up to the last one near the grid."""
    rows, columns = g.heights.shape
    rays = out.size
    for k in range(first, last):
        azimuth = 2.0 * math.pi * k / rays
        out[k] = 0
        for i in range(0, most + _STRIDE, _STRIDE):
            latitude, longitude = _foot(f, azimuth, i * f.step)
            row, column = row_column(g, latitude, longitude)
            # a margin, for a cell beside the edge is passed by a ray on either side
            if -_STRIDE <= row <= rows + _STRIDE and -_STRIDE <= column <= columns + _STRIDE:
                out[k] = min(i + _STRIDE, most)
            elif out[k] > 0:
                break


@njit(cache=True)
def _interior(g: Ground, row: float, column: float) -> bool:
    """Tell whether a place is well within the grid: then so is all that lies between two such places."""
    rows, columns = g.heights.shape
    return 1.0 <= row <= rows - 2.0 and 1.0 <= column <= columns - 2.0


@njit(cache=True)
def _between(g: Ground, row: float, column: float) -> float:
    """Return `height_at` of a place within the grid; unsigned indices, for they are not checked for a sign."""
    i, j = np.uint64(row), np.uint64(column)
    one = np.uint64(1)
    v, u = row - np.float64(i), column - np.float64(j)
    a, b = float(g.heights[i, j]), float(g.heights[i + one, j])
    upper = a + u * (g.heights[i, j + one] - a)
    return upper + v * (b + u * (g.heights[i + one, j + one] - b) - upper)


@njit(cache=True, nogil=True)
def _cast(f: Fan, g: Ground, first: int, last: int) -> None:
    """Fill the tangents of some rays."""
    rays = f.start.size - 1
    r0 = f.earth_radius + f.height
    most = 0
    for k in range(first, last):
        most = max(most, f.start[k + 1] - f.start[k])
    cosine, inverse_sine = np.empty(most + 1), np.empty(most + 1)
    for i in range(1, most + 1):
        phi = i * f.step / f.earth_radius
        cosine[i], inverse_sine[i] = math.cos(phi), 1.0 / math.sin(phi)
    for k in range(first, last):
        azimuth = 2.0 * math.pi * k / rays
        count = f.start[k + 1] - f.start[k]
        greatest = _LOWEST
        lat, lon = _foot(f, azimuth, 0.0)
        row, column = row_column(g, lat, lon)
        for node in range(0, count, _STRIDE):
            lat, lon = _foot(f, azimuth, (node + _STRIDE) * f.step)
            row_end, column_end = row_column(g, lat, lon)
            down, right = (row_end - row) / _STRIDE, (column_end - column) / _STRIDE
            inside = _interior(g, row, column) and _interior(g, row_end, column_end)
            for i in range(node + 1, min(node + _STRIDE, count) + 1):
                v, u = row + (i - node) * down, column + (i - node) * right
                ground = _between(g, v, u) if inside else height_at(g, v, u)
                tangent = (cosine[i] - r0 / (f.earth_radius + ground)) * inverse_sine[i]
                greatest = max(greatest, tangent)
                f.tangent[f.start[k] + i - 1] = greatest
            row, column = row_end, column_end


@njit(cache=True)
def _sea(phi: float, r0: float, earth_radius: float) -> float:
    """Return the greatest tangent of the elevation of the sea up to a central angle [rad], or to the horizon."""
    horizon = math.acos(min(earth_radius / r0, 1.0))
    phi = min(phi, max(horizon, 1e-9))
    return (math.cos(phi) - r0 / earth_radius) / math.sin(phi)


@njit(cache=True)
def _greatest(f: Fan, azimuth: float, distance: float) -> float:
    """Return the greatest tangent of the elevation of the ground before a distance [m], between two rays."""
    rays = f.start.size - 1
    if rays == 0:
        return _LOWEST
    sample = math.ceil(distance / f.step) - 2  # the last one before the point, counted from 0
    if sample < 0:
        return _LOWEST
    place = azimuth / (2.0 * math.pi) * rays
    k = math.floor(place)
    w = place - k
    left = _tangent(f, k if k >= 0 else k + rays, sample)
    right = _tangent(f, k + 1 if k + 1 >= 0 else k + 1 + rays, sample)
    return (1.0 - w) * left + w * right


@njit(cache=True, nogil=True)
def _gather(f: Fan, g: Ground, over: Nodes, reach: float, first: int, last: int, out: F32) -> None:
    """Fill rows first to last of the lowest visible heights [m]; NaN beyond the reach [m]."""
    r0 = f.earth_radius + f.height
    cosine, sine = np.empty(over.columns), np.empty(over.columns)
    for j in range(over.columns):
        cosine[j], sine[j] = math.cos(over.west + j * over.dlon), math.sin(over.west + j * over.dlon)
    e0, e1, n0, n1, n2 = f.rotation[0, 0], f.rotation[0, 1], f.rotation[1, 0], f.rotation[1, 1], f.rotation[1, 2]
    horizon = math.acos(min(f.earth_radius / r0, 1.0))
    beyond = _sea(horizon, r0, f.earth_radius)
    same = over.rows == g.heights.shape[0] and over.north == g.north and over.west == g.west and over.dlat == g.dlat
    same = same and over.columns == g.heights.shape[1] and over.dlon == g.dlon
    for i in range(first, last):
        latitude = over.north - i * over.dlat
        axis, _, z = geodetic_to_ecef(latitude, 0.0, 0.0)
        z -= f.origin[2]
        for j in range(over.columns):
            x, y = axis * cosine[j] - f.origin[0], axis * sine[j] - f.origin[1]
            e = e0 * x + e1 * y
            n = n0 * x + n1 * y + n2 * z
            chord = math.sqrt(x * x + y * y + z * z)
            distance = chord * (1.0 + (chord / f.radius) ** 2 / 24.0)  # the arc over it
            if distance > reach:
                out[i, j] = math.nan
                continue
            ground = float(g.heights[i, j]) if same else ground_height(g, latitude, over.west + j * over.dlon)
            out[i, j] = ground
            if distance <= f.step:
                continue
            phi = distance / f.earth_radius
            sea = beyond if phi >= horizon else _sea(phi, r0, f.earth_radius)
            tangent = max(_greatest(f, math.atan2(e, n), distance), sea)
            square = phi * phi  # cosine and sine by their series: to 1e-6 m in height within 400 km
            hidden = (
                r0
                / (
                    1.0
                    - square * (0.5 - square * (1.0 / 24.0 - square / 720.0))
                    - tangent * phi * (1.0 - square * (1.0 / 6.0 - square / 120.0))
                )
                - f.earth_radius
            )
            out[i, j] = max(ground, hidden)


@njit(cache=True)
def _tangent(f: Fan, ray: int, sample: int) -> float:
    """Return the greatest tangent up to a sample of a ray, or to its end: beyond the grid only the sea rises."""
    count = f.start[ray + 1] - f.start[ray]
    return float(f.tangent[f.start[ray] + min(sample, count - 1)]) if count > 0 else _LOWEST


def _spread(pool: ThreadPoolExecutor, count: int, work: Callable[[int, int], None]) -> None:
    """Do `work(first, last)` over all of `count` in pieces."""
    edges = np.linspace(0, count, max(min(_CHUNKS, count), 1) + 1).astype(int)
    list(pool.map(work, edges[:-1].tolist(), edges[1:].tolist()))


def lowest_visible_height(
    g: Ground,
    latitude: float,
    longitude: float,
    height: float,
    earth_radius: float,
    over: Nodes | None = None,
    reach: float = math.inf,
    threads: int | None = None,
) -> F32:
    """Return the lowest height above sea level [m] that an antenna sees over each node of a grid.

    Parameters: `g` the ground; place of the antenna [rad], its height above sea level [m]; effective Earth
    radius [m]; `over` the nodes (those of the ground by default); reach over the ground [m], beyond which NaN
    is returned; threads at work (all processors if None), which change the time it takes and nothing else.
    Returns f32[rows, columns], never below the ground. Antenna and nodes may lie beside the ground's grid:
    what is not on it is sea. Raises ValueError for the smooth Earth without `over`, and for an antenna below
    the ground.
    """
    own = ground_height(g, latitude, longitude)
    if height < own:
        msg = f"lowest visible height: antenna at {height:.0f} m, ground there at {own:.0f} m; raise the antenna"
        raise ValueError(msg)
    if over is None:
        if g.heights.size == 0:
            raise ValueError("lowest visible height: the smooth Earth given, a grid of heights or nodes expected")
        over = Nodes(g.north, g.west, g.dlat, g.dlon, *g.heights.shape)
    nodes: Nodes = over
    fan, most = _empty_fan(g, latitude, longitude, height, earth_radius, reach)
    lengths = np.zeros(fan.start.size - 1, np.int64)
    out = np.empty((nodes.rows, nodes.columns), np.float32)
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        _spread(pool, lengths.size, lambda a, b: _lengths(fan, g, most, a, b, lengths))
        start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        fan = fan._replace(start=start, tangent=np.empty(int(start[-1]), np.float32))
        _spread(pool, lengths.size, lambda a, b: _cast(fan, g, a, b))
        _spread(pool, nodes.rows, lambda a, b: _gather(fan, g, nodes, reach, a, b, out))
    return out


def _empty_fan(
    g: Ground, latitude: float, longitude: float, height: float, earth_radius: float, reach: float
) -> tuple[Fan, int]:
    """Return a fan without samples, wide and fine enough for the grid, and the most samples of its rays."""
    rows, columns = g.heights.shape
    origin = np.array(geodetic_to_ecef(latitude, longitude, 0.0))
    radius = float(np.linalg.norm(origin))
    rotation = enu_rotation(latitude, longitude)
    # The Earth's radius only turns chords into arcs here (a part in a thousand over 500 km): its size at the
    # place is near enough.
    empty = np.zeros(0, np.float32)
    if g.heights.size == 0:
        return Fan(origin, rotation, height, earth_radius, radius, 0.0, np.zeros(1, np.int64), empty), 0
    corners = [
        geodetic_to_ecef(g.north - i * g.dlat, g.west + j * g.dlon, 0.0)
        for i in (0.0, 0.5 * rows, rows - 1.0)
        for j in (0.0, 0.5 * columns, columns - 1.0)
    ]
    farthest = max(float(np.linalg.norm(np.array(c) - origin)) for c in corners)
    farthest = min(1.01 * farthest + 10.0 * g.spacing, reach)
    most = math.ceil(farthest / g.spacing) + 1
    rays = max(8, math.ceil(2.0 * math.pi * _FINE * farthest / g.spacing))
    start = np.zeros(rays + 1, np.int64)
    return Fan(origin, rotation, height, earth_radius, radius, g.spacing, start, empty), most
