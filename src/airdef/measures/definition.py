"""What a measure is, before anything is simulated: its words, its kind, its column and its natural bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F64 = NDArray[np.float64]

Bounds = tuple[float, float]
"""Least and greatest value in a replication; where they are equal the measure is a constant."""


class Kind(StrEnum):
    """What sort of number a measure is: it decides the interval, the digits and the type of its column."""

    COUNT = "count"
    PROBABILITY = "probability"
    VALUE = "value"
    TIME = "time"
    RANGE = "range"

    @property
    def continuous(self) -> bool:
        """Whether it is a measured value and no whole number of anything."""
        return self in (Kind.VALUE, Kind.TIME, Kind.RANGE)

    @property
    def of_first(self) -> bool:
        """Whether it tells of the first of something, and a replication without one has none."""
        return self in (Kind.TIME, Kind.RANGE)


class Scope(Protocol):
    """What can happen in one replication, in all or by one key of a dimension: what bounds are worked out from."""

    @property
    def threats(self) -> int:
        """Threats, with those that other threats may release."""

    @property
    def released(self) -> int:
        """Threats that exist only if another one releases them."""

    @property
    def passing(self) -> int:
        """Threats that are aimed at nothing."""

    @property
    def turning(self) -> int:
        """Threats whose formation may turn back."""

    @property
    def disguised(self) -> int:
        """Threats that look like what they are not, and that a radar can tell apart."""

    @property
    def decoys(self) -> int:
        """Threats that are decoys."""

    @property
    def aimed(self) -> int:
        """Threats that are aimed at something in the scope."""

    @property
    def engagements(self) -> float:
        """Most engagements that stock and doctrine allow."""

    @property
    def missiles(self) -> float:
        """Most missiles that stock and doctrine allow."""

    @property
    def reach(self) -> float:
        """Greatest slant range [m] at which a missile can meet a threat."""

    @property
    def target_channels(self) -> float:
        """Target channels of the system that has most of them, no more than there are threats."""

    @property
    def movers(self) -> int:
        """Fire units and radars that move."""

    @property
    def missile_channels(self) -> float:
        """Missile channels of the system that has most of them."""

    def hit(self, column: str) -> int:
        """Return how many targets that are aimed at count in a column of losses when they are destroyed.

        Parameters
        ----------
        column
            Name of the column.

        Returns
        -------
        int
            How many targets that are aimed at count in a column of losses when they are destroyed.
        """

    def worth(self, column: str) -> float:
        """Return the value of the assets among them.

        Parameters
        ----------
        column
            Name of the column.

        Returns
        -------
        float
            The value of the assets among them.
        """


@dataclass(frozen=True)
class Definition:
    """One measure: a function of a column of the engine's rows, and what is told of it.

    Attributes
    ----------
    name
        Its name in code, JSON and tables, with the unit where it has one (`first_kill_range_km`).
    label
        Its name for people: console, report, page.
    sentence
        What it is, for the documentation.
    kind
        What sort of number it is.
    column
        The column of a replication's row that it is taken from.
    bounds
        The least and the greatest value of that column in a replication, of a scope.
    unit, scale
        The printed unit, and what the column is divided by to be in it.
    when
        Of a probability: for which values of the column a replication counts.
    prominence
        2: printed even where it is always 0. 1: among the first that the page shows. 0: among the others.
    """

    name: str
    label: str
    sentence: str
    kind: Kind
    column: str
    bounds: Callable[[Scope], Bounds]
    unit: str = ""
    scale: float = 1.0
    when: Callable[[F64], NDArray[np.bool_]] | None = None
    prominence: int = 0

    def __post_init__(self) -> None:
        """Refuse what contradicts itself. Raises ValueError."""
        if (self.kind is Kind.PROBABILITY) != (self.when is not None):
            message = f"measure {self.name}: a probability has a condition `when`, and no other kind has one"
            raise ValueError(message)

    def of(self, column: F64) -> F64:
        """Return the measure of each replication from its column, float64[replications]; NaN where it has none.

        Parameters
        ----------
        column
            The column, float64[replications].

        Returns
        -------
        F64
            The measure of each replication from its column, float64[replications].
        """
        return column / self.scale if self.when is None else self.when(column).astype(np.float64)

    def printed(self, bounds: Bounds) -> Bounds:
        """Return the bounds of the measure, in its printed unit, from those of its column.

        Parameters
        ----------
        bounds
            The least and the greatest value of the column.

        Returns
        -------
        Bounds
            The bounds of the measure, in its printed unit, from those of its column.
        """
        return (0.0, 1.0) if self.when is not None else (bounds[0] / self.scale, bounds[1] / self.scale)
