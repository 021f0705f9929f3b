"""Cases of a claim: one or two scenarios with everything set, simulated until it is clear whether the claim is met.

All cases of a claim have common random numbers. Scenarios that the rules cannot tell apart are simulated once (see
`simulated`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from airdef import engine, limits
from airdef.kept import Kept
from airdef.outcome.intervals import wilson
from airdef.scenario import ScenarioError
from airdef.studies.claims.measure import by_events, most, recorded, taken
from airdef.studies.claims.search import FEW, FIRST, MOST, Case, supported
from airdef.studies.variants import runner
from airdef.studies.variants.geometry import Geometry
from airdef.studies.variants.moves import Estimate
from airdef.studies.variants.simulated import content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from airdef.catalogue import Catalogue
    from airdef.engine import Kernel
    from airdef.scenario.plan import Scenario
    from airdef.studies.claims.definitions import Claim, Measurement, Overrides
    from airdef.studies.variants.runner import Values

Recorded = tuple[tuple[str, ...], "NDArray[np.float64]"]
"""The columns of a variant and its rows so far."""


def _ready() -> Kept[str, tuple[Scenario, Kernel]]:
    """Return room for scenarios kept ready: a case that stays open is simulated in several steps."""
    return Kept(limits.STUDY_CACHE_BYTES // 24, lambda ready: sum(table.nbytes for table in ready[1].tables), least=1)


def _recorded() -> Kept[tuple[bytes, str], Recorded]:
    """Return room for what was simulated: of variants that claims come back to."""
    return Kept(limits.STUDY_CACHE_BYTES // 24, lambda recorded: recorded[1].nbytes, least=1)


AS_ADOPTED: Mapping[tuple[str, str], float] = {}
"""No figure of the catalogue moved."""


@dataclass
class Side:
    """One of the two scenarios of a comparison, or the only one, in any variant; claims may share it."""

    runner: runner.VariantRunner
    seed: int
    nominal: Scenario = field(init=False)
    _ready: Kept[str, tuple[Scenario, Kernel]] = field(default_factory=_ready, init=False)
    _contents: dict[str, bytes] = field(default_factory=dict, init=False)
    _recorded: Kept[tuple[bytes, str], Recorded] = field(default_factory=_recorded, init=False)

    def __post_init__(self) -> None:
        self.nominal = self.runner.scenario()

    def measured(self, measure: Measurement, overrides: Overrides, moved: Values, n: int) -> NDArray[np.float64]:
        """Return a measure in the first `n` replications of a variant, float64[n].

        Parameters
        ----------
        measure
            The measure.
        overrides
            Values of the scenario that are replaced, by path.
        moved
            Figures that are moved, with their values.
        n
            Number of replications.

        Returns
        -------
        NDArray[np.float64]
            A measure in the first `n` replications of a variant, float64[n].

        Raises
        ------
        ScenarioError
            For a variant that makes no scenario.
        """
        key = repr((sorted(overrides.items()), sorted(moved.items())))
        if key not in self._contents:
            self._prepared(key, overrides, moved)
        same = (self._contents[key], measure.model_dump_json() if by_events(measure) else "")
        known = self._recorded.known(same)
        if known is None or len(known[1]) < n:
            scenario, kernel = self._prepared(key, overrides, moved)
            before = [] if known is None else [known[1]]
            done = len(before[0]) if before else 0
            more = recorded(measure, scenario, kernel, self.seed, done, n - done)
            known = (kernel.columns, np.concatenate([*before, more]))
            self._recorded.keep(same, known)
        columns, rows = known
        return taken(measure, columns, rows[:n])

    def _prepared(self, key: str, overrides: Overrides, moved: Values) -> tuple[Scenario, Kernel]:
        def prepare() -> tuple[Scenario, Kernel]:
            scenario = self.runner.scenario(overrides, moved)
            found = self.runner.geometry.of(scenario)
            parts = self.runner.geometry.parts
            kernel = engine.prepare(scenario, found, parts)
            self._contents[key] = content(kernel, found)
            return scenario, engine.presample_tracks(kernel, scenario, found, self.seed, 0, FEW, parts)

        return self._ready.get(key, prepare)


@dataclass
class Shared:
    """What claims that are run one after the other have in common; not for two threads at once.

    Claims about the same scenario share its `sides`, so that each variant is simulated once; all share the `geometry`,
    so that a missile's fly-out and what a radar sees are worked out once.
    """

    sides: dict[str, Side] = field(default_factory=dict)
    geometry: Geometry = field(default_factory=Geometry)


@dataclass
class CaseRunner:
    """Simulates the cases of one claim; `tick` is called once a new case, `shared` is kept for other claims."""

    claim: Claim
    catalogue: Catalogue
    seed: int
    tick: Callable[[], None]
    shared: Shared = field(default_factory=Shared)
    sides: list[Side] = field(init=False)
    _cases: dict[str, Case] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        claim, sides = self.claim, self.shared.sides
        settings = [claim.overrides, *([] if claim.against is None else [{**claim.overrides, **claim.against}])]
        self.sides = []
        for own in settings:
            key = repr((claim.scenario, sorted(own.items()), self.catalogue.content_hash, self.seed))
            if key not in sides:
                sides[key] = Side(
                    runner.VariantRunner(claim.scenario, own, self.catalogue, self.shared.geometry), self.seed
                )
            self.sides.append(sides[key])

    def measured(self, overrides: Overrides, moved: Values, n: int) -> NDArray[np.float64]:
        """Return the claim's measure in the first `n` replications, float64[n]; of a comparison the difference.

        Parameters
        ----------
        overrides
            Go on top of the stated ones, on both sides.
        moved
            Figures of the catalogue at other values [SI].
        n
            Number of replications.

        Returns
        -------
        NDArray[np.float64]
            The claim's measure in the first `n` replications, float64[n]; of a comparison the difference.

        Raises
        ------
        ScenarioError
            For a variant that makes no scenario.
        """
        found = [side.measured(self.claim.measure, overrides, moved, n) for side in self.sides]
        return found[0] - found[1] if len(found) > 1 else found[0]

    def case(self, overrides: Overrides, moved: Values = AS_ADOPTED, at_least: int = FIRST) -> Case:
        """Return a case of at least so many replications (see `measured`).

        Parameters
        ----------
        overrides
            Values of the scenario that are replaced, by path.
        moved
            Figures that are moved, with their values.
        at_least
            The least number of replications.

        Returns
        -------
        Case
            A case of at least so many replications (see `measured`).

        Raises
        ------
        ScenarioError
            Where overrides alone make no scenario; a figure moved to where there is none gives a case that is
            not met, and says so.
        """
        key = repr((sorted(overrides.items()), sorted(moved.items())))
        n = at_least
        while True:
            known = self._cases.get(key)
            if known is None or (known.n < n and not known.refused):
                if known is None:
                    self.tick()
                try:
                    known = self._cases[key] = self._case(self.measured(overrides, moved, n))
                except ScenarioError as error:
                    if not moved:
                        raise
                    known = self._cases[key] = Case.refusal(error.first.expected)
            if known.met is not None or known.n >= MOST:
                return known
            n = min(4 * known.n, MOST)

    def told(self, overrides: Overrides, moved: Values = AS_ADOPTED, n: int = FIRST) -> Estimate:
        """Return the mean of the measure over exactly n replications, those that other means are told with.

        Parameters
        ----------
        overrides
            Values of the scenario that are replaced, by path.
        moved
            Figures that are moved, with their values.
        n
            Number of replications.

        Returns
        -------
        Estimate
            The mean of the measure over exactly n replications, those that other means are told with.
        """
        return self._estimate(self.measured(overrides, moved, n))

    def _case(self, measured: NDArray[np.float64]) -> Case:
        n, good = len(measured), int((measured >= self.claim.at_least).sum())
        return Case(supported(good, n), n, good / n, wilson(good, n), self._estimate(measured))

    def _estimate(self, measured: NDArray[np.float64]) -> Estimate:
        high, low = ([*(most(self.claim.measure, side.nominal) for side in self.sides), 0.0])[:2]
        # Ranges stand in tables of single precision, and a moved figure may allow more: what was seen is possible.
        return Estimate.of(measured, min(-low, float(measured.min())), max(high, float(measured.max())))
