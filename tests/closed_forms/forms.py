"""The closed forms, written once: elementary probability and algebra, nothing of airdef."""

from __future__ import annotations

import math

import numpy as np


def looks(p: float, salvos: tuple[int, ...]) -> tuple[float, float, float]:
    """Return expected missiles, their standard deviation and the leak, of salvos with a look after each.

    Salvo k is fired if none of the missiles before it killed: with q = 1 - p and m_k missiles before it,
    with probability q^m_k. After the last, the target leaks with q^(all of them).
    """
    q = 1.0 - p
    fired = np.cumsum(salvos)
    reached = q ** np.concatenate(([0], fired)).astype(float)  # probability that salvo k is fired; at last, the leak
    ends = np.append(-np.diff(reached)[:-1], reached[-2])  # probability that salvo k is the last fired
    mean = float(np.dot(ends, fired))
    return mean, math.sqrt(max(float(np.dot(ends, fired**2)) - mean**2, 0.0)), float(reached[-1])


def kill(p: float, n: int, reliability: float = 1.0) -> float:
    """Return the probability that n missiles kill, when with 1 - `reliability` none of them can."""
    return reliability * (1.0 - (1.0 - p) ** n)


def annihilation(p: float, n: int, targets: int, reliability: float = 1.0) -> float:
    """Return the probability that every one of `targets` is killed by its own n missiles."""
    return kill(p, n, reliability) ** targets


def required_shots(p: float, targets: int, wanted: float) -> float:
    """Return how many missiles a target give `annihilation` with probability `wanted` (a real number)."""
    return math.log(1.0 - wanted ** (1.0 / targets)) / math.log(1.0 - p)


def erlang_b(load: float, channels: int) -> float:
    """Return Erlang's loss of a Poisson load [erlang] offered to `channels`, by the recursion in channels."""
    b = 1.0
    for m in range(1, channels + 1):
        b = load * b / (m + load * b)
    return b


def erlang_from_empty(load: float, channels: int, arrivals: int) -> np.ndarray:
    """Return the loss of the 1st, 2nd, ... arrival at a system that starts empty (exponential holding).

    The number busy just before an arrival is a Markov chain: an arrival takes a channel if there is one;
    until the next, each of k busy channels ends at rate 1 against arrivals at rate `load`.
    """
    busy = np.zeros(channels + 1)
    busy[0] = 1.0
    lost = np.empty(arrivals)
    for i in range(arrivals):
        lost[i] = busy[channels]
        after = np.append(0.0, busy[:-1])
        after[channels] += busy[channels]
        for k in range(channels, 0, -1):
            ends = k / (k + load)
            after[k - 1] += after[k] * ends
            after[k] *= 1.0 - ends
        busy = after
    return lost


def depth_of_fire(
    detection: float, max_range: float, min_range: float, raider: float, missile: float, reaction: float, look: float
) -> list[float]:
    """Return the ranges of all intercepts of a raider that comes straight on (units as given, consistent).

    The first launch is at min(detection - raider * reaction, max_range * (missile + raider) / missile); a
    launch at R meets at R * missile / (missile + raider); the next launch is `look` later; none below `min_range`.
    """
    share = missile / (missile + raider)
    meet = share * min(detection - raider * reaction, max_range / share)
    found = []
    while meet >= min_range:
        found.append(meet)
        meet = share * (meet - raider * look)
    return found


def salvo_exchange(offensive: float, defensive: float, staying_power: float, ships: float) -> float:
    """Return the ships lost to one salvo: missiles not intercepted over the hits a ship stands, at most all."""
    return min(max(offensive - defensive, 0.0) / staying_power, ships)
