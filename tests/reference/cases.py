"""Cases by hand, without chance, on which both engines must give the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from airdef import engine
from airdef.opportunity.tables import Tracks
from airdef.physics.geodesy import geodetic_to_ecef

from .builders import Hand
from .faults import both
from .simpy_engine import simulate

if TYPE_CHECKING:
    from airdef.opportunity.tables import Opportunities
    from airdef.scenario.plan import Scenario


def one(plan: Scenario, hand: Hand, *faults: str) -> dict[str, float]:
    """Return the measures of one replication of the second engine; without a fault the compiled engine has the same."""
    tables = hand.build()
    got = simulate(plan, tables, 1, 7, frozenset(faults))
    if not faults:
        kernel = engine.prepare(plan, tables)
        columns = dict(zip(kernel.columns, engine.simulate(kernel, 1, 0, 1).T, strict=True))
        for name, values in both(columns, got)[0].items():
            np.testing.assert_allclose(values, got[name], rtol=1e-6, err_msg=name)  # fly-outs are float32
    return {name: values[0] for name, values in got.items()}


class Straight(Hand):
    """Threats that come straight at the radars from 100 km, at 1 km/s from 0 s on."""

    def build(self) -> Opportunities:
        """Return the tables."""
        tables, n = super().build(), len(self.plan.threats)
        x, _, _ = geodetic_to_ecef(0.0, 0.0, 10.0)
        tracks = Tracks(
            start=np.arange(n + 1) * 2,
            t0=np.zeros(n),
            dt=np.full(n, 100.0),
            end=tables.tracks.end,
            ecef=np.array([(x, 0.0, 1e5), (x, 0.0, 0.0)] * n),
        )
        return replace(tables, tracks=tracks)
