"""Do two engines give the same distributions? Two-sample tests of every measure, as one family.

Each measure is tested up to three times: for the share of replications without the event (NaN), for the
distribution, and for the mean. All p-values of all measures are one family, held by Holm's step-down
procedure: with two equal engines, the chance that any test at all calls a difference is at most `level`.

Distribution: values that differ by rounding only are made equal first. Up to `CATEGORIES` distinct values,
Pearson's chi-square test on categories, neighbours merged until 5 are expected in each cell, as is usual
for the approximation to hold; if that leaves one, Fisher's exact test of the commonest value against the
rest. More distinct values: Kolmogorov and Smirnov's test with its asymptotic p-value, which is conservative
where values repeat.

Mean: the z test of equal means with the pooled variance (if the distributions are equal, so are the variances;
the variance of a small sample that lacks the rare values would be too small). Only where `UNUSUAL` values
that differ from the commonest are expected in the smaller sample: with fewer the mean is not near normal, and
the test of categories has said all there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CATEGORIES = 40
UNUSUAL = 100
ROUNDING = 1e-6
"""Relative gap below which neighbours are one value: the tables of fly-out are float32 (6e-8 relative)."""

Samples = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Difference:
    """One test of one measure: means of both samples, p-value, the same after Holm's correction, verdict."""

    measure: str
    test: str
    mean_a: float
    mean_b: float
    p: float
    p_holm: float
    differs: bool


def compare(a: Mapping[str, np.ndarray], b: Mapping[str, np.ndarray], level: float = 0.01) -> list[Difference]:
    """Test all measures and return every test made, the most significant first.

    a, b : arrays of values by measure, one value a replication, NaN for "no such event in this replication". Values
    equal in both throughout need no test and give none. Raises ValueError if the measures are not the same.
    """
    if a.keys() != b.keys():
        msg = f"compare: measures of one side only: {sorted(a.keys() ^ b.keys())}; both need the same"
        raise ValueError(msg)
    tests = []
    for name in a:
        x, y = np.asarray(a[name], np.float64), np.asarray(b[name], np.float64)
        tests += [(p, name, test) for test, p in measure_tests(x, y)]
    tests.sort()
    found = []
    for (p, name, test), adjusted in zip(tests, holm([p for p, _, _ in tests]), strict=True):
        means = [mean(side[name]) for side in (a, b)]
        found.append(Difference(name, test, *means, p, adjusted, adjusted < level))
    return found


def differing(a: Mapping[str, np.ndarray], b: Mapping[str, np.ndarray], level: float = 0.01) -> list[Difference]:
    """Return only the tests that call a difference."""
    return [difference for difference in compare(a, b, level) if difference.differs]


def mean(values: np.ndarray) -> float:
    """Return the mean over the replications that have a value (NaN if none has)."""
    finite = values[~np.isnan(values)]
    return float(finite.mean()) if len(finite) else float("nan")


def holm(ordered: list[float]) -> list[float]:
    """Return Holm's adjusted p-values of p-values in ascending order (Holm's step-down procedure)."""
    adjusted, highest = [], 0.0
    for rank, p in enumerate(ordered):
        highest = max(highest, min(1.0, (len(ordered) - rank) * p))
        adjusted.append(highest)
    return adjusted


def measure_tests(x: np.ndarray, y: np.ndarray) -> Iterator[tuple[str, float]]:
    """Yield the name and the p-value of each test that one measure needs."""
    missing_x, missing_y = np.isnan(x), np.isnan(y)
    if missing_x.any() or missing_y.any():
        counts = [[m.sum(), (~m).sum()] for m in (missing_x, missing_y)]
        yield "missing", float(stats.fisher_exact(counts).pvalue)
    x, y = x[~missing_x], y[~missing_y]
    if len(x) == 0 or len(y) == 0:
        return
    labels_x, labels_y = ranks(x, y)
    table = np.array(
        [np.bincount(side, minlength=1 + max(labels_x.max(), labels_y.max())) for side in (labels_x, labels_y)]
    )
    if table.shape[1] == 1:
        return
    if table.shape[1] <= CATEGORIES:
        yield "categories", categories_p(table)
    else:
        yield "distribution", float(stats.ks_2samp(labels_x, labels_y, method="asymp").pvalue)
    unusual = len(x) + len(y) - table.sum(axis=0).max()
    if unusual * min(len(x), len(y)) / (len(x) + len(y)) >= UNUSUAL:
        yield "mean", mean_p(x, y)


def ranks(x: np.ndarray, y: np.ndarray) -> Samples:
    """Number the distinct values of both samples in ascending order; neighbours that rounding parts are one."""
    pooled = np.concatenate((x, y))
    order = np.argsort(pooled, kind="stable")
    values = pooled[order]
    apart = np.diff(values) > ROUNDING * np.maximum(np.abs(values[1:]), np.abs(values[:-1]))
    labels = np.empty(len(pooled), np.int64)
    labels[order] = np.concatenate(([0], np.cumsum(apart)))
    return labels[: len(x)], labels[len(x) :]


def categories_p(table: np.ndarray) -> float:
    """Return the p-value of a table of counts [2, categories] for equal distributions."""
    share = table.sum(axis=1).min() / table.sum()
    merged: list[np.ndarray] = []
    for column in table.T:
        if merged and merged[-1].sum() * share < 5:
            merged[-1] = merged[-1] + column
        else:
            merged.append(column)
    if len(merged) > 1 and merged[-1].sum() * share < 5:
        last = merged.pop()
        merged[-1] = merged[-1] + last
    if len(merged) > 1:
        return float(stats.chi2_contingency(np.array(merged).T, correction=False).pvalue)
    commonest = table[:, table.sum(axis=0).argmax()]
    return float(stats.fisher_exact([commonest, table.sum(axis=1) - commonest]).pvalue)


def mean_p(x: np.ndarray, y: np.ndarray) -> float:
    """Return the two-sided p-value of the z test for equal means, with the variance of both samples pooled."""
    pooled = np.concatenate((x, y))
    error = pooled.std(ddof=1) * np.sqrt(1.0 / len(x) + 1.0 / len(y))
    return float(2.0 * stats.norm.sf(abs(x.mean() - y.mean()) / error))
