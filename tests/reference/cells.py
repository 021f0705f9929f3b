"""Fire-control cells: whose units decide together, and which system of a node's cell a threat is kept for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.physics.geodesy import geodesic_inverse
from airdef.scenario.plan import BallisticMotion

from .world import NODE_CELL, RANKING, SYSTEM_CELL, UNIT_CELL, Group, Hold

if TYPE_CHECKING:
    from .world import System, Threat, Unit, World


def allocating_node(world: World, system: System) -> tuple[System | None, float]:
    """Return the highest node of whose cell a system is (None: of none), and the delays of the links between."""
    node, order_delay, delay, post = None, 0.0, 0.0, system
    if system.post_stands and system.plan.doctrine.coordination == "central":
        obeys = "obeys-without-link" in world.faults
        while post.above is not None and (post.above.works or obeys):
            delay += post.above.plan.delay
            post = post.above.upper
            if post.allocation != "none":
                node, order_delay = post, delay
    return node, order_delay


def order_delays(unit: Unit) -> set[float]:
    """Return every time that orders may take to a unit: from any node above, or none."""
    delays, post = [0.0], unit.system
    while post.above is not None:
        delays.append(delays[-1] + post.above.plan.delay)
        post = post.above.upper
    return set(delays)


def cells(world: World) -> list[tuple[int, System | None, list[Unit]]]:
    """Return the units of each cell as posts and links are now, with its kind and the node that commands it."""
    by_node: dict[int, list[Unit]] = {}
    found: list[tuple[int, System | None, list[Unit]]] = []
    for system in world.systems:
        if not system.units:
            continue
        node, delay = allocating_node(world, system)
        for unit in system.units:
            unit.order_delay = 0.0 if "orders-at-once" in world.faults else delay
        if node is not None:
            by_node.setdefault(node.index, []).extend(system.units)
        elif system.post_stands and system.plan.doctrine.coordination == "central":
            found.append((SYSTEM_CELL, None, system.units))
        else:
            found += [(UNIT_CELL, None, [unit]) for unit in system.units]
    return [(NODE_CELL, world.systems[n], units) for n, units in by_node.items()] + found


def regroup(world: World) -> None:
    """Form the cells anew; one that has other units than before holds what its units' cells held."""
    old = world.groups
    world.groups = []
    for kind, node, units in cells(world):
        same = next((group for group in old if set(group.units) == set(units)), None)
        group = same or merged(world, units)
        group.changed |= same is None
        group.node = node
        group.rank = (kind, units[0].system.index if node is None else node.index, units[0].index)
        world.add_group(group)
    world.command.ring()


def merged(world: World, units: list[Unit]) -> Group:
    """Return a new cell: engaged is what its units engage, closed what one of their cells had closed."""
    group = Group(units, len(world.threats), shared=len(units) > 1)
    before = {unit.group for unit in units}
    for j in range(len(world.threats)):
        if any(j in unit.engaging for unit in units):
            group.hold[j] = Hold.ENGAGED
        elif any(g.hold[j] is Hold.CLOSED for g in before):
            group.hold[j] = Hold.CLOSED
        group.made[j] = max(g.made[j] for g in before)
    return group


# --- ranks --------------------------------------------------------------------------------------------------


def rank(world: World, unit: Unit, threat: Threat) -> tuple[float, ...]:
    """Return the rank of a unit's system for a threat by the allocation of its cell's node; the lowest is first."""
    node = unit.group.node
    if node is None or node.allocation not in RANKING:
        return ()
    key, ranks = (node.index, unit.system.index, threat.index), world.geometry.ranks
    if key not in ranks:
        ranks[key] = _rank(world, node, unit.system, threat)
    return tuple(-x for x in ranks[key]) if "ranks-reversed" in world.faults else ranks[key]


def _rank(world: World, node: System, system: System, threat: Threat) -> tuple[float, ...]:
    rule, p = node.allocation, best_sspk(world, system, threat)
    if rule == "zone":
        return (distance_to_end(system, threat),)
    if rule == "cheapest":
        return (0.0, system.plan.link.missile_cost) if p >= node.plan.command.adequate else (1.0, -p)
    if rule == "best-sspk":
        return (-p,)
    if rule == "marginal-value":
        assets, target = world.scenario.assets, threat.plan.target
        value = assets[target].value if 0 <= target < len(assets) else 0.0
        return (-value * (1.0 - (1.0 - p) ** system.plan.doctrine.salvo[threat.plan.looks_like][0]),)
    msg = f"no such allocation: {rule}"
    raise ValueError(msg)


def best_sspk(world: World, system: System, threat: Threat) -> float:
    """Return the greatest SSPK of the system's units, each of its first missile type with a window at position 0."""
    found = [0.0]
    for unit in system.units:
        for kind, missile in enumerate(unit.plan.missiles):
            rows = (world.geometry.row(unit.weapons[0] + kind, k, threat.index) for k in range(world.geometry.facings))
            if any(world.geometry.opens[row] for row in rows):
                found.append(missile.sspk[threat.plan.looks_like])
                break
    return max(found)


def distance_to_end(system: System, threat: Threat) -> float:
    """Return how far over ground the end of the threat's motion is from the system's post [m]."""
    motion, post = threat.plan.motion, system.plan.post
    if isinstance(motion, BallisticMotion):
        end = motion.impact.latitude, motion.impact.longitude
    else:
        end = motion.waypoints[-1]
    return float(geodesic_inverse(post.latitude, post.longitude, *end)[0])


def kept_from(world: World, unit: Unit, threat: Threat) -> bool:
    """Tell whether a threat is kept from a unit for another system of its cell."""
    own = rank(world, unit, threat)
    if own == () or "kept-for-nobody" in world.faults:
        return False
    return any(rank(world, other, threat) < own and could_take(world, other, threat) for other in unit.group.units)


def could_take(world: World, unit: Unit, threat: Threat) -> bool:
    """Tell whether a unit can take a threat now, or could later as things are."""
    able = unit.stands and unit.in_place and not unit.turning and unit.free_targets > 0
    if not (able and threat.index in unit.known() and unit.engages(threat)):
        return False
    time, geometry = world.clock.now + unit.lead - threat.shift, world.geometry
    return any(
        rounds > 0
        and unit.guides(kind)
        and geometry.next_open(unit.weapon + kind, unit.facing, threat.index, time) < float("inf")
        for kind, rounds in enumerate(world.may_fire(unit, threat))
    )
