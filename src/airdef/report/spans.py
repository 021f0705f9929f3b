"""Read from the events of one replication: for how long channels were in use, missiles flew and tracks were held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airdef.engine import Event

ENDED = ("hit", "leak", "exited", "turned-back")
"""Kinds of the events with which a threat, and every track of it, ends."""


@dataclass(frozen=True)
class Span:
    """Something that lasts: which thing, of which threat, from when to when [s]."""

    of: int
    threat: int
    begin: float
    end: float


def engagements(events: tuple[Event, ...], end: float) -> list[Span]:
    """Return the times for which target channels were in use, `of` being the unit.

    A channel is in use from the assignment until a judgement that ends the engagement, until the threat is out of
    reach, until the first launch of the engagement is cancelled, or until the unit is lost (`end` at the latest). After
    a judgement `alive` the unit may engage again on the same channel: then it launches, or cancels, without another
    assignment.

    Parameters
    ----------
    events
        What happened, in order; or how often.
    end
        End of the scenario [s].

    Returns
    -------
    list[Span]
        The times for which target channels were in use, `of` being the unit.
    """
    held: dict[tuple[int, int], tuple[float, bool]] = {}
    spans: list[Span] = []

    def free(key: tuple[int, int], time: float) -> None:
        begin, _ = held.pop(key)
        spans.append(Span(key[0], key[1], begin, time))

    for i, e in enumerate(events):
        key = (e.unit, e.threat)
        if e.kind == "assign":
            held[key] = (e.time, False)
        elif key in held and e.kind == "launch":
            held[key] = (held[key][0], True)
        elif (key in held and e.kind in ("judged-dead", "closed")) or (
            key in held and e.kind == "cancel" and not held[key][1]
        ):
            free(key, e.time)
        elif key in held and e.kind == "judged-alive":
            if _goes_on(events, i):
                held[key] = (held[key][0], False)
            else:
                free(key, e.time)
    spans += [Span(u, j, begin, end) for (u, j), (begin, _) in held.items()]
    return sorted(spans, key=lambda s: (s.begin, s.of, s.threat))


def _goes_on(events: tuple[Event, ...], at: int) -> bool:
    """Tell whether the unit of event `at` engages the same threat again on the same channel."""
    judged = events[at]
    for e in events[at + 1 :]:
        if e.threat == judged.threat and e.kind in ("assign", "launch", "cancel") and e.unit == judged.unit:
            return e.kind != "assign"
    return False


def flights(events: tuple[Event, ...]) -> list[Span]:
    """Return the times for which missiles flew, `of` being the unit.

    Parameters
    ----------
    events
        What happened, in order; or how often.

    Returns
    -------
    list[Span]
        The times for which missiles flew, `of` being the unit.
    """
    return [Span(e.unit, e.threat, e.time, e.time + e.value) for e in events if e.kind == "launch"]


def tracked(events: tuple[Event, ...]) -> list[Span]:
    """Return the times for which threats were held as firm tracks, `of` being the radar.

    A track ends when it is dropped, and with its threat.

    Parameters
    ----------
    events
        What happened, in order; or how often.

    Returns
    -------
    list[Span]
        The times for which threats were held as firm tracks, `of` being the radar.
    """
    held: dict[tuple[int, int], float] = {}
    spans: list[Span] = []
    for e in events:
        if e.kind == "firm":
            held[e.radar, e.threat] = e.time
        elif e.kind == "dropped" and (e.radar, e.threat) in held:
            spans.append(Span(e.radar, e.threat, held.pop((e.radar, e.threat)), e.time))
        elif e.kind in ENDED:
            for radar, threat in [k for k in held if k[1] == e.threat]:
                spans.append(Span(radar, threat, held.pop((radar, threat)), e.time))
    last = max((e.time for e in events), default=0.0)
    spans += [Span(radar, threat, begin, last) for (radar, threat), begin in held.items()]
    return spans


def received(events: tuple[Event, ...]) -> list[Span]:
    """Return the times for which threats were known along a link, `of` being the post that received.

    A post that has a threat from several others has it until the last of them gives it up, or the threat ends.

    Parameters
    ----------
    events
        What happened, in order.

    Returns
    -------
    list[Span]
        The times for which threats were known along a link, `of` being the post that received.
    """
    senders: dict[tuple[int, int], set[float]] = {}
    since: dict[tuple[int, int], float] = {}
    spans: list[Span] = []

    def end(key: tuple[int, int], time: float) -> None:
        del senders[key]
        spans.append(Span(*key, since.pop(key), time))

    for e in events:
        key = (e.target, e.threat)
        if e.kind == "received":
            since.setdefault(key, e.time)
            senders.setdefault(key, set()).add(e.value)
        elif e.kind == "given-up" and key in senders:
            senders[key].discard(e.value)
            if not senders[key]:
                end(key, e.time)
        elif e.kind in ENDED:
            for ended in [k for k in senders if k[1] == e.threat]:
                end(ended, e.time)
    last = max((e.time for e in events), default=0.0)
    return spans + [Span(*key, begin, last) for key, begin in since.items()]


def in_use(spans: list[Span], of: int) -> tuple[list[float], list[int]]:
    """Return when the number of spans of one unit changes, and what it is from then on.

    Parameters
    ----------
    spans
        The times of use.
    of
        The unit or radar.

    Returns
    -------
    tuple[list[float], list[int]]
        When the number of spans of one unit changes, and what it is from then on.
    """
    steps = sorted([(s.begin, 1) for s in spans if s.of == of] + [(s.end, -1) for s in spans if s.of == of])
    times, counts = [0.0], [0]
    for time, step in steps:
        if time == times[-1]:
            counts[-1] += step
        else:
            times.append(time)
            counts.append(counts[-1] + step)
    return times, counts
