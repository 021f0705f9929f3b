"""Combining looks: m-of-n, cumulative detection, and coherent integration.

    m of n       P = sum_{k>=m} C(n, k) p^k (1 - p)^(n - k)
    cumulative   P = 1 - prod (1 - p_i)
    coherent     Pd = Q(Q^-1(Pfa) - sqrt(2 n snr))      known phase; Q the Gaussian tail

Looks are independent. Reference: elementary; the coherent form and its values as in
https://github.com/radarsimx/radarsimpy, tests/test_tools.py; m-of-n against
https://se.mathworks.com/help/radar/ref/binaryintloss.html.
"""

from __future__ import annotations

# mypy: disable-error-code="no-any-return"
# (SciPy's functions, and compiled functions, are untyped to mypy)
import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from airdef.jit import part


@part
def m_of_n(probability: float, m: int, n: int) -> float:
    """Return the probability of at least `m` detections in `n` looks of equal probability [0 to 1].

    Exact to rounding for n up to 1000.

    Parameters
    ----------
    probability
        Probability of detection of one look [1].
    m
        Detections wanted.
    n
        Looks, 1 at least.

    Returns
    -------
    float
        The probability of at least `m` detections in `n` looks of equal probability [0 to 1].

    Raises
    ------
    ValueError
        Unless 0 <= m <= n and n >= 1.
    """
    if n < 1 or not 0 <= m <= n:
        raise ValueError("integration.m_of_n: expected 0 <= m <= n and n >= 1")
    if probability <= 0.0:
        return 1.0 if m == 0 else 0.0
    if probability >= 1.0:
        return 1.0
    log_odds = math.log(probability) - math.log1p(-probability)
    none = n * math.log1p(-probability)
    total = 0.0
    for k in range(n, m - 1, -1):
        ways = math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)
        total += math.exp(ways + none + k * log_odds)
    return min(total, 1.0)


def cumulative(probability: ArrayLike) -> NDArray[np.float64]:
    """Return the probability of at least one detection up to and including each look, last axis.

    Parameters
    ----------
    probability
        Probability of detection per look, any shape.

    Returns
    -------
    NDArray[np.float64]
        float64 of the same shape.
    """
    p = np.asarray(probability, dtype=np.float64)
    return np.asarray(1.0 - np.cumprod(1.0 - p, axis=-1), dtype=np.float64)


def coherent_pd(snr: ArrayLike, pfa: ArrayLike, pulses: ArrayLike = 1) -> NDArray[np.float64]:
    """Return Pd of `pulses` added coherently with known phase; `snr` linear, per pulse; broadcasts.

    The best any detector can do with a steady target: an upper bound on `detection` for case 0.

    Parameters
    ----------
    snr
        Signal-to-noise ratio of one pulse, linear, any shape.
    pfa
        Probability of false alarm [1], any shape.
    pulses
        Pulses added, any shape.

    Returns
    -------
    NDArray[np.float64]
        Pd of `pulses` added coherently with known phase; `snr` linear, per pulse; broadcasts.
    """
    total = np.asarray(pulses, dtype=np.float64) * np.asarray(snr, dtype=np.float64)
    return ndtr(ndtri(np.asarray(pfa, dtype=np.float64)) + np.sqrt(2.0 * total))
