"""What the engine reads of the looks: a table of lists, and of each look what the chains of tracks go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from airdef.engine.memory import layout
from airdef.physics.tracking import confirmation, miss_runs
from airdef.scenario.positions import with_positions

if TYPE_CHECKING:
    from airdef.engine.memory.record import Array
    from airdef.opportunity.tables import Looks
    from airdef.scenario.plan import Scenario

_STEPS = np.arange(layout.GUIDE + 1) / layout.GUIDE


class LookTables(NamedTuple):
    """The tables of `layout.Tables` that hang on the looks."""

    looks: Array
    look_time: Array
    guide: Array
    chance: Array
    confirm: Array


def rules_of(scenario: Scenario) -> tuple[tuple[int, int, int], ...]:
    """Return what the chains of each radar go by: confirmation m of n, and misses that drop a track.

    What moves has its rules once for each position.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    tuple[tuple[int, int, int], ...]
        m, n and the misses of each radar.
    """
    return tuple(
        (radar.confirm_m, radar.confirm_n, radar.drop_misses) for radar, _, _ in with_positions(scenario).radars()
    )


def look_tables(scenario: Scenario, looks: Looks) -> LookTables:
    """Return the table of lists of looks, by threat and radar, and what their chains read.

    Lists that are equal but for their times share one list of chances: the chains' walks are bound by memory. For the
    same reason the times of even looks are not listed.

    Parameters
    ----------
    scenario
        The scenario.
    looks
        The looks of all radars.

    Returns
    -------
    LookTables
        The table of lists of looks, by threat and radar, and what their chains read.
    """
    T = len(scenario.threats)
    rules = rules_of(scenario)
    table = np.zeros(len(looks.of), layout.LOOKS)
    guide = np.zeros((len(table), layout.GUIDE + 1), np.int32)
    chains = _chains(scenario)
    confirm = np.concatenate([np.zeros((0, 2), np.int32), *(chain for _, chain in chains.values())])
    lists = _Lists(looks)
    for i in range(len(table)):
        m, n, misses = rules[i // T]
        place, guide[i] = lists.chances_of(i, (m, n, misses))
        own = looks.within(i)
        size = own.stop - own.start
        ever = float(np.float32(looks.firm_cdf[own.stop - 1])) if size else 0.0
        at, chain = chains[m, n]
        begin, step, time = lists.times_of(i)
        table[i] = (time, size, place, at, len(chain), misses, ever, begin, step)
    shape = len(table) // max(T, 1), T  # what a threat begins with when it appears lies side by side
    table = np.ascontiguousarray(table.reshape(shape).T)
    guide = np.ascontiguousarray(guide.reshape(*shape, layout.GUIDE + 1).swapaxes(0, 1))
    return LookTables(table, _joined(lists.times, np.float64), guide, _joined(lists.chances, np.float32), confirm)


def _joined(parts: list[Array], kind: type[np.float64] | type[np.float32]) -> Array:
    """Return lists end to end; those of chances have four columns."""
    return np.concatenate(parts) if parts else np.zeros((0,) if kind is np.float64 else (0, 4), kind)


class _Lists:
    """What is read of the lists of looks, each once: chances by rule, and times where they are uneven."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.chances: list[Array] = []
        self.times: list[Array] = []
        self._size = self._listed = 0
        self._by_list: dict[tuple[int, ...], tuple[int, Array]] = {}
        self._by_content: dict[tuple[object, ...], tuple[int, Array]] = {}
        self._by_shift: dict[tuple[int, float], int] = {}

    def chances_of(self, i: int, rule: tuple[int, int, int]) -> tuple[int, Array]:
        """Return where the chances of a radar at a threat are, and their guide."""
        key = (int(self.looks.of[i]), *rule)
        if key not in self._by_list:
            own = self.looks.within(i)
            pd, bound = self.looks.pd[own], self.looks.drop_bound[own]
            cdf = self.looks.firm_cdf[own].astype(np.float32)
            content = (*rule, pd.tobytes(), cdf.tobytes(), bound.tobytes())
            if content not in self._by_content:
                self._by_content[content] = self._size, np.searchsorted(cdf, _STEPS, side="right")
                self._size += len(cdf)
                self.chances.append(_chances(pd, cdf, bound, rule[2]))
            self._by_list[key] = self._by_content[content]
        return self._by_list[key]

    def times_of(self, i: int) -> tuple[float, float, int]:
        """Return the first time of a radar at a threat, the step of even looks or 0, and where others are listed."""
        looks = self.looks
        own, step = looks.within(i), float(looks.step[looks.of[i]])
        if own.start == own.stop:
            return 0.0, step, 0
        shift = float(looks.shift[i % len(looks.shift)])
        begin = float(looks.time[own.start]) + shift
        if step > 0.0:
            return begin, step, 0
        key = int(looks.of[i]), shift
        if key not in self._by_shift:
            self._by_shift[key] = self._listed
            self.times.append(looks.times(i))
            self._listed += own.stop - own.start
        return begin, 0.0, self._by_shift[key]


def _chains(scenario: Scenario) -> dict[tuple[int, int], tuple[int, Array]]:
    """Return the place and the chain of each rule of confirmation m of n that a radar has."""
    chains: dict[tuple[int, int], tuple[int, Array]] = {}
    size = 0
    for radar, _, _ in scenario.radars():
        rule = radar.confirm_m, radar.confirm_n
        if rule not in chains:
            chains[rule] = size, confirmation(*rule)
            size += len(chains[rule][1])
    return chains


def _chances(pd: Array, cdf: Array, drop_bound: Array, misses: int) -> Array:
    """Return what the track chain reads of each look of a list, side by side: f4[L, 4].

    Probability of detection, `tracking.miss_runs`, `tracking.drop_bound` and `tracking.firm_cdf`: half the size
    and one stream of memory instead of four. The bound is rounded up, so that it stays one.
    """
    chances = np.zeros((len(pd), 4), np.float32)
    chances[:, 0] = pd
    chances[:, 1] = miss_runs(pd.astype(np.float64), misses)
    chances[:, 2] = np.nextafter(drop_bound.astype(np.float32), np.float32(np.inf))
    chances[drop_bound <= 0.0, 2] = 0.0
    chances[:, 3] = cdf
    return chances
