"""What a threat behaviour is: how it is declared, what it changes in the plan, and how it acts on a missile's SSPK."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airdef.scenario.plan import MissilePlan, ThreatPlan


@dataclass(frozen=True)
class Assumed:
    """A figure that nothing is published for: nominal, the ends of its spread, and why."""

    nominal: float
    low: float
    high: float
    reason: str


@dataclass(frozen=True)
class Declared:
    """A behaviour that a formation or release declares by a field of its own, `true` or `false` (the default).

    `description` is that of the field; `factor` multiplies the SSPK of every missile against threats that show it.
    """

    description: str
    factor: Assumed


@dataclass(frozen=True)
class Built:
    """A behaviour with fields of the plan of its own: which threats show it, and a missile's factor against them.

    `attribute` is the attribute of the catalogue that the factor is read from.
    """

    shown: Callable[[ThreatPlan], bool]
    factor: Callable[[MissilePlan], float]
    attribute: str


@dataclass(frozen=True)
class Behaviour:
    """One behaviour of threats.

    Attributes
    ----------
    key
        Its name in code and, of one that is `Declared`, in scenario files.
    word
        How threats that show it are called: "manoeuvring".
    factor_name
        The name of its SSPK factor, in tables and JSON: "manoeuvre".
    sentence
        What it is and what it does, for the documentation.
    by
        How it is declared, and where its factor comes from.
    changes
        What else it changes of a threat that shows it: its cross-section, speed or category, in the plan.
    """

    key: str
    word: str
    factor_name: str
    sentence: str
    by: Declared | Built
    changes: Callable[[ThreatPlan], ThreatPlan] | None = None

    @property
    def figure(self) -> str:
        """The name under which the factor of a declared behaviour is listed among the assumptions."""
        return f"{self.key}_sspk_factor"

    def shown_by(self, threat: ThreatPlan) -> bool:
        """Tell whether a threat shows it.

        Parameters
        ----------
        threat
            The threat, or its number.

        Returns
        -------
        bool
            Whether a threat shows it.
        """
        return self.by.shown(threat) if isinstance(self.by, Built) else self.key in dict(threat.behaviours)
