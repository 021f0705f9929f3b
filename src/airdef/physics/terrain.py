"""Ground heights on a grid, and the line of sight over them in effective-Earth height.

Heights [m] above sea level stand at the nodes of a grid in latitude and longitude, bilinear between them;
half a cell beyond the outer nodes the grid ends, and outside it the ground is sea (height 0).

The straight ray of length R between two points of heights h0 and h1 over a sphere of effective radius Re has,
at distance s from the first (law of cosines, as in `physics.refraction`), the height h(s) with

    (Re + h)^2 = r0^2 + s^2 + 2 r0 s sin e,   r0 = Re + h0,
    sin e = ((h1 - h0) (2 Re + h1 + h0) - R^2) / (2 R r0)

It is cut where the ground is higher. It is judged at R / n, 2 R / n, ... (n - 1) R / n, n the least number for
which the step is not longer than the grid's spacing; the samples stand over the points that the chord between
the two points passes in space, worked out every `NODE` samples and taken as straight on the grid between.
What is narrower than a step may go unnoticed; a point below the ground counts as any other.

Longitudes count around the Earth: a grid may cross the 180th meridian and may be of any width. One that goes all the
way round repeats its first column as its last. Beyond `POLAR` every sample's own place is worked out, since lines of
latitude and longitude are far from straight near a pole.

Valid as `physics.refraction`. Reference: elementary geometry; R8 of the validation notes gives the horizon that a
grid of sea reproduces (tests).
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (what a compiled function returns is untyped to mypy)
import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import part
from airdef.physics.geodesy import ecef_to_geodetic

F32 = NDArray[np.float32]

NODE: Final = 16
"""Samples between two points of a ray whose place is worked out: their chord lies within decimetres of the arc."""

POLAR: Final = 1.4
"""Latitude [rad], 80.2 deg, beyond which nothing is taken as straight on the grid."""


class Ground(NamedTuple):
    """Heights of the ground as compiled code wants them.

    heights f32[rows, columns] [m], north to south and west to east; north, west: the first node [rad];
    dlat, dlon: from node to node [rad]; top: the greatest height [m]; spacing: a cell's shorter side [m].
    No rows: the smooth Earth.
    """

    heights: F32
    north: float
    west: float
    dlat: float
    dlon: float
    top: float
    spacing: float


SMOOTH: Final = Ground(np.zeros((0, 0), np.float32), 0.0, 0.0, 1.0, 1.0, 0.0, 1.0)
"""The smooth Earth: no ground above sea level anywhere."""


@part
def row_column(g: Ground, latitude: float, longitude: float) -> tuple[float, float]:
    """Return the place of a point on the grid in rows and columns; node (0, 0) is the north-western one.

    Parameters
    ----------
    g
        The ground.
    latitude
        Geodetic latitude [rad].
    longitude
        Longitude [rad].

    Returns
    -------
    tuple[float, float]
        The place of a point on the grid in rows and columns; node (0, 0) is the north-western one.
    """
    east = (longitude - g.west + math.pi) % (2.0 * math.pi) - math.pi
    column = east / g.dlon
    turn = 2.0 * math.pi / g.dlon
    if column < 0.0 and column + turn <= g.heights.shape[1] - 0.5:  # a grid of more than half the way round
        column += turn
    return (g.north - latitude) / g.dlat, column


@part
def level(g: Ground, column: float, other: float) -> tuple[float, float]:
    """Return two columns of neighbouring points without the turn of the Earth that may lie between them.

    Parameters
    ----------
    g
        The ground.
    column
        Column of a point.
    other
        Column of the neighbouring point.

    Returns
    -------
    tuple[float, float]
        Two columns of neighbouring points without the turn of the Earth that may lie between them.
    """
    turn = 2.0 * math.pi / g.dlon
    if other - column > 0.5 * turn:
        return column + turn, other
    if column - other > 0.5 * turn:
        return column, other + turn
    return column, other


@part
def height_at(g: Ground, row: float, column: float) -> float:
    """Return the height of the ground [m] at a place in rows and columns; 0 outside the grid.

    Parameters
    ----------
    g
        The ground.
    row
        Place in rows from the north.
    column
        Place in columns from the west.

    Returns
    -------
    float
        The height of the ground [m] at a place in rows and columns; 0 outside the grid.
    """
    rows, columns = g.heights.shape
    if not -0.5 <= row <= rows - 0.5:
        return 0.0
    if not 0.0 <= column <= columns - 1.0:
        turn = 2.0 * math.pi / g.dlon
        if columns >= turn:  # all the way round
            column %= turn
        elif not -0.5 <= column <= columns - 0.5:
            return 0.0
    row = min(max(row, 0.0), rows - 1.0)
    column = min(max(column, 0.0), columns - 1.0)
    i, j = int(row), int(column)
    below, right = min(i + 1, rows - 1), min(j + 1, columns - 1)
    v, u = row - i, column - j
    upper = (1.0 - u) * g.heights[i, j] + u * g.heights[i, right]
    lower = (1.0 - u) * g.heights[below, j] + u * g.heights[below, right]
    return (1.0 - v) * upper + v * lower


@part
def ground_height(g: Ground, latitude: float, longitude: float) -> float:
    """Return the height of the ground [m] at a point [rad]; 0 outside the grid.

    Parameters
    ----------
    g
        The ground.
    latitude
        Geodetic latitude [rad].
    longitude
        Longitude [rad].

    Returns
    -------
    float
        The height of the ground [m] at a point [rad]; 0 outside the grid.
    """
    row, column = row_column(g, latitude, longitude)
    return height_at(g, row, column)


@part
def ground_heights(g: Ground, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the heights of the ground [m] at points f64[n] [rad]; 0 outside the grid.

    Parameters
    ----------
    g
        The ground.
    latitude, longitude
        Points, float64[n] [rad].

    Returns
    -------
    NDArray[np.float64]
        The heights of the ground [m] at points f64[n] [rad]; 0 outside the grid.
    """
    heights = np.empty(latitude.size)
    for i in range(latitude.size):
        heights[i] = ground_height(g, latitude[i], longitude[i])
    return heights


@part
def _low_part(r0: float, rise: float, slant_range: float, top: float) -> tuple[float, float]:
    """Return the part of a ray [m, from, to] that is below the radius `top` [m]; nothing: from >= to."""
    inside = rise * rise - (r0 * r0 - top * top)
    if inside <= 0.0:
        return 0.0, 0.0
    root = math.sqrt(inside)
    return max(-rise - root, 0.0), min(-rise + root, slant_range)


@part
def clear(
    g: Ground,
    a: tuple[float, float, float],
    h0: float,
    b: tuple[float, float, float],
    h1: float,
    earth_radius: float,
) -> bool:
    """Tell whether no ground stands in the straight line between two points (see the module).

    Parameters
    ----------
    g
        The ground.
    a
        The two points, ECEF [m].
    h0
        Height of the first point above sea level [m].
    b
        The two points, ECEF [m].
    h1
        Height of the second point above sea level [m].
    earth_radius
        Effective Earth radius [m].

    Returns
    -------
    bool
        Whether no ground stands in the straight line between two points (see the module).
    """
    dx, dy, dz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    slant_range = math.sqrt(dx * dx + dy * dy + dz * dz)
    if slant_range <= g.spacing:
        return True
    r0 = earth_radius + h0
    rise = ((h1 - h0) * (2.0 * earth_radius + h1 + h0) - slant_range**2) / (2.0 * slant_range)
    low, high = _low_part(r0, rise, slant_range, earth_radius + g.top)
    if low >= high:
        return True
    count = math.ceil(slant_range / g.spacing)
    step = slant_range / count
    first, last = max(int(low / step), 1), min(math.ceil(high / step), count - 1)
    node = first // NODE * NODE
    while node <= last:
        p = node / count
        lat, lon, _ = ecef_to_geodetic(a[0] + p * dx, a[1] + p * dy, a[2] + p * dz)
        row, column = row_column(g, lat, lon)
        end = min(node + (NODE if abs(lat) < POLAR else 1), count)
        q = end / count
        lat, lon, _ = ecef_to_geodetic(a[0] + q * dx, a[1] + q * dy, a[2] + q * dz)
        row_end, column_end = row_column(g, lat, lon)
        column, column_end = level(g, column, column_end)
        down, right = (row_end - row) / (end - node), (column_end - column) / (end - node)
        for i in range(max(node, first), min(end, last + 1)):
            ground = height_at(g, row + (i - node) * down, column + (i - node) * right)
            if ground > 0.0:
                s = i * step
                if (earth_radius + ground) ** 2 > r0 * r0 + s * s + 2.0 * s * rise:
                    return False
        node = end
    return True
