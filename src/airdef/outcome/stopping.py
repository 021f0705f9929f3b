"""When to stop: as many replications as a wanted half-width takes.

A campaign that looks at its own interval and stops when it is narrow stops early when chance made the
spread look small; where spread and mean go together (few leakers: both small) the mean is then too low.
So the length is first planned from a pilot of `PILOT` other replications (numbered from `PILOT_FIRST`),
which are not part of the answer. Only if the planned length falls short is the campaign prolonged.
Measured over 20,000 campaigns of Bernoulli replications with p from 0.3 to 0.0005, the bias of the mean stays
below 0.14 standard errors (without the pilot: up to 0.37), and the intervals cover 94.6 % to 96.8 %. On simulated
replications (benchmarks/coverage.py; docs/validation) it is -0.10 standard errors where one leaker comes in 1,000
replications, and -0.04 to 0.02 elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

PILOT = 4096
PILOT_FIRST = 1 << 62
"""Replication numbers of the pilot start here, beyond those of any campaign."""

MINIMUM = 4096
DEFAULT_LIMIT = 10_000_000
"""Replications at most when a precision is asked and no number of replications is given."""

_MARGIN = 1.1
_GROWTH = 10
_STEP = 1024


@dataclass(frozen=True)
class Precision:
    """Run until the half-width of the 95 % interval of `measure` is at most `half_width` (unit of the edge).

    At least `MINIMUM` and at most `limit` replications (where `limit` is below `MINIMUM`, just `limit`).
    """

    half_width: float
    measure: str = "leakers"
    limit: int = DEFAULT_LIMIT

    def __post_init__(self) -> None:
        if not (self.half_width > 0 and math.isfinite(self.half_width)):
            message = (
                f"precision: {self.half_width} given, a positive half-width expected; usual fix: correct the number"
            )
            raise ValueError(message)

    def reached(self, half_width: float) -> bool:
        """Tell whether a half-width is narrow enough (NaN, nothing known, is not).

        Parameters
        ----------
        half_width
            Half the width of the 95 % interval.

        Returns
        -------
        bool
            Whether a half-width is narrow enough (NaN, nothing known, is not).
        """
        return half_width <= self.half_width

    def planned(self, half_width: float) -> int:
        """Return the length of the campaign, planned from the pilot's half-width.

        Parameters
        ----------
        half_width
            Half the width of the 95 % interval.

        Returns
        -------
        int
            The length of the campaign, planned from the pilot's half-width.
        """
        return self._within(self._needed(PILOT, half_width))

    def prolonged(self, done: int, half_width: float) -> int:
        """Return the next length of a campaign that fell short after `done` replications.

        Parameters
        ----------
        done
            Replications that are done.
        half_width
            Half the width of the 95 % interval.

        Returns
        -------
        int
            The next length of a campaign that fell short after `done` replications.
        """
        return self._within(min(self._needed(done, half_width), _GROWTH * done))

    def _needed(self, n: int, half_width: float) -> float:
        """Half-widths shrink as 1 / sqrt(n): n (h / wanted)^2, and a margin; ten times n if h is unknown."""
        if math.isnan(half_width):
            return _GROWTH * n
        ratio = half_width / self.half_width
        return n * max(ratio * ratio * _MARGIN, 1e-9)

    def _within(self, n: float) -> int:
        whole = math.ceil(min(n, float(self.limit)) / _STEP) * _STEP
        return min(max(whole, MINIMUM), self.limit)
