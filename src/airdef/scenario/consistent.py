"""Whether a plan that did not come from a scenario file holds together: places and lengths, which types do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.scenario.behaviours import DECLARED
from airdef.scenario.plan import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Sized

    from airdef.scenario.plan import Scenario, SystemPlan, ThreatPlan


def check_plan(scenario: Scenario) -> None:
    """Raise ValueError where an index of a plan points nowhere, or a list by category has another length.

    A plan that `scenario.load` has resolved passes. One read from a stored campaign, or received from another process,
    may be damaged or made up.

    Parameters
    ----------
    scenario
        The scenario.
    """
    for system in scenario.systems:
        _check_system(system)
    for s, system in enumerate(scenario.systems):
        _check_command(scenario, system, s)
    targets = len(scenario.target_names())
    for system in scenario.systems:
        for target in system.guards:
            _index(f"{system.name}: guards", target, 0, targets)
    for j, threat in enumerate(scenario.threats):
        _check_threat(threat, j, targets)


def _check_system(system: SystemPlan) -> None:
    for radar in (*system.surveillance, *(unit.radar for unit in system.units)):
        _by_category(f"{radar.name}: categories of its emission", radar.emission.categories)
        for chances in radar.telling.chances:
            _by_category(f"{radar.name}: probabilities of telling apart", chances)
        if len(radar.telling.chances) != len(radar.telling.ranges):
            message = f"{radar.name}: ranges and probabilities of telling apart of different numbers"
            raise ValueError(message)
    for finder in system.direction_finders:
        if not finder.range > 0.0:
            message = f"{system.name}: range of its direction finder {finder.name}: {finder.range}, above 0 expected"
            raise ValueError(message)
    for name in ("salvo", "engage", "reserve_for"):
        _by_category(f"{system.name}: {name}", getattr(system.doctrine, name))
    if not all(system.doctrine.salvo):
        message = f"{system.name}: an empty salvo"
        raise ValueError(message)
    for unit in system.units:
        for missile in unit.missiles:
            for name in ("max_range", "max_altitude", "sspk"):
                _by_category(f"{unit.name}, {missile.name}: {name}", getattr(missile, name))
        for k, launcher in enumerate(unit.launchers):
            _index(f"{unit.name}, launcher {k + 1}: missile", launcher.missile, 0, len(unit.missiles))
        if not unit.facings:
            message = f"{unit.name}: no facing"
            raise ValueError(message)


def _check_command(scenario: Scenario, system: SystemPlan, s: int) -> None:
    nodes = len(scenario.systems)
    first = sum(1 for other in scenario.systems if other.command is None)
    if (system.command is None) != (s < first) or (system.command is not None and system.units):
        message = f"{system.name}: command nodes without fire units behind all systems expected"
        raise ValueError(message)
    if system.above != -1:
        _index(f"{system.name}: above", system.above, first, nodes)
    at, steps = s, 0
    while scenario.systems[at].above >= 0:
        at, steps = scenario.systems[at].above, steps + 1
        if steps > nodes or not first <= at < nodes:
            message = f"{system.name}: nodes that stand below themselves"
            raise ValueError(message)


def _check_threat(threat: ThreatPlan, j: int, targets: int) -> None:
    _index(f"{threat.name}: category", threat.category, 0, len(CATEGORIES))
    _index(f"{threat.name}: looks_like", threat.looks_like, 0, len(CATEGORIES))
    _index(f"{threat.name}: parent", threat.parent, -1, j)  # a carrier stands before what it releases
    _index(f"{threat.name}: target", threat.target, -1, targets)
    if not all(key in DECLARED and 0.0 <= factor <= 1.0 for key, factor in threat.behaviours):
        message = (
            f"{threat.name}: behaviours {str(threat.behaviours)[:60]}; known ones and factors from 0 to 1 expected"
        )
        raise ValueError(message)
    motion = threat.motion
    legs = getattr(motion, "waypoints", None)
    if legs is not None and not len(legs) == len(motion.altitude) == len(motion.speed) + 1 >= 2:  # type: ignore[union-attr]
        message = f"{threat.name}: waypoints, altitudes and speeds of different numbers"
        raise ValueError(message)


def _by_category(what: str, values: Sized) -> None:
    if len(values) != len(CATEGORIES):
        message = f"{what}: {len(values)} values, {len(CATEGORIES)} expected"
        raise ValueError(message)


def _index(what: str, value: int, low: int, end: int) -> None:
    if not low <= value < end:
        message = f"{what}: {value}, {low} to {end - 1} expected"
        raise ValueError(message)
