"""A declared doctrine with the catalogue's figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from airdef.scenario.emission import check_shut_down
from airdef.scenario.plan import CATEGORIES, DoctrinePlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from airdef.scenario.context import Context
    from airdef.scenario.doctrine_schema import Doctrine
    from airdef.scenario.errors import Path


def doctrine_plan(context: Context, declared: Doctrine, path: Path, figure_of: Callable[[str], float]) -> DoctrinePlan:
    """Return the doctrine: as declared, else as its policy says, else the catalogue's figures.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    declared
        The doctrine, as declared.
    path
        Where it stands in the document.
    figure_of
        Gives a figure of the system by the name of its attribute.

    Returns
    -------
    DoctrinePlan
        The doctrine.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    single = declared.policy == "salvo"
    if single and declared.rounds not in (None, 1):
        raise context.refuse(
            (*path, "rounds"),
            str(declared.rounds),
            "1 engagement with the policy 'salvo'",
            "remove 'rounds', or take 'shoot-look-shoot' or 'shoot-shoot-look'",
        )
    if declared.engage is not None and declared.ignore:
        raise context.refuse(
            (*path, "ignore"), "'engage' and 'ignore' together", "one of the two", "remove one of them"
        )
    check_shut_down(context, declared.shut_down, (*path, "shut_down"))
    name = "salvo_looked_after_one" if declared.policy == "shoot-look-shoot" else "salvo_looked_after_two"
    given = declared.salvo or {}
    usual = round(context.figures.assumed(name)) if len(given) < len(CATEGORIES) else 0
    engaged = set(CATEGORIES if declared.engage is None else declared.engage) - set(declared.ignore)
    assessment = declared.assessment

    def figure(value: float | None, attribute: str) -> float:
        return figure_of(attribute) if value is None else value

    shut = declared.shut_down
    warning = context.figures.declared(shut, "warning", "shut_down_warning") if shut else 0.0
    move, attacked = declared.move, declared.move.when_attacked if declared.move else None
    near = context.figures.declared(attacked, "warning", "move_warning") if attacked else 0.0
    return DoctrinePlan(
        priority=declared.priority,
        coordination=declared.coordination,
        salvo=tuple(tuple(given.get(c, (usual,))) for c in CATEGORIES),  # type: ignore[call-overload]
        rounds=1 if single else declared.rounds or 0,
        engage=tuple(c in engaged for c in CATEGORIES),
        reserve=declared.reserve,
        reserve_for=tuple(c in declared.reserve_for for c in CATEGORIES),
        hold_fire_range=math.inf if declared.hold_fire_range is None else declared.hold_fire_range,
        reload=declared.reload,
        assessment_delay=figure(assessment.delay, "assessment_delay"),
        assessment_exponential=assessment.distribution == "exponential",
        alive_given_dead=figure(assessment.alive_given_dead, "assess_alive_given_dead"),
        dead_given_alive=figure(assessment.dead_given_alive, "assess_dead_given_alive"),
        salvo_reliability=context.figures.declared(declared, "salvo_reliability", "salvo_reliability"),
        shut_down=shut.time if shut else 0.0,
        shut_down_warning=warning,
        move_after=(move.after or 0) if move else 0,
        move_warning=near,
        move_categories=tuple(attacked is not None and c in attacked.categories for c in CATEGORIES),
        guarded=declared.guarded,
    )
