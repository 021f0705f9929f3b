"""The integer programme of the clairvoyant bound (`bound`), solved by HiGHS."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

if TYPE_CHECKING:
    from airdef.decisions.foresight import Chances, Foresight
    from airdef.engine.memory.record import Array
    from airdef.engine.preparation.prepare import Kernel

MARKS = 32
"""Beginnings of the stretches of time in which launches and channels are counted, at most."""

SLACK = 1e-6
"""Bounds of whole numbers are rounded up from below this: HiGHS meets its constraints to 1e-6."""


@dataclass
class _Rows:
    """Constraints, sum of coefficient x variable <= limit, as they are added."""

    place: list[tuple[int, int, float]] = field(default_factory=list)
    limit: list[float] = field(default_factory=list)

    def add(self, terms: list[tuple[int, float]], limit: float) -> None:
        self.place.extend((len(self.limit), variable, coefficient) for variable, coefficient in terms)
        self.limit.append(limit)


@dataclass(frozen=True)
class Shot:
    """What an interceptor could launch at a threat in one replication.

    Attributes
    ----------
    interceptor, unit, threat : int
        Indices of interceptor type, its fire unit and the threat, from 0.
    first, last : float
        Earliest and latest launch time [s, scenario time].
    quickest, slowest : float
        Shortest and longest time of flight of a launch in any window [s].
    """

    interceptor: int
    unit: int
    threat: int
    first: float
    last: float
    quickest: float
    slowest: float


def shots_of(kernel: Kernel, chances: Chances, foresight: Foresight) -> list[Shot]:
    """Return what could be launched in a replication: one for each interceptor and threat.

    Parameters
    ----------
    kernel, chances, foresight
        The scenario, what geometry leaves, and what chance decides.

    Returns
    -------
    list of Shot
        Those with any launch time left.
    """
    tb = kernel.tables
    T = len(tb.threat)
    found = []
    for w in range(len(tb.interceptor)):
        u = int(tb.interceptor[w]["unit"])
        unit = tb.unit[u]
        for j in np.flatnonzero((foresight.attempts > 0) & (chances.sspk[w * T : (w + 1) * T] > 0.0)):
            i = w * T + int(j)
            seen = {int(tb.threat[j]["looks_like"]), int(tb.threat[j]["category"])}
            if not tb.threat[j]["disguised"]:
                seen = {int(tb.threat[j]["looks_like"])}
            if not any(tb.engage[unit["system"], c] for c in seen):
                continue
            opens, closes = chances.opens[i] + foresight.offset[j], chances.closes[i] + foresight.offset[j]
            earliest = foresight.known[unit["system"], j] + unit["reaction_time"]
            left = closes >= earliest - SLACK
            if not left.any():
                continue
            first, last = float(np.maximum(opens[left], earliest).min()), float(closes.max())
            found.append(Shot(w, u, int(j), min(first, last), last, chances.quickest[i], chances.slowest[i]))
    return found


def fewest(kernel: Kernel, chances: Chances, foresight: Foresight) -> float:
    """Return the least number of leakers of the relaxed problem.

    Variables: kills y_j (0 or 1), leaks l_j, launches x (whole, one for each shot), engagements z of unit and threat
    (0 or 1). Minimise the sum of l_j with l_j >= 1 - y_j - y_carrier, and n_j y_j <= launches at j.

    Parameters
    ----------
    kernel, chances, foresight
        The scenario, what geometry leaves, and what chance decides.

    Returns
    -------
    float
        A whole number that no policy comes below.
    """
    tb = kernel.tables
    T = len(tb.threat)
    arrives = (tb.threat["arrives"] > 0) & ~_may_turn_back(tb.threat)
    if not arrives.any():
        return 0.0
    shots = shots_of(kernel, chances, foresight)
    pairs = {pair: 2 * T + len(shots) + i for i, pair in enumerate(dict.fromkeys((s.unit, s.threat) for s in shots))}
    assessed = [_assessments(kernel, u, shots, foresight) for u in range(len(tb.unit))]
    rows = _Rows()
    for j in range(T):
        parent = int(tb.threat[j]["parent"])
        if arrives[j]:
            rows.add([(T + j, -1.0), (j, -1.0)] + ([(parent, -1.0)] if parent >= 0 else []), -1.0)
        own = [(2 * T + i, -1.0) for i, shot in enumerate(shots) if shot.threat == j]
        rows.add([(j, float(foresight.attempts[j] or 1)), *own], 0.0)
    for pool in np.unique(tb.interceptor["pool"]):  # types that share a magazine share their rounds
        drawn = [(2 * T + i, shot) for i, shot in enumerate(shots) if tb.interceptor[shot.interceptor]["pool"] == pool]
        if drawn:
            span = max(shot.last for _, shot in drawn) - min(shot.first for _, shot in drawn)
            rows.add([(i, 1.0) for i, _ in drawn], rounds_within(kernel, int(pool), span))
    for u in range(len(tb.unit)):
        _unit(
            rows, kernel, u, [(2 * T + i, shot) for i, shot in enumerate(shots) if shot.unit == u], pairs, assessed[u]
        )
    return _solved(rows, 2 * T, len(shots), len(pairs), foresight.attempts)


def _may_turn_back(threats: Array) -> Array:
    """Tell for each threat whether it may turn back, or what releases it may: losses of others may then spare it."""
    found = threats["turning"] >= 0
    for j in np.flatnonzero(threats["parent"] >= 0):  # a carrier comes before what it releases
        found[j] |= found[threats["parent"][j]]
    return found


def rounds_within(kernel: Kernel, w: int, span: float) -> float:
    """Return the rounds of an interceptor that can be launched within a time, from full launchers on.

    Loading goes on at full load / reload time, and begins with a launch at the earliest. Where a launcher is reloaded
    only when it is empty, and the stock is of full loads, a load that is not whole within the time is of no use.

    Parameters
    ----------
    kernel
        The prepared scenario.
    w
        The interceptor.
    span
        Time from the first launch to the last [s].

    Returns
    -------
    float
        A whole number of rounds.
    """
    tb = kernel.tables
    launchers = tb.launcher[tb.launcher["pool"] == tb.interceptor[w]["pool"]]
    stock = float((launchers["rounds"] * launchers["reloads"]).sum())
    loads = np.unique(launchers["rounds"])
    when_idle = tb.system[tb.unit[tb.interceptor[w]["unit"]]["system"]]["reload_when_idle"]
    in_loads = not when_idle and len(loads) == 1 and stock % loads[0] == 0
    loaded = 0.0
    for launcher in launchers:
        part = span / launcher["reload_time"] + SLACK if launcher["reload_time"] > 0.0 else stock
        loaded += min(stock, (math.floor(part) if in_loads else part) * launcher["rounds"])
    return float(launchers["rounds"].sum()) + math.floor(min(loaded, stock) + SLACK)


def _assessments(kernel: Kernel, u: int, shots: list[Shot], foresight: Foresight) -> Array:
    """Return how long unit u's first assessment of each threat takes at least [s].

    Where its time is random, that of a threat's first engagement is known; it is this unit's if no other can engage it.
    """
    system = kernel.tables.system[kernel.tables.unit[u]["system"]]
    mean = float(system["assessment_delay"])
    if not system["assessment_exponential"]:
        return np.full(len(foresight.delay), mean)
    others = {shot.threat for shot in shots if shot.unit != u}
    alone = np.array([j not in others for j in range(len(foresight.delay))], bool)
    found: Array = np.where(alone, mean * foresight.delay, 0.0)
    return found


def _unit(
    rows: _Rows,
    kernel: Kernel,
    u: int,
    shots: list[tuple[int, Shot]],
    pairs: dict[tuple[int, int], int],
    assessed: Array,
) -> None:
    """Add what a fire unit's launch interval and channels allow in stretches of time."""
    unit = kernel.tables.unit[u]
    for variable, shot in shots:  # a launch is part of an engagement
        rows.add([(variable, 1.0), (pairs[u, shot.threat], -1e4)], 0.0)
    if not shots:
        return
    _instants(rows, unit, u, shots, pairs, assessed)
    for begin in _marks(np.array([shot.first for _, shot in shots])):
        later = sorted((pair for pair in shots if pair[1].first >= begin), key=lambda pair: pair[1].last)
        count = 2
        while count < 2 * len(later):
            within = later[: min(count, len(later))]
            inside = {variable for variable, _ in within}
            elsewhere = {shot.threat for variable, shot in shots if variable not in inside}
            _stretch(rows, unit, within, elsewhere, begin, assessed, pairs)
            count *= 2


def _instants(
    rows: _Rows,
    unit: Any,
    u: int,
    shots: list[tuple[int, Shot]],
    pairs: dict[tuple[int, int], int],
    assessed: Array,
) -> None:
    """Add that no more channels are taken at an instant than there are, of those that are taken then for certain.

    A missile that is launched at all flies for certain from the last time it can be launched to the first at which it
    can arrive; a target channel is taken likewise, and until the assessment ends.
    """
    ends: dict[int, tuple[float, float]] = {}
    for _, shot in shots:
        last, quickest = ends.get(shot.threat, (-math.inf, math.inf))
        ends[shot.threat] = max(last, shot.last), min(quickest, shot.first + shot.quickest)
    for at in sorted({last for last, _ in ends.values()}):
        flying = [(v, 1.0) for v, shot in shots if shot.last <= at < shot.first + shot.quickest]
        if flying:
            rows.add(flying, float(unit["missile_channels"]))
        taken = [(pairs[u, j], 1.0) for j, (last, done) in ends.items() if last <= at < done + assessed[j]]
        if len(taken) > unit["target_channels"]:
            rows.add(taken, float(unit["target_channels"]))


def _stretch(
    rows: _Rows,
    unit: Any,
    within: list[tuple[int, Shot]],
    elsewhere: set[int],
    begin: float,
    assessed: Array,
    pairs: dict[tuple[int, int], int],
) -> None:
    """Add what the launches of a stretch of time, and of no other, leave of launch interval and channels.

    An engagement counts where all that the unit could launch at the threat lies in the stretch.
    """
    if len(within) < 2:
        return
    length = within[-1][1].last - begin
    if unit["launch_interval"] > 0.0:
        rows.add([(v, 1.0) for v, _ in within], math.floor(length / unit["launch_interval"] + SLACK) + 1.0)
    after = max(shot.slowest for _, shot in within)
    rows.add([(v, shot.quickest) for v, shot in within], float(unit["missile_channels"]) * (length + after))
    quickest: dict[int, float] = {}
    for _, shot in within:
        quickest[shot.threat] = min(quickest.get(shot.threat, math.inf), shot.quickest)
    u, whole = within[0][1].unit, {j: least for j, least in quickest.items() if j not in elsewhere}
    if whole:
        longest = max(float(assessed[j]) for j in whole)
        rows.add(
            [(pairs[u, j], least + float(assessed[j])) for j, least in whole.items()],
            float(unit["target_channels"]) * (length + after + longest),
        )


def _marks(times: Array) -> Array:
    """Return at most `MARKS` of the times, the first and the last among them."""
    distinct = np.unique(times)
    chosen: Array = distinct[
        np.unique(np.linspace(0, len(distinct) - 1, min(MARKS, len(distinct))).round().astype(int))
    ]
    return chosen


def _solved(rows: _Rows, threats: int, shots: int, pairs: int, attempts: Array) -> float:
    """Return the least sum of leaks, rounded up to a whole number."""
    n = threats + shots + pairs
    T = threats // 2
    place = np.array(rows.place)
    matrix = coo_matrix((place[:, 2], (place[:, 0].astype(int), place[:, 1].astype(int))), (len(rows.limit), n))
    cost = np.zeros(n)
    cost[T:threats] = 1.0
    high = np.ones(n)
    high[:T] = attempts > 0
    high[threats : threats + shots] = 1e4
    whole = np.ones(n)
    whole[T:threats] = 0  # follow from the others
    found = milp(
        cost,
        integrality=whole,
        bounds=Bounds(0.0, high),
        constraints=LinearConstraint(matrix.tocsc(), -np.inf, rows.limit),
        options={"time_limit": 2.0},
    )
    bound = found.mip_dual_bound if found.mip_dual_bound is not None else 0.0
    return float(max(math.ceil(bound - SLACK), 0))
