"""When direction finders first hear threats: what geometry settles of the cue `bearing`.

A direction finder hears a threat that radiates, or jams, at a node of its track if the slant range is at most the
finder's `range` and nothing of the Earth stands between, as for a radar (`sight`). Its bearing is a cue for a radar in
whose sector it lies, seen from the direction finder.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from airdef.jit import entry_with
from airdef.opportunity.sight import Sensor, covered, observe, sensor, unmasked
from airdef.physics.terrain import SMOOTH, Ground
from airdef.scenario.land import dem_of
from airdef.scenario.plan import DirectionFinderPlan, RadarPlan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.opportunity.tables import F64, Tracks
    from airdef.scenario.plan import Environment, Scenario, ThreatPlan


class Hearing(NamedTuple):
    """When bearings first come for radars that wait for one.

    radars : numbers of those radars; systems : numbers of the systems and nodes with direction finders
    time : f8[radars, systems, T] on the threat's own clock [s]; infinite: never
    bearing : f8[radars, systems, T] at that time, clockwise from north [rad]; nan: none
    """

    radars: list[int]
    systems: list[int]
    time: F64
    bearing: F64


def can_be_heard(threat: ThreatPlan) -> bool:
    """Return whether a threat can be heard: it emits, or carries a jammer.

    Parameters
    ----------
    threat
        The threat.

    Returns
    -------
    bool
        Whether direction finders hear it.
    """
    return threat.emits or threat.jammer_density > 0.0


def first_heard(scenario: Scenario, tracks: Tracks) -> Hearing:
    """Return when the direction finders of each system first hear each threat in the sector of each waiting radar.

    Parameters
    ----------
    scenario
        The scenario.
    tracks
        Positions of all threats.

    Returns
    -------
    Hearing
        The times, and the bearings then.
    """
    facings = [unit.facings for unit, _ in scenario.units()]
    waiting = [
        (r, radar, facings[u] if u >= 0 else (radar.facing,))
        for r, (radar, _, u) in enumerate(scenario.radars())
        if radar.emission.silent and radar.emission.bearing
    ]
    systems = [s for s, system in enumerate(scenario.systems) if system.direction_finders]
    shape = (len(waiting), len(systems), len(scenario.threats))
    found = Hearing([r for r, *_ in waiting], systems, np.full(shape, np.inf), np.full(shape, np.nan))
    if 0 in shape:
        return found
    dem = dem_of(scenario)
    for k, s in enumerate(systems):
        for finder in scenario.systems[s].direction_finders:
            ears = finder_sensor(finder, scenario.environment, SMOOTH if dem is None else dem.ground)
            _listen(scenario, tracks, ears, [(radar, own) for _, radar, own in waiting], (found, k))
    return found


def _listen(
    scenario: Scenario,
    tracks: Tracks,
    ears: Sensor,
    waiting: list[tuple[RadarPlan, tuple[float, ...]]],
    into: tuple[Hearing, int],
) -> None:
    """Let one direction finder of a system listen to all threats; keep what is earlier than what was heard before."""
    known: dict[bytes, tuple[NDArray[np.bool_], F64]] = {}  # members of a formation fly alike
    found, k = into
    for j, threat in enumerate(scenario.threats):
        if not can_be_heard(threat):
            continue
        path = np.ascontiguousarray(tracks.ecef[tracks.start[j] : tracks.start[j + 1]])
        key = path.tobytes()
        if key not in known:
            known[key] = heard_at(ears, path)
        audible, bearing = known[key]
        times = tracks.t0[j] + np.arange(len(path)) * tracks.dt[j]
        for i, (radar, facings) in enumerate(waiting):
            if not radar.emission.categories[threat.looks_like]:
                continue
            nodes = np.flatnonzero(
                audible & in_sectors(bearing, facings, radar.sector_width) & (times <= tracks.end[j])
            )
            if len(nodes) and times[nodes[0]] < found.time[i, k, j]:
                found.time[i, k, j], found.bearing[i, k, j] = times[nodes[0]], bearing[nodes[0]] % (2.0 * math.pi)


def in_sectors(bearing: F64, facings: tuple[float, ...], width: float) -> NDArray[np.bool_]:
    """Tell which bearings lie in a sector about one of some facings.

    Parameters
    ----------
    bearing
        The bearings [rad], f8[N].
    facings
        Where the middle of the sector may be [rad].
    width
        The width of the sector [rad].

    Returns
    -------
    ndarray
        bool[N], the edges of a sector included.
    """
    inside = np.full(len(bearing), width >= 2.0 * math.pi)
    for facing in facings:
        inside |= np.abs((bearing - facing + math.pi) % (2.0 * math.pi) - math.pi) <= width / 2.0
    return inside


def finder_sensor(finder: DirectionFinderPlan, environment: Environment, ground: Ground) -> Sensor:
    """Return a direction finder in compiled form: all round and at all elevations, up to its range.

    Parameters
    ----------
    finder
        The direction finder.
    environment
        The environment: refraction.
    ground
        The ground.

    Returns
    -------
    Sensor
        As a radar whose detection is perfect.
    """
    ears = RadarPlan(
        name=finder.name,
        place=finder.place,
        antenna_height=finder.antenna_height,
        frequency=1e9,  # of no effect: perfect, and nothing jams it
        snr_constant=0.0,
        pfa=0.5,
        pulses=1,
        scan_period=1.0,
        facing=0.0,
        sector_width=2.0 * math.pi,
        min_elevation=-math.pi / 2.0,
        max_elevation=math.pi / 2.0,
        min_range=0.0,
        instrumented_range=finder.range,
        min_radial_speed=0.0,
        track_capacity=0,
        confirm_m=1,
        confirm_n=1,
        drop_misses=1,
        hits_to_destroy=1,
        perfect=True,
    )
    return sensor(ears, environment, (), ground)


@entry_with(nogil=True)
def heard_at(s: Sensor, path: F64) -> tuple[NDArray[np.bool_], F64]:
    """Return at which nodes of a way a direction finder hears it, if it can be heard, and its bearing there.

    Parameters
    ----------
    s
        The direction finder in compiled form.
    path
        Nodes of the way, ECEF [m], f8[N, 3].

    Returns
    -------
    tuple[ndarray, ndarray]
        Whether it is heard, bool[N]; the bearing from the direction finder [rad], f8[N].
    """
    audible = np.zeros(path.shape[0], np.bool_)
    bearing = np.empty(path.shape[0])
    for k in range(path.shape[0]):
        x, y, z = path[k, 0], path[k, 1], path[k, 2]
        slant_range, bearing[k], elevation, height = observe(s, x, y, z)
        audible[k] = covered(s, slant_range, elevation, height) and unmasked(s, height, x, y, z)
    return audible, bearing
