"""What is to be covered: points around the assets, each with its share of an asset's value.

Around every asset of value lie points on rings: `azimuths` bearings at each of the distances. A target that flies
straight at the asset passes one of them on each ring, so that the share of an asset's points covered is the share
of the approaches (bearing, distance, height) on which the target is covered; its value is spread evenly over them.
Instead of rings, the cells of a grid of a given side may be taken within the greatest distance, the value spread
evenly over the area.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from airdef.arguments import ArgumentError
from airdef.limits import SITE_CELLS
from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import geodesic_direct, geodesic_inverse
from airdef.physics.terrain import ground_heights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.physics.terrain import Ground
    from airdef.scenario.plan import AssetPlan

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Demand:
    """Points f64[n] [rad] with the ground's height [m], the asset each belongs to i64[n], and its weight f64[n].

    A point stands at each of the `altitudes` above ground; a demand cell is a point at a height, heights first,
    and has the weight of the point over the number of heights.
    """

    latitude: F64
    longitude: F64
    land: F64
    asset: NDArray[np.int64]
    weight: F64
    altitudes: tuple[float, ...]

    @property
    def cells(self) -> F64:
        """Return the weights of all cells, f64[altitudes * n]."""
        return np.tile(self.weight / len(self.altitudes), len(self.altitudes))

    def shares(self, covered: NDArray[np.bool_], assets: int) -> F64:
        """Return the covered share of each asset's value at each height, f64[assets, altitudes] (NaN: no value).

        Parameters
        ----------
        covered
            Which demand cells are covered.
        assets
            The assets, or how many of them there are.

        Returns
        -------
        F64
            The covered share of each asset's value at each height, f64[assets, altitudes] (NaN: no value).
        """
        flags = covered.reshape(len(self.altitudes), -1)
        whole = np.bincount(self.asset, self.weight, assets)
        part = [np.bincount(self.asset, self.weight * f, assets) for f in flags]
        with np.errstate(invalid="ignore"):
            return np.asarray(np.array(part).T / whole[:, None])


def demand(
    assets: Sequence[AssetPlan],
    ground: Ground,
    altitudes: tuple[float, ...],
    rings: tuple[float, ...],
    azimuths: int,
    cell: float | None,
) -> Demand:
    """Return the demand of assets: on rings [m] and bearings or, with a `cell` [m], on a grid within the last ring.

    Parameters
    ----------
    assets
        The assets, or how many of them there are.
    ground
        The ground; None for the smooth Earth.
    altitudes
        Heights of the target above ground [m].
    rings
        Distances around each asset at which it is to be covered [m].
    azimuths
        How many azimuths, evenly spaced from north.
    cell
        Side of a demand cell [m]; by default as the area asks for.

    Returns
    -------
    Demand
        The demand of assets: on rings [m] and bearings or, with a `cell` [m], on a grid within the last
        ring.

    Raises
    ------
    ValueError
        For assets without value, for numbers out of range and for too many cells.
    """
    if not any(a.value > 0.0 for a in assets):
        raise ArgumentError("site: no asset of value given, at least one expected; usual fix: add it to 'assets:'")
    if not rings or not all(1e3 <= r <= 600e3 for r in rings):
        raise ArgumentError(
            "‹rings›: one or more distances from 1 km to 600 km expected; usual fix: commas between, a unit at each"
        )
    if not 4 <= azimuths <= 360:
        msg = f"‹azimuths›: {azimuths} given, 4 to 360 expected; usual fix: correct the number"
        raise ArgumentError(msg)
    if cell is not None and not 100.0 <= cell <= max(rings):
        msg = f"‹demand_cell›: {cell:g} m given, 100 m to the greatest ring expected; usual fix: a twentieth of it"
        raise ArgumentError(msg)
    valued = [(k, a) for k, a in enumerate(assets) if a.value > 0.0]
    # On rings all of them; of a square's cells more than seven tenths lie in the circle.
    each = len(rings) * azimuths if cell is None else 0.7 * (2.0 * math.ceil(max(rings) / cell) - 3.0) ** 2
    SITE_CELLS.check("site", len(valued) * len(altitudes) * each)
    parts = [(k, a, *(_circle(a, rings, azimuths) if cell is None else _disc(a, max(rings), cell)))
             for k, a in valued]  # fmt: skip
    SITE_CELLS.check("site", sum(p[2].size for p in parts) * len(altitudes))
    latitude, longitude = (np.concatenate([p[i] for p in parts]) for i in (2, 3))
    land = np.asarray(ground_heights(ground, latitude, longitude))
    asset = np.concatenate([np.full(p[2].size, p[0]) for p in parts])
    weight = np.concatenate([np.full(p[2].size, p[1].value / p[2].size) for p in parts])
    return Demand(latitude, longitude, land, asset, weight, altitudes)


def _circle(asset: AssetPlan, rings: tuple[float, ...], azimuths: int) -> tuple[F64, F64]:
    bearings = np.tile(np.arange(azimuths) * 2.0 * math.pi / azimuths, len(rings))
    distances = np.repeat(np.array(rings), azimuths)
    place = asset.place
    latitude, longitude, _ = geodesic_direct(place.latitude, place.longitude, bearings, distances)
    return np.asarray(latitude), np.asarray(longitude)


def _disc(asset: AssetPlan, radius: float, cell: float) -> tuple[F64, F64]:
    place = asset.place
    half = math.ceil(radius / cell)
    steps = np.arange(-half, half + 1) * cell / EARTH_RADIUS_MEAN
    north, east = (a.ravel() for a in np.meshgrid(steps, steps, indexing="ij"))
    latitude = place.latitude + north
    longitude = place.longitude + east / math.cos(place.latitude)
    near = geodesic_inverse(place.latitude, place.longitude, latitude, longitude)[0] <= radius
    return latitude[near], longitude[near]
