"""What the engine reads of the looks: a table of lists, and of each look what the chains of tracks go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from airdef.engine.memory import layout
from airdef.jit import entry
from airdef.physics.tracking import confirmation, miss_runs

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


def rules_of(scenario: Scenario) -> tuple[tuple[int | float, ...], ...]:
    """Return what the chains of each radar go by: confirmation m of n, misses that drop a track, scan period or 0.

    Parameters
    ----------
    scenario
        The scenario.

    Returns
    -------
    tuple[tuple[int | float, ...], ...]
        What the chains of each radar go by: confirmation m of n, misses that drop a track, scan period or 0.
    """
    return tuple(
        (radar.confirm_m, radar.confirm_n, radar.drop_misses, 0.0 if radar.perfect else radar.scan_period)
        for radar, _, _ in scenario.radars()
    )


def look_tables(scenario: Scenario, looks: Looks) -> LookTables:
    """Return the table of lists of looks, by radar and threat, and what their chains read.

    Lists that differ in their times alone (those of a formation) share one list of chances: the chains' walks are
    bound by memory. For the same reason the times of even looks are not listed.

    Parameters
    ----------
    scenario
        The scenario.
    looks
        The looks of all radars.

    Returns
    -------
    LookTables
        The table of lists of looks, by radar and threat, and what their chains read.
    """
    T = len(scenario.threats)
    table = np.zeros(len(looks.start) - 1, layout.LOOKS)
    guide = np.zeros((len(table), layout.GUIDE + 1), np.int32)
    chances = [np.zeros((0, 4), np.float32)]
    chains = _chains(scenario)
    confirm = np.concatenate([np.zeros((0, 2), np.int32), *(chain for _, chain in chains.values())])
    places: dict[tuple[object, ...], tuple[int, Array]] = {}
    size = 0
    for r, (*rules, step) in enumerate(rules_of(scenario)):
        for i in range(r * T, (r + 1) * T):
            own = slice(int(looks.start[i]), int(looks.start[i + 1]))
            cdf = looks.firm_cdf[own].astype(np.float32)
            key = (*rules, looks.pd[own].tobytes(), cdf.tobytes(), looks.drop_bound[own].tobytes())
            if key not in places:
                places[key] = size, np.searchsorted(cdf, _STEPS, side="right")
                size += len(cdf)
                chances.append(_chances(looks.pd[own], cdf, looks.drop_bound[own], int(rules[2])))
            place, guide[i] = places[key]
            ever = float(cdf[-1]) if len(cdf) else 0.0
            at, chain = chains[int(rules[0]), int(rules[1])]
            table[i] = (own.start, len(cdf), place, at, len(chain), rules[2], ever, 0.0, step)
    uneven = np.zeros(len(looks.time) if len(table) else 0, np.bool_)
    _even(table, looks.time, uneven)
    return LookTables(table, looks.time if uneven.any() else np.zeros(0), guide, np.concatenate(chances), confirm)


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


@entry
def _even(table: Array, time: Array, uneven: Array) -> None:
    """Give each list whose looks are a step apart, to the bit, the time of its first; mark the looks of the others."""
    for i in range(table.shape[0]):
        looks = table[i]
        even = looks.step > 0.0
        if looks.size > 0:
            looks.begin = time[looks.time]
        for k in range(looks.size):
            even = even and time[looks.time + k] == looks.begin + k * looks.step
        if not even:
            looks.step = 0.0
            uneven[looks.time : looks.time + looks.size] = True


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
