"""When tracks become firm and are dropped, by the looks of one radar at one threat."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from .geometry import EPSILON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from airdef.scenario.plan import RadarPlan

    from .world import Radar, Threat, World


def number(world: World, radar: Radar, threat: Threat, n: int) -> float:
    """Return the uniform number that makes the radar's n-th track of the threat firm."""
    key = (radar.index, threat.index, n)
    if key not in world.numbers:
        world.numbers[key] = float(world.rng.random())
    return world.numbers[key]


def counted_changes(
    world: World, radar: Radar, threat: Threat, since: float, n: int, at: int | None = None
) -> Iterator[float]:
    """The same as `track_changes` for a count, the n-th, that begins with the first look at `since` or later.

    One number gives the firm look of each count: what a radar would have held hangs on it too. The looks are those of
    the radar's present position, or of the position whose row is `at`.
    """
    if radar.jammers:
        yield from (time for time, changes in jammed_changes(world, radar, threat, since, n, at) if changes)
        return
    geometry, plan = world.geometry, radar.plan
    row = (radar.row if at is None else at) * len(world.threats) + threat.index
    end, times = geometry.look_start[row + 1], geometry.look_time
    look = bisect_left(times, since - threat.shift - EPSILON, geometry.look_start[row], end)
    while True:
        look += bisect_right(geometry.firm_chance(row, look, plan), number(world, radar, threat, n))
        if look >= end:
            return
        yield times[look] + threat.shift
        missed = 0
        while missed < plan.drop_misses:
            look += 1
            if look >= end:
                return
            missed = 0 if world.detected[look] else missed + 1
        yield times[look] + threat.shift
        look, n = look + 1, n + 1


def track_changes(world: World, radar: Radar, threat: Threat) -> Iterator[float]:
    """Walk the looks one by one and yield the times at which a track becomes firm, is dropped, firm, ..."""
    if radar.counted:
        yield from counted_changes(world, radar, threat, *radar.followed.get(threat.index, (float("inf"), 0)))
        return
    geometry, plan, row = world.geometry, radar.plan, radar.row * len(world.threats) + threat.index
    mask, recent, missed, firm = (1 << plan.confirm_n) - 1, 0, 0, False
    for look in range(geometry.look_start[row], geometry.look_start[row + 1]):
        if firm:
            missed = 0 if world.detected[look] else missed + 1
            changed = missed == plan.drop_misses
        else:
            recent = (recent << 1 | world.detected[look]) & mask
            changed = recent.bit_count() >= plan.confirm_m
        if changed:
            yield geometry.look_time[look] + threat.shift
            recent, missed, firm = 0, 0, not firm


# --- jammed looks -------------------------------------------------------------------------------------------


class Looks:
    """The looks of a radar at a threat at one position, with the probabilities of the jammers that have ended."""

    def __init__(self, world: World, radar: Radar, threat: Threat, row: int) -> None:
        self.world, self.radar, self.geometry = world, radar, world.geometry
        j, threats = threat.index, len(world.threats)
        starts = self.geometry.look_start
        self.first, self.end = starts[row * threats + j], starts[row * threats + j + 1]
        self.of_set = [starts[x.radar * threats + j] for x in radar.jammed[row]]
        self.shift = threat.shift
        self.screened = j in radar.jammers or "screens-itself-alone" not in world.faults

    def time(self, look: int) -> float:
        """Return when a look takes place."""
        return self.geometry.look_time[look] + self.shift

    def pd(self, look: int, ended: int | None = None) -> float:
        """Return the probability of detection for the jammers ended by then, or for a set that is given."""
        if ended is None:
            ended = self.radar.ended_at(self.time(look)) if self.screened else len(self.of_set) - 1
        return float(self.geometry.look_pd[self.of_set[ended] + look - self.first])

    def detects(self, look: int) -> bool:
        """Tell whether a look is a detection: one number of its own for each look, whatever the jammers."""
        return bool(self.world.uniform[look] < self.pd(look))


class Chain:
    """The exact probability that a count of detections has led to a firm track, look by look."""

    def __init__(self, radar: RadarPlan) -> None:
        self.plan, self.states, self.firm = radar, {0: 1.0}, 0.0

    def after(self, p: float) -> float:
        """Return it after a further look."""
        mask, after = (1 << self.plan.confirm_n) - 1, dict[int, float]()
        for recent, weight in self.states.items():
            for hit, share in ((1, p), (0, 1.0 - p)):
                state = (recent << 1 | hit) & mask
                if state.bit_count() >= self.plan.confirm_m:
                    self.firm += weight * share
                else:
                    after[state] = after.get(state, 0.0) + weight * share
        self.states = after
        return self.firm


def jammed_changes(
    world: World, radar: Radar, threat: Threat, since: float, n: int, at: int | None = None
) -> Iterator[tuple[float, bool]]:
    """Yield each look of a count that begins at `since`, the n-th, with whether the track changes at it.

    The probability of a look is asked when the one before has been dealt with.
    """
    looks = Looks(world, radar, threat, radar.row if at is None else at)
    look, plan = looks.first, radar.plan
    while look < looks.end and looks.time(look) < since - EPSILON:
        look += 1
    while True:
        chain, u = Chain(plan), number(world, radar, threat, n)
        firm = False
        while not firm:
            if look >= looks.end:
                return
            yield looks.time(look), False
            firm = u < chain.after(looks.pd(look))
            look += 1
        yield looks.time(look - 1), True
        missed = 0
        while missed < plan.drop_misses:
            if look >= looks.end:
                return
            yield looks.time(look), False
            missed = 0 if looks.detects(look) else missed + 1
            look += 1
        yield looks.time(look - 1), True
        n += 1
