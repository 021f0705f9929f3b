"""A declared system with the catalogue's figures: command post, radars, fire units, launchers, doctrine."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from airdef.physics.detection import required_snr
from airdef.physics.geodesy import geodesic_direct
from airdef.physics.radar import calibrate, from_decibels
from airdef.scenario.doctrine import doctrine_plan
from airdef.scenario.emission import Found, check_names, emission_of, emission_plan
from airdef.scenario.emission_schema import ALL
from airdef.scenario.errors import nearest, shown
from airdef.scenario.ground import place, site_height
from airdef.scenario.guarding import finder_plans
from airdef.scenario.missile import missile_plan
from airdef.scenario.movement import Found as Moves
from airdef.scenario.movement import check_move, check_movement, movement_of, movement_plan
from airdef.scenario.plan import (
    AntennaPlan,
    DirectionFinderPlan,
    FireUnitPlan,
    LauncherPlan,
    Place,
    RadarPlan,
    SystemPlan,
)
from airdef.scenario.quantities import QuantityError, is_length, parse
from airdef.scenario.schema import FireUnit
from airdef.scenario.telling import check_tellers, telling_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdef.catalogue import Entry
    from airdef.scenario import schema
    from airdef.scenario.context import Context
    from airdef.scenario.errors import Path
    from airdef.scenario.figures import Overrides
    from airdef.scenario.guarding_schema import DirectionFinder

SURVEILLANCE = ("radar",)
ENGAGEMENT = ("engagement_radar", "radar")
SYSTEM = ("system",)
NO_MAST = "none"
MAX_MAST = 10_000.0
"""Greatest height of an antenna [m], as the catalogue bounds it."""


@dataclass(frozen=True)
class Defender:
    """One system being resolved: what its parts share."""

    context: Context
    declared: schema.System
    path: Path
    entry: Entry
    overrides: Overrides
    name: str
    facing: float
    radars_key: str = "surveillance"

    def figure(self, attribute: str) -> float:
        """Return a figure of the system.

        Parameters
        ----------
        attribute
            Name of the attribute, as in the catalogue.

        Returns
        -------
        float
            A figure of the system.
        """
        return self.context.figures.value(self.entry, attribute, self.overrides, SYSTEM)

    def count(self, attribute: str) -> int:
        """Return a figure of the system that counts something.

        Parameters
        ----------
        attribute
            Name of the attribute, as in the catalogue.

        Returns
        -------
        int
            A figure of the system that counts something.
        """
        return round(self.figure(attribute))


def system_plan(context: Context, declared: schema.System, path: Path, name: str, towards: float) -> SystemPlan:
    """Return the plan of one system.

    Parameters
    ----------
    context
        Where the scenario is being resolved: its document, catalogue and assumptions.
    declared
        What the file declares.
    path
        Where it stands in the document.
    name
        Its label.
    towards
        The bearing of the raid [rad], taken if no facing is declared.

    Returns
    -------
    SystemPlan
        The plan of one system.

    Raises
    ------
    ScenarioError
        If it is refused; the message says where and why.
    """
    entry = context.entry("system", declared.system, (*path, "system"))
    overrides = context.overrides(declared.overrides, (*path, "overrides"))
    faced = declared.facing is not None or declared.facings is not None
    facing = towards if declared.facing is None else declared.facing
    if not faced and any(u.facing is None and u.facings is None for u in declared.fire_units or (None,) if u):
        context.figures.assumed("facing", facing)
    defender = Defender(context, declared, path, entry, overrides, name, facing)
    post = standing(defender, place(declared.at), (*path, "at" if declared.height is None else "height"), name)
    plan = SystemPlan(
        name=name,
        post=post,
        post_hits_to_destroy=defender.count("hits_to_destroy.post"),
        surveillance=surveillance_plans(defender, post),
        units=_units(defender, post),
        doctrine=doctrine_plan(context, declared.doctrine, (*path, "doctrine"), defender.figure),
        direction_finders=direction_finders(defender, declared.direction_finders, post),
    )
    overrides.find(SYSTEM, entry, "remote_tracks")  # a known figure, which acts below a command node (`command`)
    units, radars = (any(radar.movement.positions for radar in of) for of in _radars_of(plan))
    check_move(context, declared.doctrine.move, units, radars, (*path, "doctrine", "move"))
    context.note_unused(overrides)
    return plan


def _radars_of(plan: SystemPlan) -> tuple[list[RadarPlan], list[RadarPlan]]:
    """Return the engagement radars of a system, and its surveillance radars."""
    return [unit.radar for unit in plan.units], list(plan.surveillance)


def surveillance_plans(d: Defender, post: Place) -> tuple[RadarPlan, ...]:
    """Return the surveillance radars: those declared, else those the catalogue gives the system.

    Parameters
    ----------
    d
        The system being resolved.
    post
        Where its command post stands.

    Returns
    -------
    tuple[RadarPlan, ...]
        The radars, in order.

    Raises
    ------
    ScenarioError
        If one is refused; the message says where and why.
    """
    if d.declared.surveillance is None:
        entries = [d.context.entry("radar", p.name, d.path) for p in d.entry.parts["surveillance"]]
    else:
        entries = [
            d.context.entry("radar", n, (*d.path, d.radars_key, i), "surveillance")
            for i, n in enumerate(d.declared.surveillance)
        ]
    radars = [d.entry.parts["engagement_radar"][0].name, *(e.name for e in entries)]
    _check_masts(d, radars)
    check_names(d.context, d.declared.emission, radars, d.path)
    check_tellers(d.context, d.declared, radars, d.path)
    check_movement(d.context, d.declared.movement, radars[1:], d.path)
    move = d.declared.doctrine.move
    plans: list[RadarPlan] = []
    for entry in entries:
        same = sum(e.name == entry.name for e in entries[: len(plans)])
        name = f"{d.name}/{entry.name}" + (f"-{same + 1}" if same else "")
        emits = emission_of(d.declared, d.path, entry.name, SURVEILLANCE[0])
        plan = _radar(d, entry, name, post, d.facing, SURVEILLANCE, _mast(d, entry, SURVEILLANCE[0]), emits)
        moves = movement_of(d.declared.movement, d.path, entry.name)
        moved = move is not None and move.when_attacked is not None
        plans.append(_moving(d, plan, moves, (entry, d.overrides, SURVEILLANCE), moved))
    return tuple(plans)


def _radar(
    d: Defender,
    entry: Entry,
    name: str,
    at: Place,
    facing: float,
    scopes: tuple[str, ...],
    mast: tuple[Path, str],
    emits: Found,
) -> RadarPlan:
    """Return one radar, calibrated on its published range (see `physics.radar.calibrate`); its mast as `_mast`."""

    def figure(attribute: str) -> float:
        return d.context.figures.value(entry, attribute, d.overrides, scopes)

    pfa, pulses = figure("reference_pfa"), round(figure("pulses"))
    perfect = figure("perfect") > 0.0
    needed = required_snr(figure("reference_pd"), pfa, pulses, round(figure("reference_swerling")))
    return RadarPlan(
        name=name,
        place=at,
        antenna_height=_antenna_height(d, figure("antenna_height"), *mast),
        frequency=figure("frequency"),
        snr_constant=float(calibrate(figure("detection_range"), figure("reference_rcs"), needed)),
        calibration_range=figure("detection_range"),
        pfa=pfa,
        pulses=pulses,
        scan_period=figure("scan_period"),
        facing=facing,
        sector_width=figure("sector_width"),
        min_elevation=figure("min_elevation"),
        max_elevation=figure("max_elevation"),
        min_range=figure("min_range"),
        instrumented_range=figure("instrumented_range"),
        min_radial_speed=figure("min_radial_speed"),
        track_capacity=round(figure("track_capacity")),
        confirm_m=1 if perfect else d.count("confirm_m"),
        confirm_n=1 if perfect else d.count("confirm_n"),
        drop_misses=d.count("drop_misses"),
        hits_to_destroy=d.count("hits_to_destroy.radar"),
        perfect=perfect,
        **_emitted(d, entry, emits, scopes),
        telling=telling_plan(d.declared, entry.name, scopes[0]),
        **({} if perfect else _imperfect(d, entry, scopes)),
    )


def _emitted(d: Defender, entry: Entry, emits: Found, scopes: tuple[str, ...]) -> dict[str, Any]:
    """Return when a radar radiates; a sight (`radiates` is 0) never does, and has no emission of its own."""
    own = d.overrides.find(scopes, entry, "radiates") is None and entry.adopted_values["radiates"].nominal > 0.0
    if own or d.context.figures.value(entry, "radiates", d.overrides, scopes) > 0.0:
        shuts = d.declared.doctrine.shut_down is not None
        return {"emission": emission_plan(d.context, emits, entry, d.overrides, scopes, shuts)}
    path, declared = emits
    if declared is not None and path[-1] != ALL:
        given = f"an emission of {entry.name}, a sight that does not radiate"
        raise d.context.refuse(path, given, "an emission of a radar", "remove it")
    d.overrides.find(scopes, entry, "switch_on_time")  # a known figure, which does not act here
    return {"passive": True}


def _moving(
    d: Defender, radar: RadarPlan, moves: Moves, figures_of: tuple[Entry, Overrides, tuple[str, ...]], moved: bool
) -> RadarPlan:
    """Return a radar with its movement: figures of `figures_of`; `moved`: whether the doctrine has it move."""

    def there(at: tuple[float, float], path: Path, name: str) -> Place:
        return standing(d, place(at), path, f"{radar.name}@{name}")

    plan = movement_plan(d.context, moves, radar.place, there, figures_of, moved)
    return replace(radar, movement=plan)


def _imperfect(d: Defender, entry: Entry, scopes: tuple[str, ...]) -> dict[str, Any]:
    """Return what spares a perfect radar: loss in the air, guidance, jamming; each read where it acts."""

    def figure(attribute: str) -> float:
        return d.context.figures.value(entry, attribute, d.overrides, scopes)

    found: dict[str, Any] = {}
    if d.context.air.gases:
        found["reference_height"] = figure("reference_height")
    if d.context.air.rain_rate > 0.0:
        found["polarisation"] = figure("polarisation")
    if entry.role == "engagement":
        found["guidance_pd"] = figure("guidance_pd")
    if d.context.jams or d.context.air.multipath:
        gain, side, back = (float(from_decibels(figure(a))) for a in ("antenna_gain", "sidelobe", "backlobe"))
        found["antenna"] = AntennaPlan(gain, side, back, figure("noise_temperature"))
    return found


def _mast(d: Defender, entry: Entry, role: str) -> tuple[Path, str]:
    """Return where the mast of a radar is declared, by its name or else its role, and which; empty for none."""
    masts = d.declared.mast or {}
    key = entry.name if entry.name in masts else role
    return (*d.path, "mast", key), masts.get(key, "")


def _antenna_height(d: Defender, height: float, path: Path, mast: str) -> float:
    """Return the height of a radar's antenna [m], `height` without a mast: that on its mast, where it has one."""
    if mast in ("", NO_MAST):
        return height
    if not is_length(mast):
        entry = d.context.entry("mast", mast, path)
        return d.context.figures.value(entry, "antenna_height", d.overrides, ("mast",))
    try:
        raised = parse(mast, "length")
    except QuantityError as e:
        raise d.context.refuse(path, shown(mast), e.expected, e.fix, e.nearest) from None
    if not height <= raised <= MAX_MAST:
        raise d.context.refuse(
            path,
            shown(mast),
            f"{height:g} m, the antenna's height without a mast, to {MAX_MAST:g} m",
            f"correct the height, or write '{NO_MAST}'",
        )
    return raised


def _check_masts(d: Defender, radars: list[str]) -> None:
    """Refuse masts for radars the system does not have."""
    known = ["engagement_radar", *dict.fromkeys(radars)]
    for key in d.declared.mast or {}:
        if key not in known:
            close = nearest(key, known)
            raise d.context.refuse(
                (*d.path, "mast", key),
                f"a mast for {shown(key)}",
                f"one of {', '.join(known)}",
                f"write '{close[0]}'" if close else "name a radar of the system",
                close,
            )


def _units(d: Defender, post: Place) -> tuple[FireUnitPlan, ...]:
    """Return the fire units, those without a place evenly on a circle round the post."""
    declared = d.declared.fire_units
    if declared is None:
        declared = (FireUnit(),) * d.count("default_fire_units")
    most = d.count("max_fire_units")
    if len(declared) > most:
        raise d.context.refuse(
            (*d.path, "fire_units"),
            str(len(declared)),
            f"at most {most} fire units for {d.entry.name}",
            f"take {most} or fewer, add a second system, or override system.max_fire_units",
        )
    plans = []
    for i, unit in enumerate(declared):
        path = (*d.path, "fire_units", i)
        plans.append(_unit(d, unit, path, i, len(declared), post))
    return tuple(plans)


def _unit_place(d: Defender, unit: FireUnit, index: int, count: int, post: Place) -> Place:
    """Return where a unit stands: as declared, else at the post if alone, else on a circle round it.

    The units of the circle are spread evenly, the first at right angles to the facing, so that two stand
    side by side.
    """
    if unit.at is not None:
        return standing(d, place(unit.at), (*d.path, "fire_units", index, "at"), f"{d.name}/unit-{index + 1}")
    if count == 1:
        return post
    radius = d.context.figures.assumed("unit_spacing")
    bearing = d.facing + math.pi / 2.0 + 2.0 * math.pi * index / count
    latitude, longitude, _ = geodesic_direct(post.latitude, post.longitude, bearing, radius)
    return standing(d, Place(float(latitude), float(longitude)), (*d.path, "fire_units"), f"{d.name}/unit-{index + 1}")


def standing(d: Defender, at: Place, path: Path, name: str) -> Place:
    """Return a place at the height of the ground there: declared, or that of the elevation model.

    Parameters
    ----------
    d
        The system being resolved.
    at
        The place.
    path
        Where it is declared.
    name
        What stands there.

    Returns
    -------
    Place
        The place, with its height.
    """
    height = site_height(d.context, at.latitude, at.longitude, d.declared.height, path, name)
    return replace(at, height=height)


def direction_finders(d: Defender, declared: Sequence[DirectionFinder], post: Place) -> tuple[DirectionFinderPlan, ...]:
    """Return the direction finders of a system or command node.

    Parameters
    ----------
    d
        The system or node being resolved.
    declared
        The direction finders, as declared.
    post
        Where its command post stands.

    Returns
    -------
    tuple[DirectionFinderPlan, ...]
        The direction finders, in order.
    """

    def there(at: Place, path: Path, name: str) -> Place:
        return standing(d, at, path, f"{d.name}/{name}")

    return finder_plans(d.context, declared, post, there, d.path)


def _unit(d: Defender, unit: FireUnit, path: Path, index: int, count: int, post: Place) -> FireUnitPlan:
    """Return one fire unit."""
    name = f"{d.name}/{unit.name or f'unit-{index + 1}'}"
    if unit.facings or (d.declared.facings and unit.facing is None):
        facings = unit.facings or d.declared.facings or ()
    else:
        facings = (d.facing if unit.facing is None else unit.facing,)
    facings = tuple(f % (2.0 * math.pi) for f in facings)
    at = _unit_place(d, unit, index, count, post)
    radar = d.context.entry("radar", d.entry.parts["engagement_radar"][0].name, path)
    mast = _mast(d, radar, ENGAGEMENT[0]) if unit.mast is None else ((*path, "mast"), unit.mast)
    emits = emission_of(d.declared, d.path, radar.name, ENGAGEMENT[0])
    if unit.emission is not None:
        emits = (*path, "emission"), unit.emission
    missiles = tuple(
        missile_plan(d.context, d.overrides, d.context.entry("missile", p.name, path)) for p in d.entry.parts["missile"]
    )
    plan = _radar(d, radar, f"{name}/radar", at, facings[0], ENGAGEMENT, mast, emits)
    moves, moved = ((*path, "movement"), unit.movement), d.declared.doctrine.move is not None
    return FireUnitPlan(
        name=name,
        radar=_moving(d, plan, moves, (d.entry, d.overrides, SYSTEM), moved),
        missiles=missiles,
        launchers=_launchers(d, unit, at),
        target_channels=d.count("target_channels"),
        missile_channels=d.count("missile_channels"),
        reaction_time=d.figure("reaction_time"),
        launch_interval=d.figure("launch_interval"),
        facings=facings,
        slew_rate=d.figure("slew_rate"),
        magazine=unit.magazine or d.declared.magazine or "",
    )


def _launchers(d: Defender, unit: FireUnit, at: Place) -> tuple[LauncherPlan, ...]:
    """Return the launchers of a unit, missile types in the proportion the catalogue gives them."""
    total = d.count("launchers_per_fire_unit") if unit.launchers is None else unit.launchers
    rounds, reloads = d.count("missiles_per_launcher"), d.count("reloads")
    parts = d.entry.parts["missile"]
    types = _shares([p.launchers or 1 for p in parts], total)
    return tuple(
        LauncherPlan(
            missile=missile,
            rounds=parts[missile].rounds or rounds,
            interval=d.figure("launcher_interval"),
            reload_time=d.figure("reload_time"),
            reloads=reloads,
            place=at,
            hits_to_destroy=d.count("hits_to_destroy.launcher"),
        )
        for missile in types
    )


def _shares(weights: list[int], total: int) -> list[int]:
    """Return `total` missile types in proportion to their weights (largest remainders), in order."""
    exact = [w * total / sum(weights) for w in weights]
    counts = [int(e) for e in exact]
    for i in sorted(range(len(weights)), key=lambda i: counts[i] - exact[i])[: total - sum(counts)]:
        counts[i] += 1
    return [i for i, n in enumerate(counts) for _ in range(n)]
