"""The cheapest rounds for one target at given prices, exactly: a search with a convex bound, compiled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from airdef.jit import compiled, entry

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_NODES = 200_000
"""Nodes after which a search for the cheapest stops with the bound it has by then."""

MOST_LISTED = 50_000_000
"""Nodes after which a search for all below a limit is given up: some seconds."""


@compiled
def _least(
    left: float, effect: NDArray[np.float64], price: NDArray[np.float64], stock: NDArray[np.int64], first: int
) -> float:
    """Return the least cost of what is left with fractions of rounds of the weapons from `first` on."""
    paid = 0.0
    for i in range(first, effect.shape[0]):
        if price[i] <= 0.0:
            paid += price[i] * stock[i]
            left *= math.exp(-effect[i] * stock[i])
            continue
        rate = price[i] / effect[i]
        if left <= rate:
            break
        wanted = math.log(left / rate)
        taken = min(wanted, effect[i] * stock[i])
        paid += rate * taken
        left *= math.exp(-taken)
        if taken == wanted:
            break
    return paid + left


@compiled
def _nothing(
    first: float, limit: float, found: NDArray[np.int64], totals: NDArray[np.float64], out: NDArray[np.int64]
) -> float:
    """Return what `_search` does where there is no weapon to choose from."""
    rows = 0
    if first < limit:
        found[0, 0] = 0
        totals[0] = first
        rows = 1
    out[0], out[1], out[2] = rows, 1, 0
    return min(first, limit)


@entry
def _search(
    first: float,
    effect: NDArray[np.float64],
    price: NDArray[np.float64],
    stock: NDArray[np.int64],
    limit: float,
    keep: bool,
    found: NDArray[np.int64],
    totals: NDArray[np.float64],
    work: NDArray[np.float64],
    at: NDArray[np.int64],
    most: int,
    out: NDArray[np.int64],
) -> float:
    """Search over whole numbers x_k in 0..stock_k for first exp(-sum effect x) + sum price x below `limit`.

    Weapons are sorted by price / effect, rising. With `keep` every such x goes into `found` (one row each, its value
    into `totals`), else only the best so far, into row 0. Returns a bound that no value is below: the best value where
    the search ended by itself. `out` holds the number of rows found, nodes visited, and whether it was cut short.

    The bound of a partial x: with fractions allowed, the rest is filled in order while the value of a further bit,
    s effect with s = first exp(-sum effect x), exceeds its price.
    """
    size = effect.shape[0]
    rows, nodes, cut = 0, 0, 0
    best = limit
    lowest = math.inf
    cost, left = work[0], work[1]
    cost[0], left[0] = 0.0, first
    k = 0
    if size == 0:
        return float(_nothing(first, limit, found, totals, out))
    at[0] = stock[0]
    while k >= 0:
        if at[k] < 0:
            k -= 1
            if k >= 0:
                at[k] -= 1
            continue
        nodes += 1
        c = cost[k] + price[k] * at[k]
        s = left[k] * math.exp(-effect[k] * at[k])
        low = c + _least(s, effect, price, stock, k + 1)
        if low >= best:
            at[k] -= 1
            continue
        if nodes > most or (keep and rows == found.shape[0]):
            cut = 1
            lowest = min(lowest, low)
            at[k] -= 1
            continue
        if k + 1 == size or (not keep and s * effect[k + 1] <= price[k + 1]):
            total = c + s
            if total < best:
                row = rows if keep else 0
                for i in range(size):
                    found[row, i] = at[i] if i <= k else 0
                totals[row] = total
                rows = row + 1
                if not keep:
                    best = total
            at[k] -= 1
            continue
        cost[k + 1], left[k + 1] = c, s
        k += 1
        at[k] = stock[k]
    out[0], out[1], out[2] = rows, nodes, cut
    return min(best, lowest)


class Pricing:
    """Searches for one target after another, in memory of its own."""

    def __init__(self, effect: NDArray[np.float64], stock: NDArray[np.int64]) -> None:
        """Take effects -log(1 - p), shape (weapons, targets), and the rounds of each weapon."""
        self._effect, self._stock = effect, stock
        size = len(stock) + 1
        self._work, self._at, self._out = np.empty((2, size)), np.empty(size, np.int64), np.empty(3, np.int64)

    def cheapest(
        self, target: int, value: float, prices: NDArray[np.float64], limit: float = math.inf
    ) -> tuple[float, NDArray[np.int64] | None, float]:
        """Return a lower bound of the cost of a target, the rounds that are cheapest (None: none below), their cost.

        Parameters
        ----------
        target
            Number of the target.
        value
            Value of the target.
        prices
            Price of a round of each weapon; may be negative.
        limit
            Cost that is of no interest any more.

        Returns
        -------
        tuple[float, NDArray[np.int64] | None, float]
            A lower bound of the cost of a target, the rounds that are cheapest (None: none below), their cost.
        """
        found, totals, bound, _ = self._searched(target, value, prices, limit, 1, keep=False)
        return (bound, found[0], float(totals[0])) if len(found) else (bound, None, math.inf)

    def all_below(
        self, target: int, value: float, prices: NDArray[np.float64], limit: float, most: int
    ) -> NDArray[np.int64] | None:
        """Return all rounds whose cost is below a limit, shape (solutions, weapons); None if they are too many.

        Parameters
        ----------
        target
            Number of the target.
        value
            Value of the target.
        prices
            Price of a round of each weapon; may be negative.
        limit
            Cost that is of no interest any more.
        most
            The most solutions returned.

        Returns
        -------
        NDArray[np.int64] | None
            All rounds whose cost is below a limit, shape (solutions, weapons).
        """
        found, _, _, cut = self._searched(target, value, prices, limit, most, keep=True)
        return None if cut else found

    def _searched(
        self, target: int, value: float, prices: NDArray[np.float64], limit: float, rows: int, *, keep: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], float, bool]:
        effect, stock = self._effect[:, target], self._stock
        able = (stock > 0) & ((effect > 0.0) | (prices < 0.0))  # a round without effect may be paid for: `least`
        paid = able & (prices <= 0.0) & (not keep)  # the cheapest takes as many as there are
        base = float(prices[paid] @ stock[paid])
        first = value * math.exp(-float(effect[paid] @ stock[paid]))
        free = np.flatnonzero(able & ~paid)
        useful = free if keep else free[first * -np.expm1(-effect[free]) > prices[free]]
        with np.errstate(divide="ignore"):
            rate = prices[useful] / effect[useful]
        order = useful[np.argsort(rate, kind="stable")]
        some = np.zeros((rows, max(len(order), 1)), np.int64)
        totals = np.empty(rows)
        bound = _search(
            first, np.ascontiguousarray(effect[order]), np.ascontiguousarray(prices[order]),
            np.ascontiguousarray(stock[order]), limit - base, keep, some, totals, self._work, self._at,
            MOST_LISTED if keep else MOST_NODES,
            self._out,
        )  # fmt: skip
        count = int(self._out[0])
        found = np.zeros((count, len(stock)), np.int64)
        found[:, paid] = stock[paid]
        if len(order):
            found[:, order] = some[:count]
        return found, totals[:count] + base, bound + base, bool(self._out[2])
