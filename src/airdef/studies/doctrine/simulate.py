"""Doctrines under common random numbers: what each loses and spends in every replication, and what that is worth.

With L_k the loss and M_k the missiles of a doctrine in replication k, and H_k the loss if no missile is fired at all,
the worth is either minus the mean loss, or what is defended per missile

    R = (mean(H) - mean(L)) / mean(M),

a ratio of means, whose error is that of the mean of psi_k = ((H_k - L_k) - R M_k) / mean(M) (linearised: good while
the mean of M is known to a few per cent). Two doctrines are compared replication by replication: R_a - R_b with the
error of the mean of psi_a - psi_b.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from airdef import engine
from airdef.measures import CONTINUOUS
from airdef.outcome import measures
from airdef.outcome.intervals import student
from airdef.outcome.statistics import Statistics
from airdef.studies.threshold import Estimate
from airdef.studies.variants.paired import Difference, Sums, difference
from airdef.studies.variants.runner import unit_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from airdef.scenario.plan import Scenario
    from airdef.studies.variants.runner import VariantRunner

COLUMNS: Final = ("leakers", "missiles_used", "asset_value_lost")
MISSILES: Final = "missiles_used"

CHUNK: Final = 2048
"""Replications of a doctrine simulated in turn; nothing depends on it but how soon Ctrl-C is heard."""


@dataclass(frozen=True)
class Objective:
    """What is best: a loss that is to be small, for its own sake or per missile that prevents it."""

    name: str
    loss: str
    per_missile: bool
    label: str


OBJECTIVES: Final = {
    o.name: o
    for o in (
        Objective("value-per-missile", "asset_value_lost", True, "asset value defended per missile"),
        Objective("value", "asset_value_lost", False, "asset value lost"),
        Objective("stopped-per-missile", "leakers", True, "leakers prevented per missile"),
        Objective("leakers", "leakers", False, "leakers"),
    )
}
"""Every objective, by name."""


@dataclass
class Arena:
    """Simulates scenarios under common random numbers, always from replication 0, and keeps what they gave.

    `tick` is called with the number of replications just simulated. Rows are float64[replications, 3] as in `COLUMNS`.
    """

    runner: VariantRunner
    seed: int
    threads: int
    tick: Callable[[int], None] = lambda _: None
    _rows: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def rows(self, scenario: Scenario, n: int) -> NDArray[np.float64]:
        """Return the first n replications; only those not simulated before are simulated.

        Parameters
        ----------
        scenario
            The scenario.
        n
            Number of replications.

        Returns
        -------
        NDArray[np.float64]
            The first n replications; only those not simulated before are simulated.
        """
        key = scenario.scenario_hash
        held = self._rows.get(key, np.empty((0, len(COLUMNS))))
        if len(held) < n:
            kernel = self.runner.kernel(scenario)
        while len(held) < n:
            count = min(CHUNK, n - len(held))
            simulated = engine.simulate(kernel, self.seed, len(held), count, self.threads)
            held = np.concatenate([held, simulated[:, [kernel.columns.index(c) for c in COLUMNS]]])
            self._rows[key] = held
            self.tick(count)
        return held[:n]

    def known(self, scenario: Scenario) -> int:
        """Return how many replications of a scenario are simulated.

        Parameters
        ----------
        scenario
            The scenario.

        Returns
        -------
        int
            How many replications of a scenario are simulated.
        """
        return len(self._rows.get(scenario.scenario_hash, ()))


def loss_of(objective: Objective, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the loss in each replication.

    Parameters
    ----------
    objective
        What is to be made best.
    rows
        Rows of replications, float64[replications, columns].

    Returns
    -------
    NDArray[np.float64]
        The loss in each replication.
    """
    column: NDArray[np.float64] = rows[:, COLUMNS.index(objective.loss)]
    return column


def missiles_of(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the missiles launched in each replication.

    Parameters
    ----------
    rows
        Rows of replications, float64[replications, columns].

    Returns
    -------
    NDArray[np.float64]
        The missiles launched in each replication.
    """
    column: NDArray[np.float64] = rows[:, COLUMNS.index(MISSILES)]
    return column


def worth(objective: Objective, rows: NDArray[np.float64], idle: NDArray[np.float64]) -> float:
    """Return what is to be as great as possible; -inf for a doctrine that fires nothing and is judged per missile.

    Parameters
    ----------
    objective
        What is to be made best.
    rows
        Rows of replications, float64[replications, columns].
    idle
        The rows of the same replications if no missile is fired.

    Returns
    -------
    float
        What is to be as great as possible; -inf for a doctrine that fires nothing and is judged per
        missile.
    """
    loss = float(loss_of(objective, rows).mean())
    if not objective.per_missile:
        return -loss
    spent = float(missiles_of(rows).mean())
    return (float(loss_of(objective, idle).mean()) - loss) / spent if spent > 0.0 else -math.inf


def influence(objective: Objective, rows: NDArray[np.float64], idle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each replication adds to the worth, float64[n]: its mean is the worth.

    Parameters
    ----------
    objective
        What is to be made best.
    rows
        Rows of replications, float64[replications, columns].
    idle
        Values with a defence that does nothing.

    Returns
    -------
    NDArray[np.float64]
        What each replication adds to the worth, float64[n]: its mean is the worth.
    """
    value = worth(objective, rows, idle)
    loss = loss_of(objective, rows)
    if not objective.per_missile or value == -math.inf:
        return -loss
    spent = missiles_of(rows)
    each: NDArray[np.float64] = (loss_of(objective, idle) - loss - value * spent) / spent.mean() + value
    return each


def estimate(scenario: Scenario, rows: NDArray[np.float64], name: str) -> Estimate:
    """Return the mean of a measure of `COLUMNS` with the interval that a campaign gives it.

    Parameters
    ----------
    scenario
        The scenario.
    rows
        Rows of replications, float64[replications, columns].
    name
        The name.

    Returns
    -------
    Estimate
        The mean of a measure of `COLUMNS` with the interval that a campaign gives it.
    """
    m = measures.measure(Statistics.of(COLUMNS, CONTINUOUS, rows), scenario, name)
    return Estimate(m.mean, m.ci95, m.n)


def gain(
    objective: Objective, rows: NDArray[np.float64], other: NDArray[np.float64], idle: NDArray[np.float64]
) -> Estimate:
    """Return how much more `rows` are worth than `other`, replication by replication; exactly 0 where all are equal.

    Parameters
    ----------
    objective
        What is to be made best.
    rows
        Rows of replications, float64[replications, columns].
    other
        Values of another doctrine in the same replications.
    idle
        Values with a defence that does nothing.

    Returns
    -------
    Estimate
        How much more `rows` are worth than `other`, replication by replication; exactly 0 where all are
        equal.
    """
    if not objective.per_missile:
        lost = changed(objective.loss, rows, other)
        return Estimate(-lost.mean, (-lost.ci95[1], -lost.ci95[0]), lost.n)
    n = len(rows)
    if np.array_equal(rows, other):
        return Estimate(0.0, (0.0, 0.0), n)
    more = worth(objective, rows, idle) - worth(objective, other, idle)
    if not math.isfinite(more):
        return Estimate(more, (math.nan, math.nan), n)
    each = influence(objective, rows, idle) - influence(objective, other, idle)
    return Estimate(more, student(more, float(each.var(ddof=1)), n), n)


def changed(name: str, rows: NDArray[np.float64], other: NDArray[np.float64]) -> Difference:
    """Return how much more of a measure of `COLUMNS` there is in `rows` than in `other`, replication by replication.

    Parameters
    ----------
    name
        The name.
    rows
        Rows of replications, float64[replications, columns].
    other
        Values of another doctrine in the same replications.

    Returns
    -------
    Difference
        How much more of a measure of `COLUMNS` there is in `rows` than in `other`, replication by
        replication.
    """
    k = COLUMNS.index(name)
    sums = Sums()
    sums.take(other[:, k], rows[:, k])
    step = 0.0 if name in CONTINUOUS else 1.0
    return difference(name, unit_of(name), sums, step, np.array_equal(rows, other))
