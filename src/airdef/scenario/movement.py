"""A declared movement with the catalogue's figures: where something stands in turn, and what it costs to get there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from airdef.characters import folded
from airdef.scenario import motion as fly
from airdef.scenario.errors import nearest, shown
from airdef.scenario.movement_plan import MovementPlan, Place, PositionPlan
from airdef.scenario.quantities import spelt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from airdef.catalogue import Entry
    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.figures import Overrides
    from airdef.scenario.movement_schema import Move, Movement, PlannedMove

HOME: Final = "home"
"""What plans call the position at which something is declared."""

SHORTEST: Final = 1.0
"""Least duration of a move, and of a stay [s]: what is shorter is no matter of a mission."""

FIGURES: Final = ("set_up_time", "tear_down_time", "march_speed")

Found = tuple["Path", "Movement | None"]
"""Where a movement is declared, and what is; None for nothing."""


def movement_plan(
    context: Context,
    found: Found,
    home: Place,
    standing: Callable[[tuple[float, float], Path, str], Place],
    figures_of: tuple[Entry, Overrides, tuple[str, ...]],
    moved: bool,
) -> MovementPlan:
    """Return where a fire unit or a surveillance radar may stand, and how it moves.

    Its figures are read where they act: if it has a plan, moves by turns, or the doctrine moves it.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    found
        Where its movement is declared, and what is.
    home
        Where it is declared to stand.
    standing
        Makes the place of latitude and longitude [deg], of the path where they are declared, and of a name.
    figures_of
        The entry that has its figures, what the system replaces, and the prefixes of overrides, the nearest first.
    moved
        Whether the doctrine has it move.

    Returns
    -------
    MovementPlan
        Where it may stand, and how it moves.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    path, declared = found
    entry, overrides, scopes = figures_of
    own = declared is not None and (declared.plan is not None or declared.stay is not None)
    if declared is None or not (own or moved):
        for attribute in FIGURES:
            overrides.find(scopes, entry, attribute)  # known figures, which do not act here
    if declared is None:
        return MovementPlan()
    if declared.plan is not None and declared.stay is not None:
        raise context.refuse(path, "'plan' and 'stay' together", "one of the two", "remove one of them")
    names = [HOME, *(p.name for p in declared.positions)]
    _check_names(context, names, path)
    positions = tuple(
        PositionPlan(p.name, standing(p.at, (*path, "positions", i, "at"), p.name))
        for i, p in enumerate(declared.positions)
    )
    plan = MovementPlan(positions=positions)
    if not own and not moved:
        return plan
    set_up, tear_down = (context.figures.value(entry, a, overrides, scopes) for a in FIGURES[:2])
    places = (home, *(p.place for p in positions))
    if declared.march is not None:
        overrides.find(scopes, entry, FIGURES[2])
        march = tuple(tuple(0.0 if a == b else declared.march for b in names) for a in names)
    else:
        speed = context.figures.value(entry, FIGURES[2], overrides, scopes)
        detour = context.figures.assumed("march_detour")
        march = tuple(tuple(_distance(a, b) * detour / speed for b in places) for a in places)
    plan = replace(plan, set_up=set_up, tear_down=tear_down, march=march, stay=declared.stay or 0.0)
    _check_durations(context, plan, declared.stay, path)
    return replace(plan, plan=_planned(context, declared.plan or (), plan, names, path))


def _distance(a: Place, b: Place) -> float:
    return 0.0 if a == b else fly.distance((a.latitude, a.longitude), (b.latitude, b.longitude))


def _check_names(context: Context, names: Sequence[str], path: Path) -> None:
    """Refuse two positions of one name, and one that is called as the first is."""
    seen: set[str] = set()
    for i, name in enumerate(names):
        if folded(name) in seen:
            expected = f"each name once, and none '{HOME}', which is where it is declared"
            raise context.refuse((*path, "positions", i - 1, "name"), f"{shown(name)} twice", expected, "rename it")
        seen.add(folded(name))


def _check_durations(context: Context, plan: MovementPlan, stay: float | None, path: Path) -> None:
    """Refuse moves and stays that take next to no time."""
    least = min(plan.duration(a, b) for a in range(plan.count) for b in range(plan.count) if a != b)
    if least < SHORTEST:
        raise context.refuse(
            path,
            f"a move that takes {spelt(least, 'time')}",
            f"at least {SHORTEST:g} s from the beginning of its tear-down to the end of its set-up",
            "give 'march' a longer time, or override the set-up time",
        )
    if stay is not None and stay < SHORTEST:
        raise context.refuse(
            (*path, "stay"), spelt(stay, "time"), f"at least {SHORTEST:g} s", "stay for longer, or remove 'stay'"
        )


def _planned(
    context: Context, declared: Sequence[PlannedMove], plan: MovementPlan, names: Sequence[str], path: Path
) -> tuple[tuple[float, int], ...]:
    """Return the moves of a plan: when each begins, and the number of the position that it leads to."""
    known = {folded(name): i for i, name in enumerate(names)}
    moves: list[tuple[float, int]] = []
    at, ready = 0, float("-inf")
    for i, move in enumerate(declared):
        here = (*path, "plan", i)
        to = known.get(folded(move.to))
        if to is None:
            close = nearest(move.to, names)
            fix = f"write '{close[0]}'" if close else "name a position"
            raise context.refuse((*here, "to"), shown(move.to), f"one of {', '.join(names)}", fix, close)
        if to == at:
            raise context.refuse((*here, "to"), shown(move.to), "another position: it is there", "remove this move")
        if move.at_time < ready:
            expected = f"at {spelt(ready, 'time')} or later: the move before ends then"
            raise context.refuse((*here, "at_time"), spelt(move.at_time, "time"), expected, "move later")
        moves.append((move.at_time, to))
        at, ready = to, move.at_time + plan.duration(at, to)
    return tuple(moves)


def movement_of(given: Mapping[str, Movement], path: Path, name: str) -> Found:
    """Return what a system says of a surveillance radar's movement: by its name, else by `radar`.

    Parameters
    ----------
    given
        What the system says, by radar.
    path
        Where the system stands in the document.
    name
        The radar's entry.

    Returns
    -------
    tuple
        Where the movement is declared, and what is; None for nothing.
    """
    key = name if name in given else "radar"
    return (*path, "movement", key), given.get(key)


def check_movement(context: Context, given: Mapping[str, Movement], radars: Sequence[str], path: Path) -> None:
    """Refuse the movement of surveillance radars that a system does not have.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    given
        What the system says, by radar.
    radars
        The entries of its surveillance radars.
    path
        Where the system stands in the document.
    """
    known = ["radar", *dict.fromkeys(radars)]
    for key in given:
        if key not in known:
            close = nearest(key, known)
            raise context.refuse(
                (*path, "movement", key),
                f"a movement of {shown(key)}",
                f"one of {', '.join(known)}; a fire unit has its own 'movement'",
                f"write '{close[0]}'" if close else "name a surveillance radar of the system",
                close,
            )


def check_move(context: Context, declared: Move | None, units: bool, radars: bool, path: Path) -> None:
    """Refuse a doctrine of moves that says nothing, or that moves nothing.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    declared
        The doctrine's `move`; None for none.
    units
        Whether there are fire units with further positions.
    radars
        Whether there are surveillance radars with further positions.
    path
        Where it stands in the document.
    """
    if declared is None:
        return
    if declared.after is None and declared.when_attacked is None:
        raise context.refuse(path, "no cause", "'after', 'when_attacked' or both", "say when to move")
    if not units and not (radars and declared.when_attacked is not None):
        raise context.refuse(
            path,
            "a move of nothing",
            "a fire unit (or, 'when_attacked', a surveillance radar) with 'movement: {positions: ...}'",
            "give one further positions, or remove 'move'",
        )
