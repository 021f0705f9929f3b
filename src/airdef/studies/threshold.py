"""Where a response crosses a level, and between which values the sources of chance leave that open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from airdef.outcome.intervals import Interval


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % interval, over n replications."""

    mean: float
    ci95: Interval
    n: int

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.ci95[1] - self.ci95[0]) / 2

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"mean": self.mean, "ci95": list(self.ci95), "n": self.n}


@dataclass(frozen=True)
class Crossing:
    """The first of the values at which the response is beyond the level; None: at none of them.

    `earliest` and `latest` bound it: the first value at which the interval of the response reaches beyond the
    level, and the first at which all of it does. `tried` are the values evaluated, in order.
    """

    at: Any | None
    earliest: Any | None
    latest: Any | None
    tried: tuple[tuple[Any, Estimate], ...]


def crossing(values: Sequence[Any], evaluate: Callable[[Any], Estimate], level: float, above: bool) -> Crossing:
    """Return where the response first is above (else: below) the level, by bisection over the ordered values.

    A response that is monotone along the values up to its noise is assumed; every value is evaluated once at most.

    Parameters
    ----------
    values
        The values to search, ascending.
    evaluate
        Returns the estimate at a value.
    level
        The level that is to be crossed.
    above
        Whether the function is above the level at the lower end.

    Returns
    -------
    Crossing
        Where the response first is above (else: below) the level, by bisection over the ordered values.
    """
    known: dict[int, Estimate] = {}

    def at(i: int) -> Estimate:
        if i not in known:
            known[i] = evaluate(values[i])
        return known[i]

    def beyond(x: float) -> bool:
        return x > level if above else x < level

    def first(test: Callable[[Estimate], bool]) -> int | None:
        low, high = -1, len(values) - 1
        if not test(at(high)):
            return None
        if test(at(0)):
            return 0
        low = 0
        while high - low > 1:
            middle = (low + high) // 2
            if test(at(middle)):
                high = middle
            else:
                low = middle
        return high

    near, far = (1, 0) if above else (0, 1)
    places = (
        first(lambda e: beyond(e.mean)),
        first(lambda e: beyond(e.ci95[near])),
        first(lambda e: beyond(e.ci95[far])),
    )
    found, earliest, latest = (None if i is None else values[i] for i in places)
    return Crossing(found, earliest, latest, tuple((values[i], known[i]) for i in sorted(known)))
