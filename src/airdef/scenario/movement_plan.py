"""Places, what stands at them, and how something moves among several: a part of the plan (`plan`)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Place:
    """A point on the ground: geodetic latitude and longitude [rad], height of the ground above sea level [m]."""

    latitude: float
    longitude: float
    height: float = 0.0


@dataclass(frozen=True)
class PositionPlan:
    """A further position of something that moves."""

    name: str
    place: Place


@dataclass(frozen=True)
class MovementPlan:
    """Further positions of a surveillance radar, or of a fire unit (docs/model/engagement.md, "Movement").

    Position 0 is where it is declared, then come `positions`. A move from a to b takes `tear_down`, `march[a][b]` and
    `set_up` [s]. `plan` has times of moves [s] with the position that each leads to; `stay` above zero is the time for
    which it stays at each position by turns [s]. With neither it moves as the doctrine says.
    """

    positions: tuple[PositionPlan, ...] = ()
    set_up: float = 0.0
    tear_down: float = 0.0
    march: tuple[tuple[float, ...], ...] = ()
    plan: tuple[tuple[float, int], ...] = ()
    stay: float = 0.0

    @property
    def count(self) -> int:
        """How many positions there are, the first one counted."""
        return 1 + len(self.positions)

    @property
    def own(self) -> bool:
        """Whether it moves by a plan or by turns, and so not as the doctrine says."""
        return bool(self.plan) or self.stay > 0.0

    def duration(self, a: int, b: int) -> float:
        """Return how long a move takes.

        Parameters
        ----------
        a
            Number of the position that it leaves.
        b
            Number of the position that it goes to.

        Returns
        -------
        float
            How long the move takes [s].
        """
        return self.tear_down + self.march[a][b] + self.set_up


STAYS: Final = MovementPlan()
"""Of what stands where it is declared."""


@dataclass(frozen=True)
class SupportPlan:
    """How a threat's jammer screens others (docs/model/engagement.md, "Jamming formations").

    It jams radars of frequencies within `band` [Hz], the ends included, that lie within `sector` [rad], its whole
    width, ahead of it.
    """

    band: tuple[float, float] = (0.0, math.inf)
    sector: float = 2.0 * math.pi


@dataclass(frozen=True)
class JammerPlan:
    """A stand-off noise jammer outside the fight: position, effective radiated power density [W/Hz]."""

    name: str
    place: Place
    altitude: float
    density: float


@dataclass(frozen=True)
class DirectionFinderPlan:
    """A receiver that hears what radiates: place, height of its antenna above ground [m], slant range [m]."""

    name: str
    place: Place
    antenna_height: float
    range: float
