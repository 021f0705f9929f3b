"""Declared decoys that are told apart, and formations that turn back: what the plan holds of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from airdef.scenario.emission_schema import ALL
from airdef.scenario.errors import nearest, shown
from airdef.scenario.plan import CATEGORIES, TellingPlan
from airdef.scenario.quantities import spelt

if TYPE_CHECKING:
    from airdef.scenario import schema
    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.plan import Scenario
    from airdef.scenario.raid_schema import TellsApart

SHORTEST: Final = 1.0
"""Least dwell time [s]: tries that follow each other more quickly are one try of a greater probability."""


def check_tellers(context: Context, declared: schema.System, radars: list[str], path: Path) -> None:
    """Refuse `tells_apart` of radars that a system does not have, and what no radar could do.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    declared
        The system, as declared.
    radars
        The entries of its radars.
    path
        Where the system stands in the document.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    known = [ALL, "engagement_radar", "radar", *dict.fromkeys(radars)]
    for key, telling in declared.tells_apart.items():
        place = (*path, "tells_apart", key)
        if key not in known:
            close = nearest(key, known)
            raise context.refuse(
                place,
                f"'tells_apart' of {shown(key)}",
                f"one of {', '.join(known)}",
                f"write '{close[0]}'" if close else "name a radar of the system",
                close,
            )
        _check(context, telling, place)


def _check(context: Context, telling: TellsApart, path: Path) -> None:
    """Refuse a dwell time that is too short, and ranges that do not rise."""
    if telling.dwell < SHORTEST:
        given, expected = spelt(telling.dwell, "time"), f"at least {SHORTEST:g} s"
        raise context.refuse((*path, "dwell"), given, expected, "take a longer dwell, with a greater probability")
    before = 0.0
    for k, part in enumerate(telling.ranges):
        if part.within <= before:
            given, expected = spelt(part.within, "length"), f"more than {spelt(before, 'length')}"
            raise context.refuse((*path, "ranges", k, "within"), given, expected, "state ranges from near to far")
        before = part.within


def telling_plan(declared: schema.System, name: str, role: str) -> TellingPlan:
    """Return how a radar tells apart: as its system says by its name, else by its role, else for all.

    Parameters
    ----------
    declared
        The system, as declared.
    name
        The radar's entry.
    role
        Its role, as in overrides.

    Returns
    -------
    TellingPlan
        How it tells apart.
    """
    given = declared.tells_apart
    telling = next((given[k] for k in (name, role, ALL) if k in given), None)
    if telling is None:
        return TellingPlan()
    chances: list[dict[str, float]] = [{str(c): p for c, p in part.probability.items()} for part in telling.ranges]
    return TellingPlan(
        telling.dwell,
        tuple(part.within for part in telling.ranges),
        tuple(tuple(own.get(c, 0.0) for c in CATEGORIES) for own in chances),
    )


def told_categories(scenario: Scenario) -> frozenset[int]:
    """Return the categories that some radar of the defence can tell apart.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    frozenset of int
        Their indices.
    """
    plans = {radar.telling for radar, _, _ in scenario.radars() if radar.telling.dwell > 0.0}
    return frozenset(c for c in range(len(CATEGORIES)) if any(plan.able(c) for plan in plans))


def turning_back(context: Context, formation: schema.Formation, ballistic: bool, path: Path) -> tuple[int, float]:
    """Return at how many losses a formation turns back (0: never), and how long after [s].

    Equation: the least whole number of members that is at least the share of its count, and at least one.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    formation
        The formation, as declared.
    ballistic
        Whether it flies a ballistic arc.
    path
        Where it stands in the document.

    Returns
    -------
    tuple[int, float]
        The losses and the delay.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    declared = formation.turns_back
    if declared is None:
        return 0, 0.0
    place = (*path, "turns_back")
    if ballistic:
        given = f"'turns_back' for the ballistic threat '{formation.threat}'"
        raise context.refuse(place, given, "a threat that flies a route", "remove 'turns_back': an arc does not turn")
    if (declared.losses is None) == (declared.share is None):
        given = "neither 'losses' nor 'share'" if declared.losses is None else "'losses' and 'share' together"
        fix = "add 'losses: 3' or 'share: 0.25'" if declared.losses is None else "remove one of the two"
        raise context.refuse(place, given, "one of the two", fix)
    losses = declared.losses
    if losses is None:
        losses = max(math.ceil((declared.share or 0.0) * formation.count - 1e-9), 1)
    return losses, context.figures.declared(declared, "delay", "turning_back_delay")
