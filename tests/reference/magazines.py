"""Magazines: launchers with their stock, of one fire unit or shared by several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airdef.scenario.plan import LauncherPlan

    from .world import Unit


@dataclass(eq=False)
class Launcher:
    """One launcher with the rounds on it; `last` is its last launch, or its last reload. It loads until `loaded`.

    `type` is its missile type among those of its magazine, `unit` the one that it was declared with, `index` its number
    in the magazine.
    """

    index: int
    plan: LauncherPlan
    rounds: int
    unit: Unit
    type: int
    stands: bool = True
    loading: bool = False
    hits: int = 0
    ready_at: float = float("-inf")
    last: float = float("-inf")
    loaded: float = float("-inf")

    @property
    def in_action(self) -> bool:
        """Whether it stands and is not being reloaded."""
        return self.stands and not self.loading

    @property
    def idle_from(self) -> float:
        """From when on it has launched nothing for as long as loading one round takes."""
        return self.last + self.plan.reload_time / self.plan.rounds


class Magazine:
    """The launchers and the stock of one unit, or of those that share them; types are counted for all of them.

    `types` has the type in the magazine of each missile type of a unit. Where units share, types of one name are one.
    """

    def __init__(self, units: list[Unit]) -> None:
        self.units = units
        names: dict[object, int] = {}
        self.types: dict[int, list[int]] = {}
        for unit in units:
            keys = [m.name if len(units) > 1 else kind for kind, m in enumerate(unit.plan.missiles)]
            self.types[unit.index] = [names.setdefault(key, len(names)) for key in keys]
        self.reload = units[0].system.plan.doctrine.reload
        self.loaded = [0] * len(names)
        self.stock = [0] * len(names)
        self.launchers: list[Launcher] = []
        for unit in units:
            for plan in unit.plan.launchers:
                kind = self.types[unit.index][plan.missile]
                self.launchers.append(Launcher(len(self.launchers), plan, plan.rounds, unit, kind))
                self.loaded[kind] += plan.rounds
                self.stock[kind] += plan.rounds * plan.reloads if self.reload != "never" else 0

    def promised(self, kind: int) -> int:
        """Return the rounds of one of its types that are promised to launches to come of any of its units."""
        return sum(unit.promised[k] for unit in self.units for k, t in enumerate(self.types[unit.index]) if t == kind)

    def channels(self, kind: int) -> int:
        """Return the missile channels of all of its units that have a type, standing or not."""
        return sum(unit.plan.missile_channels for unit in self.units if kind in self.types[unit.index])

    def load(self, launcher: Launcher, rounds: int) -> None:
        """Set the rounds on a launcher in action, and with them what is loaded on such launchers by type."""
        self.loaded[launcher.type] += rounds - launcher.rounds
        launcher.rounds = rounds

    def take_out(self, launcher: Launcher) -> None:
        """Take a launcher out of action: the rounds on it are not there to fire."""
        if launcher.in_action:
            self.loaded[launcher.type] -= launcher.rounds

    def put_back(self, launcher: Launcher) -> None:
        """Count the rounds of a launcher that has come into action."""
        self.loaded[launcher.type] += launcher.rounds

    def ring(self) -> None:
        """Let the launch queues of all of its units be looked at, the lowest index first."""
        for unit in self.units:
            unit.bell.ring()


def magazines(units: list[Unit], alone: bool) -> list[Magazine]:
    """Return the magazines of all units, in the order of their first ones. `alone`: none is shared, a fault."""
    together: dict[object, list[Unit]] = {}
    for unit in units:
        together.setdefault(unit.index if alone else unit.plan.magazine or unit.index, []).append(unit)
    return [Magazine(those) for those in together.values()]
