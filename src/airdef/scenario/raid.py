"""The declared raid with the catalogue's figures: every threat of every group, and what they release."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airdef.scenario import motion as fly
from airdef.scenario.behaviours import BEHAVIOURS, DECLARED
from airdef.scenario.ground import check_clear, check_way
from airdef.scenario.plan import CATEGORIES, BallisticMotion, Place, ThreatPlan, WaypointMotion
from airdef.scenario.quantities import spelt
from airdef.scenario.schema import Group, Release

if TYPE_CHECKING:
    from airdef.catalogue import Entry
    from airdef.physics.trajectory import Trajectory
    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.figures import Overrides
    from airdef.scenario.targets import Targets

THREAT = ("threat",)
LAST_TIME = 86_400.0
"""Everything ends within a day [s]: longer ones are slips of the pen."""
LEAST_BALLISTIC_RANGE = 10e3
"""Least range of a ballistic threat [m]; the greatest is the high end of its class's `range`."""


@dataclass(frozen=True)
class Kind:
    """A threat class as one group has it: its figures, read once for all members."""

    context: Context
    path: Path
    entry: Entry
    overrides: Overrides

    def figure(self, attribute: str, default: float | None = None) -> float:
        """Return a figure of the class."""
        return self.context.figures.value(self.entry, attribute, self.overrides, THREAT, default)

    @property
    def ballistic(self) -> bool:
        """Return whether it flies a ballistic arc."""
        return "ballistic_coefficient" in self.entry.readings


def kind_of(context: Context, declared: Group | Release, path: Path) -> Kind:
    """Return the class a group or release names. Raises ScenarioError."""
    entry = context.entry("threat", declared.threat, (*path, "threat"))
    return Kind(context, path, entry, context.overrides(declared.overrides, (*path, "overrides")))


def threat_plan(
    kind: Kind,
    declared: Group | Release,
    motion: WaypointMotion | BallisticMotion,
    target: int,
    label: str,
) -> ThreatPlan:
    """Return the plan all members of a group share; name, member, start and parent are filled in later."""
    own = kind.entry.category
    taken_for = declared.looks_like or own
    if own == "decoy" and declared.looks_like is None:
        taken_for = CATEGORIES[round(kind.context.figures.assumed("decoy_looks_like"))]
    jammer = declared.jammer.density if isinstance(declared, Group) and declared.jammer else 0.0
    shown = [b for b in BEHAVIOURS if b.key in DECLARED and getattr(declared, b.key)]
    plan = ThreatPlan(
        name=label,
        group=0,
        member=0,
        threat_class=kind.entry.name,
        category=CATEGORIES.index(own),
        looks_like=CATEGORIES.index(taken_for),
        motion=motion,
        start_time=0.0,
        gap_mean=0.0,
        parent=-1,
        rcs=(kind.figure("rcs"), kind.figure("rcs_side"), kind.figure("rcs_tail")),
        swerling=round(kind.figure("swerling")),
        target=target,
        hit_probability=kind.figure("hit_probability"),
        hits=round(kind.figure("hits")),
        homing=kind.figure("homing") > 0.0,
        manoeuvring=_manoeuvring(kind, declared),
        jammer_density=jammer,
        aspect_sector=kind.figure("aspect_sector"),
        formation=label,
        behaviours=tuple((b.key, kind.context.figures.assumed(b.figure)) for b in shown),
    )
    for behaviour in BEHAVIOURS:
        if behaviour.changes is not None and behaviour.shown_by(plan):
            plan = behaviour.changes(plan)
    return plan


def _manoeuvring(kind: Kind, declared: Group | Release) -> bool:
    """Return whether a threat evades missiles: as its group says, else as the catalogue has its class."""
    if declared.manoeuvring is None:
        return kind.figure("manoeuvring") > 0.0
    if kind.overrides.find(THREAT, kind.entry, "manoeuvring") is not None:
        given = "'manoeuvring' and its override together"
        raise kind.context.refuse((*kind.path, "manoeuvring"), given, "one of the two", "remove the override")
    return declared.manoeuvring


def group_plans(context: Context, group: Group, index: int, label: str, targets: Targets) -> list[ThreatPlan]:
    """Return the members of one group, `index` its number and `label` its name. Raises ScenarioError."""
    path: Path = ("raid", index)
    kind = kind_of(context, group, path)
    target = -1 if group.aims_at is None else targets.index(group.aims_at, (*path, "aims_at"), context)
    if kind.ballistic:
        motion: WaypointMotion | BallisticMotion = _arc(kind, group, target, targets)
    else:
        motion = _route(kind, group, target, targets)
        _check_flown(context, motion, path, group.at_time + group.spacing * max(0, group.count - 1))
        check_way(context, motion.waypoints, (*path, "route"))
    shared = threat_plan(kind, group, motion, target, label)
    poisson = group.arrivals == "poisson"
    if poisson and group.spacing == 0.0:
        raise context.refuse(
            (*path, "spacing"), "nothing", "the mean gap of poisson arrivals", "write for instance 'spacing: 20 s'"
        )
    context.note_unused(kind.overrides)
    return [
        replace(
            shared,
            name=f"{shared.name}-{m + 1}" if group.count > 1 else shared.name,
            group=index,
            member=m,
            start_time=group.at_time + (0.0 if poisson else m * group.spacing),
            gap_mean=group.spacing if poisson else 0.0,
        )
        for m in range(group.count)
    ]


def check_flown_clear(context: Context, plan: ThreatPlan) -> None:
    """Refuse a group, one of whose members has this plan, whose route leads into the ground. Raises ScenarioError."""
    if context.land.dem is not None and isinstance(plan.motion, WaypointMotion):
        flown = fly.trajectory(plan.motion, context.step, context.land.ground)
        check_clear(context, flown, ("raid", plan.group, "altitude"))


def _arc(kind: Kind, group: Group, target: int, targets: Targets) -> BallisticMotion:
    """Return the arc of a ballistic group. Raises ScenarioError."""
    context, path = kind.context, kind.path
    for name in ("route", "speed", "altitude", "max_load_factor"):
        if getattr(group, name) is not None:
            raise context.refuse(
                (*path, name),
                f"'{name}' for the ballistic threat '{group.threat}'",
                "'from' and a target",
                f"remove '{name}': launch point, target and 'loft' fix the arc",
            )
    if group.from_ is None:
        raise context.refuse((*path, "from"), "nothing", "the launch point", "add 'from: [-2.6, -2.2]'")
    launch = _radians(group.from_)
    impact = _end(context, group, path, target, targets)
    ground = fly.distance((launch[0], launch[1]), impact)
    low, high = LEAST_BALLISTIC_RANGE, max(kind.figure("range"), kind.entry.readings["range"].high)
    if not low <= ground <= high:
        raise context.refuse(
            (*path, "from"),
            f"a range of {spelt(ground, 'length')}",
            f"a range of {spelt(low, 'length')} to {spelt(high, 'length')} for '{kind.entry.name}'",
            "move the launch point ([latitude, longitude] in degrees) or override threat.range",
        )
    check_way(context, (launch, impact), (*path, "from"))
    return BallisticMotion(
        launch=Place(*launch, context.land.height(*launch)),
        impact=Place(*impact, context.land.height(*impact)),
        ballistic_coefficient=kind.figure("ballistic_coefficient"),
        loft=context.figures.declared(group, "loft", "loft"),
    )


def _radians(at: tuple[float, float]) -> fly.Point:
    return math.radians(at[0]), math.radians(at[1])


def _end(context: Context, group: Group, path: Path, target: int, targets: Targets) -> fly.Point:
    """Return where a group without a route goes: `to`, else what it aims at."""
    if group.to is not None:
        return _radians(group.to)
    if target < 0:
        raise context.refuse(
            (*path, "aims_at"), "nothing", "where it goes", "add 'aims_at: <asset>' or 'to: [0.0, 0.0]'"
        )
    at = targets.places[target]
    return at.latitude, at.longitude


def _route(kind: Kind, group: Group, target: int, targets: Targets) -> WaypointMotion:
    """Return the motion along a group's route, led on to what it aims at. Raises ScenarioError."""
    context, path = kind.context, kind.path
    if group.loft != 1.0:
        raise context.refuse((*path, "loft"), "'loft' for a threat that is not ballistic", "a route", "remove 'loft'")
    if (group.route is None) == (group.from_ is None):
        given = "nothing" if group.route is None else "'route' and 'from' together"
        fix = "add 'route: [[-1.9, -1.6], [0.0, 0.0]]'" if group.route is None else "remove one of the two"
        raise context.refuse((*path, "route"), given, "one of 'route' and 'from'", fix)
    if group.route is not None and group.to is not None:
        raise context.refuse((*path, "to"), "'route' and 'to' together", "one of the two", "remove 'to'")
    if group.route is not None:
        points = [_radians(p) for p in group.route]
    else:
        points = [_radians(group.from_ or (0.0, 0.0)), _end(context, group, path, target, targets)]
    altitude = _each(context, group.altitude, len(points), (*path, "altitude"), "waypoint")
    speed = _each(context, group.speed, len(points) - 1, (*path, "speed"), "leg")
    altitude = altitude or [kind.figure("altitude")] * len(points)
    speed = speed or [kind.figure("speed")] * (len(points) - 1)
    if target >= 0:
        at = (targets.places[target].latitude, targets.places[target].longitude)
        if fly.distance(points[-1], at) > max(fly.POINT_BLANK, targets.radii[target]):
            points, altitude, speed = [*points, at], [*altitude, altitude[-1]], [*speed, speed[-1]]
    return WaypointMotion(
        tuple(points), tuple(altitude), tuple(speed), group.above == "ground", group.max_load_factor or 0.0
    )


def _each(context: Context, given: tuple[float, ...] | None, count: int, path: Path, what: str) -> list[float]:
    """Return one value for each leg or waypoint, an empty list if none was given."""
    if given is None or len(given) == count:
        return list(given or ())
    if len(given) == 1:
        return list(given) * count
    raise context.refuse(
        path, f"{len(given)} values", f"one, or {count} (one for each {what})", f"give one for each {what}"
    )


def _check_flown(context: Context, motion: WaypointMotion, path: Path, last_start: float) -> None:
    """Refuse a motion that cannot be flown, or not within the longest time."""
    try:
        takes = fly.duration(motion)
    except ValueError as e:
        reason = str(e).partition(": ")[2] or str(e)
        raise context.refuse((*path, "route"), "a route that cannot be flown", "a flyable route", reason) from None
    if last_start + takes > LAST_TIME:
        raise context.refuse(
            path,
            f"a motion that ends after {(last_start + takes) / 3600.0:.1f} h",
            f"an end within {LAST_TIME / 3600.0:.0f} h",
            "check speed, route, count and spacing",
        )


def released_plans(
    context: Context,
    release: Release,
    carrier: Group,
    carriers: list[tuple[int, ThreatPlan]],
    index: int,
    path: Path,
    targets: Targets,
    label: str,
) -> list[ThreatPlan]:
    """Return the weapons that the members of a group release.

    Parameters: `carriers` the members with their positions among all threats; `index` the group number of
    the weapons, `label` their name. Members share their motion: the geometry is worked out once for each weapon.
    Raises ScenarioError.
    """
    kind = kind_of(context, release, path)
    motion = carriers[0][1].motion
    if kind.ballistic or isinstance(motion, BallisticMotion):
        raise context.refuse(
            (*path, "threat"),
            f"a release of '{release.threat}' by '{carrier.threat}'",
            "carriers and weapons that fly routes",
            "make the ballistic threat a group of its own",
        )
    aim = release.aims_at or carrier.aims_at
    if aim is None:
        raise context.refuse((*path, "aims_at"), "nothing", "what it is aimed at", "add 'aims_at: <asset>'")
    target = targets.index(aim, (*path, "aims_at"), context)
    end = (targets.places[target].latitude, targets.places[target].longitude)
    flown = fly.trajectory(motion, context.step, context.land.ground)
    spacing = release.spacing
    if spacing is None:
        spacing = context.figures.assumed("release_spacing") if release.count > 1 else 0.0
    first = _release_time(context, release, motion, flown, end, path)
    weapons: list[ThreatPlan] = []
    for k in range(release.count):
        time = first + k * spacing
        if time >= flown.t_end:
            raise context.refuse(
                path,
                f"release {k + 1} {time:.0f} s after the start",
                f"releases before the carrier's end at {flown.t_end:.0f} s",
                "release earlier or closer together",
            )
        start, altitude = fly.point_at(flown, time)
        weapon = _weapon(kind, release, start, altitude, end, target, label)
        _check_flown(context, weapon.motion, path, carriers[-1][1].start_time + time)  # type: ignore[arg-type]
        weapons.append(replace(weapon, start_time=time))
    context.note_unused(kind.overrides)
    return [
        replace(
            weapon,
            name=f"{plan.name}/{weapon.name}" + (f"-{k + 1}" if release.count > 1 else ""),
            formation=label,
            group=index,
            member=plan.member * release.count + k,
            start_time=plan.start_time + weapon.start_time,
            parent=parent,
        )
        for parent, plan in carriers
        for k, weapon in enumerate(weapons)
    ]


def _weapon(
    kind: Kind, release: Release, start: fly.Point, altitude: float, end: fly.Point, target: int, label: str
) -> ThreatPlan:
    """Return the plan of one released weapon."""
    context = kind.context
    if fly.distance(start, end) < fly.POINT_BLANK:
        raise context.refuse(
            kind.path, "a release above its target", f"at least {fly.POINT_BLANK:.0f} m to go", "release earlier"
        )
    homing = kind.figure("homing") > 0.0
    cruise = release.altitude
    if cruise is None and not homing:
        cruise = kind.figure("altitude")
    speed = kind.figure("speed") if release.speed is None else release.speed
    level = cruise is not None
    gradient, share = (context.figures.assumed(f"descent_{n}") if level else 1.0 for n in ("gradient", "share"))
    motion = fly.weapon_path(start, altitude - context.land.height(*start), end, cruise, speed, gradient, share)
    if context.land.dem is not None:
        motion = replace(motion, above_ground=True)  # it must not fly into the hills on its way
    return threat_plan(kind, release, motion, target, label)


def _release_time(
    context: Context, release: Release, motion: WaypointMotion, flown: Trajectory, end: fly.Point, path: Path
) -> float:
    """Return when the first weapon is released, in seconds after the carrier's start."""
    given = [n for n in ("at_waypoint", "at_range", "at_time") if getattr(release, n) is not None]
    if len(given) != 1:
        raise context.refuse(
            path,
            " and ".join(map(repr, given)) if given else "nothing of when it is released",
            "one of 'at_waypoint', 'at_range', 'at_time'",
            "say once when it is released",
        )
    if release.at_time is not None:
        return release.at_time
    if release.at_waypoint is not None:
        if release.at_waypoint > len(motion.waypoints):
            raise context.refuse(
                (*path, "at_waypoint"),
                str(release.at_waypoint),
                f"a waypoint from 1 to {len(motion.waypoints)}",
                "the first waypoint is 1",
            )
        return fly.time_at_waypoint(motion, release.at_waypoint - 1)
    time, nearest = fly.time_at_range(flown, end, release.at_range or 0.0)
    if math.isinf(time):
        raise context.refuse(
            (*path, "at_range"),
            spelt(release.at_range or 0.0, "length"),
            f"a range the carrier comes to (it comes no nearer than {spelt(nearest, 'length')})",
            "release farther out, or lead the route nearer",
        )
    return time
