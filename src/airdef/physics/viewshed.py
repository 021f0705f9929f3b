"""The lowest height that a place sees over every point of a grid of ground heights: one pass, all heights.

Along rays from the antenna the greatest elevation of the ground so far is kept, in effective-Earth geometry: ground
of height g at the ground range d is seen at

    tan e = (cos phi - r0 / (Re + g)) / sin phi,   r0 = Re + h0,   phi = d / Re

A point is hidden below the ray of the greatest elevation before it:

    h = r0 / (cos phi - tan e sin phi) - Re,   and not below the ground itself.

Rays run over the ground in the vertical planes of the antenna; ground ranges are arcs over sea-level chords on
WGS-84. Nothing is seen below the sea's horizon either: the sea's own elevation is (cos phi - r0 / Re) / sin phi, up
to cos phi = Re / r0.

For the points of a grid the rays form a fan, no further apart than the cells nearly to the grid's edge, and the
tangent is taken linearly between the two rays that pass a point (`physics.sweep`): the cost is linear in the cells.
Scattered points have a ray each.

Valid as `physics.terrain`, of whose ray it is the answer for every height at once, but for the fan's interpolation:
where a ridge's edge passes between two rays, heights between those of both are given. The half cell of ground beyond
the grid's outer nodes is left out of the fan. Outside the ground's grid the sea's horizon is exact. The fan takes
lines of latitude for lines that a ray crosses once: the nodes must keep farther from a pole than from the antenna
(`studies.coverage` refuses other maps); single rays may pass a pole.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (what a compiled function returns is untyped to mypy)
import math
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import entry_with, part
from airdef.physics.geodesy import (
    ecef_to_enu,
    ecef_to_geodetic,
    enu_rotation,
    enu_to_ecef,
    geodetic_to_ecef,
    geodetic_to_ecef_array,
)
from airdef.physics.sweep import Lines, Sector, View, sweep
from airdef.physics.terrain import F32, NODE, POLAR, Ground, ground_height, height_at, level, row_column

F64 = NDArray[np.float64]

_LOWEST: Final = -1e9
"""Tangent of elevation before the first sample of a ray: nothing is hidden there."""

_FINE: Final = 0.75
"""Part of the way to the edge up to which rays lie no further apart than the grid's nodes."""

_STRIDE: Final = 4 * NODE
"""Samples between two points of a ray whose place is worked out: 6 km at 3 arc-seconds, straight to a few metres."""

_PIECE: Final = 192
"""Rays in a piece of work: what they touch of some hundred lines fits the caches, and threads end together."""


_ASIDE: Final = 1e-6
"""Part of a cell within which a line passes through the antenna, and so lies in no sector of its own."""


_WIDE: Final = math.radians(60.0)
"""Width of a ground from which on the fan is given only the part around the nodes and the antenna."""


class Nodes(NamedTuple):
    """Points on a grid: the north-western one [rad], the steps south and east [rad], how many of each."""

    north: float
    west: float
    dlat: float
    dlon: float
    rows: int
    columns: int


class Antenna(NamedTuple):
    """An antenna over the ground.

    Its foot at sea level, f64[3], ECEF [m]; rotation to ENU, f64[3, 3]; height above sea level [m]; effective Earth
    radius [m]; radius of the Earth there, along the ground [m].
    """

    origin: F64
    rotation: F64
    height: float
    earth_radius: float
    radius: float


def _antenna(g: Ground, latitude: float, longitude: float, height: float, earth_radius: float) -> Antenna:
    own = ground_height(g, latitude, longitude)
    if height < own:
        msg = f"lowest visible height: antenna at {height:.0f} m, ground there at {own:.0f} m; raise the antenna"
        raise ValueError(msg)
    origin = np.array(geodetic_to_ecef(latitude, longitude, 0.0))
    # The Earth's radius only turns chords into arcs here (a part in a thousand over 500 km): its size at the
    # place is near enough.
    return Antenna(origin, enu_rotation(latitude, longitude), height, earth_radius, float(np.linalg.norm(origin)))


@part
def _foot(f: Antenna, azimuth: float, distance: float) -> tuple[float, float]:
    """Return latitude and longitude [rad] at a ground range [m] along a ray."""
    across = f.radius * math.sin(distance / f.radius)
    down = 2.0 * f.radius * math.sin(0.5 * distance / f.radius) ** 2
    x, y, z = enu_to_ecef(across * math.sin(azimuth), across * math.cos(azimuth), -down, f.origin, f.rotation)
    latitude, longitude, _ = ecef_to_geodetic(x, y, z)
    return latitude, longitude


@part
def _sea(phi: float, r0: float, earth_radius: float) -> float:
    """Return the greatest tangent of the elevation of the sea up to a central angle [rad], or to the horizon."""
    horizon = math.acos(min(earth_radius / r0, 1.0))
    phi = min(phi, max(horizon, 1e-9))
    return (math.cos(phi) - r0 / earth_radius) / math.sin(phi)


@part
def _hidden(tangent: float, phi: float, r0: float, earth_radius: float) -> float:
    """Return the height [m] at a central angle [rad] below which a tangent of elevation hides all.

    Cosine and sine by their series: to 1e-6 m in height within 400 km.
    """
    square = phi * phi
    cosine = 1.0 - square * (0.5 - square * (1.0 / 24.0 - square / 720.0))
    return r0 / (cosine - tangent * phi * (1.0 - square * (1.0 / 6.0 - square / 120.0))) - earth_radius


@part
def _before(f: Antenna, g: Ground, azimuth: float, distance: float) -> float:
    """Return the greatest tangent of elevation of the ground along one ray before a distance [m]."""
    count = math.ceil(distance / g.spacing)
    step = distance / count
    r0 = f.earth_radius + f.height
    greatest = _LOWEST
    lat, lon = _foot(f, azimuth, 0.0)
    row, column = row_column(g, lat, lon)
    node = 0
    while node < count:
        stride = _STRIDE if abs(lat) < POLAR else 1
        lat, lon = _foot(f, azimuth, (node + stride) * step)
        row_end, column_end = row_column(g, lat, lon)
        column, ahead = level(g, column, column_end)
        down, right = (row_end - row) / stride, (ahead - column) / stride
        for i in range(node + 1, min(node + stride, count - 1) + 1):
            ground = height_at(g, row + (i - node) * down, column + (i - node) * right)
            phi = i * step / f.earth_radius
            square = phi * phi
            cosine = 1.0 - square * (0.5 - square * (1.0 / 24.0 - square / 720.0))
            sine = phi * (1.0 - square * (1.0 / 6.0 - square / 120.0))
            greatest = max(greatest, (cosine - r0 / (f.earth_radius + ground)) / sine)
        row, column = row_end, column_end
        node += stride
    return greatest


@entry_with(nogil=True)
def _rays(f: Antenna, g: Ground, latitude: F64, longitude: F64, out: F64) -> None:
    """Fill the lowest visible height [m] over each point, by a ray of its own."""
    r0 = f.earth_radius + f.height
    for k in range(out.size):
        x, y, z = geodetic_to_ecef(latitude[k], longitude[k], 0.0)
        e, n, u = ecef_to_enu(x, y, z, f.origin, f.rotation)
        chord = math.sqrt(e * e + n * n + u * u)
        distance = chord * (1.0 + (chord / f.radius) ** 2 / 24.0)  # the arc over it
        out[k] = ground_height(g, latitude[k], longitude[k])
        if distance <= g.spacing:
            continue
        phi = distance / f.earth_radius
        tangent = _sea(phi, r0, f.earth_radius)
        if g.heights.size > 0:
            tangent = max(tangent, _before(f, g, math.atan2(e, n), distance))
        out[k] = max(out[k], _hidden(tangent, phi, r0, f.earth_radius))


def lowest_visible_at(
    g: Ground,
    latitude: float,
    longitude: float,
    height: float,
    earth_radius: float,
    at_latitude: F64,
    at_longitude: F64,
) -> F64:
    """Return the lowest height above sea level [m] that an antenna sees over each of some scattered points.

    Every point has a ray of its own, sampled at no more than the grid's spacing: the fan's judge, and the quicker of
    the two for a few thousand points.

    Parameters
    ----------
    g
        The ground.
    latitude, longitude
        Place of the antenna [rad].
    height
        Height of the antenna above sea level [m].
    earth_radius
        Effective Earth radius [m].
    at_latitude, at_longitude
        Points, float64[n] [rad].

    Returns
    -------
    F64
        float64[n], never below the ground.

    Raises
    ------
    ValueError
        For an antenna below the ground.
    """
    antenna = _antenna(g, latitude, longitude, height, earth_radius)
    out = np.empty(at_latitude.size)
    _rays(antenna, g, at_latitude, at_longitude, out)
    return out


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

    Parameters
    ----------
    g
        The ground.
    latitude, longitude
        Place of the antenna [rad].
    height
        Height of the antenna above sea level [m].
    earth_radius
        Effective Earth radius [m].
    over
        The nodes; those of the ground by default.
    reach
        Distance over the ground [m] beyond which NaN is returned.
    threads
        Threads at work, all processors by default; they change the time it takes and nothing else.

    Returns
    -------
    F32
        float32[rows, columns], never below the ground.

    Raises
    ------
    ValueError
        For the smooth Earth without `over`, and for an antenna below the ground.
    """
    antenna = _antenna(g, latitude, longitude, height, earth_radius)
    if over is not None and g.heights.shape[1] * g.dlon > _WIDE:
        g = around(g, over, longitude)
    own = Nodes(g.north, g.west, g.dlat, g.dlon, *g.heights.shape)
    if over is None:
        if g.heights.size == 0:
            raise ValueError("lowest visible height: the smooth Earth given, a grid of heights or nodes expected")
        over = own
    same = over == own
    spacing = g.spacing if g.heights.size else 0.0
    view = View(antenna.rotation @ antenna.origin, height, earth_radius, antenna.radius, spacing, reach)
    lines = _lines(own, antenna)
    points = lines if same else _lines(over, antenna)
    land = g.heights if same else _land(g, over)
    out = np.full(land.shape, np.nan, np.float32) if reach < math.inf else np.empty(land.shape, np.float32)
    _own_node(over, latitude, longitude, land, out)
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        work = []
        for s, start, begin in _sectors(own if g.heights.size else over, over, latitude, longitude):
            grids = (g.heights, land, out) if s.by_rows else (g.heights.T, land.T, out.T)
            for first in range(0, 2 * s.rays, _PIECE):
                last = min(first + _PIECE, 2 * s.rays)
                work.append(pool.submit(sweep, view, s, lines, grids[0], start, points, grids[1], grids[2], begin,
                                        same, first, last))  # fmt: skip
        for piece in work:
            piece.result()
    return out


def around(g: Ground, over: Nodes, longitude: float) -> Ground:
    """Return the columns of a wide ground that lie around some nodes and a place at a longitude [rad].

    The part keeps its spacing and its greatest height. It is without rows where the ground has no such columns.

    Parameters
    ----------
    g
        The ground.
    over
        The nodes.
    longitude
        Longitude of the place [rad].

    Returns
    -------
    Ground
        The columns of a wide ground that lie around some nodes and a place at a longitude [rad].
    """
    middle = over.west + 0.5 * (over.columns - 1) * over.dlon
    away = abs((longitude - middle + math.pi) % (2.0 * math.pi) - math.pi)
    half = max(0.5 * (over.columns - 1) * over.dlon, away) + 2.0 * g.dlon
    columns, turn = g.heights.shape[1], 2.0 * math.pi / g.dlon
    column = ((middle - g.west) % (2.0 * math.pi)) / g.dlon
    if column - (columns - 1) > turn - column:  # beside the grid, and nearer to its western edge
        column -= turn
    first, count = math.floor(column - half / g.dlon), math.ceil(2.0 * half / g.dlon) + 2
    wanted = first + np.arange(count)
    if columns >= turn:  # all the way round, the last column the first again
        wanted %= columns - 1
    else:
        wanted = np.where(wanted >= columns, np.maximum(wanted - round(turn), -1), wanted)
    on = np.flatnonzero((wanted >= 0) & (wanted < columns))
    rows = g.heights.shape[0] if on.size else 0
    heights = np.zeros((rows, count if rows else 0), np.float32)
    heights[:, on] = g.heights[:, wanted[on]]
    return g._replace(heights=heights, west=g.west + first * g.dlon)


def _lines(n: Nodes, antenna: Antenna) -> Lines:
    """Return the parts of a grid's ENU places, by distance from the Earth's axis and height over the equator."""
    latitude = n.north - np.arange(n.rows) * n.dlat
    longitude = n.west + np.arange(n.columns) * n.dlon
    ecef = geodetic_to_ecef_array(latitude, np.zeros(n.rows), np.zeros(n.rows))
    axis, polar = np.ascontiguousarray(ecef[..., 0]), ecef[..., 2]
    r, cosine, sine = antenna.rotation, np.cos(longitude), np.sin(longitude)
    return Lines(
        axis=axis,
        polar_north=r[1, 2] * polar,
        polar_up=r[2, 2] * polar,
        east=r[0, 0] * cosine + r[0, 1] * sine,
        north=r[1, 0] * cosine + r[1, 1] * sine,
        up=r[2, 0] * cosine + r[2, 1] * sine,
    )


def _land(g: Ground, n: Nodes) -> F32:
    """Return the heights of the ground at the nodes of another grid, f32[rows, columns] [m]."""
    out = np.empty((n.rows, n.columns), np.float32)
    _heights_over(g, n, out)
    return out


@entry_with(nogil=True)
def _heights_over(g: Ground, n: Nodes, out: F32) -> None:
    for i in range(n.rows):
        for j in range(n.columns):
            out[i, j] = ground_height(g, n.north - i * n.dlat, n.west + j * n.dlon)


def _own_node(n: Nodes, latitude: float, longitude: float, land: F32, out: F32) -> None:
    """Give the node on which an antenna stands its ground: it lies in no sector."""
    row, column = _row_column(n, latitude, longitude)
    i, j = round(row), round(column)
    if 0 <= i < n.rows and 0 <= j < n.columns:
        out[i, j] = land[i, j]


def _row_column(n: Nodes, latitude: float, longitude: float) -> tuple[float, float]:
    east = (longitude - n.west + math.pi) % (2.0 * math.pi) - math.pi
    return (n.north - latitude) / n.dlat, east / n.dlon


def _sectors(ground: Nodes, over: Nodes, latitude: float, longitude: float) -> list[tuple[Sector, int, int]]:
    """Return the four sectors, each with its first line of the ground and of the nodes."""
    aspect = ground.dlon * math.cos(latitude) / ground.dlat
    found = []
    row, column = _row_column(ground, latitude, longitude)
    row_over, column_over = _row_column(over, latitude, longitude)
    for by_rows, own, count, its, size in (
        (True, row, ground.rows, row_over, over.rows), (False, column, ground.columns, column_over, over.columns),
    ):  # fmt: skip
        half, scale = (aspect, 1.0) if by_rows else (1.0, aspect)
        for sign in (1.0, -1.0):
            up = (sign > 0.0) != by_rows  # whether the lines' numbers grow forward
            lines = max((count - 1 - own) if up else own, 0.0)
            start, begin = (
                max(math.floor(at + _ASIDE) + 1, 0) if up else min(math.ceil(at - _ASIDE) - 1, most - 1)
                for at, most in ((own, count), (its, size))
            )
            found.append((Sector(by_rows, sign, half, scale, max(math.ceil(_FINE * lines), 8)), start, begin))
    return found
