"""Behaviours of threats. A behaviour is one module, which declares `BEHAVIOUR`, and one word here.

Schema, plan, engine, tables and documentation read it there. docs/design/0013-behaviours.md has the reasons.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from airdef.scenario.behaviours.behaviour import Behaviour, Built, Declared

if TYPE_CHECKING:
    from airdef.scenario.plan import MissilePlan, Scenario

__all__ = ["BEHAVIOURS", "DECLARED", "MODULES", "Behaviour", "Built", "Declared", "factor_of"]

MODULES: Final = (
    "manoeuvring",
    "jamming",
)
"""The modules of all behaviours. Factors are multiplied in this order."""


def _declared(module: str) -> Behaviour:
    found: Behaviour = import_module(f"airdef.scenario.behaviours.{module}").BEHAVIOUR
    return found


BEHAVIOURS: Final = tuple(_declared(module) for module in MODULES)
"""Every behaviour, in that order."""

DECLARED: Final = {b.key: b.by for b in BEHAVIOURS if isinstance(b.by, Declared)}
"""Those that have a field of formations and releases, by key."""


def factor_of(behaviour: Behaviour, missile: MissilePlan, scenario: Scenario) -> float:
    """Return what multiplies the SSPK of a missile against the threats of a scenario that show a behaviour.

    1 where no threat shows a declared behaviour.

    Parameters
    ----------
    behaviour
        The behaviour.
    missile
        The missile type.
    scenario
        The scenario.

    Returns
    -------
    float
        What multiplies the SSPK of a missile against the threats of a scenario that show a behaviour.
    """
    if isinstance(behaviour.by, Built):
        return behaviour.by.factor(missile)
    return next((dict(t.behaviours)[behaviour.key] for t in scenario.threats if behaviour.shown_by(t)), 1.0)
