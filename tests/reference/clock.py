"""A SimPy environment that respects the specification's order of events within one instant.

SimPy orders its queue by (time, priority, order of scheduling). Its own machinery (a process that starts,
ends or is interrupted) uses the priorities 0 and 1, so a chain of processes woken by one event runs to its
end before the next event of the instant. Every timed event of the model is scheduled with a priority
above these, made of its kind, its threat and its radar or unit: the order that engagement.md asks for.
Two kinds stand behind the events: idle launchers are asked whether they go to reload, then decisions are taken.
Launch queues are looked at as part of the event that lets them be: a process woken at once.
"""

from __future__ import annotations

from collections.abc import Generator
from enum import IntEnum, auto
from heapq import heappush
from typing import Any

import simpy

Steps = Generator[simpy.Event, Any, None]
"""What a process is: a generator of the events that it waits for."""


class Kind(IntEnum):
    """What happens first within an instant."""

    INTERCEPT = auto()
    TURN_BACK = auto()
    ARRIVAL = auto()
    ASSESSMENT = auto()
    APPEARANCE = auto()
    SWITCH_ON = auto()
    SWITCH_OFF = auto()
    CUE = auto()
    MOVE_END = auto()
    MOVE_BEGIN = auto()
    MOVE_ATTACK = auto()
    LINK_LOST = auto()
    LINK_RESTORED = auto()
    TRACK = auto()
    BY_LINK = auto()
    APART = auto()
    READINESS = auto()
    LAUNCH_DUE = auto()
    INTERVAL = auto()
    RELOAD = auto()
    IDLE = auto()
    DECIDE = auto()


BITS = 20  # threats and radars or units are numbered below 2**20


class Clock(simpy.Environment):
    """An environment whose events are set for absolute times, so that equal times stay equal."""

    def at(self, time: float, kind: Kind, threat: int = 0, index: int = 0) -> simpy.Event:
        """Return an event that happens at `time` (now, if that has passed), in its place of the instant.

        `schedule` takes a delay, and now + (time - now) may miss `time` by one unit in the last place:
        two events of one instant would fall apart. Hence the queue is filled here.
        """
        event = simpy.Event(self)
        event._ok, event._value = True, None
        priority = (int(kind) << 2 * BITS) + (threat << BITS) + index
        heappush(self._queue, (max(time, self._now), priority, next(self._eid), event))
        return event


class Bell:
    """What a process waits for that serves whatever has come up: rung often, it wakes its process once.

    It wakes it behind all events of the instant that come before its kind; without a kind at once, as a part of the
    event that rang it.
    """

    def __init__(self, clock: Clock, kind: Kind | None, index: int = 0) -> None:
        self.clock, self.kind, self.index = clock, kind, index
        self.rung: simpy.Event | None = None
        self.waiting = clock.event()
        self.alarm = float("-inf")

    def ring(self) -> None:
        """Wake the process."""
        if self.rung is None:
            self.rung = self.clock.event() if self.kind is None else self.clock.at(self.clock.now, self.kind)
            self.rung.callbacks.append(self._wake)
            if self.kind is None:
                self.rung.succeed()

    def ring_at(self, time: float) -> None:
        """Wake the process at a later time (asking twice for the same time is asking once)."""
        if time == self.alarm:
            return
        self.alarm = time
        self.clock.at(time, Kind.INTERVAL, 0, self.index).callbacks.append(lambda _: self.ring())

    def _wake(self, _: simpy.Event) -> None:
        self.rung = None
        waiting, self.waiting = self.waiting, self.clock.event()
        waiting.succeed()
