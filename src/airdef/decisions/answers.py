"""What a decider may answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Assign:
    """Give a track to a fire unit; or engage a target that was judged alive again.

    Attributes
    ----------
    unit
        The fire unit, by its index in the scenario.
    track
        The number of the track.
    salvo
        Missiles of the salvo; None for the number that doctrine gives it, as far as there are rounds.
    missile
        The missile type, by name; None for the first in the unit's order that is possible.
    """

    unit: int
    track: int
    salvo: int | None = None
    missile: str | None = None


@dataclass(frozen=True)
class Hold:
    """Assign nothing now. Of a target that was judged alive: end the engagement, and leave it to be engaged by anyone.

    Attributes
    ----------
    seconds
        The cell is asked again after this time [s], above 0, or when something has changed for it before; None: then
        only.
    """

    seconds: float | None = None


@dataclass(frozen=True)
class Close:
    """Of a target that was judged alive: end the engagement, and engage it no more."""


Answer = Assign | Hold | Close | None
"""None: as doctrine has it."""
