"""The record of one replication: what happened, when, to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
"""Any array of the engine, records included."""

EVENT = np.dtype(
    [
        ("time", np.float64),
        ("kind", np.int64),
        ("threat", np.int64),
        ("unit", np.int64),
        ("radar", np.int64),
        ("interceptor", np.int64),
        ("target", np.int64),
        ("value", np.float64),
    ]
)

TRIAL = np.dtype(
    [
        ("replication", np.uint64),
        ("number", np.float64),
        ("slant_range", np.float64),
        ("interceptor", np.int32),
        ("threat", np.int32),
        ("system", np.int32),
        ("dead", np.int32),
        ("outcome", np.int32),
    ]
)
"""What chance decided with a probability that is a plain figure: a kill (interceptor, threat, slant range `slant_range`
[m]), or an assessment (no interceptor; system and whether the target is dead). `number` was drawn for it, NaN if none
was."""

KINDS = (
    "appear",
    "firm",
    "dropped",
    "assign",
    "launch",
    "cancel",
    "hit",
    "miss",
    "abort",
    "judged-dead",
    "judged-alive",
    "leak",
    "damage",
    "destroyed",
    "exited",
    "turn",
    "reload",
    "reloading",
    "closed",
    "emitting",
    "silent",
    "link-lost",
    "link-restored",
    "received",
    "given-up",
    "told-apart",
    "turned-back",
    "moving",
    "in-place",
    "heard",
    "jamming-ends",
)
"""Event kinds, in the order of their codes."""

(
    APPEAR,
    FIRM,
    DROPPED,
    ASSIGN,
    LAUNCH,
    CANCEL,
    HIT,
    MISS,
    ABORT,
    JUDGED_DEAD,
    JUDGED_ALIVE,
    LEAK,
    DAMAGE,
    DESTROYED,
    EXITED,
    TURN,
    RELOAD,
    RELOADING,
    CLOSED,
    EMITTING,
    SILENT,
    LINK_LOST,
    LINK_RESTORED,
    RECEIVED,
    GIVEN_UP,
    TOLD_APART,
    TURNED_BACK,
    MOVING,
    IN_PLACE,
    HEARD,
    JAMMING_ENDS,
) = range(len(KINDS))


@dataclass(frozen=True)
class Event:
    """One event of a replication.

    `time` [s]; `threat`, `unit`, `radar`, `target` are flattened indices or -1; `missile` is the missile type
    or ''. `value`: assign - planned salvo; launch - time of flight [s]; hit, miss, abort - slant range [m];
    moving, in-place - number of the position; heard - bearing from the direction finder [rad], `target` the post of its
    system, `radar` the one that is cued;
    leak - code of the reason; damage - hits; turn - time until turned [s]; reloading - rounds that the launcher still
    holds; reload - rounds that it holds then; link-lost, link-restored - target number of the upper post (`target` is
    the lower one); received, given-up - target number of the sender (`target` is the receiver); otherwise nan.
    `target` of an assign is the command node that allocated, if one did.
    """

    time: float
    kind: str
    threat: int
    unit: int
    radar: int
    missile: str
    target: int
    value: float


def decode(rows: Array, missiles: list[str]) -> list[Event]:
    """Turn the kernel's event rows into events in order of time.

    `missiles` names the interceptors in flattened order.

    Parameters
    ----------
    rows
        Event rows of the kernel.
    missiles
        Names of the interceptor types, in flattened order.

    Returns
    -------
    list[Event]
        The events in order of time.
    """
    rows = rows[np.argsort(rows["time"], kind="stable")]
    if (rows["kind"] == TURNED_BACK).any():
        rows = _without_those_never_started(rows)
    ordered = rows.tolist()  # plain numbers at once: far quicker than by field
    return [
        Event(time, KINDS[kind], threat, unit, radar, missiles[interceptor] if interceptor >= 0 else "", target, value)
        for time, kind, threat, unit, radar, interceptor, target, value in ordered
    ]


def _without_those_never_started(rows: Array) -> Array:
    """Return event rows without the appearance of threats whose formation turned back before they were to start."""
    back = rows[rows["kind"] == TURNED_BACK]
    until = dict(zip(back["threat"].tolist(), back["time"].tolist(), strict=True))
    events = zip(rows["kind"].tolist(), rows["threat"].tolist(), rows["time"].tolist(), strict=True)
    late = [kind == APPEAR and time > until.get(threat, np.inf) for kind, threat, time in events]
    return rows[~np.array(late)]
