"""A claim over the whole spread of adopted values: in what part of what the sources allow its stated case is met.

Parameter samples are drawn as `uncertainty` draws them (`adopted_values`): each figure that the claim's scenario uses
and does not set itself, from the spread of its adopted value; figures that one claim drives move together. In each
sample the stated case is simulated, with random numbers of its own, and is met, not met or open by the rule of all
cases (`claims_search`). With m samples met and o open of N, the share is m / N, and its interval runs from the lower
end of Wilson's for m to the upper end of Wilson's for m + o: nobody knows on which side the open ones lie.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef.outcome.intervals import Interval, wilson
from airdef.studies.claims.measure import values
from airdef.studies.claims.search import FEW, MOST, supported
from airdef.studies.variants import runner
from airdef.studies.variants.geometry import Geometry
from airdef.studies.variants.uncertain_inputs import UncertainInput, uncertain_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from airdef.catalogue import Catalogue
    from airdef.scenario.plan import Scenario, UsedValue
    from airdef.studies.claims.definitions import Claim

SAMPLES: Final = 100
"""Samples drawn where no number is asked for: the interval of the share is then at most 20 points wide."""


@dataclass(frozen=True, eq=False)
class Spread:
    """What became of a claim's stated case in the samples drawn.

    `verdicts` holds 1 (met), 0 (not met) or NaN (open) and `means` the mean of the measure, float64[samples] each;
    `uncertain_inputs` are the figures that varied.
    """

    verdicts: NDArray[np.float64]
    means: NDArray[np.float64]
    uncertain_inputs: tuple[UncertainInput, ...]

    @property
    def samples(self) -> int:
        """Samples drawn."""
        return len(self.verdicts)

    @property
    def met(self) -> int:
        """Samples in which the stated case is met."""
        return int((self.verdicts == 1.0).sum())

    @property
    def open(self) -> int:
        """States that are open still after `MOST` replications."""
        return int(np.isnan(self.verdicts).sum())

    @property
    def share(self) -> float:
        """The part of the samples in which the case is met."""
        return self.met / self.samples

    @property
    def share_ci95(self) -> Interval:
        """The 95 % interval of that part, open samples counted on both sides."""
        return wilson(self.met, self.samples)[0], wilson(self.met + self.open, self.samples)[1]

    def text(self) -> str:
        """Return the share in words."""
        low, high = (100.0 * x for x in self.share_ci95)
        return f"supported in {100 * self.share:.0f} % of what the sources allow ({low:.0f} to {high:.0f} %)"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        low, middle, high = np.quantile(self.means, (0.025, 0.5, 0.975))
        return {
            "share": self.share,
            "share_ci95": list(self.share_ci95),
            "text": self.text(),
            "samples": self.samples,
            "met": self.met,
            "open": self.open,
            "mean_quantiles": {"0.025": float(low), "0.5": float(middle), "0.975": float(high)},
            "uncertain_inputs": [{"name": u.name, "grade": u.grade} for u in self.uncertain_inputs],
        }


@dataclass
class _Side:
    """One of the two scenarios of a comparison, or the only one, in any parameter sample."""

    runner: runner.VariantRunner
    nominal: Scenario


def spread(
    claim: Claim,
    catalogue: Catalogue,
    seed: int = 1,
    samples: int = SAMPLES,
    grades: Collection[str] | None = None,
    tick: Callable[[], None] = lambda: None,
    geometry: Geometry | None = None,
) -> Spread | None:
    """Return what becomes of a claim over the spread of adopted values; None if no figure of its scenario has one.

    Parameters
    ----------
    claim
        The claim.
    catalogue
        The catalogue that figures and sources are taken from.
    seed
        Seed of the random streams.
    samples
        Samples that are drawn under `seed`, at least one.
    grades
        Grades that count; all by default.
    tick
        Called at the start of every case and sample.
    geometry
        Remembers the geometry that others met.

    Returns
    -------
    Spread | None
        What becomes of a claim over the spread of adopted values.

    Raises
    ------
    ScenarioError
        For a claim that makes no scenario.
    ValueError
        For a grade that does not exist.
    """
    sides = _sides(claim, catalogue, geometry or Geometry())
    open_ = uncertain_inputs(adopted_of([side.nominal for side in sides]), catalogue, grades)
    if not open_:
        return None
    # The same draws as `uncertainty` makes: a key and not a counter, so that they have nothing to do with the random
    # stream.
    points = np.random.Generator(np.random.Philox(key=seed)).random((samples, len(open_)))
    verdicts, means = np.empty(samples), np.empty(samples)
    for k, point in enumerate(points):
        tick()
        drawn: dict[tuple[str, str], float] = {}
        for uncertain_input, u in zip(open_, point, strict=True):
            drawn |= uncertain_input.values(float(u))
        verdicts[k], means[k] = _sample(claim, sides, drawn, seed, k * MOST)
    return Spread(verdicts, means, open_)


def _sides(claim: Claim, catalogue: Catalogue, geometry: Geometry) -> list[_Side]:
    settings = [claim.overrides]
    if claim.against is not None:
        settings.append({**claim.overrides, **claim.against})
    runners = [runner.VariantRunner(claim.scenario, s, catalogue, geometry) for s in settings]
    return [_Side(b, b.scenario()) for b in runners]


def adopted_of(scenarios: Sequence[Scenario]) -> Scenario:
    """Return the first scenario with the adopted values of all of them: a sample is one for both sides.

    A figure that one side sets and the other reads from the catalogue is read.

    Parameters
    ----------
    scenarios
        The scenarios.

    Returns
    -------
    Scenario
        The first scenario with the adopted values of all of them: a sample is one for both sides.
    """
    held: dict[tuple[str, str], UsedValue] = {}
    for r in (r for s in reversed(scenarios) for r in s.adopted_values):
        before = held.get((r.subject, r.attribute))
        if before is None or before.overridden or not r.overridden:
            held[r.subject, r.attribute] = r
    return replace(scenarios[0], adopted_values=tuple(held.values()))


def _sample(
    claim: Claim, sides: list[_Side], drawn: dict[tuple[str, str], float], seed: int, first: int
) -> tuple[float, float]:
    """Return whether the stated case is met in a sample (1, 0, NaN: open), and the mean of its measure."""
    simulated = []
    for side in sides:
        scenario = side.runner.scenario(values=drawn)
        simulated.append((scenario, side.runner.kernel(scenario)))
    held = np.empty(0)
    n = FEW
    while True:
        more = [values(claim.measure, s, kernel, seed, first + len(held), n - len(held)) for s, kernel in simulated]
        held = np.concatenate([held, more[0] - more[1] if len(more) > 1 else more[0]])
        met = supported(int((held >= claim.at_least).sum()), n)
        if met is not None or n >= MOST:
            return (np.nan if met is None else float(met)), float(held.mean())
        n = min(4 * n, MOST)
