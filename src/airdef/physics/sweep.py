"""The sweep behind `physics.viewshed`: all rays of an antenna at once, from line to line of the grid outwards.

Four sectors, north, south, east and west, meet on the diagonals of the grid's cells. In each, rays leave the antenna
with evenly spaced slopes (distance to the side over distance forward, in the plane that touches the Earth below the
antenna), so that they lie no more than about a cell apart where the sector ends. The sweep goes from row to row (from
column to column to the east and west) and keeps for every ray the greatest tangent of elevation of the ground it has
met. On each line it first answers for the points that lie there, each from the two rays that pass it on either side,
and then takes the ground where the rays cross the line, linear between its two nodes. A ray so meets the ground once
a line, where the bilinear ground is as high as it gets between two nodes; memory is read in order, and nothing is
stored but one number a ray.

Rays are shared out in pieces, and a piece has the two rays at its ends to itself: any number of threads gives the
same bits. Single precision serves: with the cosine as 1 - v and heights as parts of the Earth's radius nothing
cancels, and what is left is some millimetres in height.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (what a compiled function returns is untyped to mypy)
import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from airdef.jit import entry_with

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

LOWEST: Final = np.float32(-1e9)
"""Tangent of elevation before the first line: nothing is hidden there."""

BLOCK: Final = 32
"""Nodes over which the places of rays on a line are taken as evenly spaced: a few metres at most at 400 km."""


FAR: Final = 1e9
"""Place among the rays of a point beside the antenna or behind it, on its side."""


class View(NamedTuple):
    """An antenna, and how far it is asked.

    Its foot at sea level in the ENU rotation's axes, f64[3] [m]; height [m]; effective radius [m]; radius of the Earth
    there along the ground [m]; spacing [m] within which the ground itself is the answer; reach over the ground [m].
    """

    foot: F64
    height: float
    earth_radius: float
    radius: float
    spacing: float
    reach: float


class Lines(NamedTuple):
    """A grid in latitude and longitude, by the parts of its nodes' ENU places.

    Of node (i, j)

    east = axis[i] east[j] - foot[0],  north = axis[i] north[j] + polar_north[i] - foot[1],  up alike
    """

    axis: F64
    polar_north: F64
    polar_up: F64
    east: F64
    north: F64
    up: F64


class Sector(NamedTuple):
    """One of the four sectors.

    By rows: its lines are rows (north, south); sign of the forward direction in north or east; half the width in slope,
    of sideways distances times `aspect`; rays on either side of the middle.
    """

    by_rows: bool
    sign: float
    half: float
    aspect: float
    rays: int


@entry_with(nogil=True, error_model="numpy")
def _place(v: View, n: Lines, s: Sector, line: int, first: int, last: int, forward: F64, side: F64, arc: F32) -> None:
    """Fill the distances forward and to the side [m] and the arcs [rad of the effective Earth] of points of a line."""
    if s.by_rows:
        axis, polar_north, polar_up = n.axis[line], n.polar_north[line] - v.foot[1], n.polar_up[line] - v.foot[2]
        for j in range(first, last):
            east = axis * n.east[j] - v.foot[0]
            north = axis * n.north[j] + polar_north
            up = axis * n.up[j] + polar_up
            forward[j - first] = s.sign * north
            side[j - first] = s.aspect * east
            square = east * east + north * north + up * up
            arc[j - first] = math.sqrt(square) * (1.0 + square / (24.0 * v.radius * v.radius)) / v.earth_radius
    else:
        e, nn, uu = n.east[line], n.north[line], n.up[line]
        for i in range(first, last):
            east = n.axis[i] * e - v.foot[0]
            north = n.axis[i] * nn + (n.polar_north[i] - v.foot[1])
            up = n.axis[i] * uu + (n.polar_up[i] - v.foot[2])
            forward[i - first] = s.sign * east
            side[i - first] = -(s.aspect * north)
            square = east * east + north * north + up * up
            arc[i - first] = math.sqrt(square) * (1.0 + square / (24.0 * v.radius * v.radius)) / v.earth_radius


@entry_with(error_model="numpy")
def _before(v: View, n: Lines, s: Sector, line: int, at: int, slope: float, equal: bool) -> bool:
    """Tell whether a point of a line lies before a slope (or, with `equal`, on it)."""
    i, j = (line, at) if s.by_rows else (at, line)
    east = n.axis[i] * n.east[j] - v.foot[0]
    north = n.axis[i] * n.north[j] + (n.polar_north[i] - v.foot[1])
    if s.by_rows:
        forward, side = s.sign * north, s.aspect * east
    else:
        forward, side = s.sign * east, -(s.aspect * north)
    return side < slope * forward or (equal and side == slope * forward)


@entry_with(error_model="numpy")
def _edge(v: View, n: Lines, s: Sector, line: int, guess: int, count: int, slope: float, equal: bool) -> int:
    """Return the first point of a line that does not lie before a slope, looked for from a guess on."""
    while guess < count and _before(v, n, s, line, guess, slope, equal):
        guess += 1
    while guess > 0 and not _before(v, n, s, line, guess - 1, slope, equal):
        guess -= 1
    return guess


@entry_with(nogil=True, error_model="numpy")
def _answer(v: View, land: F32, out: F32, index: F32, arc: F32, rays: F32, first: int, count: int) -> None:
    """Fill the lowest visible heights [m] of points of a line, from the tangents of the rays beside them."""
    most = np.float32(rays.size - 2)
    h0, radius = np.float32(v.height), np.float32(v.earth_radius)
    horizon = np.float32(math.acos(min(v.earth_radius / (v.earth_radius + v.height), 1.0)))
    dip = h0 / radius
    beyond = -np.float32(math.sqrt(max((1.0 + v.height / v.earth_radius) ** 2 - 1.0, 0.0)))
    near = np.float32(v.spacing / v.earth_radius)
    far = np.float32(v.reach / v.earth_radius)
    one, half = np.float32(1.0), np.float32(0.5)
    for j in range(count):
        phi = arc[j]
        square = phi * phi
        versine = square * (half - square * (np.float32(1.0 / 24.0) - square * np.float32(1.0 / 720.0)))
        sine = phi * (one - square * (np.float32(1.0 / 6.0) - square * np.float32(1.0 / 120.0)))
        place = min(max(index[j], np.float32(0.0)), most + one)
        k = np.uint32(min(place, most))
        w = place - np.float32(k)
        tangent = rays[k] + w * (rays[k + np.uint32(1)] - rays[k])
        sea = beyond if phi >= horizon else -(dip + versine) / sine
        tangent = max(tangent, sea)
        rise = versine + tangent * sine
        hidden = (h0 + radius * rise) / (one - rise)
        ground = land[first + j]
        height = ground if phi <= near else max(ground, hidden)
        out[first + j] = height if phi <= far else np.float32(np.nan)


@entry_with(nogil=True, error_model="numpy")
def _meet(
    v: View, heights: F32, index: F32, arc: F32, a: F32, b: F32, c: F32, rays: F32, first: int, count: int
) -> None:
    """Raise the tangents of the rays by the ground where they cross a line of `count` nodes.

    a, b, c f32 scratch: of each node the height over the antenna's as a part of the Earth's radius, 1 / sin and
    (1 - cos) / sin of its arc, the tangent being a b - c.
    """
    h0, radius = np.float32(v.height), np.float32(v.earth_radius)
    one, half = np.float32(1.0), np.float32(0.5)
    for j in range(count):
        phi = arc[j]
        square = phi * phi
        versine = square * (half - square * (np.float32(1.0 / 24.0) - square * np.float32(1.0 / 720.0)))
        b[j] = one / (phi * (one - square * (np.float32(1.0 / 6.0) - square * np.float32(1.0 / 120.0))))
        c[j] = versine * b[j]
        ground = heights[first + j]
        a[j] = (ground - h0) / (radius + ground)
    for start in range(0, count - 1, BLOCK):
        end = min(start + BLOCK, count - 1)
        t0, t1 = float(index[start]), float(index[end])
        if not t1 > t0:
            continue
        k0 = max(math.ceil(t0), 0)
        k1 = min(math.ceil(t1), rays.size)
        if end == count - 1 and t1 == k1:
            k1 = min(k1 + 1, rays.size)
        scale = np.float32((end - start) / (t1 - t0))
        shift = np.float32(start + (k0 - t0) * (end - start) / (t1 - t0))
        last = np.float32(end - 1)
        for k in range(k0, k1):
            place = shift + np.float32(k - k0) * scale
            i = np.uint32(min(place, last))
            w = place - np.float32(i)
            r = i + np.uint32(1)
            tangent = (a[i] + w * (a[r] - a[i])) * (b[i] + w * (b[r] - b[i])) - (c[i] + w * (c[r] - c[i]))
            rays[k] = max(rays[k], tangent)


@entry_with(error_model="numpy")
def _indices(forward: F64, side: F64, scale: float, shift: float, index: F32, count: int) -> None:
    """Fill where points lie among the rays; far off on their side if they do not lie forward at all."""
    for j in range(count):
        place = side[j] / forward[j] * scale - shift
        index[j] = place if forward[j] > 0.0 else math.copysign(FAR, side[j])


@entry_with(nogil=True, error_model="numpy")
def sweep(
    v: View,
    s: Sector,
    grid: Lines,
    heights: F32,
    start: int,
    points: Lines,
    land: F32,
    out: F32,
    begin: int,
    same: bool,
    first: int,
    last: int,
) -> None:
    """Sweep one piece of a sector: the rays `first` to `last`, counted from the sector's left or upper edge.

    Parameters
    ----------
    v
        The viewer.
    s
        The sector.
    grid
        Lines of the ground.
    heights
        float32[lines, points of a line], transposed for east and west.
    start
        First line of the ground that lies forward of the antenna.
    points
        Lines of the points that are asked for.
    land
        Ground at the points, as `heights`.
    out
        Written: as `heights`.
    begin
        First line of the points that lies forward of the antenna.
    same
        Whether ground and points are one grid.
    first, last
        First and last ray, from the sector's left or upper edge.
    """
    step = s.half / s.rays
    low = -s.half if first == 0 else (first - s.rays) * step
    high = s.half if last == 2 * s.rays else (last - s.rays) * step
    # the diagonals belong to north and south
    low_equal = first == 0 and not s.by_rows
    high_equal = last == 2 * s.rays and s.by_rows
    rays = np.full(last - first + 1, LOWEST, np.float32)
    lines, nodes = heights.shape
    rows, columns = out.shape
    size = max(nodes, columns) + 2
    forward, side = np.empty(size), np.empty(size)
    arc, index = np.empty(size, np.float32), np.empty(size, np.float32)
    a, b, c = np.empty(size, np.float32), np.empty(size, np.float32), np.empty(size, np.float32)
    way = 1 if s.sign * (1.0 if not s.by_rows else -1.0) > 0.0 else -1
    scale, shift = 1.0 / step, float(first - s.rays)
    line, row = start, begin
    left = right = left_of = right_of = 0
    while 0 <= row < rows:
        ahead = not (0 <= line < lines)
        if not ahead and not same:
            ahead = _not_behind(v, points, row, grid, line, s)
        if ahead or same:
            left_of = _edge(v, points, s, row, left_of, columns, low, low_equal)
            right_of = _edge(v, points, s, row, right_of, columns, high, high_equal)
            at, end = left_of, right_of
            if same:
                at, end = max(left_of - 1, 0), min(right_of + 1, columns)
            _place(v, points, s, row, at, end, forward, side, arc)
            _indices(forward, side, scale, shift, index, end - at)
            skip = left_of - at
            if right_of > left_of:
                _answer(v, land[row], out[row], index[skip:], arc[skip:], rays, left_of, right_of - left_of)
            if same:
                _meet(v, heights[row], index, arc, a, b, c, rays, at, end - at)
                line += way
            row += way
        else:
            left = _edge(v, grid, s, line, left, nodes, low, low_equal)
            right = _edge(v, grid, s, line, right, nodes, high, high_equal)
            at, end = max(left - 1, 0), min(right + 1, nodes)
            _place(v, grid, s, line, at, end, forward, side, arc)
            _indices(forward, side, scale, shift, index, end - at)
            _meet(v, heights[line], index, arc, a, b, c, rays, at, end - at)
            line += way


@entry_with(error_model="numpy")
def _not_behind(v: View, points: Lines, row: int, grid: Lines, line: int, s: Sector) -> bool:
    """Tell whether a line of points comes before, or lies on, a line of the ground, seen from the antenna."""
    if s.by_rows:
        return s.sign * (points.polar_north[row] - grid.polar_north[line]) <= 0.0
    # columns turn east: the angle between two of them
    angle = points.east[row] * grid.up[line] - points.up[row] * grid.east[line]
    return s.sign * angle <= 0.0
