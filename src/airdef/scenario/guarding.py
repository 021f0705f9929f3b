"""Point defence as declared: names of what is guarded to targets, shared magazines, direction finders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef.characters import folded
from airdef.scenario.errors import nearest, shown
from airdef.scenario.ground import place
from airdef.scenario.plan import DirectionFinderPlan, FireUnitPlan, SystemPlan
from airdef.scenario.targets import LISTED, Targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.guarding_schema import DirectionFinder
    from airdef.scenario.plan import Place, Scenario
    from airdef.scenario.schema import System

LEAST_RANGE = 1000.0
"""Least range of a direction finder [m]: what hears less is no matter of a mission."""

Numbers = tuple[int, ...]


def finder_plans(
    context: Context,
    declared: Sequence[DirectionFinder],
    post: Place,
    standing: Callable[[Place, Path, str], Place],
    path: Path,
) -> tuple[DirectionFinderPlan, ...]:
    """Return the direction finders of a system or command node.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    declared
        The direction finders, as declared.
    post
        Where its command post stands.
    standing
        Gives a place its height, from the place, where it is declared and what stands there.
    path
        Where the system or node stands in the document.

    Returns
    -------
    tuple[DirectionFinderPlan, ...]
        The direction finders, in order.

    Raises
    ------
    ScenarioError
        If one hears next to nothing.
    """
    plans = []
    for i, finder in enumerate(declared):
        own = (*path, "direction_finders", i)
        name = finder.name or f"direction-finder-{i + 1}"
        at = post if finder.at is None else standing(place(finder.at), (*own, "at"), name)
        reach = context.figures.declared(finder, "range", "direction_finder_range")
        if reach < LEAST_RANGE:
            raise context.refuse(
                (*own, "range"), f"{reach:g} m", f"at least {LEAST_RANGE:g} m", "take a longer range, or remove it"
            )
        height = context.figures.declared(finder, "antenna_height", "direction_finder_height")
        plans.append(DirectionFinderPlan(name, at, height, reach))
    return tuple(plans)


def check_magazines(context: Context, systems: Sequence[SystemPlan], defence: Sequence[System]) -> None:
    """Refuse magazines that are shared by units that move, have no missile in common or reload by different rules.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    systems
        Plans of the systems.
    defence
        What the file declares of them.

    Raises
    ------
    ScenarioError
        If a magazine cannot be shared; the message says where and why.
    """
    by_name: dict[str, list[tuple[int, int, FireUnitPlan]]] = {}
    for s, system in enumerate(systems):
        for k, unit in enumerate(system.units):
            if unit.magazine:
                by_name.setdefault(unit.magazine, []).append((s, k, unit))
    for name, members in by_name.items():
        if len(members) < 2:
            continue
        first = systems[members[0][0]]
        for s, k, unit in members:
            units = defence[s].fire_units
            own = units is not None and units[k].magazine is not None
            path: Path = ("defence", s, "fire_units", k, "magazine") if own else ("defence", s, "magazine")
            if unit.radar.movement.positions:
                raise context.refuse(
                    path,
                    f"a shared magazine of {unit.name}, which has further positions",
                    "fire units that stay where they are",
                    "remove its 'movement', or its 'magazine'",
                )
            others = {missile.name for _, _, other in members if other is not unit for missile in other.missiles}
            if not others & {missile.name for missile in unit.missiles}:
                had = ", ".join(missile.name for missile in unit.missiles) or "none"
                raise context.refuse(
                    path,
                    f"{shown(name)}, and {unit.name} has no missile in common with the others ({had})",
                    f"a missile that another unit of the magazine has ({', '.join(sorted(others))})",
                    "give it a magazine of its own",
                )
            rule = systems[s].doctrine.reload
            if rule != first.doctrine.reload:
                raise context.refuse(
                    ("defence", s, "doctrine", "reload"),
                    f"'{rule}' beside '{first.doctrine.reload}' of {first.name}, with which it shares {shown(name)}",
                    "one rule of reloading for all systems that share a magazine",
                    f"write 'reload: {first.doctrine.reload}'",
                )


def check_bearings(context: Context, systems: Sequence[SystemPlan], defence: Sequence[System]) -> None:
    """Refuse a cue that nobody can give: a bearing, where no system or node has a direction finder.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    systems
        Plans of the systems and nodes.
    defence
        What the file declares of the systems.

    Raises
    ------
    ScenarioError
        If there is such a cue.
    """
    if any(system.direction_finders for system in systems):
        return
    for s, system in enumerate(systems[: len(defence)]):
        for radar in (*system.surveillance, *(unit.radar for unit in system.units)):
            if radar.emission.bearing:
                raise context.refuse(
                    ("defence", s, "emission"),
                    f"the cue 'bearing' for {radar.name}, and no direction finder",
                    "a direction finder of some system or command node",
                    "add 'direction_finders: [{}]' to a system, or remove 'bearing'",
                )


def guarded_targets(
    context: Context, scenario: Scenario, targets: Targets, defence: Sequence[System]
) -> tuple[Numbers, ...]:
    """Return what each system guards, as numbers of targets in ascending order.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    scenario
        The scenario without its raid.
    targets
        Its targets.
    defence
        What the file declares of the systems.

    Returns
    -------
    tuple[tuple[int, ...], ...]
        One for each system.

    Raises
    ------
    ScenarioError
        If a name means nothing that can be guarded, or several things.
    """
    if not any(system.guards for system in defence):
        return ((),) * len(defence)
    known = _wholes(scenario)
    found = []
    for s, system in enumerate(defence):
        numbers: set[int] = set()
        for k, name in enumerate(system.guards):
            numbers.update(_meant(context, name, known, targets, ("defence", s, "guards", k)))
        found.append(tuple(sorted(numbers)))
    return tuple(found)


def _wholes(scenario: Scenario) -> dict[str, tuple[str, Numbers]]:
    """Return systems, nodes and fire units by folded name, with their full names and the targets they stand for."""
    first_post = len(scenario.assets)
    first_radar = first_post + len(scenario.systems)
    launcher = first_radar + sum(1 for _ in scenario.radars())
    of_systems: list[list[int]] = [[first_post + s] for s in range(len(scenario.systems))]
    of_units: list[list[int]] = [[] for _ in scenario.units()]
    for r, (_, s, u) in enumerate(scenario.radars()):
        of_systems[s].append(first_radar + r)
        if u >= 0:
            of_units[u].append(first_radar + r)
    for u, (unit, s) in enumerate(scenario.units()):
        own = range(launcher, launcher + len(unit.launchers))
        of_units[u] += own
        of_systems[s] += own
        launcher += len(unit.launchers)
    known = {folded(system.name): (system.name, tuple(of_systems[s])) for s, system in enumerate(scenario.systems)}
    short = [folded(unit.name.split("/")[-1]) for unit, _ in scenario.units()]
    for u, (unit, _) in enumerate(scenario.units()):
        known.setdefault(folded(unit.name), (unit.name, tuple(of_units[u])))
        if short.count(short[u]) == 1:
            known.setdefault(short[u], (unit.name, tuple(of_units[u])))
    return known


def _meant(
    context: Context, name: str, known: dict[str, tuple[str, Numbers]], targets: Targets, path: Path
) -> Iterable[int]:
    """Return the targets that a name of `guards` means."""
    key = folded(name)
    part = targets.known.get(key, ())
    if key in known:
        if part:
            raise context.refuse(
                path,
                f"{shown(name)}, which is {targets.names[part[0]]} and {known[key][0]}",
                "one thing of that name",
                "rename one of them",
            )
        return known[key][1]
    if len(part) == 1:
        return (targets.further.get(part[0], (part[0], 0))[0],)
    full = list(dict.fromkeys([*(whole for whole, _ in known.values()), *targets.names]))
    if part:
        ends = ", ".join(targets.names[i] for i in part[:5])
        raise context.refuse(path, shown(name), f"one target; these end so: {ends}", "write the full name")
    spelt = {**{folded(n): n for n in full}, **{k: whole for k, (whole, _) in known.items()}}
    close = tuple(dict.fromkeys(spelt[n] for n in nearest(key, list(spelt))))[:3]
    listed = list(dict.fromkeys([*close, *full]))[: max(LISTED, len(close))]
    more = ", ..." if len(full) > len(listed) else ""
    raise context.refuse(
        path,
        shown(name),
        f"something that can be guarded ({', '.join(listed)}{more})",
        f"write '{close[0]}'" if close else "name a system, fire unit, radar or asset of the scenario",
        close,
    )
