"""What threatens what is guarded, and what is left alone therefore (docs/model/engagement.md, "Guarding")."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array
    from airdef.scenario.plan import Scenario


def threatening(scenario: Scenario) -> Array:
    """Return which threats are aimed at what the system of each fire unit guards.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Array
        bool[U, T].
    """
    aims = np.array([threat.target for threat in scenario.threats], np.int64)
    rows = [np.isin(aims, scenario.systems[s].guards) for _, s in scenario.units()]
    return np.array(rows, bool).reshape(len(rows), len(aims))


def left_alone(scenario: Scenario) -> Array:
    """Return which threats each interceptor type has no windows for, since its system engages others only.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    Array
        bool[W, T].
    """
    units = [s for _, s in scenario.units()]
    threatened = threatening(scenario)
    only = [bool(scenario.systems[s].guards) and scenario.systems[s].doctrine.guarded == "only" for s in units]
    rows = [~threatened[u] if only[u] else np.zeros(len(scenario.threats), bool) for _, u in scenario.interceptors()]
    return np.array(rows, bool).reshape(len(rows), len(scenario.threats))
