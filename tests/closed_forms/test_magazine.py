"""A shared magazine loses as Erlang says of all its rounds and streams, separate ones of their own."""

from __future__ import annotations

import pytest

from . import forms, magazine
from .cases import SIGMAS

REPLICATIONS = 3_000


@pytest.mark.parametrize(
    ("rounds", "loads"),
    [((3, 3), (2.0, 2.0)), ((2, 2, 2), (1.0, 1.0, 1.0)), ((4, 2), (1.0, 3.0)), ((6, 0), (1.5, 2.5))],
)
@pytest.mark.parametrize("shared", [True, False])
def test_the_loss_is_erlangs(rounds, loads, shared, validated):
    found = magazine.simulate(rounds, loads, shared, REPLICATIONS)
    assert found.sigmas <= SIGMAS, found
    validated(
        found.mean,
        found.expected,
        law=f"loss of a {'shared' if shared else 'separate'} magazine, Erlang (Magazines)",
        against="Erlang-B, a round being a server",
        kind="closed form",
        abs=SIGMAS * max(found.standard_error) + max(found.bias),
        module="engine",
    )
    assert max(found.standard_error) < 0.005  # and the interval means something
    assert max(found.bias) < 0.002


def test_pooling_pays():
    # The formula that the test above holds the engine to: B(c, a) < B(c / k, a / k).
    assert forms.erlang_b(4.0, 6) < forms.erlang_b(2.0, 3) - 0.08


def test_rounds_of_the_other_unit_serve_a_stream_alone():
    # All raiders come at the first unit, and half of the rounds are those of the second.
    shared = magazine.simulate((2, 2), (3.0, 0.0), True, REPLICATIONS)
    apart = magazine.simulate((2, 2), (3.0, 0.0), False, REPLICATIONS)
    assert shared.sigmas <= SIGMAS
    assert apart.sigmas <= SIGMAS
    assert (shared.expected, apart.expected) == ([forms.erlang_b(3.0, 4)], [forms.erlang_b(3.0, 2)])
