"""What moves, its moves, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airdef.scenario.movement_plan import MovementPlan
    from airdef.scenario.plan import DoctrinePlan
    from airdef.scenario.positions import Row

    from .world import Radar, Threat, Unit, World


@dataclass(frozen=True)
class Move:
    """One move from one position to another, from when until when [s]."""

    begins: float
    ends: float
    leaves: int
    to: int


@dataclass(eq=False)
class Mover:
    """What moves. `targets` are its radar and launchers as flattened targets; `made` its engagements since in place."""

    radar: Radar
    unit: Unit | None
    plan: MovementPlan
    doctrine: DoctrinePlan
    rows: tuple[Row, ...]
    targets: frozenset[int]
    position: int = 0
    move: Move | None = None
    bound: bool = False
    made: int = 0
    history: list[Move] = field(default_factory=list)

    @property
    def after(self) -> int:
        """After how many engagements it is bound to move (0: never)."""
        return 0 if self.plan.own or self.unit is None else self.doctrine.move_after

    @property
    def warning(self) -> float:
        """How long before its arrival an attack makes it move [s] (0: never)."""
        return 0.0 if self.plan.own else self.doctrine.move_warning

    @property
    def following(self) -> int:
        """The position that comes after the present one."""
        return (self.position + 1) % self.plan.count

    def engaged(self) -> None:
        """Count an engagement at its first launch; at the last that doctrine allows in one place, be bound to move."""
        self.made += 1
        self.bound |= 0 < self.after <= self.made

    def stands_at(self, time: float) -> int:
        """Return at which position it stands (-1: it is on the road). One that is destroyed stays as it then was."""
        time, move = min(time, self.radar.lost_at), self.move
        if move is None:
            return self.position
        torn_down = move.begins + self.plan.tear_down
        if time < torn_down:
            return move.leaves
        return -1 if time < torn_down + self.plan.march[move.leaves][move.to] else move.to

    def has_begun_since(self, time: float) -> bool:
        """Tell whether it has begun to move since a time."""
        return bool(self.history) and self.history[-1].begins >= time

    def away(self, time: float) -> Move | None:
        """Return the move that it is on at a time, if it is on one, be it destroyed on it."""
        return next((move for move in self.history if move.begins <= time < move.ends), None)


def stands_where_aimed(world: World, threat: Threat) -> bool:
    """Tell whether what a threat is aimed at stands at that position now."""
    if "hit-wherever-it-is" in world.faults:
        return True
    mover = next((mover for mover in world.movers if threat.plan.target in mover.targets), None)
    return threat.plan.aim == (0 if mover is None else mover.stands_at(world.clock.now))
