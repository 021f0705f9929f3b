"""The declared raid with the catalogue's figures: every threat of every formation, and what they release."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from airdef.scenario import motion as fly
from airdef.scenario.behaviours import BEHAVIOURS, DECLARED
from airdef.scenario.ground import check_clear, check_way
from airdef.scenario.jamming import support_of
from airdef.scenario.plan import CATEGORIES, BallisticMotion, Place, ThreatPlan, WaypointMotion
from airdef.scenario.quantities import spelt
from airdef.scenario.schema import Formation, Release
from airdef.scenario.telling import turning_back

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
    """A threat class as one formation has it: its figures, read once for all members."""

    context: Context
    path: Path
    entry: Entry
    overrides: Overrides

    def figure(self, attribute: str, default: float | None = None) -> float:
        """Return a figure of the class.

        Parameters
        ----------
        attribute
            Name of the attribute, as in the catalogue.
        default
            What is taken where nothing is said.

        Returns
        -------
        float
            A figure of the class.
        """
        return self.context.figures.value(self.entry, attribute, self.overrides, THREAT, default)

    @property
    def glides(self) -> bool:
        """Return whether it glides straight to its target. The figure is read where it acts: of what glides."""
        adopted = self.entry.adopted_values.get("glides")
        if adopted is None:
            return False
        given = self.overrides.find(THREAT, self.entry, "glides") is not None
        return (given or adopted.nominal > 0.0) and self.figure("glides") > 0.0

    @property
    def ballistic(self) -> bool:
        """Return whether it flies a ballistic arc."""
        return "ballistic_coefficient" in self.entry.adopted_values


def kind_of(context: Context, declared: Formation | Release, path: Path) -> Kind:
    """Return the class a formation or release names.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    declared
        What the file declares.
    path
        Where it stands in the document.

    Returns
    -------
    Kind
        The class a formation or release names.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    entry = context.entry("threat", declared.threat, (*path, "threat"))
    return Kind(context, path, entry, context.overrides(declared.overrides, (*path, "overrides")))


def threat_plan(
    kind: Kind,
    declared: Formation | Release,
    motion: WaypointMotion | BallisticMotion,
    target: int,
    label: str,
) -> ThreatPlan:
    """Return the plan all members of a formation share; name, member, start and parent are filled in later.

    Parameters
    ----------
    kind
        The threat class, with its figures.
    declared
        What the file declares.
    motion
        The motion.
    target
        Number of the target; -1 for none.
    label
        Name of the formation.

    Returns
    -------
    ThreatPlan
        The plan all members of a formation share; name, member, start and parent are filled in later.
    """
    own = kind.entry.category
    taken_for = declared.looks_like or own
    if own == "decoy" and declared.looks_like is None:
        taken_for = CATEGORIES[round(kind.context.figures.assumed("decoy_looks_like"))]
    jammer = declared.jammer.density if isinstance(declared, Formation) and declared.jammer else 0.0
    shown = [b for b in BEHAVIOURS if b.key in DECLARED and getattr(declared, b.key)]
    target, aim = kind.context.further.get(target, (target, 0))
    plan = ThreatPlan(
        name=label,
        formation_index=0,
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
        aim=aim,
        emits=declared.emits,
    )
    plan = _remembering(kind, plan)
    for behaviour in BEHAVIOURS:
        if behaviour.changes is not None and behaviour.shown_by(plan):
            plan = behaviour.changes(plan)
    return plan


def _remembering(kind: Kind, plan: ThreatPlan) -> ThreatPlan:
    """Return the plan of a homing weapon whose radar may fall silent, with the figures of its memory."""
    if plan.homing and plan.target in kind.context.passive:
        given, fix = "a homing weapon at a sight, which does not radiate", "aim it at a radar, or take another weapon"
        raise kind.context.refuse((*kind.path, "aims_at"), given, "a radar that radiates", fix)
    if plan.homing and plan.target in kind.context.falls_silent:
        return replace(plan, memory_drift=kind.figure("memory_drift"), lethal_radius=kind.figure("lethal_radius"))
    for attribute in ("memory_drift", "lethal_radius"):
        kind.overrides.find(THREAT, kind.entry, attribute)  # known figures, which do not act here
    return plan


def _manoeuvring(kind: Kind, declared: Formation | Release) -> bool:
    """Return whether a threat evades missiles: as its formation says, else as the catalogue has its class."""
    if declared.manoeuvring is None:
        return kind.figure("manoeuvring") > 0.0
    if kind.overrides.find(THREAT, kind.entry, "manoeuvring") is not None:
        given = "'manoeuvring' and its override together"
        raise kind.context.refuse((*kind.path, "manoeuvring"), given, "one of the two", "remove the override")
    return declared.manoeuvring


def formation_plans(
    context: Context, formation: Formation, index: int, label: str, targets: Targets
) -> list[ThreatPlan]:
    """Return the members of one formation, `index` its number and `label` its name.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    formation
        The formation, as declared.
    index
        Number of the formation.
    label
        Name of the formation.
    targets
        What can be aimed at.

    Returns
    -------
    list[ThreatPlan]
        The members of one formation, `index` its number and `label` its name.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    path: Path = ("raid", index)
    kind = kind_of(context, formation, path)
    target = -1 if formation.aims_at is None else targets.index(formation.aims_at, (*path, "aims_at"), context)
    if kind.ballistic:
        motion: WaypointMotion | BallisticMotion = _arc(kind, formation, target, targets)
    else:
        motion = _route(kind, formation, target, targets)
        _check_flown(context, motion, path, formation.at_time + formation.spacing * max(0, formation.count - 1))
        check_way(context, motion.waypoints, (*path, "route"))
    shared = threat_plan(kind, formation, motion, target, label)
    poisson = formation.arrivals == "poisson"
    if poisson and formation.spacing == 0.0:
        raise context.refuse(
            (*path, "spacing"), "nothing", "the mean gap of poisson arrivals", "write for instance 'spacing: 20 s'"
        )
    context.note_unused(kind.overrides)
    losses, delay = turning_back(context, formation, kind.ballistic, path)
    shared = replace(
        shared, losses_to_turn_back=losses, turn_back_delay=delay, support=support_of(context, formation, path)
    )
    return [
        replace(
            shared,
            name=f"{shared.name}-{m + 1}" if formation.count > 1 else shared.name,
            formation_index=index,
            member=m,
            start_time=formation.at_time + (0.0 if poisson else m * formation.spacing),
            gap_mean=formation.spacing if poisson else 0.0,
        )
        for m in range(formation.count)
    ]


def check_flown_clear(context: Context, plan: ThreatPlan) -> None:
    """Refuse a formation, one of whose members has this plan, whose route leads into the ground.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    plan
        The plan.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    if context.land.dem is not None and isinstance(plan.motion, WaypointMotion):
        flown = fly.trajectory(plan.motion, context.step, context.land.ground)
        check_clear(context, flown, ("raid", plan.formation_index, "altitude"))


def _arc(kind: Kind, formation: Formation, target: int, targets: Targets) -> BallisticMotion:
    """Return the arc of a ballistic formation. Raises ScenarioError."""
    context, path = kind.context, kind.path
    for name in ("route", "speed", "altitude", "max_load_factor"):
        if getattr(formation, name) is not None:
            raise context.refuse(
                (*path, name),
                f"'{name}' for the ballistic threat '{formation.threat}'",
                "'from' and a target",
                f"remove '{name}': launch point, target and 'loft' fix the arc",
            )
    if formation.from_ is None:
        raise context.refuse((*path, "from"), "nothing", "the launch point", "add 'from: [-2.6, -2.2]'")
    launch = _radians(formation.from_)
    impact = _end(context, formation, path, target, targets)
    ground = fly.distance((launch[0], launch[1]), impact)
    low, high = LEAST_BALLISTIC_RANGE, max(kind.figure("range"), kind.entry.adopted_values["range"].high)
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
        loft=context.figures.declared(formation, "loft", "loft"),
    )


def _radians(at: tuple[float, float]) -> fly.Point:
    return math.radians(at[0]), math.radians(at[1])


def _end(context: Context, formation: Formation, path: Path, target: int, targets: Targets) -> fly.Point:
    """Return where a formation without a route goes: `to`, else what it aims at."""
    if formation.to is not None:
        return _radians(formation.to)
    if target < 0:
        raise context.refuse(
            (*path, "aims_at"), "nothing", "where it goes", "add 'aims_at: <asset>' or 'to: [0.0, 0.0]'"
        )
    at = targets.places[target]
    return at.latitude, at.longitude


def _route(kind: Kind, formation: Formation, target: int, targets: Targets) -> WaypointMotion:
    """Return the motion along a formation's route, led on to what it aims at. Raises ScenarioError."""
    context, path = kind.context, kind.path
    if formation.loft != 1.0:
        raise context.refuse((*path, "loft"), "'loft' for a threat that is not ballistic", "a route", "remove 'loft'")
    if (formation.route is None) == (formation.from_ is None):
        given = "nothing" if formation.route is None else "'route' and 'from' together"
        fix = "add 'route: [[-1.9, -1.6], [0.0, 0.0]]'" if formation.route is None else "remove one of the two"
        raise context.refuse((*path, "route"), given, "one of 'route' and 'from'", fix)
    if formation.route is not None and formation.to is not None:
        raise context.refuse((*path, "to"), "'route' and 'to' together", "one of the two", "remove 'to'")
    if formation.route is not None:
        points = [_radians(p) for p in formation.route]
    else:
        points = [_radians(formation.from_ or (0.0, 0.0)), _end(context, formation, path, target, targets)]
    altitude = _each(context, formation.altitude, len(points), (*path, "altitude"), "waypoint")
    speed = _each(context, formation.speed, len(points) - 1, (*path, "speed"), "leg")
    glides = not altitude and kind.glides
    altitude = altitude or [kind.figure("altitude")] * len(points)
    speed = speed or [kind.figure("speed")] * (len(points) - 1)
    if target >= 0:
        at = (targets.places[target].latitude, targets.places[target].longitude)
        if fly.distance(points[-1], at) > max(fly.POINT_BLANK, targets.radii[target]):
            points, altitude, speed = [*points, at], [*altitude, altitude[-1]], [*speed, speed[-1]]
    if glides:  # evenly down along its way
        flown = np.cumsum([0.0, *(fly.distance(a, b) for a, b in pairwise(points))])
        altitude = [altitude[0] * float(1.0 - way / flown[-1]) for way in flown]
    return WaypointMotion(
        tuple(points), tuple(altitude), tuple(speed), formation.above == "ground", formation.max_load_factor or 0.0
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
    carrier: Formation,
    carriers: list[tuple[int, ThreatPlan]],
    index: int,
    path: Path,
    targets: Targets,
    label: str,
) -> list[ThreatPlan]:
    """Return the weapons that the members of a formation release.

    Members share their motion: the geometry is worked out once for each weapon.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    release
        The release, as declared.
    carrier
        The formation that releases them, as declared.
    carriers
        The members of the formation, with their positions among all threats.
    index
        Formation number of the weapons.
    path
        Where it stands in the document.
    targets
        What can be aimed at.
    label
        Name of the weapons.

    Returns
    -------
    list[ThreatPlan]
        The weapons that the members of a formation release.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    kind = kind_of(context, release, path)
    motion = carriers[0][1].motion
    if kind.ballistic or isinstance(motion, BallisticMotion):
        raise context.refuse(
            (*path, "threat"),
            f"a release of '{release.threat}' by '{carrier.threat}'",
            "carriers and weapons that fly routes",
            "make the ballistic threat a formation of its own",
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
    released_weapons: list[ThreatPlan] = []
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
        released_weapon = _released_weapon(kind, release, start, altitude, end, target, label)
        _check_flown(context, released_weapon.motion, path, carriers[-1][1].start_time + time)  # type: ignore[arg-type]
        released_weapons.append(replace(released_weapon, start_time=time))
    context.note_unused(kind.overrides)
    return [
        replace(
            released_weapon,
            name=f"{plan.name}/{released_weapon.name}" + (f"-{k + 1}" if release.count > 1 else ""),
            formation=label,
            formation_index=index,
            member=plan.member * release.count + k,
            start_time=plan.start_time + released_weapon.start_time,
            parent=parent,
        )
        for parent, plan in carriers
        for k, released_weapon in enumerate(released_weapons)
    ]


def _released_weapon(
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
    if cruise is None and not homing and not kind.glides:
        cruise = kind.figure("altitude")
    speed = kind.figure("speed") if release.speed is None else release.speed
    level = cruise is not None
    gradient, share = (context.figures.assumed(f"descent_{n}") if level else 1.0 for n in ("gradient", "share"))
    motion = fly.released_weapon_path(
        start, altitude - context.land.height(*start), end, cruise, speed, gradient, share
    )
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
