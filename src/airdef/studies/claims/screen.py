"""Which figures of the catalogue a claim hangs on: every one moved over its spread, and the heaviest in pairs.

1. Each figure alone, with all its copies, the assumed ones first: at both ends of its spread, half way to them, and at
   every value of a short count.
2. Morris screening of all figures at once: what acts only together with others shows here.
3. The two heaviest, and those `PAIRED` that are heaviest by either of those that turn nothing alone, in pairs at the
   ends of both spreads.

All cases have common random numbers and `FEW` replications at first, fourfold while they are open.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from airdef.scenario import ScenarioError
from airdef.studies.claims.search import FEW, FIRST, Case
from airdef.studies.uncertainty import indices
from airdef.studies.uncertainty.influence import ends_of
from airdef.studies.variants.moves import Moved, change, plain, shown, shown_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from airdef.studies.claims.definitions import Overrides
    from airdef.studies.claims.simulate import CaseRunner
    from airdef.studies.variants.uncertain_inputs import UncertainInput

INNER: Final = (-0.5, 0.5)
"""Positions within a spread that are tried besides its ends."""

TRAJECTORIES: Final = 4
"""Trajectories of the Morris screening (assumed: enough to rank figures, not to weigh them)."""

PAIRED: Final = 8
"""Figures whose pairs are tried besides those of the two heaviest: at most 45 pairs and 180 cases."""


@dataclass(frozen=True)
class Screened:
    """One figure moved around a base case: its cases by position, and its Morris effect (0: not screened so)."""

    figure: UncertainInput
    base: Case
    cases: tuple[tuple[float, Case], ...]
    moved: tuple[Moved, ...]
    effect: float = 0.0

    @property
    def turning(self) -> tuple[float, ...]:
        """The positions at which the case is met where the base is not, or the other way round, or left open."""
        return tuple(position for position, case in self.cases if case.met is not self.base.met)

    @property
    def least(self) -> float:
        """How far the mean moves at least."""
        return max((m.least for m in self.moved), default=0.0)

    @property
    def weight(self) -> float:
        """How heavy it is, alone or together with others, in units of the measure."""
        return max(self.least, self.effect)

    @property
    def shift(self) -> float:
        """The most by which the share of supporting replications changes; 1 where there is no scenario."""
        return max((1.0 if c.refused else abs(c.share - self.base.share) for _, c in self.cases), default=0.0)


@dataclass(frozen=True)
class Pair:
    """Two figures moved together: their positions and what comes of it."""

    figures: tuple[UncertainInput, UncertainInput]
    positions: tuple[float, float]
    case: Case

    def text(self) -> str:
        """Return where the two stand."""
        parts = []
        for figure, position in zip(self.figures, self.positions, strict=True):
            r = figure.shown
            value = shown(r, figure.at(position)[r.subject, r.attribute])
            parts.append(f"{figure.name} {plain(value)} {shown_unit(r)}".strip())
        return " together with ".join(parts)

    def to_dict(self, unit: str) -> dict[str, Any]:
        """Return plain data; `unit` is the measure's.

        Parameters
        ----------
        unit
            Unit of the measure.

        Returns
        -------
        dict[str, Any]
            Plain data.
        """
        figures = [
            {"name": f.name, "value": shown(f.shown, f.at(p)[f.shown.subject, f.shown.attribute]),
             "unit": shown_unit(f.shown)}
            for f, p in zip(self.figures, self.positions, strict=True)
        ]  # fmt: skip
        return {"figures": figures, **self.case.to_dict(), "text": f"{self.text()}: {self.case.estimate.text(unit)}"}


def assumed_first(figures: Sequence[UncertainInput]) -> tuple[UncertainInput, ...]:
    """Return the figures, those that no source gives before the published ones.

    Parameters
    ----------
    figures
        The figures.

    Returns
    -------
    tuple[UncertainInput, ...]
        The figures, those that no source gives before the published ones.
    """
    return tuple(sorted(figures, key=lambda f: f.grade != "assumed"))


def moved_case(runner: CaseRunner, around: Overrides, figure: UncertainInput, position: float, at_least: int) -> Case:
    """Return the case with a figure at a position.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    around
        The overrides of the case around which things are moved.
    figure
        The figure, with its copies.
    position
        Position between the low end (-1), the nominal (0) and the high end (1).
    at_least
        The least number of replications.

    Returns
    -------
    Case
        The case with a figure at a position.
    """
    return runner.case(around, figure.at(position) if position else {}, at_least)


def moves(
    runner: CaseRunner, around: Overrides, figure: UncertainInput, positions: Sequence[float], n: int
) -> tuple[Moved, ...]:
    """Return the measure with a figure at each position, in n replications, against that as adopted.

    Positions that make no scenario are left out.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    around
        The overrides of the case around which things are moved.
    figure
        The figure, with its copies.
    positions
        Positions between the low end (-1), the nominal (0) and the high end (1).
    n
        Number of replications.

    Returns
    -------
    tuple[Moved, ...]
        The measure with a figure at each position, in n replications, against that as adopted.
    """
    found, r = [], figure.shown
    base = runner.measured(around, {}, n)
    for position in positions:
        values = figure.at(position)
        if not runner.case(around, values, n).refused:
            shift = change(base, runner.measured(around, values, n))
            value = shown(r, values[r.subject, r.attribute])
            found.append(Moved(position, value, runner.told(around, values, n), shift))
    return tuple(found)


def screened(runner: CaseRunner, around: Overrides, figures: Sequence[UncertainInput]) -> tuple[Screened, ...]:
    """Return every figure moved alone around a case, the assumed ones first.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    around
        The overrides of the case around which things are moved.
    figures
        The figures.

    Returns
    -------
    tuple[Screened, ...]
        Every figure moved alone around a case, the assumed ones first.
    """
    base = runner.case(around, at_least=FIRST)
    found = []
    for figure in assumed_first(figures):
        positions = figure.positions(INNER)
        cases = tuple((p, moved_case(runner, around, figure, p, FEW)) for p in positions)
        found.append(Screened(figure, base, cases, moves(runner, around, figure, positions, FEW)))
    return tuple(found)


def with_effects(runner: CaseRunner, around: Overrides, found: Sequence[Screened], seed: int) -> tuple[Screened, ...]:
    """Return what was screened with the Morris effect of each figure on the mean; fewer than two have none.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    around
        The overrides of the case around which things are moved.
    found
        The figures, as screened.
    seed
        Seed of the random streams.

    Returns
    -------
    tuple[Screened, ...]
        What was screened with the Morris effect of each figure on the mean; fewer than two have none.
    """
    if len(found) < 2:
        return tuple(found)
    base = float(runner.measured(around, {}, FEW).mean())

    def means(points: NDArray[np.float64], _: int) -> NDArray[np.float64]:
        values = []
        for point in points:
            moved: dict[tuple[str, str], float] = {}
            for s, u in zip(found, point, strict=True):
                moved |= s.figure.values(float(u))
            runner.tick()
            try:
                values.append(float(runner.measured(around, moved, FEW).mean()))
            except ScenarioError:  # no scenario: nothing to learn from this step
                values.append(values[-1] if values else base)
        return np.array(values)

    effects = indices.morris(means, len(found), TRAJECTORIES, seed)
    return tuple(Screened(s.figure, s.base, s.cases, s.moved, e.mu_star) for s, e in zip(found, effects, strict=True))


def heaviest(found: Sequence[Screened], most: int, together: bool = False) -> tuple[Screened, ...]:
    """Return the figures that matter most, at most so many: those that turn the case, then by weight.

    Figures that do nothing alone stand behind all others; `together` weighs them by their Morris effect too.

    Parameters
    ----------
    found
        The figures, as screened.
    most
        The most figures returned.
    together
        Whether effects together with others count, and not alone.

    Returns
    -------
    tuple[Screened, ...]
        The figures that matter most, at most so many: those that turn the case, then by weight.
    """
    able = [s for s in found if s.turning or s.weight > 0.0]

    def order(s: Screened) -> tuple[float, ...]:
        turning, unseen = bool(s.turning), s.least == 0.0 and not together
        return not turning, -s.shift * turning, unseen, -(s.weight if together else s.least), -s.effect

    return tuple(sorted(able, key=order)[:most])


def paired(
    runner: CaseRunner, around: Overrides, found: Sequence[Screened]
) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Return the pairs that turn a case which neither of them turns alone, and the two heaviest at all their ends.

    Parameters
    ----------
    runner
        Simulates the claim's cases.
    around
        The overrides of the case around which things are moved.
    found
        The figures, as screened.

    Returns
    -------
    tuple[tuple[Pair, ...], tuple[Pair, ...]]
        The pairs that turn a case which neither of them turns alone, and the two heaviest at all their
        ends.
    """
    two = heaviest(found, 2)
    quiet = heaviest([s for s in found if not s.turning and s not in two], PAIRED, together=True)
    turning, both = [], []
    for a, b in combinations((*two, *quiet), 2):
        for p, q in product(*(ends_of(p for p, _ in s.cases) for s in (a, b))):
            alone = p in a.turning or q in b.turning
            first = (a, b) == two
            if alone and not first:
                continue
            case = runner.case(around, {**a.figure.at(p), **b.figure.at(q)}, FIRST if first else FEW)
            pair = Pair((a.figure, b.figure), (p, q), case)
            if first:
                both.append(pair)
            if not alone and case.met is not a.base.met:
                turning.append(pair)
    return tuple(turning), tuple(both)
