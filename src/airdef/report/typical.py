"""The typical replication: the one to show when only one replication can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from airdef import engine, opportunity
from airdef.engine.breakdown import breakdown
from airdef.outcome.replication import Replication

if TYPE_CHECKING:
    from airdef.engine import Kernel
    from airdef.opportunity import Opportunities
    from airdef.outcome import Campaign

SEARCHED = 1024
"""Replications of the campaign among which the typical one is looked for (assumed to be plenty)."""


def typical(campaign: Campaign) -> tuple[Replication, Opportunities]:
    """Return the replication nearest the campaign's medians, simulated again, and the geometry it rests on.

    Nearest: the least sum of |leakers - median| and |missiles - median|, each over its standard deviation, among the
    first `SEARCHED` replications; the lowest number of several.

    Parameters
    ----------
    campaign
        The campaign.

    Returns
    -------
    tuple[Replication, Opportunities]
        The replication nearest the campaign's medians, simulated again, and the geometry it rests on.
    """
    scenario = campaign.scenario
    found = opportunity.compute_cached(scenario)
    kernel = engine.prepare(scenario, found)
    number = _nearest(campaign, kernel)
    row, events = engine.replay(kernel, campaign.seed, number)
    counts = dict(zip(kernel.columns, (float(x) for x in row), strict=True))
    counts |= {name: counts[column] for name, column in breakdown(scenario).copies.items()}
    return Replication(scenario, campaign.seed, number, counts, tuple(events)), found


def _nearest(campaign: Campaign, kernel: Kernel) -> int:
    first, count = campaign.ranges[0]
    rows = engine.simulate(kernel, campaign.seed, first, min(count, SEARCHED))
    off = np.zeros(len(rows))
    for name in ("leakers", "missiles_used"):
        measure = campaign.measures[name]
        column = rows[:, kernel.columns.index(name)]
        off += np.abs(column - measure.quantiles[0.5].value) / max(measure.sd, 1.0)
    return first + int(np.argmin(off))
