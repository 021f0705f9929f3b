"""Every leak reason, and the order in which they are judged: all that counts, prints or documents them reads them here.

`JUDGEMENT` is read from the top: the first step whose condition holds gives the reason. A new reason is a `Reason` and
its step; a condition that is not there yet is a compiled function of a module of `airdef.engine.rules.reasons`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Reason:
    """A leak reason: its name in columns, JSON and code, its title for people, and what it means in one sentence."""

    key: str
    title: str
    sentence: str


@dataclass(frozen=True)
class Step:
    """One step of the judgement: a reason, the condition under which it is given, and that condition in words.

    The condition is the name of a function of a module of `airdef.engine.rules.reasons`.
    """

    reason: Reason
    condition: str
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
KEPT_SILENT = Reason(
    "kept-silent",
    "Kept silent",
    "A radar that would have served against it stood and was silent when it was needed.",
)
LINK_LOST = Reason(
    "link-lost",
    "Link lost",
    "A lost link kept its track from a unit that would have served against it.",
)
ON_THE_MOVE = Reason(
    "on-the-move",
    "On the move",
    "A fire unit or radar that would have served against it was on the move, or about to.",
)
JAMMED = Reason(
    "jammed",
    "Jammed",
    "But for jammers of the raid a radar or fire unit would have served against it.",
)
UNDETECTED = Reason("undetected", "Undetected", "No fire unit ever knew of it.")
TOO_LATE = Reason(
    "detected-too-late",
    "Detected too late",
    "It became known when no launch window was left, or the units were still turned elsewhere.",
)
TRACK_LOST = Reason("track-lost", "Track lost", "It was known in time, and no longer when it was to be launched at.")
HELD_FIRE = Reason(
    "held-fire",
    "Held fire",
    "A fire unit could have been assigned to it, and whoever decides in the doctrine's place assigned none.",
)
SPENT = Reason(
    "spent-on-decoys",
    "Spent on decoys",
    "The rounds or target channels that it wanted went to decoys, which a radar of the system could have told apart.",
)
NO_MISSILE = Reason("no-missile", "No missile", "The units that were ready for it had no missile for it.")
NO_CHANNEL = Reason(
    "no-channel", "No channel", "The units that were ready for it had missiles, but no channel or launcher in time."
)

JUDGEMENT: Final = (
    Step(OUTSIDE, "without_window", "no unit ever had a window for it"),
    Step(MISSED, "was_reached", "a missile reached it"),
    Step(DEFENDER_DESTROYED, "launched_by_the_destroyed", "missiles at it were aborted as their unit was destroyed"),
    Step(ON_THE_MOVE, "launched_by_the_moving", "missiles at it were aborted as their unit had begun to move"),
    Step(KEPT_SILENT, "launched_by_the_silent", "missiles at it were aborted as their unit's radar fell silent"),
    Step(MISSED, "was_launched_at", "missiles were launched at it"),
    Step(OUTSIDE, "told_and_left", "it was told apart, and no unit that had a window engages what it is"),
    Step(DEFENDER_DESTROYED, "unknown_and_blinded", "it was never known, and the defence was blinded to it"),
    Step(ON_THE_MOVE, "unknown_and_away", "it was never known, and a radar on the move would have come to hold it"),
    Step(KEPT_SILENT, "unknown_and_silent", "it was never known, and a silent radar would have held a track of it"),
    Step(LINK_LOST, "unknown_and_cut_off", "it was never known, and a link that did not work cut it off"),
    Step(JAMMED, "unknown_and_jammed", "it was never known, and but for jamming a radar would have held a track of it"),
    Step(UNDETECTED, "never_known", "it was never known to any unit"),
    Step(
        DEFENDER_DESTROYED,
        "destroyed_before_its_windows",
        "no unit was ready, and one was destroyed with windows to come when it became known",
    ),
    Step(
        ON_THE_MOVE,
        "passed_or_away",
        "no unit was ready, and one on the move would have been, or a radar on the move have made it known in time",
    ),
    Step(
        KEPT_SILENT,
        "in_time_but_for_silence",
        "no unit was ready, and a silent radar would have made it known to one that stands with a window to come",
    ),
    Step(
        LINK_LOST,
        "in_time_but_for_a_link",
        "no unit was ready, and a link that did not work kept it from one that stands with a window to come",
    ),
    Step(
        JAMMED,
        "in_time_but_for_jamming",
        "no unit was ready, and but for jamming one that stands had known it, or reached it, with a window to come",
    ),
    Step(
        TOO_LATE,
        "known_too_late",
        "no unit was ready, and none that stands had a window to come when it became known to it",
    ),
    Step(DEFENDER_DESTROYED, "not_ready_and_blinded", "no unit was ready, and the defence was blinded to it"),
    Step(ON_THE_MOVE, "not_ready_and_left", "no unit was ready, and a radar that began to move gave up a firm track"),
    Step(KEPT_SILENT, "not_ready_and_hushed", "no unit was ready, and a radar that fell silent gave up a firm track"),
    Step(LINK_LOST, "not_ready_and_taken", "no unit was ready, and a lost link had taken its track"),
    Step(TRACK_LOST, "not_ready_and_dropped", "no unit was ready, and a firm track of it was dropped"),
    Step(TOO_LATE, "never_ready", "no unit was ready for it"),
    Step(HELD_FIRE, "was_held", "a unit could have taken it, and it was never assigned since the decider held fire"),
    Step(DEFENDER_DESTROYED, "none_stands", "all units that were ready are destroyed"),
    Step(ON_THE_MOVE, "was_passed", "a unit moved that was engaged with it, or would have been, and none launched"),
    Step(KEPT_SILENT, "was_muted", "a unit that was ready could not fire for its silent radar, and none did"),
    Step(
        DEFENDER_DESTROYED,
        "ended_and_blinded",
        "its engagement ended before the first launch as it was not known, and the defence was blinded to it",
    ),
    Step(ON_THE_MOVE, "ended_and_left", "its engagement ended likewise, and a radar that moved gave up a track"),
    Step(
        KEPT_SILENT, "ended_and_hushed", "its engagement ended likewise, and a radar that fell silent gave up a track"
    ),
    Step(LINK_LOST, "ended_and_taken", "its engagement ended likewise, and a lost link had taken its track"),
    Step(TRACK_LOST, "ended_unknown", "its engagement ended before the first launch as it was not known"),
    Step(
        SPENT,
        "spent_on_decoys",
        "no unit that stands and was ready has a round, and one launched at decoys; or a decoy was in a last channel",
    ),
    Step(NO_MISSILE, "without_round", "no unit that stands and was ready has a round for it"),
    Step(
        NO_CHANNEL,
        "crowded",
        "it was assigned, or a unit with a round for it has, or had since it was ready, all target channels in use",
    ),
    Step(NO_CHANNEL, "kept_for_another", "it was kept for a system that had no channel for it then"),
    Step(NO_MISSILE, "always", "channels were free, but there was no round while it was ready"),
)
"""The judgement, in order: docs/model/engagement.md, "Why it leaked"."""

LEAK_REASONS: Final = tuple(dict.fromkeys(step.reason for step in JUDGEMENT))
"""Every leak reason once, in the order in which the judgement comes to it; a reason's code is its place here."""

REASONS: Final = tuple(reason.key for reason in LEAK_REASONS)
"""Their keys, in the order of their codes."""


def title_of(key: str) -> str:
    """Return what a leak reason is called for people, by its key: that of an older airdef is its key in words.

    Parameters
    ----------
    key
        Key of the leak reason.

    Returns
    -------
    str
        What a leak reason is called for people, by its key: that of an older airdef is its key in words.
    """
    return next((reason.title for reason in LEAK_REASONS if reason.key == key), key.replace("-", " ").capitalize())
