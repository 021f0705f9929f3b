"""What an assignment of rounds to targets is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from airdef.requests.argument import Argument, Request


@dataclass(frozen=True)
class Allocate(Request):
    """Which rounds at which targets, with a proved bound on what is possible."""

    problem: Annotated[Any, Argument("Weapons, targets, rounds, values and probabilities of a kill.")]
    gap: Annotated[
        float, Argument("Relative gap between value and bound at which it ends.", above=0.0, below=1.0)
    ] = 1e-4  # fmt: skip
    seconds: Annotated[
        float, Argument("Seconds after which it ends with the gap it has.", above=0.0)
    ] = 600.0  # fmt: skip
