"""What was worked out before, by everything it depends on: for studies of many variants of one scenario.

A variant that changes a radar cross-section costs what that body's signature goes into; one that changes a missile's
range its fly-out and its windows; one that changes an SSPK nothing. The parts are kept in memory, each kind up to its
bound, those used longest ago forgotten first.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

MOST: Final = {
    "looks": 16_384,
    "seen": 16_384,
    "shots": 4_096,
    "pairs": 1_024,
    "tracks ahead": 32_768,
    "all looks": 16,
    "look tables": 16,
    "all ahead": 16,
}
"""Parts of a kind kept: looks of a radar at a body (some 8 kB each), what it sees of it, windows and fly-outs, when a
missile can meet it (some 50 kB each), tracks of a list drawn ahead (some 3 kB each in 200 histories); and what holds
all of a scenario together (some MB each)."""

MOST_OF_OTHERS: Final = 512
"""Parts kept of every other kind: trajectories, fly-out tables (some 30 kB each), sensors."""


@dataclass(frozen=True, eq=False)
class Known(Generic[T]):
    """A thing worked out. It equals nothing but itself, so that it can stand for all it was made from in a key."""

    value: T


class Memo:
    """Parts by kind and key. `made` counts those worked out."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()
        self._kinds: dict[str, OrderedDict[Hashable, Any]] = {}

    def get(self, kind: str, key: Hashable) -> Any:
        """Return what was made for an equal key, None if there is nothing (any more)."""
        held = self._kinds.get(kind, OrderedDict())
        if key in held:
            held.move_to_end(key)
        return held.get(key)

    def of(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for an equal key, or make it."""
        held = self._kinds.setdefault(kind, OrderedDict())
        if key in held:
            held.move_to_end(key)
        else:
            held[key] = make()
            self.made[kind] += 1
            if len(held) > MOST.get(kind, MOST_OF_OTHERS):
                held.popitem(last=False)
        found: T = held[key]
        return found


class Forgetful(Memo):
    """One that keeps nothing: for a scenario worked out alone, by many threads."""

    def of(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Make it."""
        return make()
