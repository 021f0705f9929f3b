"""What threats can be aimed at, by the names of `Scenario.target_names()` and by shorter ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from airdef.characters import folded
from airdef.scenario.errors import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.plan import MovementPlan, Place, Scenario

MIN_RADIUS = 500.0
"""A route that ends this near [m] to what it aims at ends there (assets state their own radius)."""


LISTED = 8
"""Targets that a message lists; of more the first are named."""


@dataclass(frozen=True)
class Targets:
    """The flattened targets: names, places and radii [m], and the position of every name in use.

    Behind them stand the further positions of those that move; `further` has what stands there and which it is.
    """

    names: tuple[str, ...]
    places: tuple[Place, ...]
    radii: tuple[float, ...]
    known: dict[str, tuple[int, ...]]
    further: dict[int, tuple[int, int]]

    def index(self, name: str, path: Path, context: Context) -> int:
        """Return the position of the target a name means.

        Parameters
        ----------
        name
            The name.
        path
            Where it stands in the document.
        context
            Where the scenario is being resolved: its document, catalogue and assumptions.

        Returns
        -------
        int
            The position of the target a name means.

        Raises
        ------
        ScenarioError
            If it is refused; the message says where and why.
        """
        found = self.known.get(folded(name), ())
        if len(found) == 1:
            return found[0]
        if found:
            full = ", ".join(self.names[i] for i in found[:5])
            raise context.refuse(path, shown(name), f"one target; these end so: {full}", "write the full name")
        like = nearest(folded(name), [*map(folded, self.names), *self.known])
        close = tuple(dict.fromkeys(self.names[i] for n in like for i in self.known[n]))[:3]
        # What is proposed stands in the list beside it, however long the list would be.
        listed = list(dict.fromkeys([*close, *self.names]))[: max(LISTED, len(close))]
        more = ", ..." if len(self.names) > len(listed) else ""
        expected = f"something that can be aimed at ({', '.join(listed)}{more})"
        fix = f"write '{close[0]}'" if close else "add it to 'assets', or aim at something listed"
        raise context.refuse(path, shown(name), expected, fix, close)


def targets_of(defended: Scenario) -> Targets:
    """Return the targets of a scenario without its raid.

    A target is known by its name and by every end of it that begins after a `/`; surveillance radars also as
    `<system>/radar-1`, `-2`, ... in their order. A further position of a target is `<target>@<position>`.

    Parameters
    ----------
    defended
        The scenario without its raid.

    Returns
    -------
    Targets
        The targets of a scenario without its raid.
    """
    names = tuple(defended.target_names())
    places = [a.place for a in defended.assets] + [s.post for s in defended.systems]
    radii = [a.radius for a in defended.assets]
    more: list[str] = []
    for system in defended.systems:
        more += [f"{system.name}/radar-{i + 1}" for i in range(len(system.surveillance))]
        more += [""] * len(system.units)
    places += [radar.place for radar, _, _ in defended.radars()]
    places += [launcher.place for unit, _ in defended.units() for launcher in unit.launchers]
    radii += [MIN_RADIUS] * (len(names) - len(radii))
    first_radar = len(defended.assets) + len(defended.systems)
    spelt = [*enumerate(names), *((first_radar + i, n) for i, n in enumerate(more) if n)]
    further: dict[int, tuple[int, int]] = {}
    for target, movement in _movements(defended):
        for p, position in enumerate(movement.positions):
            further[len(places)] = target, p + 1
            spelt.append((len(places), f"{names[target]}@{position.name}"))
            places.append(position.place)
            radii.append(MIN_RADIUS)
    every = (*names, *(name for i, name in spelt if i in further))
    return Targets(every, tuple(places), tuple(radii), _known(spelt), further)


def _movements(defended: Scenario) -> list[tuple[int, MovementPlan]]:
    """Return the movement of every radar and launcher, by the number of the target."""
    first = len(defended.assets) + len(defended.systems)
    found = [(first + r, radar.movement) for r, (radar, _, _) in enumerate(defended.radars())]
    first += len(found)
    movements = [unit.radar.movement for unit, _ in defended.units() for _ in unit.launchers]
    return [*found, *((first + k, movement) for k, movement in enumerate(movements))]


def _known(spelt: Sequence[tuple[int, str]]) -> dict[str, tuple[int, ...]]:
    """Return the positions by full name and, where no full name is the same, by every end of a name."""
    full: dict[str, tuple[int, ...]] = {folded(name): (i,) for i, name in spelt}
    ends: dict[str, tuple[int, ...]] = {}
    for i, name in spelt:
        words = folded(name).split("/")
        for n in range(1, len(words)):
            end = "/".join(words[n:])
            ends[end] = (*ends.get(end, ()), i)
    return {**ends, **full}
