"""The map of a coverage study: its nodes, their places, distances and ground."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef.physics.constants import EARTH_RADIUS_MEAN
from airdef.physics.geodesy import geodesic_inverse
from airdef.physics.refraction import line_of_sight_range
from airdef.physics.terrain import ground_heights
from airdef.physics.viewshed import Nodes
from airdef.studies.coverage.edges import columns_of_disc
from airdef.studies.coverage.question import ring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.physics.terrain import Ground
    from airdef.scenario.plan import FireUnitPlan, RadarPlan, Scenario
    from airdef.studies.coverage.question import F64, Question

NODES: Final = 400
"""Nodes on a side of a map unless told otherwise."""


def radius_of(scenario: Scenario, question: Question, sources: Sequence[tuple[RadarPlan, FireUnitPlan | None]],
            ground: Ground) -> float:  # fmt: skip
    """Return half the side of a map that holds all that matters [m].

    Parameters
    ----------
    scenario
        The scenario.
    question
        What is asked of the defence.
    sources
        The radars that count, each with its fire unit.
    ground
        The ground.

    Returns
    -------
    float
        Half the side of a map [m].
    """
    earth = scenario.environment.effective_earth_factor * EARTH_RADIUS_MEAN
    top = max(question.altitudes) + ground.top
    sight = max(float(line_of_sight_range(r.place.height + r.antenna_height, top, earth)) for r, _ in sources)
    engaging = question.measure == "engagement"
    reach = max(max(ring(question, r, u), 0.0 if engaging else r.instrumented_range) for r, u in sources)
    return 1.1 * min(sight, reach, 600e3)


def nodes_of(scenario: Scenario, radius: float, cell: float) -> Nodes:
    """Return the nodes of a map around the first system.

    Parameters
    ----------
    scenario
        The scenario.
    radius
        Half the side of the map [m].
    cell
        Distance between nodes [m].

    Returns
    -------
    Nodes
        The nodes of a map around the first system.
    """
    post = scenario.systems[0].post
    count = max(2, math.ceil(2.0 * radius / cell)) + 1
    dlat = cell / EARTH_RADIUS_MEAN
    dlon = dlat / math.cos(post.latitude)
    half = 0.5 * (count - 1)
    more = max(columns_of_disc(post.latitude, radius, dlon) - math.floor(half), 0)  # on each side, near a pole
    columns = count + 2 * more
    west = post.longitude - (half + more) * dlon
    return Nodes(post.latitude + half * dlat, west, dlat, dlon, count, columns)


def places(nodes: Nodes) -> tuple[F64, F64]:
    """Return latitudes and longitudes [rad] of all nodes, f64[rows, columns] each.

    Parameters
    ----------
    nodes
        The nodes of the map.

    Returns
    -------
    tuple[F64, F64]
        Latitudes and longitudes [rad] of all nodes, f64[rows, columns] each.
    """
    latitude = nodes.north - np.arange(nodes.rows) * nodes.dlat
    longitude = nodes.west + np.arange(nodes.columns) * nodes.dlon
    grid = np.meshgrid(latitude, longitude, indexing="ij")
    return grid[0], grid[1]


def distances(nodes: Nodes, latitude: float, longitude: float) -> F64:
    """Return the distances over the ground [m] of all nodes from a place [rad].

    Parameters
    ----------
    nodes
        The nodes of the map.
    latitude
        Latitude [rad].
    longitude
        Longitude [rad].

    Returns
    -------
    F64
        The distances over the ground [m] of all nodes from a place [rad].
    """
    lat, lon = places(nodes)
    return geodesic_inverse(latitude, longitude, lat, lon)[0]


def ground_over(nodes: Nodes, ground: Ground) -> F64:
    """Return the height of the ground at all nodes [m].

    Parameters
    ----------
    nodes
        The nodes of the map.
    ground
        The ground.

    Returns
    -------
    F64
        The height of the ground at all nodes [m], f64[rows, columns].
    """
    if ground.heights.size == 0:
        return np.zeros((nodes.rows, nodes.columns))
    lat, lon = places(nodes)
    return np.asarray(ground_heights(ground, lat.ravel(), lon.ravel())).reshape(lat.shape)
