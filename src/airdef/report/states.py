"""Read from the events of one replication: which radars radiated and where they stood, which links were lost."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airdef.outcome.replication import Happening, Replication

RADIATES, SILENT, MOVES, LOST, LINKED = "radiates", "is silent", "is on the move", "is lost", "works"
"""States of a radar (the first three) and of a link (the last two)."""
HEARS, DESTROYED = "hears a cue", "is destroyed"
"""What happens to a radar at one time."""
KINDS = frozenset({"emitting", "silent", "moving", "in-place", "heard", "link-lost", "link-restored"})


@dataclass(frozen=True)
class State:
    """A state that lasts [s], and the name of the position at which a radar that moves stands then."""

    kind: str
    begin: float
    end: float
    at: str = ""


@dataclass
class Row:
    """A radar or a link: its name, its states one after the other, and the times [s] of what happened to it."""

    name: str
    states: list[State] = field(default_factory=list)
    marks: list[tuple[str, float]] = field(default_factory=list)


def rows(replication: Replication) -> list[Row]:
    """Return a row for each radar that was silent, moved, heard a cue or was destroyed, then one for each link lost.

    A fire unit moves with its radar. A radar that radiates always has no row unless it is destroyed.

    Parameters
    ----------
    replication
        The replication.

    Returns
    -------
    list[Row]
        Radars in the order of the scenario, then links in the order in which they were lost first.
    """
    events = replication.events
    end = max((e.time for e in events), default=0.0)
    radars = [radar.name for radar, _, _ in replication.scenario.radars()]
    of_radar: dict[str, list[Happening]] = {name: [] for name in radars}
    of_link: dict[tuple[str, str], list[Happening]] = {}
    for e in events:
        if e.kind in ("link-lost", "link-restored"):
            of_link.setdefault((e.source, e.target), []).append(e)
        elif e.kind in KINDS:
            of_radar[e.radar].append(e)
        elif e.kind == "destroyed" and (name := e.target.partition("@")[0]) in of_radar:
            of_radar[name].append(e)
    found = [_radar(name, its, end) for name, its in of_radar.items() if its]
    return found + [_link(f"{_post(upper)} to {_post(lower)}", its, end) for (upper, lower), its in of_link.items()]


def _post(name: str) -> str:
    """Return the name of the node or system whose post this is."""
    return name.removesuffix("/post")


def _radar(name: str, events: list[Happening], end: float) -> Row:
    """Return the row of a radar from its events, in order of time."""
    row = Row(name)
    kind, since, at = RADIATES, 0.0, ""
    for e in events:
        if e.kind == "heard":
            row.marks.append((HEARS, e.time))
            continue
        if e.time > since:
            row.states.append(State(kind, since, e.time, at))
            since = e.time
        if e.kind == "destroyed":
            row.marks.append((DESTROYED, e.time))
            since = math.inf
            break
        if e.kind == "moving":
            kind, at = MOVES, ""
        elif e.kind == "in-place":
            kind, at = SILENT, e.target.partition("@")[2]
        elif e.kind == "emitting":
            kind = RADIATES
        elif kind != MOVES:
            kind = SILENT
    if since < end:
        row.states.append(State(kind, since, end, at))
    return row


def _link(name: str, events: list[Happening], end: float) -> Row:
    """Return the row of a link from its losses and restorations."""
    row = Row(name)
    kind, since = LINKED, 0.0
    for e in events:
        if e.time > since:
            row.states.append(State(kind, since, e.time))
        kind, since = LOST if e.kind == "link-lost" else LINKED, e.time
    row.states.append(State(kind, since, end))
    return row
