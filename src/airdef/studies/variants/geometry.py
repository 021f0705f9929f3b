"""The opportunities of many variants of one scenario, put together from parts that are worked out once.

What a radar sees of a body, and what a fire unit can reach of it, depends on that radar or unit, that body, the
jammers and the air, and on nothing else of the scenario. `opportunity.compute` keeps such parts in a memo, so that a
changed radar cross section costs what the radars see of that body, a changed radar its own looks.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from airdef import limits, opportunity
from airdef.engine.warm import warming
from airdef.kept import Kept
from airdef.opportunity import Memo
from airdef.opportunity.memo import held

if TYPE_CHECKING:
    from collections.abc import Hashable

    from airdef.opportunity import Opportunities
    from airdef.scenario.plan import Scenario


def _whole() -> Kept[Hashable, Opportunities]:
    """Return room for whole opportunities: variants that differ in chance or doctrine only often follow one another."""
    return Kept(limits.STUDY_CACHE_BYTES // 6, held, least=1)


@dataclass
class Geometry:
    """Works out opportunities and remembers their parts. Sent to another process it begins again, with nothing."""

    parts: Memo = field(default_factory=Memo)
    _whole: Kept[Hashable, Opportunities] = field(default_factory=_whole)

    def of(self, scenario: Scenario) -> Opportunities:
        """Return `opportunity.compute(scenario)`, bit for bit.

        Parameters
        ----------
        scenario
            The scenario.

        Returns
        -------
        Opportunities
            `opportunity.compute(scenario)`, bit for bit.

        Raises
        ------
        ValueError
            As `opportunity.compute` raises it.
        """

        def make() -> Opportunities:
            with nullcontext() if self._whole.bytes else warming():  # what is first worked out may have to be compiled
                return opportunity.compute(scenario, memo=self.parts)

        return self._whole.get(opportunity.geometry_parts(scenario), make)

    def __reduce__(self) -> tuple[Any, ...]:
        return Geometry, ()
