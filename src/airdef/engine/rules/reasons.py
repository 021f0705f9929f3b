"""Why a leaker leaked: every leak reason, and the judgement at its arrival, in one place.

`JUDGEMENT` is read from the top: the first step that fits gives the reason. A new reason is a `Reason`, the condition
under which it is given, and its step; all that counts, prints, draws or documents leak reasons reads them here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from airdef.engine.memory.layout import HELD, State, Tables
from airdef.engine.rules.windows import EPS, last_close, rounds_for
from airdef.jit import compiled

_EVER_READY = 2


@dataclass(frozen=True)
class Reason:
    """A leak reason: its name in columns, JSON and code, its title for people, and what it means in one sentence."""

    key: str
    title: str
    sentence: str


@dataclass(frozen=True)
class Step:
    """One step of the judgement: the reason given where `fits(tables, state, threat)`, and that condition in words."""

    reason: Reason
    fits: Callable[[Tables, State, int], bool]
    when: str


OUTSIDE = Reason(
    "outside-the-envelope",
    "Outside the envelope",
    "No fire unit ever had a launch window for it, or doctrine engages nothing that looks like it.",
)
MISSED = Reason("missed", "Missed", "A missile reached it and failed, or all launched at it were aborted.")
DEFENDER_DESTROYED = Reason(
    "defender-destroyed",
    "Defender destroyed",
    "A unit, radar or command post that would have served against it was destroyed.",
)
UNDETECTED = Reason("undetected", "Undetected", "No fire unit ever knew of it.")
TOO_LATE = Reason(
    "detected-too-late",
    "Detected too late",
    "It became known when no launch window was left, or the units were still turned elsewhere.",
)
TRACK_LOST = Reason("track-lost", "Track lost", "It was known in time, and no longer when it was to be launched at.")
NO_MISSILE = Reason("no-missile", "No missile", "The units that were ready for it had no missile for it.")
NO_CHANNEL = Reason(
    "no-channel", "No channel", "The units that were ready for it had missiles, but no channel or launcher in time."
)


@compiled
def without_window(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit ever had a window for threat j."""
    return not tb.threat[j].reachable


@compiled
def was_reached(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a missile reached threat j."""
    return st.threat[j].tries > 0


@compiled
def launched_by_the_destroyed(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles at threat j were aborted because their unit was destroyed."""
    return st.threat[j].launched > 0 and st.threat[j].radar_lost


@compiled
def was_launched_at(tb: Tables, st: State, j: int) -> bool:
    """Tell whether missiles were launched at threat j."""
    return st.threat[j].launched > 0


@compiled
def unknown_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known because the defence was blinded."""
    return known_from(tb, st, j) == math.inf and blinded(tb, st, j)


@compiled
def never_known(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was never known to any unit."""
    return known_from(tb, st, j) == math.inf


@compiled
def destroyed_before_its_windows(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready, and one was destroyed whose windows were to come when threat j became known."""
    known, found = known_from(tb, st, j), False
    for u in range(tb.unit.shape[0]):
        if not st.unit[u].alive and last_assignment(tb, st, u, j) >= known:
            found = True
    return found and st.threat[j].ready == math.inf


@compiled
def known_too_late(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready, and none that stands had a window to come when threat j became known to it."""
    if st.threat[j].ready != math.inf:
        return False
    for u in range(tb.unit.shape[0]):
        s = tb.unit[u].system
        engaged = st.unit[u].alive and tb.engage[s, tb.threat[j].looks_like] == 1
        if engaged and last_assignment(tb, st, u, j) >= st.since[s, j]:
            return False
    return True


@compiled
def not_ready_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and the defence was blinded to it."""
    return st.threat[j].ready == math.inf and blinded(tb, st, j)


@compiled
def not_ready_and_dropped(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ready for threat j, and a firm track of it was dropped."""
    return st.threat[j].ready == math.inf and st.threat[j].dropped


@compiled
def never_ready(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit was ever ready for threat j."""
    return st.threat[j].ready == math.inf


@compiled
def none_stands(tb: Tables, st: State, j: int) -> bool:
    """Tell whether all units that were ready for threat j are destroyed."""
    standing = 0
    for u in range(tb.unit.shape[0]):
        if st.ready[u, j] & _EVER_READY and st.unit[u].alive:
            standing += 1
    return standing == 0


@compiled
def ended_and_blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended before its first launch, and the defence was blinded to it."""
    return st.threat[j].broken and blinded(tb, st, j)


@compiled
def ended_unknown(tb: Tables, st: State, j: int) -> bool:
    """Tell whether an engagement of threat j ended before its first launch because the threat was not known."""
    return st.threat[j].broken


@compiled
def without_round(tb: Tables, st: State, j: int) -> bool:
    """Tell whether no unit that stands and was ready has a round for threat j."""
    for u in range(tb.unit.shape[0]):
        if st.ready[u, j] & _EVER_READY and st.unit[u].alive and has_round(tb, st, u, j):
            return False
    return True


@compiled
def crowded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether threat j was assigned, or a unit with a round for it has or had all target channels in use."""
    if st.threat[j].engagements > 0:
        return True
    for u in range(tb.unit.shape[0]):
        unit = st.unit[u]
        if not st.ready[u, j] & _EVER_READY or not unit.alive:
            continue
        if (unit.free_channels == 0 or unit.full > st.threat[j].ready) and has_round(tb, st, u, j):
            return True
    return False


@compiled
def always(tb: Tables, st: State, j: int) -> bool:
    """Return True."""
    return True


JUDGEMENT: Final = (
    Step(OUTSIDE, without_window, "no unit ever had a window for it"),
    Step(MISSED, was_reached, "a missile reached it"),
    Step(DEFENDER_DESTROYED, launched_by_the_destroyed, "missiles at it were aborted as their unit was destroyed"),
    Step(MISSED, was_launched_at, "missiles were launched at it"),
    Step(DEFENDER_DESTROYED, unknown_and_blinded, "it was never known, and the defence was blinded to it"),
    Step(UNDETECTED, never_known, "it was never known to any unit"),
    Step(
        DEFENDER_DESTROYED,
        destroyed_before_its_windows,
        "no unit was ready, and one was destroyed with windows to come when it became known",
    ),
    Step(
        TOO_LATE,
        known_too_late,
        "no unit was ready, and none that stands had a window to come when it became known to it",
    ),
    Step(DEFENDER_DESTROYED, not_ready_and_blinded, "no unit was ready, and the defence was blinded to it"),
    Step(TRACK_LOST, not_ready_and_dropped, "no unit was ready, and a firm track of it was dropped"),
    Step(TOO_LATE, never_ready, "no unit was ready for it"),
    Step(DEFENDER_DESTROYED, none_stands, "all units that were ready are destroyed"),
    Step(
        DEFENDER_DESTROYED,
        ended_and_blinded,
        "its engagement ended before the first launch as it was not known, and the defence was blinded to it",
    ),
    Step(TRACK_LOST, ended_unknown, "its engagement ended before the first launch as it was not known"),
    Step(NO_MISSILE, without_round, "no unit that stands and was ready has a round for it"),
    Step(
        NO_CHANNEL,
        crowded,
        "it was assigned, or a unit with a round for it has, or had since it was ready, all target channels in use",
    ),
    Step(NO_MISSILE, always, "channels were free, but there was no round while it was ready"),
)
"""The judgement, in order: docs/model/engagement.md, "Why it leaked"."""

LEAK_REASONS: Final = tuple(dict.fromkeys(step.reason for step in JUDGEMENT))
"""Every leak reason once, in the order in which the judgement comes to it; a reason's code is its place here."""

REASONS: Final = tuple(reason.key for reason in LEAK_REASONS)
"""Their keys, in the order of their codes."""


def title_of(key: str) -> str:
    """Return what a leak reason is called for people, by its key: that of an older airdef is its key in words."""
    return next((reason.title for reason in LEAK_REASONS if reason.key == key), key.replace("-", " ").capitalize())


@compiled
def known_from(tb: Tables, st: State, j: int) -> float:
    """Return the time at which threat j first became known to any unit; infinite if it never was."""
    known = math.inf
    for s in range(tb.system.shape[0]):
        known = min(known, st.since[s, j])
    return known


@compiled
def last_assignment(tb: Tables, st: State, u: int, j: int) -> float:
    """Return the last time at which threat j could be assigned to unit u for its last window to be used."""
    return last_close(tb, u, j) - tb.unit[u].reaction_time + EPS + st.threat[j].offset


@compiled
def has_round(tb: Tables, st: State, u: int, j: int) -> bool:
    """Tell whether unit u has a round, of a missile type that ever had a window, that it may fire at threat j."""
    unit = tb.unit[u]
    K, T = tb.facing.shape[1], tb.threat.shape[0]
    for w in range(unit.first_weapon, unit.first_weapon + unit.weapons):
        if rounds_for(tb, st, u, w, j) <= 0:
            continue
        for k in range(unit.facings):
            i = (w * K + k) * T + j
            if tb.window_start[i + 1] > tb.window_start[i]:
                return True
    return False


@compiled
def blinded(tb: Tables, st: State, j: int) -> bool:
    """Tell whether a loss kept the units from a track of threat j.

    A radar now destroyed had a firm track of it or would have had one before its arrival; or a surveillance radar has
    one now that no unit hears, for want of a command post.
    """
    T = tb.threat.shape[0]
    arrival = tb.threat[j].end + st.threat[j].offset
    for r in range(tb.radar.shape[0]):
        track = st.track[r * T + j]
        if not st.radar[r].alive:
            if track.firm < arrival:
                return True
        elif tb.radar[r].unit < 0 and not st.system[tb.radar[r].system].post and track.held == HELD:
            return True
    return False


def _ladder(steps: tuple[Step, ...]) -> Any:
    """Return the compiled function that gives the code of the first of some steps that fits; the last fits always.

    Six steps are one function: more functions would take longer to compile.
    """
    taken = (*steps[:6], *[steps[-1]] * (6 - len(steps)))
    a, b, c, d, e, f = (step.fits for step in taken)
    in_a, in_b, in_c, in_d, in_e, in_f = (LEAK_REASONS.index(step.reason) for step in taken)
    below = _ladder(steps[6:]) if len(steps) > 6 else _unjudged

    @compiled
    def judged(tb: Tables, st: State, j: int) -> int:
        if a(tb, st, j):
            return in_a
        if b(tb, st, j):
            return in_b
        if c(tb, st, j):
            return in_c
        if d(tb, st, j):
            return in_d
        if e(tb, st, j):
            return in_e
        if f(tb, st, j):
            return in_f
        code: int = below(tb, st, j)
        return code

    return judged


@compiled
def _unjudged(tb: Tables, st: State, j: int) -> int:
    """Return a code that no reason has: the last step fits always."""
    return -1


reason_of = _ladder(JUDGEMENT)
"""The code of the first reason that fits threat j, of tables, state and j."""
