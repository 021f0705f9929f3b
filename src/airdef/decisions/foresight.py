"""What a clairvoyant knows: what geometry leaves, and what chance will decide in a replication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array


@dataclass(frozen=True)
class Chances:
    """What geometry leaves an interceptor against a threat, whenever it is launched; index w * T + j."""

    sspk: Array  # f8[W * T] greatest in any window; 0 where there is none
    quickest: Array  # f8[W * T] shortest time of flight of a launch in any window [s]
    slowest: Array  # f8[W * T] longest
    opens: list[Array]  # f8[windows] of each, the threat's own time
    closes: list[Array]


@dataclass(frozen=True)
class Foresight:
    """What is known of one replication before it begins.

    attempts : i8[T]  attempts it takes at least to kill each threat; 0: it cannot be
    known : f8[S, T]  when the first track of each threat is firm, for each system [s, scenario time]; inf: never
    offset : f8[T]  by how much the threat is late [s]
    delay : f8[T]  length of the first random assessment of each threat, where the mean is 1
    """

    attempts: Array
    known: Array
    offset: Array
    delay: Array
