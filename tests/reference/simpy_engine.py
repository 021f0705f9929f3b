"""The second engine: the kill chain of docs/model/engagement.md as SimPy processes, in plain Python.

It was written from that page alone, to be compared with the compiled engine: where the two differ beyond
chance, one of them or the page is wrong. It is also the honest baseline of the speed ratio.

- Threats, radar tracks, engagements, launch crews, missiles, reloads and turns are processes; target and
  missile channels are resources.
- Tracks are simulated look by look, each look with its own draw, not by the distribution of the firm look.
- Random stream comes from a NumPy generator for each replication, drawn in the order of use. It does not match the
  engine's random stream, only its distributions.
- The order of events within an instant is that of the page (see `clock`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .cells import order_delays
from .clock import Kind
from .command import command, is_free
from .decoys import start_telling
from .emission import start_emission, warn
from .fire import crew
from .geometry import Geometry
from .jamming import start_jamming
from .links import start_links
from .losses import arrive, end_threat
from .measures import measure_names
from .moves import start_moves, warn_movers
from .tracks import begin_count
from .world import FAULTS, Fate, World

if TYPE_CHECKING:
    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.plan import Scenario

    from .clock import Steps
    from .world import Threat, Unit


def simulate(
    scenario: Scenario,
    opportunities: Opportunities,
    replications: int,
    seed: int,
    faults: frozenset[str] = frozenset(),
) -> dict[str, np.ndarray]:
    """Simulate replications and return f64[replications] for each measure (NaN: no such event in that replication).

    `faults` names what to break on purpose (see `world.FAULTS`). Raises ValueError for an unknown fault, a
    salvo of no missile, or a unit without missile channels: such a unit would assign for ever.
    """
    if unknown := faults - FAULTS:
        msg = f"simulate: unknown faults {sorted(unknown)}; known are {sorted(FAULTS)}"
        raise ValueError(msg)
    if any(n < 1 for system in scenario.systems for salvo in system.doctrine.salvo for n in salvo):
        raise ValueError("simulate: a salvo has less than one missile; give at least 1")
    if any(unit.missile_channels < 1 for unit, _ in scenario.units()):
        raise ValueError("simulate: a unit has no missile channel; give at least 1")
    geometry = Geometry(scenario, opportunities)
    rows = [simulate_replication(geometry, seed, k, faults) for k in range(replications)]
    return {name: np.array([row[name] for row in rows], np.float64) for name in measure_names(scenario)}


def simulate_replication(geometry: Geometry, seed: int, replication: int, faults: frozenset[str]) -> dict[str, float]:
    """Simulate one replication to its end and return its measures."""
    world = World(geometry, np.random.default_rng([seed, replication]), faults)
    process = world.clock.process
    start_emission(world)
    start_moves(world)
    start_jamming(world)
    start_telling(world)
    start_links(world)
    process(command(world))
    for unit in world.units:
        process(crew(world, unit))
    for threat in world.threats:
        process(life(world, threat))
    world.clock.run()
    return world.tally


def life(world: World, threat: Threat) -> Steps:
    """Process: a threat from its start to its arrival, or to the end of its motion."""
    clock, plan, j = world.clock, threat.plan, threat.index
    yield clock.at(plan.start_time + threat.shift, Kind.APPEARANCE, j)
    if threat.fate is not Fate.TO_COME:
        return  # turned back before it started
    gone = {Fate.NEVER, Fate.DESTROYED}
    if "releases-all-the-same" not in world.faults:
        gone.add(Fate.TURNED_BACK)
    if plan.parent >= 0 and world.threats[plan.parent].fate in gone:
        end_threat(world, threat, Fate.NEVER)
        return
    threat.fate = Fate.FLYING
    for radar in world.radars:
        if radar.radiates and j not in radar.followed:
            begin_count(world, radar, threat)
    warn(world, threat)
    warn_movers(world, threat)
    for unit in world.units:
        clock.process(watch(world, unit, threat))
    passes = world.arrival(threat) == float("inf")
    yield clock.at(world.geometry.end[j] + threat.shift if passes else world.arrival(threat), Kind.ARRIVAL, j)
    if not threat.flies:
        return
    if passes:
        end_threat(world, threat, Fate.GONE)
    else:
        arrive(world, threat)


def watch(world: World, unit: Unit, threat: Threat) -> Steps:
    """Process: decisions are due when a window of the unit's position and facing opens, one reaction time ahead."""
    j = threat.index
    openings = world.geometry.openings(unit.weapons, len(unit.plan.missiles), j)
    for time, facing, weapon in sorted((t - delay, k, w) for t, k, w in openings for delay in order_delays(unit)):
        yield world.clock.at(time - unit.reaction + threat.shift, Kind.READINESS, j, unit.index)
        if not threat.flies:
            return
        if facing == unit.facing and weapon == unit.weapon:
            if j in unit.known() and is_free(unit, threat):
                world.changed(unit)  # it may have come to be ready
            world.command.ring()
