"""Scenarios put together from others: what one uncertain input touches is taken from where that input was resolved.

To resolve a scenario costs more than to simulate a few replications of it. In a design in which points differ from one
another in one uncertain input only, the parts that this uncertain input touches are taken from a point that has its
value, and all else from a point that has all other values. Uncertain inputs that touch a part in common (two figures of
one radar make one calibration) cannot be taken apart, and such points are resolved whole.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from airdef.scenario.plan import Scenario
from airdef.scenario.resolve import NOT_HASHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Place = tuple[str | int, ...]
"""The way to a part of a scenario: names of fields and positions in lists."""


def differing(a: Any, b: Any, at: Place = ()) -> set[Place]:
    """Return the places of the smallest parts in which two scenarios (or parts of them) differ.

    Parameters
    ----------
    a, b
        A scenario, or a part of one.
    at
        Where both stand.

    Returns
    -------
    set[Place]
        The places of the smallest parts in which two scenarios (or parts of them) differ.
    """
    if a is b:
        return set()
    if type(a) is type(b) and is_dataclass(a):
        found: set[Place] = set()
        for f in fields(a):
            if not (isinstance(a, Scenario) and f.name in NOT_HASHED):
                found |= differing(getattr(a, f.name), getattr(b, f.name), (*at, f.name))
        return found
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        return set().union(*(differing(x, y, (*at, k)) for k, (x, y) in enumerate(zip(a, b, strict=True))))
    return set() if a == b else {at}


def composed(base: Any, other: Any, places: Iterable[Place]) -> Any:
    """Return `base` with the parts at these places taken from `other`, which must have them all.

    Parameters
    ----------
    base
        What the rest is taken from.
    other
        The other one.
    places
        The places.

    Returns
    -------
    Any
        `base` with the parts at these places taken from `other`, which must have them all.
    """
    by_head: dict[str | int, list[Place]] = {}
    for place in places:
        if not place:
            return other
        by_head.setdefault(place[0], []).append(place[1:])
    if not by_head:
        return base
    if isinstance(base, tuple):
        parts = list(base)
        for k, rest in by_head.items():
            parts[k] = composed(parts[k], other[k], rest)  # type: ignore[index]
        return tuple(parts)
    changes = {
        name: composed(getattr(base, str(name)), getattr(other, str(name)), rest) for name, rest in by_head.items()
    }
    return replace(base, **{str(name): part for name, part in changes.items()})


@dataclass(frozen=True)
class Touch:
    """What each uncertain input of a design touches; `alone` tells whether no other one touches any of that."""

    places: tuple[frozenset[Place], ...]
    alone: tuple[bool, ...]

    @classmethod
    def of(cls, places: Sequence[Iterable[Place]]) -> Touch:
        """Return which of the uncertain inputs stand alone. A part within a part of another one is in common too.

        Parameters
        ----------
        places
            For each input the places that it touches.

        Returns
        -------
        Touch
            Which of the uncertain inputs stand alone.
        """
        held = tuple(frozenset(p) for p in places)
        owners: dict[Place, set[int]] = {}
        for k, own in enumerate(held):
            for place in own:
                owners.setdefault(place, set()).add(k)
        shared: set[int] = set()
        for place, who in owners.items():
            for n in range(len(place) + 1):
                others = owners.get(place[:n], who) | who
                if len(others) > 1:
                    shared |= others
        return cls(held, tuple(k not in shared for k in range(len(held))))
