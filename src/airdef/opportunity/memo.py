"""What was worked out before, by everything it depends on: for studies of many variants of one scenario.

A variant that changes a radar cross-section costs what that body's signature goes into; one that changes a missile's
range its fly-out and its windows; one that changes an SSPK nothing. The parts are kept in memory, so many bytes of
them and no more.

A key may hold parts (a body stands for its trajectory), which live as long as it does. So it is not enough to forget
single parts: parts are kept in two generations of half the bytes each. What is asked for enters the young one; when
that is full it becomes the old one, and what nobody has asked for since the time before goes, keys and all. Whoever
asks for a part has asked for those in its key first, so that what a generation holds is what was counted.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import numpy as np

from airdef import limits
from airdef.physics.terrain import Ground

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

WHOLE: Final = frozenset({"all looks", "look tables", "all presampled"})
"""Kinds of what is put together for one scenario: many variants have their own, some MB each. They share an eighth of
the bytes, so that they do not push out the parts."""

ENTRY: Final = 512
"""Bytes of a part beside its arrays: its key, its place, the objects around them."""


@dataclass(frozen=True, eq=False)
class IdentityKey(Generic[T]):
    """A thing worked out. It equals nothing but itself, so that it can stand for all it was made from in a key."""

    value: T


def held(value: Any) -> int:
    """Return about how many bytes the arrays and texts take that a value is made of.

    The ground is left out: it is the elevation model's, which is kept elsewhere.

    Parameters
    ----------
    value
        What is kept.

    Returns
    -------
    int
        About how many bytes the arrays and texts take that a value is made of.
    """
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, bytes | str):
        return len(value)
    if isinstance(value, Ground):
        return 0
    if isinstance(value, tuple | list):
        return 8 * len(value) + sum(map(held, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return sum(held(getattr(value, field.name)) for field in dataclasses.fields(value))
    return 8


class _Generations:
    """Values by key, with their bytes: the young ones, and the old ones that nobody has asked for since."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self._young: dict[Hashable, tuple[Any, int]] = {}
        self._old: dict[Hashable, tuple[Any, int]] = {}

    def find(self, key: Hashable) -> tuple[Any, int] | None:
        """Return a value and its bytes, which are young from now on; None if it is not there."""
        found = self._young.get(key)
        if found is None:
            found = self._old.pop(key, None)
            if found is not None:
                self.keep(key, found)
        return found

    def keep(self, key: Hashable, value: tuple[Any, int]) -> None:
        """Keep a value with its bytes."""
        self._young[key] = value
        self.bytes += value[1]
        if 2 * self.bytes > self.most:
            self._old, self._young, self.bytes = self._young, {}, 0


class Memo:
    """Parts by kind and key, `most` bytes of them. `made` counts those worked out. For one thread at a time."""

    def __init__(self, most: int | None = None) -> None:
        self.made: Counter[str] = Counter()
        most = 2 * limits.STUDY_CACHE_BYTES // 3 if most is None else most
        self._parts, self._wholes = _Generations(most - most // 8), _Generations(most // 8)

    def get(self, kind: str, key: Hashable) -> Any:
        """Return what was made for an equal key, None if there is nothing (any more).

        Parameters
        ----------
        kind
            What sort of thing it is.
        key
            What it was made from.

        Returns
        -------
        Any
            What was made for an equal key, None if there is nothing (any more).
        """
        found = (self._wholes if kind in WHOLE else self._parts).find((kind, key))
        return None if found is None else found[0]

    def of(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for an equal key, or make it.

        Parameters
        ----------
        kind
            What sort of thing it is.
        key
            What it was made from.
        make
            Makes it.

        Returns
        -------
        T
            What was made for an equal key, or make it.
        """
        kept = self._wholes if kind in WHOLE else self._parts
        found = kept.find((kind, key))
        if found is None:
            made = make()
            texts = sum(len(part) for part in key if isinstance(part, bytes)) if isinstance(key, tuple) else 0
            found = (made, ENTRY + texts + held(made))
            self.made[kind] += 1
            kept.keep((kind, key), found)
        value: T = found[0]
        return value


class NoCache(Memo):
    """One that keeps nothing: for a scenario worked out alone, by many threads."""

    def of(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Make it.

        Parameters
        ----------
        kind
            What sort of thing it is.
        key
            What it was made from.
        make
            Makes it.

        Returns
        -------
        T
            What was made.
        """
        return make()
