"""What a replication is counted by: the columns of the engine's result."""

from __future__ import annotations

from airdef.engine.leak_reasons import REASONS

COUNTS = (
    "leakers",
    "kills",
    "exited",
    "not_released",
    "turned_back",
    "told_apart",
    "missiles_used",
    "missiles_on_decoys",
    "intercept_attempts",
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
    "moves",
    "time_moving",
    "draws",
    "duplicates",
    "remote_launches",
)

(
    LEAKERS,
    KILLS,
    EXITED_COUNT,
    NEVER_COUNT,
    TURNED_BACK_COUNT,
    TOLD_APART_COUNT,
    MISSILES_USED,
    MISSILES_ON_DECOYS,
    INTERCEPT_ATTEMPTS,
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
    MOVES,
    TIME_MOVING,
    DRAWS_COUNT,
    DUPLICATES_COUNT,
    REMOTE_COUNT,
) = range(len(COUNTS))

REASON = len(COUNTS)
"""First column of the leak reasons."""

DETAIL = REASON + len(REASONS)
"""First column of the counts by class, formation, asset, system, fire unit and missile type (`breakdown`)."""

# Counters of a sort of threat: threats that are alike in class, formation and asset.
THREAT_COUNTERS = (
    *("leakers", "kills", "threats", "exited", "not_released", "turned_back", "told_apart"),
    *("missiles_used", "intercept_attempts", "aborted", "engagements"),
    *("asset_value_lost", "assets_lost", "radars_lost", "units_lost", "launchers_lost", "posts_lost"),
    *(f"reason:{r}" for r in REASONS),
)
(
    T_LEAKERS,
    T_KILLS,
    T_THREATS,
    T_EXITED,
    T_NEVER,
    T_TURNED_BACK,
    T_TOLD_APART,
    T_USED,
    T_ATTEMPTS,
    T_ABORTED,
    T_ENGAGEMENTS,
    T_VALUE,
    T_ASSETS,
    T_RADARS,
    T_UNITS,
    T_LAUNCHERS,
    T_POSTS,
    T_REASON,
) = range(len(THREAT_COUNTERS) - len(REASONS) + 1)

# Counters of an interceptor.
INTERCEPTOR_COUNTERS = ("kills", "missiles_used", "intercept_attempts", "aborted", "engagements")
W_KILLS, W_USED, W_ATTEMPTS, W_ABORTED, W_ENGAGEMENTS = range(len(INTERCEPTOR_COUNTERS))

# Counters of a fire unit: leakers and losses are those at its radar and its launchers.
UNIT_COUNTERS = ("leakers", "radars_lost", "units_lost", "launchers_lost", "peak_targets", "peak_missiles")
U_LEAKERS, U_RADARS, U_UNITS, U_LAUNCHERS, U_PEAK_TARGETS, U_PEAK_MISSILES = range(len(UNIT_COUNTERS))

# Counters of a system: leakers and losses are those at its post, its radars and its launchers.
SYSTEM_COUNTERS = (*UNIT_COUNTERS, "posts_lost")
S_POSTS = len(UNIT_COUNTERS)
"""The others have the places of a fire unit's."""

FIRSTS = ("first_intercept_time", "first_intercept_range", "first_kill_range")
"""Measures of the first of something: NaN in a replication in which there is none."""
