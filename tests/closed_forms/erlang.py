"""Poisson raiders on a few channels (`ideal-erlang`): the share lost, once the empty start is forgotten."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

import airdef

from . import forms
from .cases import SEED

SYSTEMS = ((1, 1), (2, 2), (3, 4), (5, 6), (8, 8))
"""Load [erlang] and channels."""

HOLDING = 600.0
"""Mean time a channel is held [s]: reaction 9.8 s, flight 0.1 s, assessment 590.1 s."""

WAIT = 0.1
"""A raider that finds no channel can still be taken this long after [s], see ideal-erlang.yaml."""

WARM_UP = 8
"""Mean holding times before raiders are counted."""

COUNTED = 25
"""Raiders counted in a replication."""


@dataclass(frozen=True)
class Loss:
    """The share lost: expected, bias allowed (waiting, empty start), measured, standard error."""

    load: int
    channels: int
    distribution: str
    expected: float
    bias: float
    mean: float
    standard_error: float

    @property
    def sigmas(self) -> float:
        """Distance beyond the bias allowed, in standard errors."""
        return max(abs(self.mean - self.expected) - self.bias, 0.0) / self.standard_error


def bias(load: int, channels: int) -> float:
    """Return how far the loss may be off by construction.

    A channel falls free within the wait with probability channels * WAIT / HOLDING at most, and saves the
    raider. What is left of the empty start at the first raider counted is known exactly for exponential
    holding; for a fixed one it is of that order (no closed form), so twice as much is allowed.
    """
    b = forms.erlang_b(load, channels)
    start = b - forms.erlang_from_empty(load, channels, WARM_UP * load + 1)[-1]
    return b * channels * WAIT / HOLDING + 2.0 * start


def simulate(load: int, channels: int, distribution: str, replications: int) -> Loss:
    """Simulate a raid long enough, count the last raiders of it as a class of their own."""
    count = WARM_UP * load + COUNTED
    plan = airdef.load(
        "ideal-erlang",
        {
            "raid.0.count": count,
            "raid.0.spacing": f"{HOLDING / load} s",
            "raid.1.count": 0,
            "defence.0.overrides.system.target_channels": channels,
            "defence.0.doctrine.assessment.distribution": distribution,
        },
    )
    late = tuple(replace(t, threat_class="counted") if t.member >= count - COUNTED else t for t in plan.threats)
    campaign = airdef.run(replace(plan, threats=late), replications, SEED, rows=True)
    share = campaign.rows["leakers:counted"].to_numpy() / COUNTED
    return Loss(
        load=load,
        channels=channels,
        distribution=distribution,
        expected=forms.erlang_b(load, channels),
        bias=bias(load, channels),
        mean=float(share.mean()),
        standard_error=float(share.std(ddof=1)) / math.sqrt(replications),
    )


def probe(replications: int) -> tuple[float, float]:
    """Return the loss of the bundled scenario's lone probe, 20 mean holding times after the start, and its s.e."""
    campaign = airdef.run("ideal-erlang", replications, SEED, rows=True)
    lost = campaign.rows["leakers:fighter"].to_numpy().astype(float)
    return float(lost.mean()), float(np.sqrt(lost.mean() * (1.0 - lost.mean()) / replications))
