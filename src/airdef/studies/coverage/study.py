"""Coverage: over which ground a target of a given height and signature is detected, tracked, or engaged.

For every radar and fire unit the lowest visible height over each node of a map (`physics.viewshed`: one pass for
all heights) is put together with what the radar can do:

detection   the probability of at least one detection among the looks of `dwell` at the node reaches `probability`;
            looks are independent, with the single-look probability there: 1 - (1 - p)^n
track       the probability of a firm track within those looks, by the radar's own m-of-n rule, reaches it
engagement  a fire unit's radar sees the target (single look of at least its `guidance_pd`) in one of the
            sectors that the unit may turn to, and one of its missiles has the point in its envelope

Either probability is turned into a single-look one and that into an SNR, which the radar has at a node or has not,
by the functions of `opportunity.sight` (air and rain included, no jamming; the target shows the same RCS from all
sides, Swerling 1, assumed). Heights are above the ground of the node.

The published ring drawn beside it is the circle of the published range: of detection for the radars (`detection`,
`track`), of the missile for `engagement`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from airdef import limits
from airdef.arguments import ArgumentError
from airdef.numbers import percent
from airdef.opportunity.shots import Interceptor, interceptor, launch_level, reached
from airdef.opportunity.sight import Sensor, nose_on, sensor, signal_to_noise, strong
from airdef.physics.constants import EARTH_RADIUS_MEAN, WGS84_A, WGS84_F
from airdef.physics.detection import required_snr
from airdef.physics.geodesy import geodesic_inverse, geodetic_to_ecef
from airdef.physics.refraction import line_of_sight_range
from airdef.physics.terrain import SMOOTH, Ground, ground_heights
from airdef.physics.tracking import firm_cdf
from airdef.physics.viewshed import Nodes, lowest_visible_height
from airdef.scenario.land import dem_of
from airdef.scenario.plan import CATEGORIES, FireUnitPlan, Place, RadarPlan, Scenario
from airdef.showing import Shown
from airdef.studies.coverage.edges import check_off_pole, columns_of_disc

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray

    from airdef.showing import Brief

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Measure = Literal["detection", "track", "engagement"]
MEASURES: Final = ("detection", "track", "engagement")

NODES: Final = 400
"""Nodes on a side of a map unless told otherwise."""

SWERLING: Final = 1
"""Fluctuation of the target, assumed: many scatterers, the same during a look."""

RADII: Final = (10.0, 5e6)
"""Half the side of a map at least and at most [m]; assumed: from a post to far beyond every horizon."""

_AT_WORK: Final = 120.0
"""Bytes for each node of a map while a part is worked out: its place, its ground, and what the part has there."""

_HEIGHTS: Final = 40
"""Heights at which the detection range is worked out; linear between."""


@dataclass(frozen=True)
class Question:
    """What is asked: heights above ground [m], RCS [m^2], the measure, its probability within a dwell [s].

    category : whose envelope counts, an index into CATEGORIES
    """

    altitudes: tuple[float, ...]
    rcs: float
    measure: Measure = "detection"
    probability: float = 0.9
    dwell: float = 60.0
    category: int = 0


@dataclass(frozen=True, eq=False)
class Part:
    """What one radar or fire unit covers.

    lowest : f32[rows, columns], the lowest visible height above sea level [m]
    covered : bool[altitudes, rows, columns]; ring : the published range [m]; place [rad]
    """

    name: str
    latitude: float
    longitude: float
    antenna: float
    ring: float
    lowest: F32
    covered: NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False)
class Coverage(Shown):
    """A coverage study: a map of where the parts of a defence see, track or engage a target.

    Attributes
    ----------
    scenario, question
        What was asked, of which defence.
    nodes
        The nodes of the map, on which everything is computed.
    ground
        Heights of the ground at the nodes, f64[rows, columns] [m].
    parts
        What each radar or fire unit covers, by altitude.
    interrupted
        Whether Ctrl-C came before the last part; then `parts` holds the first ones.
    """

    scenario: Scenario
    question: Question
    nodes: Nodes
    ground: F64
    parts: tuple[Part, ...]
    interrupted: bool = False

    _plot = "plot_coverage"

    def headline(self) -> str:
        """Return what is covered at how many heights, in one line."""
        q = self.question
        heights = ", ".join(f"{a:g} m" for a in q.altitudes)
        return f"{self.scenario.name}: {q.measure} of a target of {q.rcs:g} m² at {heights} by {len(self.parts)} parts"

    def brief(self) -> Brief:
        """Return the area covered by each part and by all together, at each height."""
        found = [
            (str(r["part"]), f"{r['altitude_m']:g}", f"{r['covered_km2']:,.0f}", percent(r["ring_covered"]))
            for r in rows(self)
        ]
        return ("part", "height [m]", "covered [km²]", "of the published ring"), found

    def table(self) -> pa.Table:
        """Return one row a part and height as an Arrow table: areas [km^2] and shares."""
        import pyarrow as pa

        return pa.Table.from_pylist([{"twice_km2": math.nan, **r} for r in rows(self)])

    def to_xarray(self) -> xarray.Dataset:
        """Return the map as labelled arrays; xarray comes with the extra `xarray`.

        `covered` is bool[part, altitude, latitude, longitude], `count` how many parts cover a node, `lowest` the lowest
        visible height of a part above sea level [m], `ground` the height of the ground [m]. Latitudes and longitudes
        are in degrees, altitudes in metres above the ground.
        """
        from airdef.studies.coverage.labelled import dataset

        return dataset(self)

    def count(self) -> NDArray[np.uint8]:
        """Return how many parts cover each node, u8[altitudes, rows, columns]."""
        return np.asarray(np.sum([p.covered for p in self.parts], axis=0), np.uint8)

    def cell_areas(self) -> F64:
        """Return the area of the cells of each row [m^2], f64[rows, 1], on the WGS-84 ellipsoid.

        dlat dlon M N cos(latitude), M and N the radii of curvature: M N = a^2 (1 - e^2) / (1 - e^2 sin^2(latitude))^2.
        """
        latitude = self.nodes.north - np.arange(self.nodes.rows) * self.nodes.dlat
        e2 = WGS84_F * (2.0 - WGS84_F)
        curved = WGS84_A**2 * (1.0 - e2) / (1.0 - e2 * np.sin(latitude) ** 2) ** 2
        return np.asarray((self.nodes.dlat * self.nodes.dlon * curved * np.cos(latitude))[:, None])

    def rings(self) -> Mask:
        """Return the nodes within any part's published ring, bool[rows, columns]."""
        within = [distances(self.nodes, p.latitude, p.longitude) <= p.ring for p in self.parts]
        return np.asarray(np.any(within, axis=0))


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
    sources = _sources(scenario, question)
    size = radius or _radius(scenario, question, sources, ground)
    _check_map(scenario, question, sources, size, cell or 2.0 * size / NODES)
    nodes = _nodes(scenario, size, cell or 2.0 * size / NODES)
    land = _ground_over(nodes, ground)
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


def check_question(scenario: Scenario, question: Question) -> None:
    """Raise ValueError for a scenario without a defence and for a question out of range.

    Parameters
    ----------
    scenario
        The scenario.
    question
        What is asked of the defence.
    """
    if not scenario.systems:
        raise ArgumentError(
            "coverage: a scenario without a defence given, one expected; usual fix: take another scenario"
        )
    for name, value in (("‹rcs›", question.rcs), ("‹dwell›", question.dwell)):
        _above_zero(name, value)
    if not 0.0 < question.probability < 1.0:
        msg = f"‹probability›: {question.probability:g} given, between 0 and 1 expected; usual fix: a decimal fraction"
        raise ArgumentError(msg)
    limits.HEIGHTS.check("‹altitudes›", len(question.altitudes))
    for radar, _, _ in scenario.radars():
        limits.DWELL_LOOKS.check("‹dwell›", question.dwell / radar.scan_period)
    if not question.altitudes or not all(0.0 <= a <= 50e3 for a in question.altitudes):
        raise ArgumentError(
            "‹altitudes›: one or more heights from 0 m to 50 km expected; usual fix: commas between, a unit at each"
        )


def _above_zero(name: str, value: float | None) -> None:
    if value is not None and not 0.0 < value < math.inf:
        msg = f"{name}: {value:g} given, a number above 0 expected"
        raise ArgumentError(msg)


def _check(scenario: Scenario, question: Question, radius: float | None, cell: float | None) -> None:
    check_question(scenario, question)
    for name, value in (("‹radius›", radius), ("‹cell›", cell)):
        _above_zero(name, value)
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


def _sources(scenario: Scenario, question: Question) -> list[tuple[RadarPlan, FireUnitPlan | None]]:
    """Return the radars that count, with their fire unit: of the units alone if engagement is asked for."""
    units = [unit for unit, _ in scenario.units()]
    if question.measure == "engagement":
        return [(unit.radar, unit) for unit in units]
    return [(radar, units[u] if u >= 0 else None) for radar, _, u in scenario.radars()]


def ring(question: Question, radar: RadarPlan, unit: FireUnitPlan | None) -> float:
    """Return the published range [m] that a ring on a map is drawn with.

    Parameters
    ----------
    question
        What is asked of the defence.
    radar
        The radar.
    unit
        The unit.

    Returns
    -------
    float
        The published range [m] that a ring on a map is drawn with.
    """
    if question.measure == "engagement" and unit is not None:
        return max((m.max_range[question.category] for m in unit.missiles), default=0.0)
    return radar.calibration_range or radar.instrumented_range


def _radius(scenario: Scenario, question: Question, sources: Sequence[tuple[RadarPlan, FireUnitPlan | None]],
            ground: Ground) -> float:  # fmt: skip
    earth = scenario.environment.effective_earth_factor * EARTH_RADIUS_MEAN
    top = max(question.altitudes) + ground.top
    sight = max(float(line_of_sight_range(r.place.height + r.antenna_height, top, earth)) for r, _ in sources)
    engaging = question.measure == "engagement"
    reach = max(max(ring(question, r, u), 0.0 if engaging else r.instrumented_range) for r, u in sources)
    return 1.1 * min(sight, reach, 600e3)


def _nodes(scenario: Scenario, radius: float, cell: float) -> Nodes:
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


def _ground_over(nodes: Nodes, ground: Ground) -> F64:
    if ground.heights.size == 0:
        return np.zeros((nodes.rows, nodes.columns))
    lat, lon = places(nodes)
    return np.asarray(ground_heights(ground, lat.ravel(), lon.ravel())).reshape(lat.shape)


@dataclass(frozen=True, eq=False)
class Requirement:
    """What a question asks of one radar or unit, wherever it stands.

    An SNR (infinite: never met), where it may look [rad], and, for engagements, missiles with the point in their
    envelope.
    """

    question: Question
    needed: float
    facings: tuple[float, ...]
    interceptors: tuple[Interceptor, ...] | None


def requirement(question: Question, radar: RadarPlan, unit: FireUnitPlan | None) -> Requirement:
    """Return what a question asks of a radar, or of a fire unit by its radar and missiles.

    Parameters
    ----------
    question
        What is asked of the defence.
    radar
        The radar.
    unit
        The unit.

    Returns
    -------
    Requirement
        What a question asks of a radar, or of a fire unit by its radar and missiles.
    """
    needed = 0.0 if radar.perfect else math.inf
    pd = single_look(radar, question)
    if not radar.perfect and pd < 1.0 - 1e-9:
        needed = float(required_snr(max(pd, 2.0 * radar.pfa), radar.pfa, radar.pulses, SWERLING))
    if unit is None or question.measure != "engagement":
        return Requirement(question, needed, (radar.facing,), None)
    level = launch_level(radar.place.height)
    return Requirement(question, needed, unit.facings, tuple(interceptor(m, level, None) for m in unit.missiles))


def covered_at(asked: Requirement, s: Sensor, base: Place, latitude: F64, longitude: F64, land: F64,
               lowest: F64 | F32) -> Mask:  # fmt: skip
    """Tell where what is asked is met over points of the ground.

    Returns bool[altitudes, n].

    Parameters
    ----------
    asked
        What is asked for.
    s
        The radar in compiled form.
    base
        What the rest is taken from.
    latitude
        Latitude [rad].
    longitude
        Longitude [rad].
    land
        Height of the ground at each point [m].
    lowest
        The lowest height that is seen at each point [m].

    Returns
    -------
    Mask
        Where what is asked is met over points of the ground.
    """
    rcs = asked.question.rcs
    body = nose_on(rcs, SWERLING)
    origin = np.array(geodetic_to_ecef(base.latitude, base.longitude, base.height))
    masks = []
    for altitude in asked.question.altitudes:
        height = land + altitude
        seen, azimuth = strong(s, body, asked.needed, latitude, longitude, height)
        seen &= (lowest <= height) & in_sectors(azimuth, asked.facings, s.half_sector)
        if asked.interceptors is not None:
            held = np.flatnonzero(seen)
            place = (latitude[held], longitude[held], height[held])
            inside = [reached(w, asked.question.category, origin, *place) for w in asked.interceptors]
            seen[held] = np.any(inside, axis=0) if inside else False
        masks.append(seen)
    return np.array(masks)


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


def in_sectors(azimuth: F64, facings: Sequence[float], half: float) -> Mask:
    """Tell which azimuths lie in the sector of half a width [rad] around any of the facings.

    Parameters
    ----------
    azimuth
        Azimuths [rad].
    facings
        Facings, one for each radar [rad], or how many.
    half
        Half the width of the sector [rad].

    Returns
    -------
    Mask
        Which azimuths lie in the sector of half a width [rad] around any of the facings.
    """
    if half >= math.pi:
        return np.ones(azimuth.shape, bool)
    off = [np.abs((azimuth - f + math.pi) % (2.0 * math.pi) - math.pi) <= half for f in facings]
    return np.asarray(np.any(off, axis=0))


def single_look(radar: RadarPlan, question: Question) -> float:
    """Return the single-look probability of detection that the question asks of a radar.

    Parameters
    ----------
    radar
        The radar.
    question
        What is asked of the defence.

    Returns
    -------
    float
        The single-look probability of detection that the question asks of a radar.
    """
    if question.measure == "engagement":
        return radar.guidance_pd
    looks = max(1, int(question.dwell / radar.scan_period))
    if question.measure == "detection":
        return float(1.0 - (1.0 - question.probability) ** (1.0 / looks))
    low, high = 0.0, 1.0
    for _ in range(40):  # to 1e-12
        middle = 0.5 * (low + high)
        reached = firm_cdf(np.full(looks, middle), radar.confirm_m, radar.confirm_n)[-1] >= question.probability
        low, high = (low, middle) if reached else (middle, high)
    return high


def detection_ranges(s: Sensor, radar: RadarPlan, question: Question, top: float) -> tuple[F64, F64]:
    """Return heights up to `top` [m] and the slant range [m] to which the radar has what is asked at each.

    Zero where no look is good enough however near (too few looks for a firm track).

    Parameters
    ----------
    s
        The radar in compiled form.
    radar
        The radar.
    question
        What is asked of the defence.
    top
        The greatest height [m].

    Returns
    -------
    tuple[F64, F64]
        Heights up to `top` [m] and the slant range [m] to which the radar has what is asked at each.
    """
    heights = np.linspace(0.0, top, _HEIGHTS)
    needed_pd = single_look(radar, question)
    if radar.perfect:
        return heights, np.full(_HEIGHTS, radar.instrumented_range)
    if needed_pd >= 1.0 - 1e-9:
        return heights, np.zeros(_HEIGHTS)
    needed = required_snr(max(needed_pd, 2.0 * radar.pfa), radar.pfa, radar.pulses, SWERLING)
    body = nose_on(question.rcs, SWERLING)
    ranges = np.empty(_HEIGHTS)
    for i, height in enumerate(heights):
        low, high = abs(float(height) - s.height) + 1.0, radar.instrumented_range
        for _ in range(30):  # to millimetres
            middle = 0.5 * (low + high)
            snr = signal_to_noise(s, body, 1.0, middle, float(height), 0.0, 0.0, 0.0)
            low, high = (middle, high) if snr >= needed else (low, middle)
        ranges[i] = low
    return heights, ranges


def rows(study: Coverage) -> list[dict[str, Any]]:
    """Return the table: for each part and for all together, at each altitude, areas [km^2] and shares [1].

    Parameters
    ----------
    study
        The coverage study.

    Returns
    -------
    list[dict[str, Any]]
        The table: for each part and for all together, at each altitude, areas [km^2] and shares [1].
    """
    area = study.cell_areas() / 1e6
    inside = {p.name: distances(study.nodes, p.latitude, p.longitude) <= p.ring for p in study.parts}
    anywhere = study.rings()
    count = study.count()
    table: list[dict[str, Any]] = []
    for k, altitude in enumerate(study.question.altitudes):
        for p in study.parts:
            table.append(_row(p.name, altitude, p.covered[k], inside[p.name], area))
        if study.interrupted:
            continue  # what all cover together is not known
        whole = _row("defence", altitude, count[k] > 0, anywhere, area)
        whole["twice_km2"] = float((area * (count[k] > 1)).sum())
        table.append(whole)
    return table


def _row(name: str, altitude: float, covered: Mask, ring_: Mask, area: F64) -> dict[str, Any]:
    published = float((area * ring_).sum())
    hit = float((area * (covered & ring_)).sum())
    return {
        "part": name, "altitude_m": altitude, "covered_km2": float((area * covered).sum()), "ring_km2": published,
        "ring_covered": hit / published if published else math.nan, "gap_km2": published - hit,
    }  # fmt: skip


def category(name: str) -> int:
    """Return the index of a category.

    Parameters
    ----------
    name
        The name.

    Returns
    -------
    int
        The index of a category.

    Raises
    ------
    ValueError
        With the nearest name.
    """
    from airdef.scenario.errors import nearest

    if name in CATEGORIES:
        return CATEGORIES.index(name)
    close = nearest(name, CATEGORIES)
    msg = f"‹category›: '{name}' given, one of {', '.join(CATEGORIES)} expected" + (
        f"; nearest: '{close[0]}'" if close else ""
    )
    raise ArgumentError(msg)
