"""What a raid will take in memory once it is worked out, from what the declaration says, before any of it is made.

An upper bound of what `opportunity.compute`, `engine.prepare` and one thread of the engine hold at a time, in bytes:

    positions  24 for each node of every threat's way, and of every different way once more
    looks      `LOOK` for every look of every radar at every different way while it may be in the radar's range, and
               `LISTED` for every threat where the times of looks are listed, those of a perfect radar
    flights    `FLIGHT` for every launch time at which a missile may reach a threat of every different way (while it may
               be in the missile's range, and the flight to its edge)
    pairs      `RADAR_PAIR` and `UNIT_PAIR` for every threat with every radar and every fire unit, and `WINDOW` for
               every interceptor type, facing and threat; with command nodes `LINK_PAIR` for every threat with every
               system and node, and `RANK` for every node besides
    events     `EVENT` for every event that emission and movement may have queued besides (`events_size`)

What moves counts at each of its positions.
A way is in a range for no longer than each of its legs takes through a ball of that radius. The constants are sums of
the record sizes in `opportunity.tables` and `engine.memory.layout`, copies included. A ballistic flight is taken to
last as long as that of least energy times the square root of its loft, and `REENTRY`.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from airdef import limits
from airdef.physics.ballistics import minimum_energy
from airdef.physics.geodesy import geodesic_inverse
from airdef.scenario.events_size import bytes_of_events
from airdef.scenario.plan import BallisticMotion
from airdef.scenario.positions import with_positions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.scenario.context import Context
    from airdef.scenario.plan import Scenario, ThreatPlan

F64 = NDArray[np.float64]

NODE: Final = 24
LOOK: Final = 28 + 28 + 16
"""In a way's own list, in the lists of all ways end to end, and what the engine reads of it."""
LISTED: Final = 8
FLIGHT: Final = 8 + 8 + 8
"""Of a way, in the tables of all ways end to end, and what the engine reads of them."""
RADAR_PAIR: Final = 8 + 72 + 260 + 40 + 2 * 36
"""The number of its list, a row of `layout.LOOKS`, its guide, the state of a track, and two events."""
UNIT_PAIR: Final = 3 * 36 + 24 + 8 + 16 + 8 + 3 * 8
WINDOW: Final = 8 + 8
LINK_PAIR: Final = 2 * (1 + 1 + 4) + 2 + 2 * 6 * 36 + 3
"""State of a link for a threat in both directions, and the events under way on it (`allocate.UNDER_WAY`)."""
TRIES: Final = 32 + 36
"""State of the tries of a radar that tells decoys apart at a threat, and the next one's event."""
TOLD: Final = 8 + 8
"""Of each part of a way in which tries have one probability: two for each range, and one."""
RANK: Final = 8
FALLEN_BACK: Final = 4 * 36
"""Events of readiness where cells change, at four nodes above each other."""
REENTRY: Final = 120.0
"""Time [s] by which drag and the launch point's height may lengthen a ballistic flight, assumed."""
EVENT: Final = 36
FLYOUT_SPEED: Final = 500.0
"""Least mean speed of a missile to the edge of its range [m/s], assumed."""


@dataclass(frozen=True, eq=False)
class Ways:
    """The different ways of a raid: how many threats fly each, how long they last [s], and their legs end to end.

    count, duration f64[ways]; way : the way a leg belongs to; length, speed f64[legs] [m], [m/s]
    """

    count: F64
    duration: F64
    way: NDArray[np.int64]
    length: F64
    speed: F64

    @classmethod
    def of(cls, threats: Sequence[ThreatPlan]) -> Ways:
        """Return the ways of threats; members of a formation share theirs.

        Parameters
        ----------
        threats
            The threats.

        Returns
        -------
        Ways
            The ways of threats; members of a formation share theirs.
        """
        counts = Counter(id(threat.motion) for threat in threats)
        motions = list({id(threat.motion): threat.motion for threat in threats}.values())
        legs: list[tuple[float, ...]] = []
        for k, motion in enumerate(motions):
            if isinstance(motion, BallisticMotion):
                a, b = motion.launch, motion.impact
                legs.append((k, a.latitude, a.longitude, b.latitude, b.longitude, 0.0, math.nan, motion.loft))
                continue
            for i, speed in enumerate(motion.speed):
                climb = motion.altitude[i + 1] - motion.altitude[i]
                legs.append((k, *motion.waypoints[i], *motion.waypoints[i + 1], climb, speed, 0.0))
        table = np.array(legs).reshape(-1, 8)
        way = table[:, 0].astype(np.int64)
        over = np.asarray(geodesic_inverse(*table[:, 1:5].T)[0], np.float64)
        ballistic = np.isnan(table[:, 6])
        time = np.hypot(over, table[:, 5]) / np.where(ballistic, 1.0, table[:, 6])
        time[ballistic] = minimum_energy(over[ballistic]).time * np.sqrt(np.maximum(table[ballistic, 7], 1.0)) + REENTRY
        speeds: F64 = np.where(ballistic, 0.0, table[:, 6])
        count = np.array([counts[id(motion)] for motion in motions], np.float64)
        lasting = np.asarray(np.bincount(way, time, len(motions)), np.float64)
        return cls(count, lasting, way, over, speeds)

    def nodes(self, step: float) -> F64:
        """Return how many positions a step [s] apart each way has.

        Parameters
        ----------
        step
            Time between positions [s].

        Returns
        -------
        F64
            How many positions a step [s] apart each way has.
        """
        return self.duration / step + 4.0

    def within(self, reach: float) -> F64:
        """Return for how long [s] at most each way is within a range [m] of a place; a ballistic one all the time.

        Parameters
        ----------
        reach
            Range [m].

        Returns
        -------
        F64
            For how long [s] at most each way is within a range [m] of a place; a ballistic one all the time.
        """
        with np.errstate(divide="ignore"):
            through = np.where(self.speed > 0.0, np.minimum(self.length, 2.0 * reach) / self.speed, np.inf)
        return np.asarray(np.minimum(self.duration, np.bincount(self.way, through, len(self.count))), np.float64)


def check_ways(context: Context, threats: Sequence[ThreatPlan]) -> None:
    """Refuse ways of too many positions before any is worked out.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    threats
        The threats.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    ways, most = Ways.of(threats), limits.POSITIONS
    nodes = ways.nodes(context.step)
    if most.exceeded(nodes.sum()):
        raise context.refuse(("raid",), limits.amount(nodes.sum(), most.of), most.expected, most.fix)
    _refuse_bytes(context, {"positions": NODE * float((nodes * (ways.count + 1.0)).sum())})


def check(context: Context, scenario: Scenario) -> None:
    """Refuse a scenario whose geometry and tables would not fit into `limits.RAID_BYTES`.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    scenario
        The scenario.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    _refuse_bytes(context, needed(scenario))


def _refuse_bytes(context: Context, parts: dict[str, float]) -> None:
    total = sum(parts.values())
    most = limits.RAID_BYTES
    if most.exceeded(total):
        what = max(parts, key=lambda name: parts[name])
        given = f"a raid that takes about {limits.amount(total, most.of)} of memory, most of it {what}"
        raise context.refuse(("raid",), given, most.expected, most.fix)


def needed(scenario: Scenario) -> dict[str, float]:
    """Return the bytes that a scenario takes once it is worked out, by what they are for.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    dict[str, float]
        The bytes that a scenario takes once it is worked out, by what they are for.
    """
    step, ways = scenario.environment.time_step, Ways.of(scenario.threats)
    events = bytes_of_events(scenario, ways, EVENT)
    scenario = with_positions(scenario)
    units = [unit for unit, _ in scenario.units()]
    facings = max((len(unit.facings) for unit in units), default=0)
    seen = Counter((radar.instrumented_range, radar.scan_period, radar.perfect) for radar, _, _ in scenario.radars())
    ranges = Counter(max(missile.max_range) for unit in units for missile in unit.missiles)
    looks = sum(
        number * float(((LOOK + LISTED * ways.count * perfect) * (ways.within(reach) / period + 1.0)).sum())
        for (reach, period, perfect), number in seen.items()
    )
    flights = sum(
        number * FLIGHT * float((ways.within(reach) + reach / FLYOUT_SPEED).sum() / step)
        for reach, number in ranges.items()
    )
    pairs = RADAR_PAIR * sum(seen.values()) + UNIT_PAIR * len(units) + WINDOW * sum(ranges.values()) * facings
    nodes = sum(system.command is not None for system in scenario.systems)
    if nodes:
        pairs += len(scenario.systems) * (LINK_PAIR + RANK * nodes) + FALLEN_BACK * len(units)
    hidden = sum(threat.looks_like != threat.category for threat in scenario.threats)
    tellers = [radar.telling for radar, _, _ in scenario.radars() if radar.telling.dwell > 0.0]
    telling = hidden * sum(TRIES + TOLD * (2 * len(plan.ranges) + 1) for plan in tellers)
    return {
        "positions": NODE * float((ways.nodes(step) * (ways.count + 1.0)).sum()),
        "looks": looks,
        "flights": flights,
        "pairs of threats with radars and fire units": float(len(scenario.threats) * pairs + telling),
        "events of emission and movement": events,
    }


def held(scenario: Scenario) -> int:
    """Return about how many bytes a resolved scenario itself takes, its text included.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    int
        About how many bytes a resolved scenario itself takes, its text included.
    """
    ways = {id(threat.motion): threat.motion for threat in scenario.threats}.values()
    legs = sum(1 if isinstance(way, BallisticMotion) else len(way.speed) for way in ways)
    parts = len(scenario.assets) + len(scenario.jammers)
    for system in scenario.systems:
        parts += len(system.surveillance) + sum(2 + len(u.missiles) + len(u.launchers) for u in system.units)
    text = len(scenario.text) + len(scenario.overrides)
    return 512 * len(scenario.threats) + 512 * legs + 1024 * (len(ways) + parts) + 4 * text + 64 * 1024
