"""Support jammers of a raid as declared, and which radars they may jam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airdef import limits
from airdef.scenario.plan import SupportPlan
from airdef.scenario.positions import jammers_of
from airdef.scenario.quantities import spelt

if TYPE_CHECKING:
    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.plan import Scenario
    from airdef.scenario.schema import Formation


def support_of(context: Context, formation: Formation, path: Path) -> SupportPlan | None:
    """Return how the jammers of a formation screen others.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    formation
        The formation, as declared.
    path
        Where it stands in the document.

    Returns
    -------
    SupportPlan or None
        None for a formation without support jammers.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    declared = formation.jammer
    if declared is None:
        return None
    place = (*path, "jammer")
    if declared.role == "self-screening":
        for name in ("band", "sector"):
            if getattr(declared, name) is not None:
                given = f"'{name}' of a jammer that screens its carrier only"
                raise context.refuse(
                    (*place, name), given, "a support jammer", f"add 'role: support' or remove '{name}'"
                )
        return None
    if formation.arrivals == "poisson":
        given = "random gaps between support jammers"
        fix = "remove 'arrivals: poisson' ('spacing' then is the gap), or the jammer"
        raise context.refuse((*path, "arrivals"), given, "support jammers that start on schedule", fix)
    sector = context.figures.declared(declared, "sector", "support_sector")
    if declared.band is None:
        return SupportPlan(sector=sector)
    low, high = declared.band
    if low > high:
        given = f"a band from {spelt(low, 'frequency')} to {spelt(high, 'frequency')}"
        raise context.refuse((*place, "band"), given, "the lower frequency first", "swap the two")
    return SupportPlan(declared.band, sector)


def check_jammers(context: Context, scenario: Scenario) -> None:
    """Refuse more support jammers in the band of one radar than geometry is worked out for.

    Parameters
    ----------
    context
        Where the scenario is being resolved.
    scenario
        The scenario.

    Raises
    ------
    ScenarioError
        For the first radar that has more.
    """
    most = limits.SUPPORT_JAMMERS
    names = [radar.name for radar, _, _ in scenario.radars()]
    for r, jammers in jammers_of(scenario).items():
        if most.exceeded(len(jammers)):
            formation = scenario.threats[jammers[most.most]].formation_index
            given = f"{limits.amount(len(jammers), most.of)} ('{names[r]}')"
            raise context.refuse(("raid", formation, "jammer"), given, most.expected, most.fix)
