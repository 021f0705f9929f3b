"""The opportunities of many variants of one scenario, put together from parts that are worked out once.

What a radar sees of a body, and what a fire unit can reach of it, depends on that radar or unit, that body, the
jammers and the air, and on nothing else of the scenario. `opportunity.compute` keeps such parts in a memo, so that a
changed radar cross section costs what the radars see of that body, a changed radar its own looks.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from airdef import opportunity
from airdef.engine.warm import warming
from airdef.opportunity import Memo

if TYPE_CHECKING:
    from collections.abc import Hashable

    from airdef.opportunity import Opportunities
    from airdef.scenario.plan import Scenario

MOST_WHOLE = 8
"""Whole opportunities kept: variants that differ in chance or doctrine only often follow one another."""


@dataclass
class Geometry:
    """Works out opportunities and remembers their parts. Sent to another process it begins anew, with nothing."""

    parts: Memo = field(default_factory=Memo)
    _whole: OrderedDict[Hashable, Opportunities] = field(default_factory=OrderedDict)

    def of(self, scenario: Scenario) -> Opportunities:
        """Return `opportunity.compute(scenario)`, bit for bit. Raises ValueError as that does."""
        key = opportunity.geometry_parts(scenario)
        if key not in self._whole:
            with nullcontext() if self._whole else warming():  # what is first worked out may have to be compiled first
                self._whole[key] = opportunity.compute(scenario, memo=self.parts)
            if len(self._whole) > MOST_WHOLE:
                self._whole.popitem(last=False)
        self._whole.move_to_end(key)
        return self._whole[key]

    def __reduce__(self) -> tuple[Any, ...]:
        return Geometry, ()
