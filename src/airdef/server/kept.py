"""The answers given last, so that what many ask for is worked out once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` values by key. Values are made one at a time: two that ask for the same wait for one making."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[K, V] = OrderedDict()
        self._lock, self._making = threading.Lock(), threading.Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, made if it is not known. What `make` raises is raised, and nothing kept."""
        known = self._look(key)
        if known is not None:
            return known
        with self._making:
            known = self._look(key)
            if known is None:
                known = make()
                with self._lock:
                    self._known[key] = known
                    while len(self._known) > self._most:
                        self._known.popitem(last=False)
            return known

    def _look(self, key: K) -> V | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)
