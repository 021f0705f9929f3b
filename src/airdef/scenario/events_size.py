"""How many events emission and movement may have queued at once: what the engine makes room for, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from airdef.scenario.plan import DoctrinePlan, MovementPlan, Scenario

    F64 = NDArray[np.float64]


def moves_at_most(scenario: Scenario, mover: int, lasting: F64) -> F64:
    """Return how many moves something may begin while each threat flies.

    No more than fit into that time one after the other, and no more than there are causes.

    Parameters
    ----------
    scenario
        The scenario.
    mover
        Number of the mover.
    lasting
        How long each threat, or each way, flies [s], f64[N].

    Returns
    -------
    F64
        How many moves at most, f64[N].
    """
    _, u, movement, doctrine = list(scenario.movers())[mover]
    between = range(movement.count)
    least = min(movement.duration(a, b) for a in between for b in between if a != b) + movement.stay
    causes = _causes(scenario, u, movement, doctrine, least)
    return np.asarray(np.minimum(np.floor(lasting / least) + 2.0, causes), np.float64)


def _causes(scenario: Scenario, u: int, movement: MovementPlan, doctrine: DoctrinePlan, least: float) -> float:
    """Return how many causes for a move there may be in a replication."""
    if movement.own:
        return float(len(movement.plan)) if movement.plan else np.inf
    causes = 0.0
    if doctrine.move_after > 0 and u >= 0:
        unit = [unit for unit, _ in scenario.units()][u]
        rounds = sum(launcher.rounds * (1 + launcher.reloads) for launcher in unit.launchers)
        causes += rounds // doctrine.move_after
    if doctrine.move_warning > 0.0:
        attacks = sum(
            threat.target >= len(scenario.assets) and doctrine.move_categories[threat.looks_like]
            for threat in scenario.threats
        )
        causes += attacks * (doctrine.move_warning // least + 2.0)
    return causes


def events_of_moves(moves: F64, channels: int) -> int:
    """Return for how many more events there must be room for the moves of one mover.

    Each may leave a track's event and a readiness of every threat that flies, and one event of every target channel,
    which come to nothing when their time comes; besides, there are its own.

    Parameters
    ----------
    moves
        How many moves may begin while each threat flies, f64[T].
    channels
        Its target channels; 0 for a radar.

    Returns
    -------
    int
        How many events.
    """
    threats = len(moves)
    return int(2.0 * moves.sum() + (min(channels, threats) + 2.0) * (moves.max(initial=0.0) + 1.0)) + 2 * threats + 64


def events_of_emission(scenario: Scenario) -> float:
    """Return about how many more events emission may have queued at once (`engine.memory.layout` has the same rule).

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    float
        How many events.
    """
    threats, first = len(scenario.threats), len(scenario.assets) + len(scenario.systems)
    room = 0.0
    ears = sum(1 for system in scenario.systems if system.direction_finders)
    heard = ears * sum(threat.emits or threat.jammer_density > 0.0 for threat in scenario.threats)
    for r, (radar, s, _) in enumerate(scenario.radars()):
        doctrine = scenario.systems[s].doctrine
        room += (2.0 * threats + heard * radar.emission.bearing) * radar.emission.silent
        if doctrine.shut_down > 0.0:
            homing = sum(threat.homing and threat.target == first + r for threat in scenario.threats)
            room += threats * homing * (doctrine.shut_down_warning // doctrine.shut_down + 2.0)
    return room


def bytes_of_events(scenario: Scenario, ways: Any, event: int) -> float:
    """Return how many bytes the events of emission and movement take.

    Parameters
    ----------
    scenario
        The scenario.
    ways
        Its ways (`size.Ways`).
    event
        Bytes of an event.

    Returns
    -------
    float
        How many bytes.
    """
    lasting = np.repeat(ways.duration, ways.count.astype(np.int64))
    room = events_of_emission(scenario)
    units = [unit for unit, _ in scenario.units()]
    for m, (_, u, _, _) in enumerate(scenario.movers()):
        room += events_of_moves(moves_at_most(scenario, m, lasting), units[u].target_channels if u >= 0 else 0)
    return event * room
