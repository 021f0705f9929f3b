"""Two layers in series, with and without shared kill assessment: what leaks, and what is launched."""

from __future__ import annotations

import math

import numpy as np
import pytest

from airdef import engine
from reference.builders import Hand, doctrine, missile, scenario, system, threat, unit

from .cases import SEED, SIGMAS

REPLICATIONS = 20_000
OUTER, INNER = 0.6, 0.5


def simulate(coordination, wrong, assessment):
    """Return leakers and missiles of a raider at each replication: an outer unit, then an inner one.

    The outer one launches at 2 s and intercepts at 12 s; it judges `assessment` later, wrongly with `wrong` for a
    living raider. The inner one launches between 20 and 30 s.
    """
    units = [unit(name=f"u/{name}", missiles=(missile(p),)) for name, p in (("outer", OUTER), ("inner", INNER))]
    rules = doctrine((1,), coordination=coordination, assessment_delay=assessment, dead_given_alive=wrong)
    plan = scenario(system(*units, doctrine=rules), threats=[threat(0)])
    hand = Hand(plan, [60.0], flight=10.0)
    hand.looks = {(r, 0): [(1.0, 1.0)] for r in range(2)}
    hand.windows = {(0, 0, 0): [(2.0, 2.5)], (1, 0, 0): [(20.0, 30.0)]}
    kernel = engine.prepare(plan, hand.build())
    rows = engine.simulate(kernel, SEED, 0, REPLICATIONS)
    return [rows[:, kernel.columns.index(name)] for name in ("leakers", "missiles_used")]


@pytest.mark.parametrize(
    ("coordination", "wrong", "assessment", "leak", "missiles"),
    [
        # Judged in time and rightly: the inner layer engages what is left, with and without shared assessment.
        ("central", 0.0, 3.0, (1 - OUTER) * (1 - INNER), 1 + (1 - OUTER)),
        ("autonomous", 0.0, 3.0, (1 - OUTER) * (1 - INNER), 1 + (1 - OUTER)),
        # A living raider that the outer layer judges dead is closed for both where they share the assessment.
        ("central", 0.3, 3.0, (1 - OUTER) * (0.3 + 0.7 * (1 - INNER)), 1 + (1 - OUTER) * 0.7),
        ("autonomous", 0.3, 3.0, (1 - OUTER) * (1 - INNER), 1 + (1 - OUTER)),
        # Judged when the inner layer's window has closed: it waits in vain where they share, and does not else.
        ("central", 0.0, 20.0, 1 - OUTER, 1),
        ("autonomous", 0.0, 20.0, (1 - OUTER) * (1 - INNER), 1 + (1 - OUTER)),
    ],
)
def test_two_layers_in_series(coordination, wrong, assessment, leak, missiles, validated):
    leakers, used = simulate(coordination, wrong, assessment)
    for found, expected in ((leakers, leak), (used, missiles)):
        error = found.std(ddof=1) / math.sqrt(REPLICATIONS)
        assert error < 0.004
        what = "leakers" if found is leakers else "missiles"
        validated(
            found.mean(), expected, law=f"two layers in series: {what} (Assessment)", against="products of the layers",
            kind="closed form", abs=SIGMAS * error + 1e-12, module="engine",
        )  # fmt: skip
    assert np.isin(leakers, (0.0, 1.0)).all()
