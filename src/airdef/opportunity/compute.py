"""From a scenario to its opportunities: every radar and every interceptor against every body, in parallel.

The work is one task per body; a task depends on nothing but the scenario and its body, and the tables are
filled in the order of the threats, so that the number of threads changes nothing in them. Each part (a trajectory, a
fly-out, the looks of a radar at a body, the windows of an interceptor against it) goes by a `Memo`, which may hold it
from another variant of the scenario; a part is a pure function of its key, so that neither does that change anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airdef.jit import MODE, ON
from airdef.opportunity import cache
from airdef.opportunity.approach import closest_time
from airdef.opportunity.brief import overlooked
from airdef.opportunity.key import geometry_key, missile_part, radar_part
from airdef.opportunity.looks import LookList, looks
from airdef.opportunity.memo import IdentityKey, Memo, NoCache
from airdef.opportunity.shots import (
    FlyoutGrid,
    Interceptor,
    Pairing,
    candidates,
    fly_all,
    flyout_grid,
    interceptor,
    launch_level,
    paired,
    windows,
)
from airdef.opportunity.sight import Sensor, Target, sensor, target
from airdef.opportunity.support import support
from airdef.opportunity.tables import F32, F64, I64, Looks, Opportunities, Shots
from airdef.opportunity.trajectories import Body, arrivals, bodies, tracks
from airdef.opportunity.visibility import intervals, judge
from airdef.physics.detection import required_snr
from airdef.physics.geodesy import geodetic_to_ecef
from airdef.physics.terrain import SMOOTH, Ground
from airdef.physics.trajectory import Trajectory
from airdef.scenario.land import dem_of
from airdef.scenario.plan import FireUnitPlan, MissilePlan, RadarPlan, Scenario
from airdef.scenario.positions import with_positions

Progress = Callable[[int, int], None]
"""Called with the number of bodies done and the number of all, from the calling thread."""


@dataclass(frozen=True, eq=False)
class _Unit:
    """A fire unit in compiled form; needed_snr by Swerling case, 0 for a perfect radar."""

    sensor: IdentityKey[Sensor]
    origin: F64
    facings: tuple[float, ...]
    interceptors: tuple[IdentityKey[Interceptor], ...]
    needed_snr: list[float]


@dataclass(frozen=True, eq=False)
class _Chances:
    """All about one body: looks by radar, closest approach by unit, windows and fly-out by interceptor."""

    looks: list[LookList]
    closest: list[float]
    windows: list[list[F64]]
    flyout: list[FlyoutGrid | None]


def compute(
    scenario: Scenario, progress: Progress | None = None, threads: int | None = None, memo: Memo | None = None
) -> Opportunities:
    """Return all that geometry says about a scenario.

    Cost: linear in bodies x units and in bodies x radars.

    Parameters
    ----------
    scenario
        The scenario.
    progress
        Told how many of the different bodies are done.
    threads
        At work (all processors if None), which change the time it takes and nothing else.
    memo
        Has the parts that were worked out for other scenarios and takes those of this one, which is then
        worked out in the calling thread.

    Returns
    -------
    Opportunities
        All that geometry says about a scenario.

    Raises
    ------
    ValueError
        For motions, radars and missiles that the physics refuses, with its message.
    """
    parts = NoCache() if memo is None else memo
    key = geometry_key(scenario)
    scenario = with_positions(scenario)  # what moves is a radar, or a unit, at each of its positions
    found, of = bodies(scenario, parts)
    dem = dem_of(scenario)
    ground = SMOOTH if dem is None else dem.ground
    carriers = {j: found[of[j]].trajectory for j, t in enumerate(scenario.threats) if t.support is not None}
    radars = [(radar, *_sensors(radar, scenario, ground, parts, carriers)) for radar, _, _ in scenario.radars()]
    types = _interceptors(scenario, parts, threads if memo is None else 1)
    units = [_unit(unit, types, scenario, ground, parts, carriers) for unit, _ in scenario.units()]
    interceptors = sum(len(unit.interceptors) for unit in units)
    facings = max((len(unit.facings) for unit in units), default=0)
    start_time = np.array([threat.start_time for threat in scenario.threats], np.float64)

    def chances_of(body: Body) -> _Chances:
        return _chances(body, radars, units, parts)

    chances: list[_Chances] = []
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        for done in pool.map(chances_of, found) if memo is None else map(chances_of, found):
            chances.append(done)
            if progress is not None:
                progress(len(chances), len(found))
    paths = tracks(found, of, start_time)
    closest = np.empty((len(units), len(of)))
    for j, b in enumerate(of):
        closest[:, j] = np.array(chances[b].closest) + start_time[j]
    lists = tuple(own.looks[r] for r in range(len(radars)) for own in chances)
    list_of = _by_body(len(radars), len(chances), of)
    return Opportunities(
        arrival=arrivals(scenario, paths.end),
        closest=closest,
        tracks=paths,
        shots=_shots(chances, of, start_time, interceptors, facings, scenario.environment.time_step),
        looks=parts.of(
            "all looks",
            (lists, list_of.tobytes(), start_time.tobytes()),
            partial(_looks, lists, list_of, start_time),
        ),
        facings=facings,
        key=key,
        look_lists=tuple(lists[i] for i in list_of.tolist()),
    )


def compute_cached(scenario: Scenario, progress: Progress | None = None, threads: int | None = None) -> Opportunities:
    """Return `compute(scenario)`, from the cache on disk if it was worked out before; see `cache`.

    What compiled code worked out serves in every mode, so that the replications simulated with it are the same to the
    bit.

    Parameters
    ----------
    scenario
        The scenario.
    progress
        Told how far the work is; None for nobody.
    threads
        How many threads work; all processors if None.

    Returns
    -------
    Opportunities
        `compute(scenario)`, from the cache on disk if it was worked out before; see `cache`.
    """
    found = cache.read(geometry_key(scenario, ON))
    if found is None and MODE != ON:
        found = cache.read(geometry_key(scenario))
    if found is None:
        found = compute(scenario, progress, threads)
        cache.write(found)
    return found


def _sensor(
    radar: RadarPlan, scenario: Scenario, ground: Ground, parts: Memo, carriers: Mapping[int, Trajectory]
) -> IdentityKey[Sensor]:
    """Return a radar in compiled form, with the support jammers that have not ended; `carriers`: their ways."""
    air, jammers = scenario.environment, scenario.jammers
    own = [(j, scenario.threats[j], carriers[j]) for j in radar.jammers]
    flown = tuple((path, t.start_time, t.jammer_density, t.support) for _, t, path in own)
    return parts.of(
        "sensor",
        (radar_part(radar), air, jammers, flown),
        lambda: IdentityKey(sensor(radar, air, jammers, ground, support(own))),
    )


def _sensors(
    radar: RadarPlan, scenario: Scenario, ground: Ground, parts: Memo, carriers: Mapping[int, Trajectory]
) -> tuple[IdentityKey[Sensor], IdentityKey[Sensor] | None]:
    """Return a radar in compiled form; and without support jammers too, where any may jam it."""
    own = _sensor(radar, scenario, ground, parts, carriers)
    if not radar.jammers:
        return own, None
    return own, _sensor(replace(radar, jammers=()), scenario, ground, parts, carriers)


def _interceptor(missile: MissilePlan, level: float, threads: int | None) -> IdentityKey[Interceptor]:
    return IdentityKey(interceptor(missile, level, threads))


def _interceptors(
    scenario: Scenario, parts: Memo, threads: int | None
) -> dict[tuple[MissilePlan, float], IdentityKey[Interceptor]]:
    """Return each missile type as it flies from each of the altitudes that it is launched from."""
    found: dict[tuple[MissilePlan, float], IdentityKey[Interceptor]] = {}
    for unit, _ in scenario.units():
        level = launch_level(unit.radar.place.height)
        for missile in unit.missiles:
            if (missile, level) not in found:
                make = partial(_interceptor, missile, level, threads)
                found[missile, level] = parts.of("interceptor", (missile_part(missile), level), make)
    return found


def _unit(
    unit: FireUnitPlan,
    types: dict[tuple[MissilePlan, float], IdentityKey[Interceptor]],
    scenario: Scenario,
    ground: Ground,
    parts: Memo,
    carriers: Mapping[int, Trajectory],
) -> _Unit:
    radar = unit.radar
    place = radar.place

    def needed() -> list[float]:
        return [float(required_snr(radar.guidance_pd, radar.pfa, radar.pulses, case)) for case in range(5)]

    return _Unit(
        sensor=_sensor(radar, scenario, ground, parts, carriers),
        origin=np.array(geodetic_to_ecef(place.latitude, place.longitude, place.height)),
        facings=unit.facings,
        interceptors=tuple(types[missile, launch_level(place.height)] for missile in unit.missiles),
        needed_snr=[0.0] * 5
        if radar.perfect
        else parts.of("needed", (radar.guidance_pd, radar.pfa, radar.pulses), needed),
    )


def _chances(
    body: Body,
    radars: Sequence[tuple[RadarPlan, IdentityKey[Sensor], IdentityKey[Sensor] | None]],
    units: Sequence[_Unit],
    parts: Memo,
) -> _Chances:
    b = target(body)
    seen_by = [
        parts.of("looks", (s, clear, body), partial(looks, radar, s.value, b, None if clear is None else clear.value))
        for radar, s, clear in radars
    ]
    found = _Chances(seen_by, [], [], [])
    for unit in units:
        closest, seen = parts.of("seen", (unit.sensor, unit.facings, body), partial(_seen, unit, body, b))
        found.closest.append(closest)
        for w in unit.interceptors:
            # The signature matters for what is seen, and for nothing else of a shot.
            key = (unit.origin.tobytes(), w, body.trajectory, body.category, *(s.tobytes() for s in seen))
            spans, flyout = parts.of("shots", key, partial(_flights, unit.origin, w, body, b, seen, parts))
            found.windows.append(spans)
            found.flyout.append(flyout)
    return found


def _seen(unit: _Unit, body: Body, b: Target) -> tuple[float, list[F64]]:
    """Return the closest approach to a unit, and by facing when its radar sees the body."""
    needed = unit.needed_snr[body.swerling]
    states, azimuth = judge(unit.sensor.value, b, needed)
    seen = [intervals(unit.sensor.value, b, needed, facing, states, azimuth) for facing in unit.facings]
    return float(closest_time(unit.origin, b)), seen


def _flights(
    origin: F64, w: IdentityKey[Interceptor], body: Body, b: Target, seen: list[F64], parts: Memo
) -> tuple[list[F64], FlyoutGrid | None]:
    """Return the windows by facing, and the fly-out if there are any, of an interceptor against one body."""
    ever = np.concatenate(seen)
    none = [np.empty((0, 2)) for _ in seen]
    if not len(ever):
        return none, None
    key = (origin.tobytes(), w, body.trajectory, body.category)
    pair: Pairing = parts.of("pairs", key, partial(paired, origin, w.value, b, body.category))
    launch = candidates(pair, ever)
    flights, inside = fly_all(pair, launch)
    between = overlooked(pair, launch, inside)
    if between.size:
        launch = np.sort(np.concatenate((launch, between)))
        flights, inside = fly_all(pair, launch)
    if not inside.any():
        return none, None
    spans = [windows(pair, own, launch, flights, inside) for own in seen]
    all_spans = np.concatenate(spans)
    return spans, flyout_grid(pair, all_spans, launch, flights) if len(all_spans) else None


def _offsets(sizes: Sequence[int]) -> I64:
    return np.concatenate([[0], np.cumsum(np.array(sizes, np.int64))]).astype(np.int64)


def _flat(parts: Sequence[NDArray[Any]], kind: type[np.float64] | type[np.float32]) -> NDArray[Any]:
    """Return lists end to end; an array of no length if there are none."""
    return np.concatenate(parts, dtype=kind) if parts else np.empty(0, kind)


def _by_body(kinds: int, found: int, of: I64) -> I64:
    """Return, of each radar or interceptor and threat, the number of its list, kind by kind and body by body."""
    return (np.arange(kinds, dtype=np.int64)[:, None] * found + of).ravel()


def _looks(lists: Sequence[LookList], of: I64, start_time: F64) -> Looks:
    return Looks(
        of=of,
        shift=start_time,
        start=_offsets([found.time.size for found in lists]),
        step=np.array([found.step for found in lists], np.float64),
        time=_flat([found.time for found in lists], np.float64),
        pd=_flat([found.pd for found in lists], np.float32),
        firm_cdf=_flat([found.firm_cdf for found in lists], np.float64),
        drop_bound=_flat([found.drop_bound for found in lists], np.float64),
    )


def _shots(chances: list[_Chances], of: I64, start_time: F64, interceptors: int, facings: int, dt: float) -> Shots:
    none = np.empty((0, 2))
    spans = []
    grids: list[FlyoutGrid | None] = []
    first: list[float] = []
    for w in range(interceptors):
        for k in range(facings):
            for j, b in enumerate(of):
                own = chances[b].windows[w]
                spans.append((own[k] if k < len(own) else none) + start_time[j])
        grids += [own.flyout[w] for own in chances]
        for j, b in enumerate(of):
            grid = chances[b].flyout[w]
            first.append(float(start_time[j]) if grid is None else float(start_time[j]) + grid.first * dt)
    ends = _flat(spans, np.float64).reshape(-1, 2)
    held: list[FlyoutGrid] = [grid for grid in grids if grid is not None]
    tof: F32 = _flat([grid.time_of_flight for grid in held], np.float32)
    slant: F32 = _flat([grid.slant_range for grid in held], np.float32)
    return Shots(
        window_start=_offsets([len(span) for span in spans]),
        window_open=np.ascontiguousarray(ends[:, 0]),
        window_close=np.ascontiguousarray(ends[:, 1]),
        grid_of=_by_body(interceptors, len(chances), of),
        grid_start=_offsets([0 if grid is None else grid.time_of_flight.size for grid in grids]),
        grid_t0=np.array(first, np.float64),
        dt=dt,
        time_of_flight=tof,
        slant_range=slant,
    )
