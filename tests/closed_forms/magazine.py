"""Poisson raiders on magazines whose rounds are replaced a constant time after they are fired: the share lost.

Every round is a launcher of one, reloaded in a constant time from a stock that does not run out. A raider that finds no
round is lost, for its window is open for an instant only. So rounds are servers with a constant service time: the share
lost is Erlang's B, whatever that time's distribution (insensitivity), of the rounds that serve the stream.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from airdef import engine
from reference.builders import Hand, doctrine, launcher, missile, radar, scenario, system, threat, unit

from . import forms
from .cases import SEED

RELOAD = 600.0
"""Time from a launch until the round is replaced [s]."""

WARM_UP, COUNTED = 8, 10
"""Mean reload times before raiders are counted, and for which they are."""


@dataclass(frozen=True)
class Lost:
    """The share lost of each stream: expected, measured, standard error, and the bias that the empty start leaves."""

    expected: list[float]
    mean: list[float]
    standard_error: list[float]
    bias: list[float]

    @property
    def sigmas(self) -> float:
        """Greatest distance beyond the bias allowed, in standard errors."""
        off = [max(abs(m - e) - b, 0.0) for m, e, b in zip(self.mean, self.expected, self.bias, strict=True)]
        return max(x / max(s, 1e-12) for x, s in zip(off, self.standard_error, strict=True))


def simulate(rounds: tuple[int, ...], loads: tuple[float, ...], shared: bool, replications: int) -> Lost:
    """Simulate a unit for each stream, with its rounds, and its load [erlang]; with one magazine or one each.

    Each unit is a system of its own that sees its own stream only.
    """
    own = [_system(u, n, shared) for u, n in enumerate(rounds)]
    streams = [k for k, load in enumerate(loads) if load > 0.0]
    # Streams go on behind the raiders counted, for none may have ended while those of another are counted.
    first = [round(WARM_UP * load) for load in loads]
    last = [round((WARM_UP + COUNTED) * load) for load in loads]
    ends = [n + round(7.0 * math.sqrt(n)) + 10 for n in last]
    threats = [
        threat(
            m,
            name=f"raider-{k}-{m}",
            formation_index=k,
            gap_mean=RELOAD / loads[k],
            threat_class=f"counted-{k}" if first[k] <= m < last[k] else f"other-{k}",
        )
        for k in streams
        for m in range(ends[k])
    ]
    plan = scenario(*own, threats=threats)
    hand = Hand(plan, [10.0] * len(threats), flight=0.01)
    for j, one in enumerate(threats):
        hand.looks[one.formation_index, j] = [(1.0, 1.0)]
        hand.windows[one.formation_index, 0, j] = [(0.0, 1.001)]
    kernel = engine.prepare(plan, hand.build())
    rows = engine.simulate(kernel, SEED, 0, replications)
    found = Lost([], [], [], [])
    for k in streams:
        share = rows[:, kernel.columns.index(f"leakers:counted-{k}")] / (last[k] - first[k])
        load, servers = (sum(loads), sum(rounds)) if shared else (loads[k], rounds[k])
        expected = forms.erlang_b(load, servers)
        start = expected - forms.erlang_from_empty(load, servers, round(WARM_UP * load) + 1)[-1]
        found.expected.append(expected)
        found.mean.append(float(share.mean()))
        found.standard_error.append(float(np.std(share, ddof=1)) / math.sqrt(replications))
        found.bias.append(2.0 * abs(start))
    return found


def _system(number: int, rounds: int, shared: bool):
    name = f"system-{number}"
    post = unit(
        name=f"{name}/unit",
        radar=replace(radar(), name=f"{name}/radar"),
        missiles=(missile(1.0),),
        launchers=(launcher(1, reloads=10_000, reload_time=RELOAD),) * rounds,
        magazine="common" if shared else "",
    )
    return system(post, name=name, doctrine=doctrine((1,), rounds=1))
