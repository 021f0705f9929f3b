"""What is counted in one replication, and why each leaker leaked."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from .counts import counted_changes, track_changes
from .decoys import able, spent
from .jamming import present_weapons, would_hold_unjammed

if TYPE_CHECKING:
    from collections.abc import Callable

    from airdef.scenario.plan import Scenario

    from .world import Radar, Threat, Unit, World

REASONS = (
    "outside-the-envelope",
    "missed",
    "defender-destroyed",
    "undetected",
    "detected-too-late",
    "track-lost",
    "no-missile",
    "no-channel",
    "kept-silent",
    "on-the-move",
    "spent-on-decoys",
    "link-lost",
    "jammed",
)

COUNTS = (
    "leakers",
    "kills",
    "exited",
    "not_released",
    "turned_back",
    "told_apart",
    "missiles_on_decoys",
    "moves",
    "time_moving",
    "missiles_used",
    "intercept_attempts",
    "aborted",
    "engagements",
    "duplicates",
    "remote_launches",
    "asset_value_lost",
    "assets_lost",
    "radars_lost",
    "units_lost",
    "launchers_lost",
    "posts_lost",
    "peak_targets",
    "peak_missiles",
)

FIRSTS = ("first_intercept_time", "first_intercept_range", "first_kill_range")


def measure_names(scenario: Scenario) -> list[str]:
    """Return the names of all measures of a scenario."""
    classes = sorted({threat.threat_class for threat in scenario.threats})
    names = [*COUNTS, *FIRSTS, *(f"reason:{reason}" for reason in REASONS)]
    return names + [f"{what}:{name}" for name in classes for what in ("leakers", "kills")]


class Tally(dict[str, float]):
    """The measures of one replication; NaN where the event that a measure speaks of did not happen."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(dict.fromkeys(measure_names(scenario), 0.0))
        self.update(dict.fromkeys(FIRSTS, nan))

    def peaks(self, unit: Unit) -> None:
        """Take note of the channels that the unit's system has in use now."""
        standing = [u for u in unit.system.units if u.stands]
        self["peak_targets"] = max(self["peak_targets"], sum(u.targets.count for u in standing))
        self["peak_missiles"] = max(self["peak_missiles"], sum(u.missiles.count for u in standing))

    def tried(self, time: float, slant_range: float, killed: bool) -> None:
        """Count an intercept attempt, and keep the first of the replication and the first that killed."""
        self["intercept_attempts"] += 1
        if self["intercept_attempts"] == 1:
            self["first_intercept_time"], self["first_intercept_range"] = time, slant_range
        if killed and self["kills"] == 0:
            self["first_kill_range"] = slant_range


def leak_reason(world: World, threat: Threat) -> str:
    """Return the first reason that fits, judged at the arrival of a leaker, before its own damage."""
    if not any(has_window(world, unit, threat) for unit in world.units):
        return "outside-the-envelope"
    if threat.tries:
        return "missed"
    if threat.launches:
        if threat.lost_with_unit or any(needs_radar and not unit.stands for unit, needs_radar in threat.in_flight):
            return "defender-destroyed"
        if threat.lost_on_the_move:
            return "on-the-move"
        return "kept-silent" if threat.lost_in_silence else "missed"
    if threat.told_apart and not any(has_window(world, u, threat) and u.engages(threat) for u in world.units):
        return "outside-the-envelope"
    if threat.known_since == float("inf"):
        if blinded(world, threat):
            return "defender-destroyed"
        if any(would_be_away(world, r, threat) < float("inf") for r in world.radars):
            return "on-the-move"
        if any(would_hold(world, r, threat) < float("inf") for r in world.radars):
            return "kept-silent"
        if cut_off_by_link(world, threat) < float("inf"):
            return "link-lost"
        jammed = any(would_hold_unjammed(world, radar, threat) < float("inf") for radar in world.radars)
        return "jammed" if jammed else "undetected"
    return ready_for_none(world, threat) if not threat.ready_for else ready_for_some(world, threat)


def ready_for_none(world: World, threat: Threat) -> str:
    """Return why a threat leaked that was known and never ready for a unit."""
    if any(has_engaged_window(world, u, threat, threat.known_since) for u in world.units if not u.stands):
        return "defender-destroyed"
    if threat.passed or kept_until_late(world, threat, would_be_away):
        return "on-the-move"
    if kept_until_late(world, threat, would_hold):
        return "kept-silent"
    if unlinked_until_late(world, threat):
        return "link-lost"
    if kept_until_late(world, threat, would_hold_unjammed) or windows_jammed(world, threat):
        return "jammed"
    known = [(unit, threat.known_to.get(unit.system.index, float("inf"))) for unit in world.units if unit.stands]
    if not any(since < float("inf") and has_engaged_window(world, unit, threat, since) for unit, since in known):
        return "detected-too-late"
    if blinded(world, threat):
        return "defender-destroyed"
    if threat.left_behind:
        return "on-the-move"
    if threat.given_up:
        return "kept-silent"
    if threat.taken_by_link and "cut-off-no-reason" not in world.faults:
        return "link-lost"
    return "track-lost" if threat.track_dropped else "detected-too-late"


def ready_for_some(world: World, threat: Threat) -> str:
    """Return why a threat leaked that was ready for a unit, and had no missile launched at it."""
    standing = [unit for unit in world.units if unit.index in threat.ready_for and unit.stands]
    if not standing:
        return "defender-destroyed"
    if threat.moved_off or (threat.passed and not threat.assigned):
        return "on-the-move"
    if threat.launch_silenced or (threat.denied and not threat.assigned):
        return "kept-silent"
    if threat.lost_again:
        if blinded(world, threat):
            return "defender-destroyed"
        if threat.left_behind:
            return "on-the-move"
        if threat.given_up:
            return "kept-silent"
        taken = threat.taken_by_link and "cut-off-no-reason" not in world.faults
        return "link-lost" if taken else "track-lost"
    armed = [unit for unit in standing if has_round(world, unit, threat)]
    if spent(world, standing, armed, threat):
        return "spent-on-decoys"
    if not armed:
        return "no-missile"
    full = any(unit.free_targets <= 0 or unit.full_until > threat.first_ready for unit in armed)
    kept = any(unit.system.below_ranking for unit in armed)
    return "no-channel" if threat.assigned or full or kept else "no-missile"


def blinded(world: World, threat: Threat) -> bool:
    """Tell whether a lost radar held the threat or would have, or one that stands holds it and no unit hears it."""
    for radar in world.radars:
        if not radar.stands and held_after(world, radar, threat):
            return True
        if radar.stands and radar.unit < 0 and not radar.system.post_stands and threat.index in radar.held:
            return True
    return any(destroyed for _, destroyed in threat.cut_off)


def cut_off_by_link(world: World, threat: Threat) -> float:
    """Return from when on a link itself cut a threat off (inf: none did)."""
    times = (time for (_, destroyed), time in threat.cut_off.items() if not destroyed)
    return float("inf") if "cut-off-no-reason" in world.faults else min(times, default=float("inf"))


def unlinked_until_late(world: World, threat: Threat) -> bool:
    """Tell whether a link itself kept a threat from a system that could use it, while a unit had a window for it."""
    since = cut_off_by_link(world, threat)
    return any(
        system.remote_tracks
        and system.above is not None
        and since < threat.known_to.get(system.index, float("inf"))
        and any(unit.stands and has_engaged_window(world, unit, threat, since) for unit in system.units)
        for system in world.systems
    )


def windows_jammed(world: World, threat: Threat) -> bool:
    """Tell whether units that know a threat had windows still to come for some set of jammers, but not for the present.

    "Still to come" when the threat first became known to the unit.
    """
    if "jamming-no-reason" in world.faults:
        return False
    known = [(unit, threat.known_to.get(unit.system.index, float("inf"))) for unit in world.units if unit.stands]
    known = [(unit, since) for unit, since in known if since < float("inf") and unit.engages(threat)]
    if any(has_window(world, unit, threat, since, present_weapons(unit)) for unit, since in known):
        return False
    return any(has_window(world, unit, threat, since) for unit, since in known)


def kept_until_late(world: World, threat: Threat, since: Callable[[World, Radar, Threat], float]) -> bool:
    """Tell whether a radar kept a threat unknown to its system while a unit still had a window for it.

    `since` says from when on the radar would have held it (inf: never), but for its silence or its move.
    """
    for radar in world.radars:
        held = since(world, radar, threat)
        units = [unit for unit in radar.system.units if unit.stands]
        early = held < threat.known_to.get(radar.system.index, float("inf"))
        if early and any(has_engaged_window(world, unit, threat, held) for unit in units):
            return True
    return False


def would_hold(world: World, radar: Radar, threat: Threat) -> float:
    """Return when a radar that stands and does not always radiate would have had a firm track (inf: not in time)."""
    if not (radar.stands and radar.varies) or "silence-no-reason" in world.faults:
        return float("inf")
    firm = next(counted_changes(world, radar, threat, float("-inf"), 0), float("inf"))
    return firm if firm < world.arrival(threat) else float("inf")


def would_be_away(world: World, radar: Radar, threat: Threat) -> float:
    """Return from when on a radar on the move would have had its first firm track of a threat (inf: not in time)."""
    if radar.mover is None:
        return float("inf")
    found = float("inf")
    for move in radar.mover.history:
        row = radar.mover.rows[move.leaves].radar
        firm = next(counted_changes(world, radar, threat, float("-inf"), 0, row), float("inf"))
        if radar.mover.away(firm) is move:
            found = min(found, firm)
    return found if found < world.arrival(threat) else float("inf")


def has_engaged_window(world: World, unit: Unit, threat: Threat, since: float) -> bool:
    """The same as `has_window` for a unit whose doctrine engages what the threat now looks like to it."""
    return unit.engages(threat) and has_window(world, unit, threat, since)


def has_window(
    world: World,
    unit: Unit,
    threat: Threat,
    since: float = float("-inf"),
    weapons: tuple[int, ...] | None = None,
) -> bool:
    """Tell whether the unit had a window for the threat in any facing and position, still to come at time `since`.

    For any set of jammers that have ended, or with the first interceptors `weapons` alone.
    """
    types = range(len(unit.plan.missiles))
    return any(type_has_window(world, unit, kind, threat, since, weapons) for kind in types)


def type_has_window(
    world: World, unit: Unit, kind: int, threat: Threat, since: float, weapons: tuple[int, ...] | None = None
) -> bool:
    """The same for one of the unit's missile types."""
    engage, plan = unit.system.plan.doctrine.engage, threat.plan
    may_learn = plan.looks_like != plan.category and able(world, unit, plan.category)
    if not (engage[plan.looks_like] or (engage[plan.category] and may_learn)):
        return False
    geometry, time = world.geometry, since + unit.reaction - threat.shift
    opens = (
        geometry.next_open(weapon + kind, k, threat.index, time)
        for weapon in weapons or unit.weapons
        for k in range(geometry.facings)
    )
    return any(first < float("inf") for first in opens)


def has_round(world: World, unit: Unit, threat: Threat) -> bool:
    """Tell whether the unit has a round that it may fire, of a type that ever had a window for the threat."""
    return any(
        rounds > 0 and type_has_window(world, unit, kind, threat, float("-inf"))
        for kind, rounds in enumerate(world.may_fire(unit, threat))
    )


def held_after(world: World, radar: Radar, threat: Threat) -> bool:
    """Tell whether a destroyed radar's looks made, or would have made, a firm track from its loss to the arrival."""
    if not radar.radiates:
        return False  # it stays as it was, and has no looks
    changes = track_changes(world, radar, threat)
    arrival = world.arrival(threat)
    for firm in changes:
        if firm > arrival:
            return False
        if next(changes, float("inf")) > radar.lost_at:
            return True
    return False
