"""Coverage: over which ground a target of a given height and signature is detected, tracked, or engaged.

For every radar and fire unit the lowest visible height over each node of a map (`physics.viewshed`: one pass for
all heights) is put together with what the radar can do (`question`).

The published ring drawn beside it is the circle of the published range: of detection for the radars (`detection`,
`track`), of the missile for `engagement`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from airdef import limits
from airdef.arguments import ArgumentError
from airdef.opportunity.sight import sensor
from airdef.physics.terrain import SMOOTH
from airdef.physics.viewshed import lowest_visible_height
from airdef.scenario.land import dem_of
from airdef.studies.coverage.answer import Coverage, Part
from airdef.studies.coverage.edges import check_off_pole
from airdef.studies.coverage.grid import NODES, ground_over, nodes_of, places, radius_of
from airdef.studies.coverage.question import (
    above_zero,
    check_question,
    covered_at,
    requirement,
    ring,
    sources_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from airdef.physics.terrain import Ground
    from airdef.physics.viewshed import Nodes
    from airdef.scenario.plan import FireUnitPlan, RadarPlan, Scenario
    from airdef.studies.coverage.question import F64, Question

RADII: Final = (10.0, 5e6)
"""Half the side of a map at least and at most [m]; assumed: from a post to far beyond every horizon."""

_AT_WORK: Final = 120.0
"""Bytes for each node of a map while a part is worked out: its place, its ground, and what the part has there."""


def coverage(
    scenario: Scenario,
    question: Question,
    radius: float | None = None,
    cell: float | None = None,
    progress: Callable[[int, int], None] | None = None,
    threads: int | None = None,
) -> Coverage:
    """Return what the defence of a scenario covers.

    Parameters
    ----------
    scenario
        The scenario.
    question
        What is asked: altitudes, target and measure.
    radius
        Half the side of the map around the first system [m]; by default as far as the highest of the altitudes can be
        seen or, if less, the greatest published range and a tenth.
    cell
        Distance between nodes [m]; by default `NODES` on a side.
    progress
        Called as `progress(done, goal)`, in parts of the defence.
    threads
        Threads to use, all by default. The answer does not depend on it.

    Returns
    -------
    Coverage
        The map, with what covers each node. After Ctrl-C it holds the parts that were complete by then;
        KeyboardInterrupt comes through only if none was.

    Raises
    ------
    ValueError
        For a scenario without a defence, numbers out of range, a map too near to a pole (`studies.edges`), and one of
        more nodes than are taken (`limits`).
    """
    _check(scenario, question, radius, cell)
    dem = dem_of(scenario)
    ground = SMOOTH if dem is None else dem.ground
    sources = sources_of(scenario, question)
    size = radius or radius_of(scenario, question, sources, ground)
    _check_map(scenario, question, sources, size, cell or 2.0 * size / NODES)
    nodes = nodes_of(scenario, size, cell or 2.0 * size / NODES)
    land = ground_over(nodes, ground)
    parts: list[Part] = []
    interrupted = False
    try:
        for radar, unit in sources:
            parts.append(_part(scenario, question, radar, unit, ground, nodes, land, threads))
            if progress is not None:
                progress(len(parts), len(sources))
    except KeyboardInterrupt:
        if not parts:
            raise
        interrupted = True
    return Coverage(scenario, question, nodes, land, tuple(parts), interrupted)


def _check(scenario: Scenario, question: Question, radius: float | None, cell: float | None) -> None:
    check_question(scenario, question)
    for name, value in (("‹radius›", radius), ("‹cell›", cell)):
        above_zero(name, value)
    if radius is not None and not RADII[0] <= radius <= RADII[1]:
        msg = f"‹radius›: {radius:g} m given, {RADII[0]:g} m to {RADII[1] / 1e3:g} km expected; usual fix: 300km"
        raise ArgumentError(msg)


def _check_map(scenario: Scenario, question: Question, sources: Sequence[tuple[RadarPlan, FireUnitPlan | None]],
               radius: float, cell: float) -> None:  # fmt: skip
    """Raise ValueError for a map that is too large, or too near to a pole for any of the places it is drawn around."""
    for place in (scenario.systems[0].post, *(radar.place for radar, _ in sources)):
        check_off_pole("‹radius›", place.latitude, radius)
    side, most = 2.0 * radius / cell, limits.MAP_SIDE
    most.check("‹cell›", side, f"a cell of {_up(2.0 * radius / most.most):g} m or more, or a smaller ‹radius›")
    heights = len(question.altitudes)
    what = f"coverage: a map of {side + 1.0:.0f} x {side + 1.0:.0f} nodes, {len(sources)} parts and {heights} heights"
    limits.MAP_BYTES.check(what, (side + 2.0) ** 2 * (_AT_WORK + len(sources) * (4.0 + heights)))


def _up(length: float) -> float:
    """Return a length rounded up to two digits."""
    scale = 10.0 ** (math.floor(math.log10(length)) - 1)
    return math.ceil(length / scale) * scale


def _part(
    scenario: Scenario,
    question: Question,
    radar: RadarPlan,
    unit: FireUnitPlan | None,
    ground: Ground,
    nodes: Nodes,
    land: F64,
    threads: int | None,
) -> Part:
    s = sensor(radar, scenario.environment, (), ground)
    place = radar.place
    lowest = lowest_visible_height(
        ground, place.latitude, place.longitude, s.height, s.earth_radius, over=nodes, threads=threads
    )
    lat, lon = places(nodes)
    flat = (lat.ravel(), lon.ravel(), land.ravel(), lowest.ravel())
    masks = covered_at(requirement(question, radar, unit), s, place, *flat).reshape(-1, *lat.shape)
    name = unit.name if unit is not None and question.measure == "engagement" else radar.name
    return Part(name, place.latitude, place.longitude, s.height, ring(question, radar, unit), lowest, masks)
