"""Cases of a claim: one scenario with everything set, played until it is clear whether the claim is met.

A case is met if the claim is borne out in more than half of all histories, i.e. if Wilson's 95 % interval of
that share lies above one half; not met if it lies below; open if it holds one half still after `MOST` histories.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from airdef import engine, opportunity, scenario
from airdef.outcome.intervals import Interval, student, wilson
from airdef.studies.claims_measure import values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from airdef.catalogue import Catalogue
    from airdef.scenario.plan import Scenario
    from airdef.studies.claims import Claim, Condition, Overrides

FIRST, MOST = 64, 1024
"""Histories of a case at first, and at most; it grows fourfold while it is open."""

GRID = 7
"""Values of a condition that are tried before the edges between them are refined."""

FINE = 1.02
"""Ratio to which an edge is refined."""


def borne_out(good: int, n: int) -> bool | None:
    """Return whether a case is met after `good` of `n` histories bore the claim out; None while that is open."""
    low, high = wilson(good, n)
    return True if low > 0.5 else False if high < 0.5 else None


@dataclass(frozen=True)
class Case:
    """One case: `met` (None: open), the share of `n` histories that bear the claim out, the measure's mean."""

    met: bool | None
    n: int
    share: float
    share_ci95: Interval
    mean: float
    mean_ci95: Interval

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "met": self.met,
            "histories": self.n,
            "share": self.share,
            "share_ci95": list(self.share_ci95),
            "mean": self.mean,
            "mean_ci95": list(self.mean_ci95),
        }


@dataclass
class Side:
    """One scenario of a claim, ready to be played, and the values it gave so far."""

    scenario: Scenario
    kernel: engine.Kernel
    held: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))


@dataclass
class Bench:
    """Plays the cases of one claim. All cases share their luck; `tick` is called once a new case."""

    claim: Claim
    catalogue: Catalogue
    seed: int
    tick: Callable[[], None]
    _sides: dict[str, Side] = field(default_factory=dict)
    _cases: dict[str, Case] = field(default_factory=dict)

    def case(self, overrides: Overrides, at_least: int = FIRST) -> Case:
        """Return the case with these overrides on top of the stated ones, of at least so many histories."""
        key = repr(sorted(overrides.items()))
        n = max(at_least, FIRST)
        while True:
            known = self._cases.get(key)
            if known is None or known.n < n:
                self.tick()
                known = self._cases[key] = self._play(overrides, n)
            if known.met is not None or known.n >= MOST:
                return known
            n = min(4 * known.n, MOST)

    def _play(self, overrides: Overrides, n: int) -> Case:
        claim = self.claim
        measured = self._values({**claim.overrides, **overrides}, n)
        if claim.against is not None:
            # Only the conditions are common to both sides: the figures under test are those of one system.
            common = {
                p: v for p, v in overrides.items() if p in {q for c in claim.conditions for q in (c.path, *c.given)}
            }
            measured = measured - self._values({**claim.overrides, **common, **claim.against}, n)
        good = int((measured >= claim.at_least).sum())
        mean = float(measured.mean())
        interval = student(mean, float(measured.var(ddof=1)), n)
        return Case(borne_out(good, n), n, good / n, wilson(good, n), mean, interval)

    def _values(self, overrides: Overrides, n: int) -> NDArray[np.float64]:
        side = self._side(overrides)
        done = len(side.held)
        if done < n:
            more = values(self.claim.measure, side.scenario, side.kernel, self.seed, done, n - done)
            side.held = np.concatenate([side.held, more])
        return side.held[:n]

    def _side(self, overrides: Overrides) -> Side:
        key = repr(sorted(overrides.items()))
        if key not in self._sides:
            asked = scenario.load(self.claim.scenario, overrides, self.catalogue)
            kernel = engine.prepare(asked, opportunity.compute_cached(asked))
            self._sides[key] = Side(asked, kernel)
        return self._sides[key]


@dataclass(frozen=True)
class Span:
    """An interval of a searched value in which the claim is met; an open end is one the search did not reach."""

    low: float
    high: float


def spans(tried: Sequence[float], met: Callable[[float], bool], linear: bool = False) -> tuple[list[Span], list[float]]:
    """Return the intervals in which `met`, within the values tried (ascending), and the values tried at which it is.

    Between two neighbours that differ the edge is refined by bisection to a ratio of `FINE` (`linear`: to the
    same part of the whole), and the end that is met is kept. What lies whole between two values is not seen.
    """
    found: list[Span] = []
    good: list[float] = []
    whole = tried[-1] - tried[0]
    last: float | None = None
    before = tried[0]
    for value in tried:
        now = met(value)
        if now:
            good.append(value)
            if last is None:
                last = value if value == tried[0] else _edge(before, value, met, whole if linear else None)
        elif last is not None:
            found.append(Span(last, _edge(value, before, met, whole if linear else None)))
            last = None
        before = value
    if last is not None:
        found.append(Span(last, tried[-1]))
    return found, good


def _edge(bad: float, good: float, met: Callable[[float], bool], whole: float | None) -> float:
    """Return the value nearest `bad` that is known to be met, by bisection; `whole` None: of the logarithm."""
    while True:
        if whole is not None:
            if abs(good - bad) <= (FINE - 1.0) * whole / 2.0:
                return good
            middle = 0.5 * (good + bad)
        else:
            if max(good, bad) <= FINE * min(good, bad):
                return good
            middle = math.sqrt(good * bad)
        if met(middle):
            good = middle
        else:
            bad = middle


def grid(condition: Condition) -> list[float]:
    """Return the values of a condition that are tried first, the stated one among them."""
    make = np.linspace if condition.linear else np.geomspace
    tried = {float(f"{v:.6g}") for v in make(condition.low, condition.high, GRID)}
    if condition.stated is not None:
        tried.add(condition.stated)
    return sorted(tried)
