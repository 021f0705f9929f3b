"""Where the measures of a scenario stand in its rows: of the whole, and of every key of a dimension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from airdef.arguments import ArgumentError
from airdef.engine.breakdown import BY_NAME, breakdown
from airdef.measures import BY_KEY, MEASURES
from airdef.outcome.bounds import Limits
from airdef.scenario.errors import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from airdef.engine import Kernel
    from airdef.measures import Bounds, Definition
    from airdef.scenario.plan import Scenario

ALL: Final = "all"
"""What stands for every dimension."""


class Place(NamedTuple):
    """A measure of a key of a dimension; of the whole where both are empty."""

    dimension: str
    key: str
    measure: str


@dataclass(frozen=True)
class Column:
    """What a column of the rows means, its number, and the bounds of the measure, in its printed unit."""

    definition: Definition
    index: int
    bounds: Bounds

    def values(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the measure in each replication, float64[replications], in its printed unit (NaN: it has none).

        Parameters
        ----------
        rows
            Rows of replications, float64[replications, columns].

        Returns
        -------
        NDArray[np.float64]
            The measure in each replication, float64[replications].
        """
        return self.definition.of(rows[:, self.index])


def dimensions_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return the dimensions that are named, each once; `all` stands for every one.

    Parameters
    ----------
    names
        Names of dimensions, several in one text parted by commas.

    Returns
    -------
    tuple[str, ...]
        The dimensions that are named.

    Raises
    ------
    ArgumentError
        For another name, with the nearest.
    """
    asked = [part.strip() for name in names for part in name.split(",")]
    for name in asked:
        if name not in (ALL, *BY_NAME):
            near = nearest(name, BY_NAME, 1)
            fix = f"‹by›={near[0]}" if near else "take one of these"
            message = f"‹by›: {shown(name)} given, one of {', '.join(BY_NAME)} or {ALL} expected; usual fix: {fix}"
            raise ArgumentError(message)
    return tuple(BY_NAME) if ALL in asked else tuple(dict.fromkeys(asked))


def columns_of(scenario: Scenario, kernel: Kernel, dimensions: Sequence[str] = ()) -> dict[Place, Column]:
    """Return where every measure stands: of the whole, then of the keys of some dimensions.

    Parameters
    ----------
    scenario
        The scenario.
    kernel
        It, ready for the engine.
    dimensions
        Names of dimensions.

    Returns
    -------
    dict[Place, Column]
        Each measure's column, definition and bounds.
    """
    limits = Limits(scenario)
    index = {name: k for k, name in enumerate(kernel.columns)}
    found = {Place("", "", d.name): Column(d, index[d.column], d.printed(limits.of(d.column))) for d in MEASURES}
    if not dimensions:
        return found
    for detail in breakdown(scenario).details:
        if detail.dimension not in dimensions:
            continue
        bounds = limits.of(detail.measure, detail.dimension, detail.key)
        for d in (*MEASURES, *BY_KEY):
            if d.column == detail.measure:
                place = Place(detail.dimension, detail.key, d.name)
                found[place] = Column(d, index[detail.column], d.printed(bounds))
    return found
