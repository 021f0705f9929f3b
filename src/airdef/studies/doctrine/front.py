"""Two costs, both wanted small: who is beaten by nobody, in which order the rest follows, and who goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def front(costs: NDArray[np.float64]) -> list[int]:
    """Return the rows of costs, float64[n, 2], that no other row dominates, the first cost ascending.

    A row dominates another if it is nowhere greater and somewhere less. Equal rows do not dominate one another.

    Parameters
    ----------
    costs
        Costs, float64[points, costs]; less is better.

    Returns
    -------
    list[int]
        The rows of costs, float64[n, 2], that no other row dominates, the first cost ascending.
    """
    first = [i for i, rank in enumerate(ranks(costs)) if rank == 0]
    return sorted(first, key=lambda i: (costs[i, 0], i))


def ranks(costs: NDArray[np.float64]) -> list[int]:
    """Return for each row the number of fronts that must be taken away before it is on one (0: on the first).

    Parameters
    ----------
    costs
        Costs, float64[points, costs]; less is better.

    Returns
    -------
    list[int]
        For each row the number of fronts that must be taken away before it is on one (0: on the first).
    """
    first, second = costs[:, None], costs[None]
    dominates: NDArray[np.bool_] = np.all(first <= second, axis=2) & np.any(first < second, axis=2)
    found = np.full(len(costs), -1)
    rank = 0
    while (found < 0).any():
        left = found < 0
        found[left & ~dominates[left].any(axis=0)] = rank
        rank += 1
    return [int(r) for r in found]


def crowding(costs: NDArray[np.float64], ranked: Sequence[int]) -> NDArray[np.float64]:
    """Return how lonely each row is on its front; infinite at the ends.

    The sum over the costs of the gap between its two neighbours over the span of the front, as NSGA-II has it.

    Parameters
    ----------
    costs
        Costs, float64[points, costs]; less is better.
    ranked
        Indices, the best first.

    Returns
    -------
    NDArray[np.float64]
        How lonely each row is on its front; infinite at the ends.
    """
    lonely = np.zeros(len(costs))
    for rank in set(ranked):
        members = np.array([i for i, r in enumerate(ranked) if r == rank])
        for cost in costs[members].T:
            order = members[np.argsort(cost, kind="stable")]
            sorted_cost = np.sort(cost)
            lonely[order[[0, -1]]] = np.inf
            span = sorted_cost[-1] - sorted_cost[0]
            if span > 0.0:
                lonely[order[1:-1]] += (sorted_cost[2:] - sorted_cost[:-2]) / span
    return lonely


def survivors(costs: NDArray[np.float64], scores: Sequence[float], keep: int) -> list[int]:
    """Return the rows that go on: half of `keep` the best by score, half by front and loneliness, in their order.

    Among equals the earlier row is preferred.

    Parameters
    ----------
    costs
        Costs, float64[points, costs]; less is better.
    scores
        How good each is.
    keep
        How many are kept.

    Returns
    -------
    list[int]
        The rows that go on: half of `keep` the best by score, half by front and loneliness, in their order.
    """
    ranked = ranks(costs)
    lonely = crowding(costs, ranked)
    rows = range(len(costs))
    by_score = sorted(rows, key=lambda i: (-scores[i], i))
    by_front = sorted(rows, key=lambda i: (ranked[i], -lonely[i], i))
    chosen: dict[int, None] = {}
    for pair in zip(by_score, by_front, strict=True):
        for i in pair:
            if len(chosen) < keep:
                chosen[i] = None
    return sorted(chosen)
