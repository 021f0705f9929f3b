"""What a replication is counted by: the columns of the engine's result."""

from __future__ import annotations

from airdef.kernels import inlined

REASONS = (
    "outside-the-envelope",
    "missed",
    "defender-destroyed",
    "undetected",
    "detected-too-late",
    "no-missile",
    "no-channel",
)
"""Leak reasons, in the order of their codes (docs/model/engagement.md, "Why it leaked")."""

OUTSIDE, MISSED, DEFENDER_DESTROYED, UNDETECTED, TOO_LATE, NO_MISSILE, NO_CHANNEL = range(len(REASONS))

COUNTS = (
    "leakers",
    "kills",
    "gone",
    "never_existed",
    "missiles_used",
    "tries",
    "aborted",
    "engagements",
    "asset_value_lost",
    "assets_lost",
    "radars_lost",
    "units_lost",
    "launchers_lost",
    "posts_lost",
    "first_intercept_time",
    "first_intercept_range",
    "first_kill_range",
    "peak_targets",
    "peak_missiles",
    "draws",
)

(
    LEAKERS,
    KILLS,
    GONE_COUNT,
    NEVER_COUNT,
    MISSILES_USED,
    TRIES,
    ABORTED,
    ENGAGEMENTS_COUNT,
    VALUE_LOST,
    ASSETS_LOST,
    RADARS_LOST,
    UNITS_LOST,
    LAUNCHERS_LOST,
    POSTS_LOST,
    FIRST_INTERCEPT_TIME,
    FIRST_INTERCEPT_RANGE,
    FIRST_KILL_RANGE,
    PEAK_TARGETS,
    PEAK_MISSILES,
    DRAWS_COUNT,
) = range(len(COUNTS))

REASON = len(COUNTS)
"""First column of the leak reasons."""

PER_CLASS = REASON + len(REASONS)
"""First column of the counts by threat class: leakers, kills and existing threats of each."""


@inlined
def class_column(cls: int, what: int) -> int:
    """Return the column of a threat class: `what` 0 leakers, 1 kills, 2 threats that existed."""
    return PER_CLASS + 3 * cls + what


def columns(classes: list[str]) -> tuple[str, ...]:
    """Return the names of all columns for scenarios with these threat classes."""
    per_class = [f"{what}:{c}" for c in classes for what in ("leakers", "kills", "threats")]
    return (*COUNTS, *(f"reason:{r}" for r in REASONS), *per_class)
