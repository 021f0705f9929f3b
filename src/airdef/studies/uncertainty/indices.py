"""Sensitivity indices of any function on the unit cube: Morris screening, and Sobol indices, through SALib.

First-order index S_i = Var(E(f | x_i)) / Var(f): the part of the variance that knowing x_i would remove on average.
Total index ST_i = E(Var(f | all but x_i)) / Var(f): the part that is left when all else is known.
The estimators are those of SALib (Saltelli's design); inputs are independent and uniform.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from airdef.outcome.intervals import Interval

    Function = Callable[[NDArray[np.float64], int], NDArray[np.float64]]
    """f(points float64[k, d], size of a block of the design) -> float64[k]."""

RESAMPLES = 500
LEVELS = 4
"""Levels of the Morris design: 0, 1/3, 2/3 and 1."""


@dataclass(frozen=True)
class Index:
    """First-order and total index of one uncertain input with the half-widths of their 95 % bootstrap intervals."""

    first: float
    first_half: float
    total: float
    total_half: float

    @property
    def first_ci95(self) -> Interval:
        """The interval of the first-order index: of what it can be, from 0 to 1, what lies in the bootstrap's."""
        return _within(self.first, self.first_half)

    @property
    def total_ci95(self) -> Interval:
        """The interval of the total index, likewise."""
        return _within(self.total, self.total_half)


def _within(value: float, half: float) -> Interval:
    low, high = (min(max(x, 0.0), 1.0) for x in (value - half, value + half))
    return low, high


@dataclass(frozen=True)
class Indices:
    """Sobol indices of every uncertain input after `samples` base samples.

    `convergence` holds those of shorter designs. `variance` is that of the function over the design; with none all
    indices are 0.
    """

    samples: int
    mean: float
    variance: float
    each: tuple[Index, ...]
    convergence: tuple[tuple[int, tuple[Index, ...]], ...]


@dataclass(frozen=True)
class Effect:
    """Morris: the mean of the absolute elementary effects with its half-width, and their standard deviation."""

    mu_star: float
    mu_star_half: float
    sigma: float


def _problem(d: int) -> dict[str, Any]:
    return {"num_vars": d, "names": [f"x{k}" for k in range(d)], "bounds": [[0.0, 1.0]] * d}


def checked_samples(samples: int) -> int:
    """Return a number of base samples that the Sobol sequence is balanced for; any other raises ValueError.

    Parameters
    ----------
    samples
        Number of samples.

    Returns
    -------
    int
        A number of base samples that the Sobol sequence is balanced for; any other raises ValueError.
    """
    if samples < 16 or samples & (samples - 1):
        near = max(16, 2 ** round(np.log2(max(samples, 1))))
        message = f"samples: {samples} given, a power of two from 16 on expected; the nearest is {near}"
        raise ValueError(message)
    return samples


def sobol(function: Function, d: int, samples: int, seed: int) -> Indices:
    """Return the Sobol indices of a function of d inputs from samples (d + 2) evaluations.

    Parameters
    ----------
    function
        Returns the model's value at each point of the design.
    d
        Number of inputs.
    samples
        A power of two, 16 at least (the balance of the Sobol sequence).
    seed
        Scrambles the sequence and draws the bootstrap.

    Returns
    -------
    Indices
        The Sobol indices of a function of d inputs from samples (d + 2) evaluations.

    Raises
    ------
    ValueError
        For another number of samples.
    """
    from SALib.sample import sobol as design

    checked_samples(samples)
    points = design.sample(_problem(d), samples, calc_second_order=False, scramble=True, seed=seed)
    values = function(points, d + 2)
    shorter = [n for n in (samples // 8, samples // 4, samples // 2) if n >= 16]
    convergence = tuple((n, _indices(values[: n * (d + 2)], d, seed)) for n in shorter)
    base = values.reshape(samples, d + 2)[:, [0, d + 1]]
    return Indices(samples, float(base.mean()), float(base.var(ddof=1)), _indices(values, d, seed), convergence)


def _indices(values: NDArray[np.float64], d: int, seed: int) -> tuple[Index, ...]:
    from SALib.analyze import sobol as analysis

    if np.ptp(values) == 0.0:
        return (Index(0.0, 0.0, 0.0, 0.0),) * d
    found = analysis.analyze(
        _problem(d), values, calc_second_order=False, num_resamples=RESAMPLES, conf_level=0.95, seed=seed
    )
    columns = (found["S1"], found["S1_conf"], found["ST"], found["ST_conf"])
    return tuple(Index(*map(float, row)) for row in zip(*columns, strict=True))


def morris(function: Function, d: int, trajectories: int, seed: int) -> tuple[Effect, ...]:
    """Return the Morris effects of d inputs from trajectories (d + 1) evaluations.

    `trajectories` is 2 at least, for a standard deviation.

    Parameters
    ----------
    function
        Returns the model's value at each point of the design.
    d
        Number of inputs.
    trajectories
        Number of trajectories of the design.
    seed
        Seed of the random streams.

    Returns
    -------
    tuple[Effect, ...]
        The Morris effects of d inputs from trajectories (d + 1) evaluations.
    """
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as design

    points = design.sample(_problem(d), trajectories, num_levels=LEVELS, seed=seed)
    values = function(points, d + 1)
    found = analysis.analyze(_problem(d), points, values, num_levels=LEVELS, conf_level=0.95, seed=seed)
    columns = (found["mu_star"], found["mu_star_conf"], found["sigma"])
    return tuple(Effect(*map(float, row)) for row in zip(*columns, strict=True))
