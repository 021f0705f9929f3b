"""What a clairvoyant knows: what geometry leaves, and what chance will decide in a replication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array


@dataclass(frozen=True)
class Chances:
    """What geometry leaves an interceptor against a threat, whenever it is launched.

    Of W interceptor types and T threats, the place of w against j in each attribute is w * T + j.

    Attributes
    ----------
    sspk : float64[W * T]
        Greatest single-shot kill probability in any window; 0 where there is none.
    quickest : float64[W * T]
        Shortest time of flight of a launch in any window [s]; inf where there is none.
    slowest : float64[W * T]
        Longest time of flight of a launch in any window [s]; 0 where there is none.
    opens, closes : list of float64[windows]
        When each window opens and closes [s], in the threat's own time: scenario time less the threat's delay.
    """

    sspk: Array
    quickest: Array
    slowest: Array
    opens: list[Array]
    closes: list[Array]


@dataclass(frozen=True)
class Foresight:
    """What is known of one replication before it begins, of T threats and S systems.

    Attributes
    ----------
    attempts : int64[T]
        Attempts it takes at least to kill each threat; 0: it cannot be killed.
    known : float64[S, T]
        When the first track of each threat is firm, for each system [s, scenario time]; inf: never; -inf: at any time,
        where radars fall silent.
    offset : float64[T]
        By how much each threat is late [s].
    delay : float64[T]
        Length of the first random assessment of each threat, as a multiple of the system's mean.
    """

    attempts: Array
    known: Array
    offset: Array
    delay: Array
