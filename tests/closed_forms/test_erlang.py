"""Channels saturate as Erlang says, whatever the distribution of the time a channel is held."""

from __future__ import annotations

import pytest

from . import erlang, forms
from .cases import SIGMAS

REPLICATIONS = 4_000
"""Of 25 raiders counted each: as many raiders as 100,000 lone probes."""


@pytest.mark.parametrize("distribution", ["fixed", "exponential"])
@pytest.mark.parametrize(("load", "channels"), erlang.SYSTEMS)
def test_the_loss_is_erlangs(load, channels, distribution, validated):
    loss = erlang.simulate(load, channels, distribution, REPLICATIONS)
    assert loss.sigmas <= SIGMAS, loss
    validated(
        loss.mean,
        loss.expected,
        law="loss of channel-limited Poisson raids, Erlang (Decisions)",
        against="Erlang-B, through the whole chain",
        kind="closed form",
        abs=SIGMAS * loss.standard_error + loss.bias,
        module="engine",
        figure="erlang",
        series=f"{channels} channel{'s' * (channels > 1)}",
        x=[load],
        marks="model",
    )
    # The interval means something: narrow against the loss itself, and the bias allowed is narrower still.
    assert loss.standard_error < 0.01 * loss.expected + 0.002
    assert loss.bias < loss.standard_error


def test_early_raiders_find_it_emptier():
    # Without the warm-up the answer would be wrong by far more than the interval: the first 20 raiders of
    # 3 erlang on 4 channels lose 0.154 on average, not 0.206.
    early = forms.erlang_from_empty(3.0, 4, 20).mean()
    assert forms.erlang_b(3.0, 4) - early > 0.03


@pytest.mark.slow
def test_the_bundled_probe_at_full_length():
    mean, standard_error = erlang.probe(100_000)
    expected = forms.erlang_b(3.0, 4)
    assert abs(mean - expected) <= SIGMAS * standard_error + expected * 4 * erlang.WAIT / erlang.HOLDING
