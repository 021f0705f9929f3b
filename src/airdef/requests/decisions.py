"""What a comparison of policies is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from airdef.requests.argument import Argument, Request
from airdef.requests.common import Overrides, ScenarioLike, Seed

REPLICATIONS: Final = 200
"""Replications of each policy: some milliseconds each, and the bound takes some 20."""


@dataclass(frozen=True)
class Policies(Request):
    """Policies against the doctrine, and against what nobody can beat."""

    scenario: ScenarioLike
    policies: Annotated[Any, Argument("Policies: names of rules, or in Python functions.", otherwise="all rules")] = ()
    replications: Annotated[int, Argument("Replications of each policy.", 2, 1_000_000)] = REPLICATIONS
    seed: Seed = 1
    overrides: Overrides = None
