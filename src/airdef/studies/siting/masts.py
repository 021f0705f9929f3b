"""A scenario with all its radars on one mast."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from airdef.scenario import given
from airdef.scenario.library import document_of

if TYPE_CHECKING:
    from airdef.scenario.plan import Scenario, SystemPlan

PRESENT: Final = "present"
"""Antennas as high as the scenario has them."""


def on_masts(scenario: Scenario, mast: str) -> Scenario:
    """Return a scenario with every radar of it on a mast, as a scenario file says it.

    Parameters
    ----------
    scenario
        The scenario.
    mast
        Name of the mast.

    Returns
    -------
    Scenario
        A scenario with every radar of it on a mast, as a scenario file says it.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    if mast == PRESENT:
        return scenario
    declared = declared_data(scenario)
    changes: dict[str, object] = {}
    for i, system in enumerate(s for s in scenario.systems if s.command is None):
        whole = dict.fromkeys(("engagement_radar", *radar_names(system)), mast)
        changes[f"defence.{i}.mast"] = json.dumps(whole)
        units = declared["defence"][i].get("fire_units")
        if isinstance(units, list):
            changes |= {f"defence.{i}.fire_units.{k}.mast": json.dumps(mast) for k in range(len(units))}
    return given(scenario, changes)


def radar_names(system: SystemPlan) -> list[str]:
    """Return the catalogue's names of a system's surveillance radars, each once.

    Parameters
    ----------
    system
        The system.

    Returns
    -------
    list[str]
        The catalogue's names of a system's surveillance radars, each once.
    """
    labels = [r.name.removeprefix(f"{system.name}/") for r in system.surveillance]
    bare = [re.sub(r"-\d+$", "", label) for label in labels]
    return list(dict.fromkeys(b if b in labels else label for b, label in zip(bare, labels, strict=True)))


def declared_data(scenario: Scenario) -> Any:
    """Return the declaration of a scenario, overrides included, as plain data that may be changed.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Any
        The declaration of a scenario, overrides included, as plain data that may be changed.
    """
    return as_lists(document_of(scenario).data)


def as_lists(data: Any) -> Any:
    """Return plain data with lists for tuples, which may be changed.

    Parameters
    ----------
    data
        A value of the scenario's document.

    Returns
    -------
    Any
        Plain data with lists for tuples, which may be changed.
    """
    if isinstance(data, dict):
        return {k: as_lists(v) for k, v in data.items()}
    return [as_lists(v) for v in data] if isinstance(data, tuple | list) else data
