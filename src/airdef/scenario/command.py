"""A declared tree of command: nodes as systems without fire units, behind all others, and the links between them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from airdef.characters import folded
from airdef.scenario.defence import Defender, direction_finders, standing, surveillance_plans
from airdef.scenario.errors import nearest, shown
from airdef.scenario.ground import place
from airdef.scenario.plan import CommandPlan, DoctrinePlan, LinkPlan, SystemPlan
from airdef.scenario.quantities import spelt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.scenario.command_schema import Link, Node
    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.schema import System

MOST_DELAY: Final = 120.0
"""Greatest delay of a link [s], assumed: what takes longer is no picture of the air."""
SHORTEST: Final = 1.0
"""Least mean, and least time of a restoration [s]."""


def with_command(
    context: Context, systems: tuple[SystemPlan, ...], defence: Sequence[System], nodes: Sequence[Node]
) -> tuple[SystemPlan, ...]:
    """Return the systems with the nodes behind them, each knowing what stands above it.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    systems
        Plans of the systems.
    defence
        What the file declares of them.
    nodes
        What it declares of the nodes.

    Returns
    -------
    tuple[SystemPlan, ...]
        The systems, then the nodes.

    Raises
    ------
    ScenarioError
        If a link leads nowhere, or the nodes are no tree.
    """
    if not nodes:
        return systems
    names = [*(s.name for s in systems), *(n.name for n in nodes)]
    found = _found(context, names, len(systems), nodes)
    _check_tree(context, names, len(systems), found)
    _check_priorities(context, systems, nodes, found)
    plans: list[SystemPlan] = []
    for i, name in enumerate(names):
        above, link, path = found.get(i, (-1, None, ()))
        linked = LinkPlan() if link is None else _link(context, link, path)
        if i < len(systems):
            plan = systems[i]
            if link is not None:
                entry = context.entry("system", defence[i].system, ("defence", i, "system"))
                given = context.overrides(defence[i].overrides, ("defence", i, "overrides"))
                remote = context.figures.value(entry, "remote_tracks", given, ("system",)) > 0.0
                plan = replace(plan, remote_tracks=remote)
        else:
            n = i - len(systems)
            first = _first_below(i, len(systems), found)
            plan = replace(
                node_plan(context, nodes[n], ("command", n), name, defence[first]), command=_rule(context, nodes[n])
            )
        plans.append(replace(plan, above=above, link=linked))
    return tuple(plans)


def node_plan(context: Context, declared: Node, path: Path, name: str, like: System) -> SystemPlan:
    """Return the plan of a command node, as a system without fire units; what stands above it is still to be said.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    declared
        What the file declares.
    path
        Where it stands in the document.
    name
        Its name.
    like
        The system whose figures its post and the confirmation of its tracks have: the first below it.

    Returns
    -------
    SystemPlan
        The plan of the node.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    entry = context.entry("system", like.system, path)
    overrides = context.overrides(declared.overrides, (*path, "overrides"))
    as_system = like.model_copy(
        update={"surveillance": declared.radars, "mast": None, "emission": {}, "height": declared.height}
        | {"doctrine": type(like.doctrine)()}
    )
    node = Defender(context, as_system, path, entry, overrides, name, 0.0, "radars")
    post = standing(node, place(declared.at), (*path, "at" if declared.height is None else "height"), name)
    plan = SystemPlan(
        name=name,
        post=post,
        post_hits_to_destroy=node.count("hits_to_destroy.post"),
        surveillance=surveillance_plans(node, post) if declared.radars else (),
        units=(),
        doctrine=DoctrinePlan(),
        direction_finders=direction_finders(node, declared.direction_finders, post),
    )
    context.note_unused(overrides)
    return plan


Found = dict[int, tuple[int, "Link", "Path"]]
"""By the number of what stands below: the node above it, the link, and where it is declared."""


def _rule(context: Context, node: Node) -> CommandPlan:
    """Return how a node allocates; what counts as adequate is read where it acts."""
    if node.allocation != "cheapest":
        return CommandPlan(node.allocation, node.adequate)
    return CommandPlan(node.allocation, context.figures.declared(node, "adequate", "adequate"))


def _found(context: Context, names: Sequence[str], systems: int, nodes: Sequence[Node]) -> Found:
    """Return what each link leads to."""
    number = {folded(name): i for i, name in enumerate(names)}
    if len(number) < len(names):
        twice = next(n for n in range(len(nodes)) if number[folded(names[systems + n])] != systems + n
                     or folded(names[systems + n]) in map(folded, names[:systems]))  # fmt: skip
        raise context.refuse(
            ("command", twice, "name"),
            f"{shown(nodes[twice].name)} twice",
            "a name of its own for every node and system",
            "rename one of them",
        )
    found: Found = {}
    for n, node in enumerate(nodes):
        for k, link in enumerate(node.links):
            path = ("command", n, "links", k)
            i = number.get(folded(link.to))
            if i is None:
                close = nearest(link.to, names)
                raise context.refuse(
                    (*path, "to"),
                    shown(link.to),
                    f"a system or another node ({', '.join(names)})",
                    f"write '{close[0]}'" if close else "name a system of 'defence' or a node of 'command'",
                    close,
                )
            if i in found:
                raise context.refuse(
                    (*path, "to"),
                    f"a second link to {shown(names[i])}",
                    "one node above each system and node",
                    f"remove one of the links to '{names[i]}'",
                )
            found[i] = (systems + n, link, path)
    return found


def _check_tree(context: Context, names: Sequence[str], systems: int, found: Found) -> None:
    """Refuse nodes that stand below themselves."""
    for i in range(systems, len(names)):
        at, steps = i, 0
        while at in found and steps <= len(names):
            at, steps = found[at][0], steps + 1
            if at == i:
                _, link, path = found[i]
                raise context.refuse(
                    (*path, "to"), f"{shown(link.to)}, which stands above this node", "a tree", "remove this link"
                )


def _check_priorities(context: Context, systems: Sequence[SystemPlan], nodes: Sequence[Node], found: Found) -> None:
    """Refuse different priorities of systems that one node may allocate to: their order would mean nothing."""
    first: dict[int, int] = {}
    for s, system in enumerate(systems):
        at = s
        while at in found:
            at = found[at][0]
            if nodes[at - len(systems)].allocation == "none":
                continue
            other = systems[first.setdefault(at, s)]
            if other.doctrine.priority != system.doctrine.priority:
                raise context.refuse(
                    ("defence", s, "doctrine", "priority"),
                    f"'{system.doctrine.priority}' beside '{other.doctrine.priority}' of {other.name}",
                    f"one priority for all systems below {nodes[at - len(systems)].name}",
                    f"write 'priority: {other.doctrine.priority}', or give the node 'allocation: none'",
                )


def _first_below(node: int, systems: int, found: Found) -> int:
    """Return the first system below a node; there is one, for a tree's leaves are systems."""
    for s in range(systems):
        at = s
        while at in found:
            at = found[at][0]
            if at == node:
                return s
    return 0


def _link(context: Context, link: Link, path: Path) -> LinkPlan:
    """Return a link in SI, with what the file does not say."""
    delay = context.figures.declared(link, "delay", "link_delay")
    if delay > MOST_DELAY:
        raise context.refuse(
            (*path, "delay"), spelt(delay, "time"), f"at most {MOST_DELAY:g} s", "take a shorter delay"
        )
    lost, back = link.lost, link.restored
    if back is not None and lost is None:
        raise context.refuse((*path, "restored"), "'restored' without 'lost'", "both", "add 'lost', or remove it")
    for name, part, one in (("lost", lost, "at"), ("restored", back, "after")):
        if part is None:
            continue
        time = getattr(part, one)
        if (time is None) == (part.mean is None):
            given = f"both '{one}' and 'mean'" if time is not None else "neither a time nor a mean"
            raise context.refuse((*path, name), given, f"'{one}' or 'mean'", f"write one of the two in '{name}'")
        shortest = 0.0 if name == "lost" and time is not None else SHORTEST
        value = float(time if part.mean is None else part.mean)
        if value < shortest:
            raise context.refuse(
                (*path, name, one if time is not None else "mean"),
                spelt(value, "time"),
                f"at least {shortest:g} s",
                "take a longer time",
            )
    return LinkPlan(
        delay=delay,
        capacity=link.capacity,
        missile_cost=link.missile_cost,
        absent=link.absent,
        lost_at=math.inf if lost is None or lost.at is None else lost.at,
        lost_mean=0.0 if lost is None or lost.mean is None else lost.mean,
        restored_after=math.inf if back is None or back.after is None else back.after,
        restored_mean=0.0 if back is None or back.mean is None else back.mean,
    )
