"""Formations that turn back when they have lost so many of their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .clock import Kind
from .world import Fate

if TYPE_CHECKING:
    from collections.abc import Callable

    from .clock import Steps
    from .world import Threat, World

    End = Callable[[World, Threat, Fate], None]


def lost(world: World, threat: Threat, end: End) -> None:
    """Count a member destroyed; at the threshold the formation is to turn back (`end` ends a threat)."""
    plan = threat.plan
    if plan.losses_to_turn_back <= 0 or plan.parent >= 0:
        return
    members = [t for t in world.threats if t.plan.formation_index == plan.formation_index and t.plan.parent < 0]
    if sum(t.fate is Fate.DESTROYED for t in members) == plan.losses_to_turn_back:
        world.clock.process(turn_back(world, members, end))


def turn_back(world: World, members: list[Threat], end: End) -> Steps:
    """Process: some time after the loss, every member that has not ended turns back."""
    plan = members[0].plan
    delay = 0.0 if "turns-at-once" in world.faults else plan.turn_back_delay
    yield world.clock.at(world.clock.now + delay, Kind.TURN_BACK, members[0].index)
    for threat in members:
        late = threat.fate is Fate.TO_COME and "late-ones-come" not in world.faults
        if threat.flies or late:
            end(world, threat, Fate.TURNED_BACK)
