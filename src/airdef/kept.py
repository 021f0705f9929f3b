"""What was worked out last, so that what many ask for is worked out once: as much as fits into a number of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key, `most` bytes of them by what `size` says; those used longest ago go first.

    May be used from any thread. Two that ask for the same wait for one making; others do not wait. A value greater
    than all that may be kept is given and not kept; but the `least` used last are kept whatever they take. `made`
    counts those that were worked out.
    """

    def __init__(self, most: int, size: Callable[[V], int], least: int = 0) -> None:
        self.most, self.least = most, least
        self.bytes, self.made = 0, 0
        self._size = size
        self._known: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[K, tuple[threading.Lock, int]] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, made if it is not known. What `make` raises is raised, and nothing kept.

        Parameters
        ----------
        key
            What it was made from.
        make
            Makes it.

        Returns
        -------
        V
            The value of a key, made if it is not known.
        """
        known = self.known(key)
        if known is not None:
            return known
        mine = self._enter(key)
        try:
            with mine:
                found = self._look(key)
                if found is None:
                    found = (make(), 0)
                    self.made += 1
                    self.keep(key, found[0])
                return found[0]
        finally:
            self._leave(key)

    def known(self, key: K) -> V | None:
        """Return the value of a key if it is known; nobody is waited for.

        Parameters
        ----------
        key
            What it was made from.

        Returns
        -------
        V | None
            The value of a key if it is known; nobody is waited for.
        """
        found = self._look(key)
        return None if found is None else found[0]

    def _enter(self, key: K) -> threading.Lock:
        """Return the lock of those who make the value of a key."""
        with self._lock:
            lock, waiting = self._making.get(key, (threading.Lock(), 0))
            self._making[key] = (lock, waiting + 1)
            return lock

    def _leave(self, key: K) -> None:
        with self._lock:
            lock, waiting = self._making.pop(key)
            if waiting > 1:
                self._making[key] = (lock, waiting - 1)

    def _look(self, key: K) -> tuple[V, int] | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def keep(self, key: K, value: V) -> None:
        """Keep a value, in place of what was known of its key.

        Parameters
        ----------
        key
            What it was made from.
        value
            The value.
        """
        size = self._size(value)
        with self._lock:
            self.bytes -= self._known.pop(key, (value, 0))[1]
            if size > self.most and not self.least:
                return
            self._known[key] = (value, size)
            self.bytes += size
            while self.bytes > self.most and len(self._known) > self.least:
                _, (_, gone) = self._known.popitem(last=False)
                self.bytes -= gone
