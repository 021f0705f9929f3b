"""When tracks become firm and are dropped, by the looks of one radar at one threat."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from .geometry import EPSILON

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    if radar.varies or radar.mover is not None:
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
