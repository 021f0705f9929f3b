"""What stands above a system, and how a command node picks among those below: a part of the plan (`plan`)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

Allocation = Literal["none", "earliest-launch", "zone", "cheapest", "best-sspk", "marginal-value"]


@dataclass(frozen=True)
class LinkPlan:
    """The link from a system, or a command node, up to the node above it (docs/model/engagement.md, "Command").

    A track or an order takes `delay` [s]; `capacity` tracks are sent in either direction at a time (0: no limit). The
    link is `absent` with that probability. It is lost at `lost_at` [s], or at an exponential time of the mean
    `lost_mean` [s] (0: neither), and restored `restored_after` [s] later, or after an exponential time of the mean
    `restored_mean` [s].
    """

    delay: float = 0.0
    capacity: int = 0
    missile_cost: float = 1.0
    absent: float = 0.0
    lost_at: float = math.inf
    lost_mean: float = 0.0
    restored_after: float = math.inf
    restored_mean: float = 0.0


UNLINKED: Final = LinkPlan()
"""Of what stands below no node."""


@dataclass(frozen=True)
class CommandPlan:
    """What makes a command node of a system without fire units: how its cell picks among the systems below."""

    allocation: Allocation = "earliest-launch"
    adequate: float = 0.5
