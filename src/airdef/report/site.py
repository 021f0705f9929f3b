"""The map of `site`: ground, candidates, chosen places, and what of the demand they cover at each height."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.colors import LightSource
from matplotlib.lines import Line2D

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.terrain import ground_heights
from airdef.report.style import BLACK, BLUE, ORANGE, RED, SKY, drawable, end_labels, figure, settings
from airdef.scenario.land import dem_of
from airdef.studies.coverage.edges import beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from airdef.scenario.plan import Place
    from airdef.studies.siting.study import Siting

MOST_MAPS: Final = 4
"""Heights drawn, the lowest first; the tables have all."""

_PIXELS: Final = 300
"""Points of the relief on a side."""


class _Flat:
    """East and north [km] of places from the middle of what is drawn (plate carree: true near it)."""

    def __init__(self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> None:
        self.latitude = 0.5 * (latitude.min() + latitude.max())
        near = beside(longitude, float(longitude[0]))
        self.longitude = float(0.5 * (near.min() + near.max()))
        self.east = EARTH_RADIUS_MEAN * math.cos(self.latitude) / 1e3
        self.north = EARTH_RADIUS_MEAN / 1e3

    def of(
        self, latitude: float | NDArray[np.float64], longitude: float | NDArray[np.float64]
    ) -> tuple[float | NDArray[np.float64], float | NDArray[np.float64]]:
        """Return east, north [km]."""
        return (beside(longitude, self.longitude) - self.longitude) * self.east, (latitude - self.latitude) * self.north


def site_map(found: Siting) -> Figure:
    """Return one map a height (at most four): ground, candidates, sites before and after, demand covered or not.

    Parameters
    ----------
    found
        The result.

    Returns
    -------
    Figure
        One map a height (at most four): ground, candidates, sites before and after, demand covered or not.
    """
    count = min(len(found.demand.altitudes), MOST_MAPS)
    drawn = figure(6.4 * count if count < 3 else 12.8, 7.0 if count < 3 else 13.0)
    with settings():
        rows = 1 if count < 3 else 2
        grid = drawn.subplots(rows, math.ceil(count / rows), squeeze=False, sharex=True, sharey=True)
        for axes in grid.ravel()[count:]:
            axes.set_visible(False)
        plot_maps(list(grid.ravel()[:count]), found)
        drawn.legend(handles=legend(found), loc="outside lower center", ncols=3)
        title = drawable(f"{found.scenario.name} (exercise): where to stand")
        drawn.suptitle(title, x=0.01, ha="left", fontweight="bold")
    return drawn


def plot_maps(panels: Sequence[Axes], found: Siting) -> None:
    """Draw one map a height, the lowest first, on as many axes as there are.

    Parameters
    ----------
    panels
        The matplotlib axes to draw on, one for each map.
    found
        The result.
    """
    d = found.demand
    places = [o.place for o in found.options] + [a.place for a in found.scenario.assets]
    latitude = np.concatenate([d.latitude, [p.latitude for p in places]])
    longitude = np.concatenate([d.longitude, [p.longitude for p in places]])
    flat = _Flat(latitude, longitude)
    x, y = (np.asarray(v) for v in flat.of(latitude, longitude))
    margin = 0.04 * max(np.ptp(x), np.ptp(y))
    count = found.choosing.covered(found.best.options).reshape(len(d.altitudes), -1)
    for axes, (k, height) in zip(panels, enumerate(d.altitudes), strict=False):
        _relief(axes, found, flat, (x, y), margin)
        _demand(axes, found, flat, count[k])
        _places(axes, found, flat)
        share = float(d.weight[count[k] >= found.choosing.overlap].sum() / d.weight.sum())
        title = f"{height:g} m above ground: {100.0 * share:.0f} % of the value"
        end_labels(axes, "east [km]", "north [km]", title)
        axes.set_xlim(np.min(x) - margin, np.max(x) + margin)
        axes.set_ylim(np.min(y) - margin, np.max(y) + margin)
        axes.set_aspect("equal")
        axes.label_outer()


def _relief(
    axes: Axes, found: Siting, flat: _Flat, over: tuple[NDArray[np.float64], NDArray[np.float64]], margin: float
) -> None:
    """Draw the relief in grey; the sea stays white."""
    dem = dem_of(found.scenario)
    if dem is None:
        return
    east = np.linspace(over[0].min() - margin, over[0].max() + margin, _PIXELS)
    north = np.linspace(over[1].min() - margin, over[1].max() + margin, _PIXELS)
    x, y = np.meshgrid(east, north)
    lat, lon = flat.latitude + y / flat.north, flat.longitude + x / flat.east
    land = np.asarray(ground_heights(dem.ground, lat.ravel(), lon.ravel())).reshape(x.shape)
    step = 1e3 * float(east[1] - east[0])
    shade = LightSource(315.0, 45.0).hillshade(land, vert_exag=3.0, dx=step, dy=step)
    axes.pcolormesh(east, north, np.ma.masked_where(land <= 0.0, shade), cmap="gray", vmin=-0.6, vmax=1.2,
                    shading="nearest", rasterized=True)  # fmt: skip


def _demand(axes: Axes, found: Siting, flat: _Flat, count: NDArray[np.int64]) -> None:
    """Draw what is covered as filled discs, what is not as crosses."""
    x, y = (np.asarray(v) for v in flat.of(found.demand.latitude, found.demand.longitude))
    held = count >= found.choosing.overlap
    size = 18.0 if x.size <= 1000 else 5.0
    axes.scatter(x[held], y[held], s=size, marker="o", color=SKY, edgecolor=BLUE, linewidth=0.5, zorder=3)
    axes.scatter(x[~held], y[~held], s=size, marker="x", color=ORANGE, linewidth=1.1, zorder=3)


def _places(axes: Axes, found: Siting, flat: _Flat) -> None:
    placed = found.placed()
    taken = {o.candidate.name for _, o in placed}
    free = {o.candidate.name: o.place for o in found.options if o.candidate.name not in taken}
    if free:
        axes.plot(*flat.of(*_both(list(free.values()))), ".", color=BLACK, alpha=0.6, markersize=3.5, zorder=2)
    moved = [p.place for p, _ in placed]
    axes.plot(*flat.of(*_both(moved)), "^", color="none", markeredgecolor=BLACK, markersize=8.0, zorder=5)
    if found.kept:
        axes.plot(*flat.of(*_both([p.place for p in found.kept])), "s", color=BLACK, markersize=7.0, zorder=5)
    for part, option in placed:
        x, y = flat.of(option.place.latitude, option.place.longitude)
        axes.plot(x, y, "^", color=BLUE, markeredgecolor="white", markersize=11.0, zorder=7)
        if option.facing is not None:
            way = (float(x) + 5.0 * math.sin(option.facing), float(y) + 5.0 * math.cos(option.facing))
            axes.annotate("", way, (float(x), float(y)), zorder=6, arrowprops={"arrowstyle": "->", "color": BLUE})
        name = drawable(part.name.rpartition("/")[2])
        axes.annotate(name, (float(x), float(y)), (6.0, 6.0), textcoords="offset points", fontsize=8.5, zorder=8,
                      bbox={"boxstyle": "round,pad=0.15", "color": "white", "alpha": 0.8})  # fmt: skip
    for asset in found.scenario.assets:
        axes.plot(*flat.of(asset.place.latitude, asset.place.longitude), "*", color=RED, markersize=12.0,
                  markeredgecolor="white", zorder=6)  # fmt: skip


def _both(places: Sequence[Place]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.array([p.latitude for p in places]), np.array([p.longitude for p in places])


def legend(found: Siting) -> list[Line2D]:
    """Return what the legend of the maps is made of.

    Parameters
    ----------
    found
        The result.

    Returns
    -------
    list[Line2D]
        What the legend of the maps is made of.
    """
    by = "" if found.search.overlap == 1 else f" by {found.search.overlap} or more"

    def mark(shape: str, label: str, **look: object) -> Line2D:
        return Line2D([], [], linestyle="none", marker=shape, label=label, **look)  # type: ignore[arg-type]

    handles = [
        mark("^", "chosen place", color=BLUE, markersize=10.0),
        mark("^", "where it stands now", color="none", markeredgecolor=BLACK),
        mark(".", "candidate", color=BLACK, alpha=0.6),
        mark("o", f"approach point covered{by}", color=SKY, markeredgecolor=BLUE),
        mark("x", "not covered", color=ORANGE),
        mark("*", "asset", color=RED, markersize=10.0),
    ]
    if found.search.turn:
        handles.append(mark(r"$\rightarrow$", "which way it looks", color=BLUE, markersize=12.0))
    return handles + ([mark("s", "stays", color=BLACK)] if found.kept else [])
